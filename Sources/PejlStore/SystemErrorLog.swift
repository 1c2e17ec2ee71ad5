internal import GRDB
import Synchronization

/// The number that the system last gave SQLite for a call that failed.
///
/// An error of SQLite's says "disk I/O error" for a full disk, a broken one and a limit; what the system said is in its
/// log alone, as `os_unix.c:44: (28) pwrite64(…) - No space left on device`. The log is one for the whole process.
enum SystemErrorLog {
    private static let last = Mutex<Int32>(0)

    private static let isBegun: Bool = {
        Database.logError = { _, message in
            guard let code = code(in: message) else { return }
            last.withLock { $0 = code }
        }
        return true
    }()

    /// Listens from now on; must come before the first connection.
    static func begin() { _ = isBegun }

    /// The number of the last call that failed, 0 where none did since it was taken last.
    static func take() -> Int32 {
        last.withLock { code in
            defer { code = 0 }
            return code
        }
    }

    /// The number in parentheses behind the name of SQLite's file for the system's calls.
    static func code(in message: String) -> Int32? {
        guard message.hasPrefix("os_unix.c:"), let open = message.firstIndex(of: "("),
            let close = message[open...].firstIndex(of: ")")
        else { return nil }
        return Int32(message[message.index(after: open)..<close])
    }
}
