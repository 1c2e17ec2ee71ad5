import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// The folders and small files of an installation's state.
enum StateFolders {
    /// Makes those that are missing, readable for the group.
    static func make(_ paths: StatePaths) throws {
        let report = String(paths.report[..<(paths.report.lastIndex(of: "/") ?? paths.report.startIndex)])
        for folder in [paths.directory, paths.published, paths.drop, report] { try make(folder) }
    }

    /// Makes a folder if it is missing, readable for the group.
    static func make(_ folder: String) throws {
        guard mkdir(folder, 0o750) == 0 || errno == EEXIST else { throw unmakeable(folder, code: errno) }
    }

    /// The failure of a file or folder of the state that cannot be made.
    static func unmakeable(_ path: String, code: Int32) -> Failure {
        let message = "\(path) cannot be made: \(String(cString: strerror(code))); check state_directory"
        return Failure.file("state-directory", path: path, code: code, message: message)
    }

    /// Writes a file whole or not at all: temporary name, sync, rename.
    ///
    /// - Throws: ``Failure`` when it cannot be written; the old file then stands.
    static func replace(_ path: String, with text: String) throws {
        let temporary = temporary(path)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw failure(temporary) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                close(descriptor)
                throw failure(temporary)
            }
            bytes = bytes.dropFirst(count)
        }
        let synced = fsync(descriptor) == 0
        close(descriptor)
        guard synced, rename(temporary, path) == 0 else { throw failure(path) }
    }

    /// Removes what a killed run left of a file that it was replacing.
    static func discardReplacement(of path: String) { remove(temporary(path)) }

    private static func temporary(_ path: String) -> String { path + ".new" }

    /// Removes a file, if it is there.
    static func remove(_ path: String) { unlink(path) }

    /// The text of a file, or nothing where there is none.
    static func contents(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return count == 0 ? String(decoding: bytes, as: UTF8.self) : nil }
            bytes += buffer[..<count]
        }
    }

    private static func failure(_ path: String) -> Failure {
        let code = errno
        let message = "\(path) cannot be written: \(String(cString: strerror(code)))"
        return .file("write-failed", path: path, code: code, message: message)
    }
}
