package import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// Why the archive could not keep or find a document.
package enum ArchiveError: FailureConvertible, Equatable, CustomStringConvertible {
    /// A system call failed; `code` is an `errno`.
    case system(operation: String, path: String, code: Int32)
    /// The bytes under a digest's name have another digest.
    case corrupt(digest: ContentDigest)
    /// No bytes are kept under a digest that somebody refers to.
    case missing(digest: ContentDigest)

    package var description: String {
        switch self {
        case .system(let operation, let path, let code):
            "archive: \(operation) \(path): \(String(cString: strerror(code))); check the disk and the permissions"
        case .corrupt(let digest):
            "archive: the document \(digest) no longer has its digest; restore it from a backup"
        case .missing(let digest):
            "archive: the document \(digest) is missing; restore it from a backup"
        }
    }

    package var failure: Failure {
        switch self {
        case .system(_, let path, let code): .file("archive-write", path: path, code: code, message: description)
        case .corrupt: Failure(kind: .system, name: "archive-corrupt", message: description)
        case .missing: Failure(kind: .system, name: "archive-missing", message: description)
        }
    }
}

/// The documents as received, each under its SHA-256: `archive/ab/cdef…`.
///
/// A document is written under a temporary name in `incoming/`, synced and renamed, so that a name always stands for
/// whole bytes. Nothing is overwritten or deleted; the same bytes are kept once.
package struct Archive: Sendable {
    private let root: String
    /// Where documents are written before they have a name; on the same file system.
    package let incoming: String

    /// Opens the archive in `directory`, makes its folders and clears what a killed run left in `incoming/`.
    ///
    /// - Throws: ``ArchiveError``.
    package init(directory: String) throws(ArchiveError) {
        root = directory
        incoming = directory + "/incoming"
        try Self.makeDirectory(root)
        try Self.makeDirectory(incoming)
        try removeStaleFiles()
    }

    /// Where a document's bytes are.
    package func path(of digest: ContentDigest) -> String {
        "\(root)/\(digest.hex.prefix(2))/\(digest.hex.dropFirst(2))"
    }

    /// Whether the archive holds a document.
    package func holds(_ digest: ContentDigest) -> Bool { access(path(of: digest), F_OK) == 0 }

    /// Moves a document from `incoming/` to its name; durable when this returns.
    ///
    /// - Returns: The document at its new place.
    /// - Throws: ``ArchiveError``; the temporary file is then left for the next start to clear.
    package func keep(_ document: RawDocument) throws(ArchiveError) -> RawDocument {
        let target = path(of: document.digest)
        let folder = "\(root)/\(document.digest.hex.prefix(2))"
        if try holdsSound(document.digest) {
            unlink(document.path)
        } else {
            try Self.makeDirectory(folder)
            try Self.sync(document.path, flags: O_RDONLY)
            guard rename(document.path, target) == 0 else {
                throw .system(operation: "rename to", path: target, code: errno)
            }
            try Self.sync(folder, flags: O_RDONLY | O_DIRECTORY)
            try Self.sync(root, flags: O_RDONLY | O_DIRECTORY)
        }
        return RawDocument(digest: document.digest, byteCount: document.byteCount, path: target)
    }

    /// Whether the archive holds a document whose digest still holds; a damaged one is set aside, never overwritten.
    private func holdsSound(_ digest: ContentDigest) throws(ArchiveError) -> Bool {
        guard holds(digest) else { return false }
        do {
            try verify(digest)
            return true
        } catch ArchiveError.corrupt {
            let aside = path(of: digest) + ".corrupt-\(time(nil))"
            guard rename(path(of: digest), aside) == 0 else {
                throw .system(operation: "rename to", path: aside, code: errno)
            }
            return false
        }
    }

    /// Reads a document again and compares its digest.
    ///
    /// - Throws: ``ArchiveError``.
    package func verify(_ digest: ContentDigest) throws(ArchiveError) {
        let file = path(of: digest)
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 || errno != ENOENT else { throw .missing(digest: digest) }
        guard descriptor >= 0 else { throw .system(operation: "open", path: file, code: errno) }
        defer { close(descriptor) }
        var hasher = ContentHasher()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw .system(operation: "read", path: file, code: errno) }
            guard count > 0 else { break }
            buffer.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
        guard hasher.digest() == digest else { throw .corrupt(digest: digest) }
    }

    private func removeStaleFiles() throws(ArchiveError) {
        guard let folder = opendir(incoming) else {
            throw .system(operation: "open", path: incoming, code: errno)
        }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink("\(incoming)/\(name)") }
        }
    }

    private static func makeDirectory(_ path: String) throws(ArchiveError) {
        guard mkdir(path, 0o750) == 0 || errno == EEXIST else {
            throw .system(operation: "make the folder", path: path, code: errno)
        }
    }

    private static func sync(_ path: String, flags: Int32) throws(ArchiveError) {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(operation: "open", path: path, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(operation: "sync", path: path, code: errno) }
    }
}
