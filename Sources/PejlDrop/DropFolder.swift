package import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// The folder that files of one dataset are put into: a publisher without an interface.
///
/// People write into it, so nothing in it is trusted: everything is opened relative to the folder's descriptor, no link
/// is followed, and only regular files are read. It holds `done/` and `refused/`, which keep what was looked at.
package final class DropFolder: Sendable {
    static let doneName = "done"
    static let refusedName = "refused"
    static let readmeName = "LÆSMIG.txt"
    /// Files taken in one run; the others wait for the next.
    private static let maximumFiles = 1_000

    /// Path of the folder.
    package let path: String
    private let descriptor: Int32

    /// Opens the folder of a dataset, and makes it, and its `LÆSMIG.txt`, where they are missing.
    ///
    /// The folder is open to its group, and what is made in it belongs to that group; a folder that is there keeps the
    /// rights it has.
    ///
    /// - Parameters:
    ///   - root: The folder of all drop folders, which must exist.
    ///   - dataset: Identifier of the dataset.
    ///   - readme: What `LÆSMIG.txt` says.
    /// - Throws: ``DropError``.
    package init(root: String, dataset: String, readme: String) throws(DropError) {
        path = "\(root)/\(dataset)"
        let isNew = mkdir(path, 0o770) == 0
        guard isNew || errno == EEXIST else { throw .system(operation: "make the folder", path: path, code: errno) }
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(operation: "open the folder", path: path, code: errno) }
        // A service that may not set the bit loses an inherited one, too; an administrator makes the folder before.
        if isNew, fchmod(descriptor, 0o2770) != 0, errno == EPERM { _ = fchmod(descriptor, 0o770) }
        for name in [Self.doneName, Self.refusedName] {
            guard mkdirat(descriptor, name, 0o750) == 0 || errno == EEXIST else {
                throw .system(operation: "make the folder", path: "\(path)/\(name)", code: errno)
            }
        }
        try write(readme)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    // MARK: - Looking

    /// What waits in the folder, oldest first, when nothing has changed for `rest`; and what did change.
    ///
    /// - Parameter rest: Time between the two looks; one look is enough where nothing waits.
    /// - Returns: The files that may be taken, and those that may not yet.
    /// - Throws: ``DropError``, and `CancellationError`.
    package func waiting(rest: Duration) async throws -> (files: [DropFile], growing: [DropFile]) {
        let first = try look()
        if first.isEmpty { return ([], []) }
        try await Task.sleep(for: rest)
        let known = Set(first)
        let second = try look()
        return (second.filter(known.contains), second.filter { !known.contains($0) })
    }

    /// What lies in a dataset's folder at this moment, whole or growing; nothing is made, opened or taken.
    ///
    /// - Returns: Nothing where there is no such folder, or where it cannot be read.
    package static func glance(root: String, dataset: String) -> Set<DropFile> {
        let path = "\(root)/\(dataset)"
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        return Set((try? look(descriptor, path)) ?? [])
    }

    private func look() throws(DropError) -> [DropFile] { try Self.look(descriptor, path) }

    /// One look at the folder.
    private static func look(_ descriptor: Int32, _ path: String) throws(DropError) -> [DropFile] {
        // A descriptor of its own: reading moves on in it.
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let folder = fdopendir(copy) else {
            throw .system(operation: "read the folder", path: path, code: errno)
        }
        defer { closedir(folder) }
        var files: [DropFile] = []
        while let entry = readdir(folder) {
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if DropName.isPassedOver(bytes) { continue }
            var status = stat()
            // One that went away in between is none.
            guard fstatat(descriptor, terminated(bytes), &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            files.append(DropFile(bytes: bytes, status))
        }
        return Array(files.sorted(by: DropFile.isOlder).prefix(maximumFiles))
    }

    // MARK: - Taking

    /// Copies a file into `directory` and hashes it on the way.
    ///
    /// - Parameters:
    ///   - file: What a look found.
    ///   - directory: Where the copy is made, under a name of its own.
    ///   - limit: Most bytes.
    /// - Returns: The copy, which is the caller's to remove.
    /// - Throws: ``DropError``; nothing is then left in `directory`.
    package func take(_ file: DropFile, into directory: String, limit: Int) throws(DropError) -> RawDocument {
        if let kind = file.otherKind { throw .notAFile(file: file.name, kind: kind) }
        if file.byteCount > limit { throw .tooLarge(file: file.name, limit: limit) }
        // O_NONBLOCK: a pipe in the file's place must not hold the run up.
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        let source = openat(descriptor, Self.terminated(file.bytes), flags)
        guard source >= 0 else { throw openFailure(file, errno) }
        defer { close(source) }
        try check(file, source)
        var copy = try DropCopy(in: directory)
        do throws(DropError) {
            try copy.fill(from: source, file: file, limit: limit)
            try check(file, source)
            return copy.finish()
        } catch {
            unlink(copy.path)
            throw error
        }
    }

    private func openFailure(_ file: DropFile, _ code: Int32) -> DropError {
        switch code {
        case EACCES, EPERM: .unreadable(file: file.name)
        case ENOENT, ELOOP, ENXIO: .growing(file: file.name)
        default: .system(operation: "open", path: "\(path)/\(file.name)", code: code)
        }
    }

    /// Whether the open file is still what the look found.
    private func check(_ file: DropFile, _ source: Int32) throws(DropError) {
        var status = stat()
        guard fstat(source, &status) == 0 else {
            throw .system(operation: "look at", path: "\(path)/\(file.name)", code: errno)
        }
        guard DropFile(bytes: file.bytes, status) == file else { throw .growing(file: file.name) }
    }

    // MARK: - Setting aside

    /// Moves a file that was read into `done/`.
    ///
    /// - Parameters:
    ///   - file: What was read.
    ///   - instant: Stands before its name.
    /// - Returns: Where it is now; nil if another file has taken its place meanwhile, which is left there.
    /// - Throws: ``DropError``.
    package func keep(_ file: DropFile, at instant: UTCInstant) throws(DropError) -> String? {
        try move(file, to: Self.doneName, at: instant, reason: nil)
    }

    /// Moves a file that cannot be used into `refused/`, with the reason beside it.
    ///
    /// - Parameters:
    ///   - file: What was looked at.
    ///   - instant: Stands before its name.
    ///   - reason: What the file beside it says.
    /// - Returns: Where it is now; nil if another file has taken its place meanwhile, which is left there.
    /// - Throws: ``DropError``.
    package func refuse(_ file: DropFile, at instant: UTCInstant, reason: String) throws(DropError) -> String? {
        try move(file, to: Self.refusedName, at: instant, reason: reason)
    }

    private func move(
        _ file: DropFile,
        to folder: String,
        at instant: UTCInstant,
        reason: String?
    ) throws(DropError) -> String? {
        let place = "\(path)/\(folder)"
        let target = openat(descriptor, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard target >= 0 else { throw .system(operation: "open the folder", path: place, code: errno) }
        defer { close(target) }
        guard isThere(file, in: descriptor, under: file.bytes) else { return nil }
        let name = Self.freeName(file.name, at: instant, in: target)
        if let reason { try Self.write(reason, to: "\(name).reason.txt", in: target, of: place) }
        guard renameat(descriptor, Self.terminated(file.bytes), target, name) == 0 else {
            throw .system(operation: "move \(file.name) to", path: place, code: errno)
        }
        // Somebody may have put a newer file under the name since it was compared: that one has not been read.
        guard isThere(file, in: target, under: Array(name.utf8)) else {
            _ = renameat(target, name, descriptor, Self.terminated(file.bytes))
            unlinkat(target, "\(name).reason.txt", 0)
            return nil
        }
        return "\(place)/\(name)"
    }

    private func isThere(_ file: DropFile, in folder: Int32, under name: [UInt8]) -> Bool {
        var status = stat()
        return fstatat(folder, Self.terminated(name), &status, AT_SYMLINK_NOFOLLOW) == 0
            && file.isSameFile(as: status)
    }

    /// `20260105T060100Z-name`, with a number where that is taken.
    private static func freeName(_ name: String, at instant: UTCInstant, in folder: Int32) -> String {
        let time = instant.description.filter { $0 != "-" && $0 != ":" }
        var status = stat()
        for number in 1...9_999 {
            let candidate = number == 1 ? "\(time)-\(name)" : "\(time)-\(number)-\(name)"
            if fstatat(folder, candidate, &status, AT_SYMLINK_NOFOLLOW) != 0 { return candidate }
        }
        return "\(time)-\(name)"
    }

    // MARK: - Texts

    /// Writes `LÆSMIG.txt` where it is missing or says something else.
    private func write(_ readme: String) throws(DropError) {
        if text(of: Self.readmeName, atMost: readme.utf8.count + 1) == readme { return }
        let temporary = ".\(Self.readmeName).new"
        unlinkat(descriptor, temporary, 0)
        try Self.write(readme, to: temporary, in: descriptor, of: path)
        guard renameat(descriptor, temporary, descriptor, Self.readmeName) == 0 else {
            let code = errno
            unlinkat(descriptor, temporary, 0)
            throw .system(operation: "write", path: "\(path)/\(Self.readmeName)", code: code)
        }
    }

    private func text(of name: String, atMost limit: Int) -> String? {
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = read(file, &bytes, limit)
        return count >= 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }

    /// Writes a new file; one that is there, a link included, is an error.
    private static func write(
        _ text: String,
        to name: String,
        in folder: Int32,
        of place: String
    ) throws(DropError) {
        let file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o640)
        guard file >= 0 else { throw .system(operation: "write", path: "\(place)/\(name)", code: errno) }
        defer { close(file) }
        if let code = DropCopy.write(Array(text.utf8), to: file) {
            unlinkat(folder, name, 0)
            throw .system(operation: "write", path: "\(place)/\(name)", code: code)
        }
    }

    private static func terminated(_ name: [UInt8]) -> [CChar] { name.map { CChar(bitPattern: $0) } + [0] }
}
