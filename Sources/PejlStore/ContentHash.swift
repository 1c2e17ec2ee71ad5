internal import GRDB
internal import GRDBSQLite
import PejlModel

/// A digest of what a database says, independent of how its pages lie.
///
/// Every table in the order of its name, every row in the order of its primary key, every value with its type. The
/// publication's own digest and history are left out, because they are written afterwards.
enum ContentHash {
    static func digest(_ database: Database) throws -> ContentDigest {
        let tables = try String.fetchAll(
            database,
            sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        var hasher = ContentHasher()
        // The views are the analysts' contract, so what they say is content too.
        try digestRows(database, "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name", &hasher)
        for table in tables {
            hasher.update(Array("table \(table)\n".utf8))
            let key = try database.primaryKey(table).columns.map { "\"\($0)\"" }.joined(separator: ", ")
            let columns = try database.columns(in: table).map(\.name)
                .filter { !(table == "publication" && ["content_sha256", "history"].contains($0)) }
            let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
            try digestRows(database, "SELECT \(list) FROM \"\(table)\" ORDER BY \(key)", &hasher)
        }
        return hasher.digest()
    }

    /// A digest of the rows that some statements give.
    static func digest(_ database: Database, rows statements: [String]) throws -> ContentDigest {
        var hasher = ContentHasher()
        for statement in statements { try digestRows(database, statement, &hasher) }
        return hasher.digest()
    }

    private static func digestRows(_ database: Database, _ sql: String, _ hasher: inout ContentHasher) throws {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(database.sqliteConnection, sql, -1, &statement, nil) == SQLITE_OK else {
            throw failure(database)
        }
        let columns = sqlite3_column_count(statement)
        var buffer: [UInt8] = []
        buffer.reserveCapacity(1 << 16)
        var code = sqlite3_step(statement)
        while code == SQLITE_ROW {
            for column in 0..<columns { append(statement, column, &buffer) }
            buffer.append(UInt8(ascii: "\n"))
            if buffer.count > 60_000 {
                hasher.update(buffer)
                buffer.removeAll(keepingCapacity: true)
            }
            code = sqlite3_step(statement)
        }
        guard code == SQLITE_DONE else { throw failure(database) }
        hasher.update(buffer)
    }

    /// Type, length and bytes: no two rows have the same bytes.
    private static func append(_ statement: OpaquePointer?, _ column: Int32, _ buffer: inout [UInt8]) {
        let type = sqlite3_column_type(statement, column)
        buffer.append(UInt8(truncatingIfNeeded: type))
        switch type {
        case SQLITE_INTEGER: append(UInt64(bitPattern: sqlite3_column_int64(statement, column)), &buffer)
        case SQLITE_FLOAT: append(sqlite3_column_double(statement, column).bitPattern, &buffer)
        case SQLITE_TEXT, SQLITE_BLOB:
            let bytes = sqlite3_column_blob(statement, column)
            let count = Int(sqlite3_column_bytes(statement, column))
            append(UInt64(count), &buffer)
            buffer.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        default: break
        }
    }

    private static func append(_ number: UInt64, _ buffer: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { buffer.append(contentsOf: $0) }
    }

    private static func failure(_ database: Database) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_errcode(database.sqliteConnection)),
            message: String(cString: sqlite3_errmsg(database.sqliteConnection))
        )
    }
}
