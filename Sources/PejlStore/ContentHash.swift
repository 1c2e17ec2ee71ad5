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
        let bytes = RowBytes()
        var code = sqlite3_step(statement)
        while code == SQLITE_ROW {
            for column in 0..<columns { bytes.append(statement, column, &hasher) }
            bytes.endRow(&hasher)
            code = sqlite3_step(statement)
        }
        guard code == SQLITE_DONE else { throw failure(database) }
        bytes.flush(&hasher)
    }

    private static func failure(_ database: Database) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_errcode(database.sqliteConnection)),
            message: String(cString: sqlite3_errmsg(database.sqliteConnection))
        )
    }
}

/// The bytes of rows on their way to a hasher.
///
/// Of a value its type and its bytes, of a text their number before: no two rows have the same bytes.
private final class RowBytes {
    private static let room = 1 << 16
    private let start = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 8)
    private var count = 0

    deinit { start.deallocate() }

    @inline(__always)
    func append(_ statement: OpaquePointer?, _ column: Int32, _ hasher: inout ContentHasher) {
        if count > Self.room - 64 { flush(&hasher) }
        let type = sqlite3_column_type(statement, column)
        put(UInt8(truncatingIfNeeded: type))
        switch type {
        case SQLITE_INTEGER: put(UInt64(bitPattern: sqlite3_column_int64(statement, column)).littleEndian)
        case SQLITE_FLOAT: put(sqlite3_column_double(statement, column).bitPattern.littleEndian)
        case SQLITE_TEXT, SQLITE_BLOB:
            let text = sqlite3_column_blob(statement, column)
            let length = Int(sqlite3_column_bytes(statement, column))
            put(UInt64(length).littleEndian)
            if length > 0, let text { put(UnsafeRawBufferPointer(start: text, count: length), &hasher) }
        default: break
        }
    }

    func endRow(_ hasher: inout ContentHasher) {
        if count > Self.room - 64 { flush(&hasher) }
        put(UInt8(ascii: "\n"))
    }

    func flush(_ hasher: inout ContentHasher) {
        hasher.update(UnsafeRawBufferPointer(start: start, count: count))
        count = 0
    }

    @inline(__always)
    private func put<Value: BitwiseCopyable>(_ value: Value) {
        (start + count).storeBytes(of: value, as: Value.self)
        count += MemoryLayout<Value>.size
    }

    private func put(_ bytes: UnsafeRawBufferPointer, _ hasher: inout ContentHasher) {
        guard bytes.count < Self.room - count else {
            flush(&hasher)
            return hasher.update(bytes)
        }
        (start + count).copyMemory(from: bytes.baseAddress.unsafelyUnwrapped, byteCount: bytes.count)
        count += bytes.count
    }
}
