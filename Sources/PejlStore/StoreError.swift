internal import GRDB
package import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// Why the store could not be opened, written or read.
package enum StoreError: FailureConvertible, Equatable, CustomStringConvertible {
    /// Another process holds the store.
    case locked(path: String)
    /// The file is a database of some other program.
    case notOurs(path: String)
    /// The file was written by a newer pejl.
    case futureVersion(path: String, found: Int, known: Int)
    /// The file is damaged.
    case corrupt(path: String, detail: String)
    /// The file system is full.
    case diskFull(path: String)
    /// The file is missing or may not be read.
    case cannotOpen(path: String)
    /// The publication is newer than the store: the store was lost or restored.
    case behind(path: String, published: String, number: Int, known: Int)
    /// A candidate did not pass its verification and was not published.
    case unverified(path: String, detail: String)
    /// A system call failed; `code` is an `errno`.
    case system(operation: String, path: String, code: Int32)
    /// The disk reports an error.
    case ioError(path: String, detail: String)
    /// SQLite refused a statement.
    case sqlite(path: String, code: Int, message: String)

    package var description: String {
        switch self {
        case .locked(let path): "\(path) is held by another pejld; wait for it, or stop it first"
        case .notOurs(let path): "\(path) is not a pejl store; name another file"
        case .futureVersion(let path, let found, let known):
            "\(path) has schema \(found), this pejl knows \(known); install the newer pejl"
        case .corrupt(let path, let detail): "\(path) is damaged (\(detail)); set it aside and rebuild it"
        case .diskFull(let path): "no space left to write \(path); free some and run again"
        case .cannotOpen(let path):
            "\(path) cannot be opened or made; nothing is published yet, it may not be read, or there is no space"
        case .behind(let path, let published, let number, let known):
            "\(published) is publication \(number), the store \(path) knows \(known) only: it was lost or restored; "
                + "move the publication aside to keep it, or restore the store"
        case .unverified(let path, let detail): "the candidate \(path) failed its verification: \(detail)"
        case .system(let operation, let path, let code): "\(operation) \(path): \(String(cString: strerror(code)))"
        case .ioError(let path, let detail):
            "\(path): the disk reports an input/output error (\(detail)); look at the kernel's log, the disk and limits on files"
        case .sqlite(let path, let code, let message): "\(path): SQLite error \(code): \(message)"
        }
    }

    package var failure: Failure {
        let name =
            switch self {
            case .locked: "locked"
            case .notOurs: "not-ours"
            case .futureVersion: "future-version"
            case .corrupt: "store-corrupt"
            case .diskFull: "disk-full"
            case .cannotOpen: "store-unreadable"
            case .behind: "store-behind"
            case .unverified: "candidate-unverified"
            case .system: "store-system"
            case .ioError: "io-error"
            case .sqlite: "store-sqlite"
            }
        switch self {
        case .system(_, let path, let code): return .file(name, path: path, code: code, message: description)
        case .notOurs, .futureVersion: return Failure(kind: .config, name: name, message: description)
        default: return Failure(kind: .system, name: name, message: description)
        }
    }

    /// The named error behind an error of the SQLite layer; errors of other layers pass through.
    static func translating<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        }
    }

    /// Whether nobody but root can write more; SQLite tries to open what it could not make, and so loses the reason.
    private static func isFull(_ path: String) -> Bool {
        var space = statvfs()
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        return statvfs(folder, &space) == 0 && space.f_bavail == 0
    }

    init(_ error: DatabaseError, path: String) {
        // SQLite's own codes do not tell a full disk from a broken one.
        let isOfSystem = [.SQLITE_IOERR, .SQLITE_CANTOPEN].contains(error.resultCode)
        let systemCode = isOfSystem ? SystemErrorLog.take() : 0
        switch error.resultCode {
        case .SQLITE_IOERR where systemCode == ENOSPC, .SQLITE_CANTOPEN where systemCode == ENOSPC || Self.isFull(path):
            self = .diskFull(path: path)
        case .SQLITE_IOERR where systemCode != 0, .SQLITE_CANTOPEN where systemCode != 0 && systemCode != ENOENT:
            self = .system(operation: "read or write", path: path, code: systemCode)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
        case .SQLITE_NOTADB: self = .notOurs(path: path)
        case .SQLITE_CORRUPT: self = .corrupt(path: path, detail: error.message ?? "corrupt")
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_IOERR: self = .ioError(path: path, detail: error.message ?? "\(error.extendedResultCode.rawValue)")
        case .SQLITE_CANTOPEN: self = .cannotOpen(path: path)
        default:
            self = .sqlite(
                path: path,
                code: Int(error.extendedResultCode.rawValue),
                message: error.message ?? "no message"
            )
        }
    }
}
