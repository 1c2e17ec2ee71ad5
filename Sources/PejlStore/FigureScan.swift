internal import CRows
internal import GRDB
internal import GRDBSQLite

/// A table of figures.
enum FigureTable: String, CaseIterable {
    /// The figures that are present.
    case observation
    /// The figures that were superseded.
    case vintages = "observation_vintage"

    /// Its columns, in the order in which every version of the schema has them.
    var columns: [String] {
        switch self {
        case .observation: ["series_id", "period_id", "value", "status", "fetch_id"]
        case .vintages: ["series_id", "period_id", "from_fetch_id", "to_fetch_id", "value", "status"]
        }
    }
}

/// A statement that reads figures, in the order of their key, some hundreds at a time as columns in memory.
final class FigureScan {
    private let connection: OpaquePointer
    private let statement: OpaquePointer

    /// Makes a connection know the function that scans are made with; a connection needs it once.
    static func register(_ database: Database) throws {
        let code = pejl_figures_register(try connection(of: database))
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// A scan of all figures of a table.
    convenience init(_ database: Database, _ table: FigureTable) throws {
        let fetches = table == .observation ? "fetch_id" : "from_fetch_id, to_fetch_id"
        try self.init(database, "series_id, period_id, value, status, \(fetches)) FROM \(table.rawValue)")
    }

    /// A scan of the present figures of the series from argument 1 through 2, without the fetches that brought them.
    static func ofSeries(_ database: Database) throws -> FigureScan {
        let series = "series_id BETWEEN ?2 AND ?3"
        return try FigureScan(database, "series_id, period_id, value, status) FROM observation WHERE \(series)")
    }

    private init(_ database: Database, _ rest: String) throws {
        connection = try Self.connection(of: database)
        var statement: OpaquePointer?
        let sql = "SELECT pejl_figures(?1, \(rest)"
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw Self.error(connection) }
        self.statement = statement
    }

    deinit { sqlite3_finalize(statement) }

    /// Reads the figures once; what `take` gets is there for the call alone.
    ///
    /// - Throws: ``DatabaseError``, `SQLITE_CORRUPT` also where figures are out of order or no figures; or what `take`
    ///   throws.
    func run(_ arguments: Int64..., take: (pejl_figures) throws -> Void) throws {
        try withoutActuallyEscaping(take) { take in
            let receiver = Receiver(take)
            var taker = pejl_figures_taker(
                take: { context, figures in
                    guard let context, let figures else { return 1 }
                    return Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue().take(figures.pointee) ? 0 : 1
                },
                context: Unmanaged.passUnretained(receiver).toOpaque()
            )
            try withExtendedLifetime(receiver) {
                try withUnsafeMutablePointer(to: &taker) { taker in
                    defer {
                        sqlite3_reset(statement)
                        sqlite3_clear_bindings(statement)
                    }
                    pejl_figures_bind(statement, 1, taker)
                    for (place, argument) in arguments.enumerated() {
                        sqlite3_bind_int64(statement, Int32(place + 2), argument)
                    }
                    let code = sqlite3_step(statement)
                    if let error = receiver.error { throw error }
                    guard code == SQLITE_ROW else { throw Self.error(connection) }
                }
            }
        }
    }

    private static func connection(of database: Database) throws -> OpaquePointer {
        guard let connection = database.sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the connection is closed")
        }
        return connection
    }

    private static func error(_ connection: OpaquePointer) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection))
        )
    }
}

/// Whom C hands the figures to.
private final class Receiver {
    private(set) var error: (any Error)?
    private let body: (pejl_figures) throws -> Void

    init(_ body: @escaping (pejl_figures) throws -> Void) { self.body = body }

    func take(_ figures: pejl_figures) -> Bool {
        do {
            try body(figures)
            return true
        } catch {
            self.error = error
            return false
        }
    }
}
