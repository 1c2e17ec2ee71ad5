internal import GRDBSQLite
import PejlModel
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// A clock for SQLite that stands still: `'now'` and `CURRENT_TIMESTAMP` are the moment that the analysis counts as made.
///
/// Two ways were weighed. To refuse them, which the authorizer cannot do for `'now'`: it is told a function's name and not
/// its arguments, and `date(:clock, '-1 year')` must be possible. Or to make them an input like the clock itself: SQLite
/// asks its file system for the time, so a file system that is the usual one but for its clock gives the same answer at
/// every run. This is the latter.
enum StatementClock {
    /// Milliseconds of the Julian day number, as SQLite counts time.
    private static let now = Atomic<Int64>(0)
    private static let name = "pejl-clock"
    /// 1970-01-01T00:00:00Z is 2440587.5 days.
    private static let unixEpoch: Int64 = 210_866_760_000_000

    /// Sets the clock of every connection of this process that was opened with the name returned.
    ///
    /// - Parameter clock: The moment.
    /// - Returns: The name of the file system; nothing where SQLite has none, and then nothing can be opened either.
    static func install(_ clock: UTCInstant) -> String? {
        now.store(unixEpoch + Int64(clock.secondsSince1970) * 1000, ordering: .relaxed)
        guard sqlite3_vfs_find(name) == nil else { return name }
        guard let usual = sqlite3_vfs_find(nil) else { return nil }
        // Never given back: SQLite keeps it for the life of the process.
        let standing = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        standing.initialize(to: usual.pointee)
        standing.pointee.pNext = nil
        standing.pointee.zName = UnsafePointer(strdup(name))
        standing.pointee.xCurrentTime = { _, days in
            days?.pointee = Double(StatementClock.now.load(ordering: .relaxed)) / 86_400_000
            return SQLITE_OK
        }
        standing.pointee.xCurrentTimeInt64 = { _, milliseconds in
            milliseconds?.pointee = StatementClock.now.load(ordering: .relaxed)
            return SQLITE_OK
        }
        return sqlite3_vfs_register(standing, 0) == SQLITE_OK ? name : nil
    }
}
