internal import GRDB
internal import GRDBSQLite

/// Row ids of a table, a bit each.
struct RowSet {
    /// No table has as many rows; a damaged number must not ask for all memory.
    private static let most: Int64 = 1 << 32

    private var words: [UInt64] = []

    /// A set without ids.
    init() {}

    /// The ids that a statement gives in its only column.
    ///
    /// - Throws: ``DatabaseError``, also where an id is none that SQLite would have given.
    init(_ sql: String, _ database: Database) throws {
        try database.forEachRow(sql) { row in
            let id = sqlite3_column_int64(row, 0)
            guard id >= 0, id < Self.most else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "row \(id) cannot be: \(sql)")
            }
            insert(id)
        }
    }

    /// Adds an id that is not negative.
    ///
    /// - Returns: Whether it is new.
    @discardableResult
    @inline(__always)
    mutating func insert(_ id: Int64) -> Bool {
        let word = Int(id >> 6)
        if word >= words.count { grow(through: word) }
        let bit = UInt64(1) << UInt64(id & 63)
        defer { words[word] |= bit }
        return words[word] & bit == 0
    }

    @inline(__always)
    func contains(_ id: Int64) -> Bool {
        let word = id >> 6
        return word >= 0 && word < words.count && words[Int(word)] & (1 << UInt64(id & 63)) != 0
    }

    /// The ids, ascending, that `other` has not.
    func subtracting(_ other: RowSet) -> [Int64] {
        words.indices.flatMap { word -> [Int64] in
            let left = words[word] & ~(word < other.words.count ? other.words[word] : 0)
            return left == 0 ? [] : (0..<64).filter { left & (1 << UInt64($0)) != 0 }.map { Int64(word * 64 + $0) }
        }
    }

    private mutating func grow(through word: Int) {
        words += [UInt64](repeating: 0, count: max(word + 1, words.count * 2) - words.count)
    }
}
