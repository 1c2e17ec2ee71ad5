internal import CRows
internal import GRDB
internal import GRDBSQLite

/// The connection's table `pejl_rows`: columns in memory that SQL reads.
///
/// Its statements end with it, and then the table does.
final class ColumnTable {
    private let rows: UnsafeMutablePointer<pejl_rows>
    private let connection: OpaquePointer
    private var statements: [String: OpaquePointer] = [:]

    init(_ database: Database) throws {
        guard let connection = database.sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the connection is closed")
        }
        self.connection = connection
        rows = .allocate(capacity: 1)
        rows.initialize(to: pejl_rows())
        try check(pejl_rows_register(connection, rows), expecting: SQLITE_OK)
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        pejl_rows_unregister(connection)
        rows.deallocate()
    }

    /// Runs `body` while the table holds `new`; nothing that it points at may go away or move.
    func holding(_ new: pejl_rows, _ body: () throws -> Void) throws {
        rows.pointee = new
        defer { rows.pointee = pejl_rows() }
        try body()
    }

    /// Runs a statement to its end, with whole numbers as its arguments; `take` gets each row's first column.
    func execute(_ sql: String, _ arguments: Int64?..., take: (Int64?) -> Void = { _ in }) throws {
        try run(sql, arguments) { statement in
            let isNull = sqlite3_column_type(statement, 0) == SQLITE_NULL
            take(isNull ? nil : sqlite3_column_int64(statement, 0))
        }
    }

    /// Runs a statement to its end, with whole numbers as its arguments; `take` gets it at each row.
    func forEachRow(_ sql: String, _ arguments: Int64..., take: (OpaquePointer) -> Void) throws {
        try run(sql, arguments, take)
    }

    private func run(_ sql: String, _ arguments: [Int64?], _ take: (OpaquePointer) -> Void) throws {
        let statement = try prepared(sql)
        defer { sqlite3_reset(statement) }
        for (index, argument) in arguments.enumerated() {
            if let argument { sqlite3_bind_int64(statement, Int32(index + 1), argument) }
        }
        while true {
            let code = sqlite3_step(statement)
            guard code == SQLITE_ROW else { return try check(code, expecting: SQLITE_DONE) }
            take(statement)
        }
    }

    private func prepared(_ sql: String) throws -> OpaquePointer {
        if let statement = statements[sql] { return statement }
        var statement: OpaquePointer?
        try check(
            sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil),
            expecting: SQLITE_OK
        )
        guard let statement else { throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "no statement: \(sql)") }
        statements[sql] = statement
        return statement
    }

    private func check(_ code: Int32, expecting expected: Int32) throws {
        guard code != expected else { return }
        throw DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(connection))
        )
    }
}
