internal import GRDB
internal import GRDBSQLite
import PejlModel

/// A digest of what a database says, independent of how its pages lie.
///
/// Every table in the order of its name, every row in the order of its primary key, every value with its type. The
/// publication's own digest and history are left out, because they are written afterwards.
enum ContentHash {
    /// The digest of a database; `look` gets each row of each table as it is read, with its columns in the table's order.
    static func digest(
        _ database: Database,
        looking look: (_ table: String, _ row: OpaquePointer) -> Void = { _, _ in }
    ) throws -> ContentDigest {
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
            try digestRows(database, "SELECT \(list) FROM \"\(table)\" ORDER BY \(key)", &hasher) { look(table, $0) }
        }
        return hasher.digest()
    }

    /// The digest, and what the same look at every figure tells.
    static func digestAndFigures(_ database: Database) throws -> (ContentDigest, FigurePass) {
        var pass = try FigurePass(database)
        let digest = try digest(database) { table, row in
            switch table {
            case "observation": pass.add(FigureRow(observation: row))
            case "observation_vintage": pass.add(FigureRow(vintage: row))
            default: break
            }
        }
        return (digest, pass)
    }

    /// A digest of the rows that some statements give.
    static func digest(_ database: Database, rows statements: [String]) throws -> ContentDigest {
        var hasher = ContentHasher()
        for statement in statements { try digestRows(database, statement, &hasher) }
        return hasher.digest()
    }

    private static func digestRows(
        _ database: Database,
        _ sql: String,
        _ hasher: inout ContentHasher,
        looking look: (OpaquePointer) -> Void = { _ in }
    ) throws {
        let bytes = RowBytes()
        try database.forEachRow(sql) { row in
            for column in 0..<sqlite3_column_count(row) { bytes.append(row, column, &hasher) }
            bytes.endRow(&hasher)
            look(row)
        }
        bytes.flush(&hasher)
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
    func append(_ statement: OpaquePointer, _ column: Int32, _ hasher: inout ContentHasher) {
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
