internal import GRDB
package import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// The work store: the one connection that writes, held for the life of the process.
///
/// `locking_mode=EXCLUSIVE` keeps every other process out, which SQLite 3.40's WAL needs; `synchronous=FULL` makes an
/// acknowledged commit survive a power cut. Everybody else reads the publication.
package final class Store: Sendable {
    /// Path of `work.sqlite`.
    package let path: String
    let queue: DatabaseQueue

    /// Opens the store, makes or migrates it, and ends the runs that a killed process left open.
    ///
    /// - Parameters:
    ///   - path: Path of `work.sqlite`; its folder must exist.
    ///   - catalogue: The areas that are known.
    ///   - now: The moment that interrupted runs are closed at.
    /// - Throws: ``StoreError``.
    package init(path: String, catalogue: AreaCatalogue = .denmark, now: UTCInstant) throws {
        self.path = path
        SystemErrorLog.begin()
        var configuration = Configuration()
        configuration.label = "pejl.work"
        configuration.busyMode = .immediateError
        configuration.prepareDatabase { database in
            try FigureScan.register(database)
            try database.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE;
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    PRAGMA trusted_schema = OFF;
                    """
            )
        }
        queue = try StoreError.translating(path) {
            try Self.refuseForeignFile(path)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            chmod(path, 0o640)
            try queue.inDatabase { database in
                try Self.migrate(database, path: path)
                try Self.fillFixedTables(database, catalogue)
                try Self.interruptOpenRuns(at: now, database)
            }
            return queue
        }
    }

    /// The versions of the schema, oldest first, and what makes an empty store of each: for trying upgrades.
    package static var versions: [(number: Int, script: String)] {
        (1...StoreSchema.version).map { ($0, StoreSchema.script(version: $0)) }
    }

    /// The version of SQLite in use.
    package static var sqliteVersion: String {
        SystemErrorLog.begin()
        return (try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }) ?? "unknown"
    }

    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try StoreError.translating(path) { try queue.write(body) }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try StoreError.translating(path) { try queue.read(body) }
    }

    // MARK: - Opening

    /// Looks at a file through a connection that changes nothing, so that a foreign one stays as it is.
    ///
    /// A kill before the store was in WAL mode leaves a journal that must be rolled back before anybody can look; that is
    /// what its own program would do too, whosever file it is.
    private static func refuseForeignFile(_ path: String) throws {
        guard access(path, F_OK) == 0 else { return }
        do {
            try look(at: path)
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK {
            try DatabaseQueue(path: path).read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
            try look(at: path)
        }
    }

    private static func look(at path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .immediateError
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { database in
            let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard application == StoreSchema.applicationID || (application == 0 && tables == 0) else {
                throw StoreError.notOurs(path: path)
            }
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            guard version <= StoreSchema.version else {
                throw StoreError.futureVersion(path: path, found: version, known: StoreSchema.version)
            }
            try refuseShortFile(path, database)
        }
    }

    /// A file that was cut is told before anything is written to it; SQLite would notice on the way.
    private static func refuseShortFile(_ path: String, _ database: Database) throws {
        var status = stat()
        // What is in the write-ahead log need not be in the file yet.
        if stat(path + "-wal", &status) == 0, status.st_size > 0 { return }
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let size = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        guard stat(path, &status) == 0, status.st_size < pages * size else { return }
        throw StoreError.corrupt(path: path, detail: "\(status.st_size) bytes of \(pages * size) are there")
    }

    private static func migrate(_ database: Database, path: String) throws {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        for (index, script) in StoreSchema.migrations.enumerated().dropFirst(version) {
            try database.inTransaction(.immediate) {
                try database.execute(sql: script)
                try database.execute(sql: "PRAGMA application_id = \(StoreSchema.applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(index + 1)")
                return .commit
            }
        }
    }

    /// Areas, statuses and the data dictionary are part of the program; a newer program may know more of them.
    private static func fillFixedTables(_ database: Database, _ catalogue: AreaCatalogue) throws {
        try database.inTransaction(.immediate) {
            for area in catalogue.areas { try upsert(area, database) }
            let status = try database.makeStatement(
                sql: """
                    INSERT INTO observation_status VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (code) DO UPDATE SET sdmx = excluded.sdmx, confidentiality = excluded.confidentiality,
                        meaning_da = excluded.meaning_da, meaning_en = excluded.meaning_en
                    WHERE (sdmx, confidentiality, meaning_da, meaning_en) IS NOT (excluded.sdmx,
                        excluded.confidentiality, excluded.meaning_da, excluded.meaning_en)
                    """
            )
            for known in ObservationStatus.allCases {
                try status.execute(
                    arguments: [
                        Int(known.rawValue), known.sdmx, known.confidentiality, known.meaning.da, known.meaning.en,
                    ]
                )
            }
            let column = try database.makeStatement(
                sql: """
                    INSERT INTO column_description VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (view, name) DO UPDATE SET meaning_da = excluded.meaning_da,
                        meaning_en = excluded.meaning_en, unit = excluded.unit
                    WHERE (meaning_da, meaning_en, unit) IS NOT (excluded.meaning_da, excluded.meaning_en,
                        excluded.unit)
                    """
            )
            for known in DataDictionary.columns {
                try column.execute(
                    arguments: [known.view, known.name, known.meaning.da, known.meaning.en, known.unit]
                )
            }
            return .commit
        }
    }
}
