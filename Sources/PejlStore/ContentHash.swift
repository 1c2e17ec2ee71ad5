internal import CRows
internal import GRDB
internal import GRDBSQLite
import PejlModel

/// A digest of what a database says, independent of how its pages lie.
///
/// Every table in the order of its name, every row in the order of its primary key, every value with its type. The
/// publication's own digest and history are left out, because they are written afterwards.
enum ContentHash {
    /// The digest of a database.
    static func digest(_ database: Database) throws -> ContentDigest { try digest(database) { _ in } }

    /// The digest, and what the same look at every figure tells.
    static func digestAndFigures(_ database: Database) throws -> (ContentDigest, FigurePass) {
        var pass = try FigurePass(database)
        let digest = try digest(database) { pass.add($0) }
        return (digest, pass)
    }

    /// The digest of a database; `look` gets all its figures as they are read.
    private static func digest(
        _ database: Database,
        looking look: (pejl_figures) -> Void
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
            let columns = try database.columns(in: table).map(\.name)
            if let figures = FigureTable(rawValue: table) {
                guard columns == figures.columns else {
                    throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(table) has other columns")
                }
                try digestFigures(database, figures, &hasher, looking: look)
                continue
            }
            let key = try database.primaryKey(table).columns.map { "\"\($0)\"" }.joined(separator: ", ")
            let list = columns.filter { !(table == "publication" && ["content_sha256", "history"].contains($0)) }
                .map { "\"\($0)\"" }.joined(separator: ", ")
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
        let bytes = RowBytes()
        try database.forEachRow(sql) { row in
            for column in 0..<sqlite3_column_count(row) { bytes.append(row, column, &hasher) }
            bytes.endRow(&hasher)
        }
        bytes.flush(&hasher)
    }

    /// The same bytes as ``digestRows(_:_:_:)`` makes of a table of figures in the order of its key.
    private static func digestFigures(
        _ database: Database,
        _ table: FigureTable,
        _ hasher: inout ContentHasher,
        looking look: (pejl_figures) -> Void
    ) throws {
        let bytes = RowBytes()
        try FigureScan(database, table).run { figures in
            bytes.append(figures, &hasher)
            look(figures)
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

    /// Appends whole rows, with a table's columns in its order.
    func append(_ figures: pejl_figures, _ hasher: inout ContentHasher) {
        for place in 0..<figures.count {
            if count > Self.room - 64 { flush(&hasher) }
            put(figures.series[place])
            put(figures.periods[place])
            if let to = figures.to {
                put(figures.from[place])
                put(to[place])
            }
            if figures.has_value[place] != 0 {
                put(UInt8(SQLITE_FLOAT))
                put(figures.values[place].bitPattern.littleEndian)
            } else {
                put(UInt8(SQLITE_NULL))
            }
            put(figures.statuses[place])
            if figures.to == nil { put(figures.from[place]) }
            put(UInt8(ascii: "\n"))
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
    private func put(_ number: Int64) {
        put(UInt8(SQLITE_INTEGER))
        put(UInt64(bitPattern: number).littleEndian)
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
