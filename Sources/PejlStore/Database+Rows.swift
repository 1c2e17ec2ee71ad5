internal import GRDB
internal import GRDBSQLite

extension Database {
    /// Runs a statement and hands over each of its rows, without an object a row.
    func forEachRow(_ sql: String, _ body: (OpaquePointer) throws -> Void) throws {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        var code = sqlite3_prepare_v2(sqliteConnection, sql, -1, &statement, nil)
        if code == SQLITE_OK, let statement {
            code = sqlite3_step(statement)
            while code == SQLITE_ROW {
                try body(statement)
                code = sqlite3_step(statement)
            }
        }
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_errcode(sqliteConnection)),
                message: String(cString: sqlite3_errmsg(sqliteConnection))
            )
        }
    }
}
