import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// The files of a plugin's folder, or one file of the folder of programs.
///
/// A symbolic link, a pipe or a device is no file of a plugin. At most 1,000 files, 8 folders deep, 512 MiB in all.
struct PluginFolder {
    private static let maximumFiles = 1_000
    private static let maximumDepth = 8
    private static let maximumBytes = 512 << 20

    let plugin: String
    let path: String
    let checksOwners: Bool

    /// Digest of every file, by its path in the folder.
    func digests() throws(AnalyseError) -> [String: ContentDigest] {
        if checksOwners { try checkParents() }
        var digests: [String: ContentDigest] = [:]
        var bytes = 0
        try walk("", depth: 0) { name throws(AnalyseError) in
            guard digests.count < Self.maximumFiles else { throw unsafe(name, "there are over 1000 files") }
            digests[name] = try hash(name, &bytes)
        }
        return digests
    }

    /// Digest of one file of the folder.
    func digest(of name: String) throws(AnalyseError) -> ContentDigest {
        guard !name.contains("/"), access("\(path)/\(name)", F_OK) == 0 else {
            throw .notFound(plugin: plugin, program: name)
        }
        if checksOwners { try checkParents() }
        var bytes = 0
        return try hash(name, &bytes)
    }

    // MARK: - Walking

    private func walk(
        _ folder: String,
        depth: Int,
        _ visit: (String) throws(AnalyseError) -> Void
    ) throws(AnalyseError) {
        guard depth <= Self.maximumDepth else { throw unsafe(folder, "it is over 8 folders deep") }
        for name in try names(folder) {
            let whole = folder.isEmpty ? name : "\(folder)/\(name)"
            let status = try status(whole)
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                try checkOwner(whole, status)
                try walk(whole, depth: depth + 1, visit)
            case S_IFREG: try visit(whole)
            case S_IFLNK: throw unsafe(whole, "it is a symbolic link")
            default: throw unsafe(whole, "it is neither a file nor a folder")
            }
        }
    }

    private func names(_ folder: String) throws(AnalyseError) -> [String] {
        guard let stream = opendir("\(path)/\(folder)") else {
            throw unsafe(folder, "it cannot be read (errno \(errno))")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            guard names.count < Self.maximumFiles else { throw unsafe(folder, "there are over 1000 files") }
            names.append(name)
        }
        return names.sorted()
    }

    private func hash(_ name: String, _ total: inout Int) throws(AnalyseError) -> ContentDigest {
        let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else {
            throw unsafe(name, errno == ELOOP ? "it is a symbolic link" : "it cannot be read (errno \(errno))")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw unsafe(name, "it is no file") }
        try checkOwner(name, status)
        guard total + status.st_size <= Self.maximumBytes else { throw unsafe(name, "there are over 512 MiB") }
        var hasher = ContentHasher()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &buffer, buffer.count)
            guard count >= 0 else { throw unsafe(name, "it cannot be read (errno \(errno))") }
            guard count > 0 else { return hasher.digest() }
            total += count
            guard total <= Self.maximumBytes else { throw unsafe(name, "there are over 512 MiB") }
            buffer.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    // MARK: - Owners

    private func status(_ name: String) throws(AnalyseError) -> stat {
        var status = stat()
        guard lstat("\(path)/\(name)", &status) == 0 else { throw unsafe(name, "it is gone") }
        return status
    }

    private func checkOwner(_ name: String, _ status: stat) throws(AnalyseError) {
        guard checksOwners, let problem = FileOwners.problem(status) else { return }
        throw unsafe(name, problem)
    }

    /// Whoever may write into a folder above may put another plugin in the place of this one.
    private func checkParents() throws(AnalyseError) {
        guard let resolved = realpath(path, nil) else { throw unsafe("", "it is gone") }
        defer { free(resolved) }
        var place = String(cString: resolved)
        while true {
            var status = stat()
            guard lstat(place, &status) == 0 else {
                throw .unsafeFile(plugin: plugin, path: place, problem: "it is gone")
            }
            if let problem = FileOwners.problem(status, isSharedFolderFine: true) {
                throw .unsafeFile(plugin: plugin, path: place, problem: problem)
            }
            guard let slash = place.lastIndex(of: "/"), place != "/" else { return }
            place = slash == place.startIndex ? "/" : String(place[..<slash])
        }
    }

    private func unsafe(_ name: String, _ problem: String) -> AnalyseError {
        .unsafeFile(plugin: plugin, path: name.isEmpty ? path : "\(path)/\(name)", problem: problem)
    }
}

/// Who may change a file that is about to be run.
///
/// It must belong to root or to the user who runs this, and nobody else may write to it; the same holds for each folder
/// above, except that a folder for all, such as `/tmp`, protects what lies in it by its sticky bit.
enum FileOwners {
    /// Why a file or folder may be changed by others, and what to do; nothing where it may not.
    static func problem(_ status: stat, isSharedFolderFine: Bool = false) -> String? {
        if status.st_uid != 0, status.st_uid != geteuid() {
            return "it belongs to user \(status.st_uid), who could change it: chown root"
        }
        if isSharedFolderFine, status.st_mode & S_ISVTX != 0, status.st_uid == 0 { return nil }
        if status.st_mode & S_IWOTH != 0 { return "everybody could change it: chmod o-w" }
        if status.st_mode & S_IWGRP != 0, status.st_gid != 0 {
            return "its group \(status.st_gid) could change it: chmod g-w"
        }
        return nil
    }
}
