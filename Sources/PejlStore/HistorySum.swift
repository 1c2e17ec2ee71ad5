internal import GRDB
internal import GRDBSQLite

/// A sum over everything that a store knew when a publication was made and that no later load may change.
///
/// SQLite's own checks find damaged pages, but not a flipped bit in a number. The publication's digest would find it,
/// but the store goes on: figures are superseded, fetches come. So what is summed is bounded by numbers of rows (the
/// last fetch, the last series …), a figure counts the same whether it is present or superseded, and the sum does not
/// depend on the order of rows. It finds accidents; somebody who wants to deceive is not its business.
///
/// Titles of indicators, datasets and areas are not in it: every load writes them anew from the recipe.
struct HistorySum: Hashable, CustomStringConvertible {
    /// The greatest row ids that count.
    struct Bounds: Hashable {
        var fetch: Int64
        var series: Int64
        var period: Int64
        var breakdown: Int64
        var document: Int64

        /// Everything that a database holds now.
        init(_ database: Database) throws {
            func last(_ table: String) throws -> Int64 {
                try Int64.fetchOne(database, sql: "SELECT coalesce(max(id), 0) FROM \(table)") ?? 0
            }
            fetch = try last("fetch")
            series = try last("series")
            period = try last("period")
            breakdown = try last("breakdown")
            document = try last("raw_document")
        }

        fileprivate init(_ numbers: [Int64]) {
            (fetch, series, period, breakdown, document) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
        }
    }

    /// What counted.
    let bounds: Bounds
    private var lanes: (UInt64, UInt64) = (0, 0)

    /// Sums what `database` holds up to `bounds`.
    init(_ database: Database, _ bounds: Bounds) throws {
        self.bounds = bounds
        for (table, sql) in Self.statements(bounds) { try add(sql, table, database) }
    }

    /// Reads what ``description`` wrote; nothing where that was another version of the schema, whose rows had other columns.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        let numbers = words.prefix(6).compactMap { Int64($0) }
        guard words.count == 8, numbers.count == 6, numbers[0] == Int64(StoreSchema.version),
            let first = UInt64(words[6], radix: 16), let second = UInt64(words[7], radix: 16)
        else { return nil }
        bounds = Bounds(Array(numbers.dropFirst()))
        lanes = (first, second)
    }

    /// Version of the schema, bounds and sum: `3 12 4000 25 3 14 0123456789abcdef fedcba9876543210`.
    var description: String {
        let numbers = [bounds.fetch, bounds.series, bounds.period, bounds.breakdown, bounds.document]
        let sums = [String(lanes.0, radix: 16), String(lanes.1, radix: 16)]
        return (["\(StoreSchema.version)"] + numbers.map(String.init) + sums).joined(separator: " ")
    }

    static func == (one: HistorySum, other: HistorySum) -> Bool {
        one.bounds == other.bounds && one.lanes == other.lanes
    }

    func hash(into hasher: inout Hasher) { hasher.combine(lanes.0) }

    /// The rows that count, by a number that keeps rows of two tables apart.
    private static func statements(_ bounds: Bounds) -> [(table: UInt64, sql: String)] {
        let fetch = bounds.fetch
        var statements = [
            // A figure is the same row while it is present and after: what superseded it later does not count.
            "SELECT series_id, period_id, fetch_id, NULL, value, status FROM observation WHERE fetch_id <= \(fetch)",
            """
            SELECT series_id, period_id, from_fetch_id, CASE WHEN to_fetch_id <= \(fetch) THEN to_fetch_id END, value,
                status
            FROM observation_vintage WHERE from_fetch_id <= \(fetch)
            """,
            "SELECT id, dataset_id, indicator_id, area_id, breakdown_id FROM series WHERE id <= \(bounds.series)",
            "SELECT * FROM period WHERE id <= \(bounds.period)",
            "SELECT * FROM breakdown WHERE id <= \(bounds.breakdown)",
            "SELECT * FROM raw_document WHERE id <= \(bounds.document)",
            "SELECT * FROM fetch WHERE id <= \(fetch)",
        ]
        for table in ["exchange", "dataset_note", "refusal", "approval", "derived_input"] {
            statements.append("SELECT * FROM \(table) WHERE fetch_id <= \(fetch)")
        }
        return statements.enumerated().map { (UInt64(max($0.offset, 1)), $0.element) }
    }

    private mutating func add(_ sql: String, _ table: UInt64, _ database: Database) throws {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        var code = sqlite3_prepare_v2(database.sqliteConnection, sql, -1, &statement, nil)
        if code == SQLITE_OK {
            let columns = sqlite3_column_count(statement)
            code = sqlite3_step(statement)
            while code == SQLITE_ROW {
                add(statement, columns, table)
                code = sqlite3_step(statement)
            }
        }
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code),
                message: String(cString: sqlite3_errmsg(database.sqliteConnection))
            )
        }
    }

    private mutating func add(_ statement: OpaquePointer?, _ columns: Int32, _ table: UInt64) {
        var row = RowHash(table)
        for column in 0..<columns {
            let type = sqlite3_column_type(statement, column)
            row.add(UInt64(UInt32(bitPattern: type)))
            switch type {
            case SQLITE_INTEGER: row.add(UInt64(bitPattern: sqlite3_column_int64(statement, column)))
            case SQLITE_FLOAT: row.add(sqlite3_column_double(statement, column).bitPattern)
            case SQLITE_TEXT, SQLITE_BLOB:
                let bytes = sqlite3_column_blob(statement, column)
                let count = Int(sqlite3_column_bytes(statement, column))
                row.add(UInt64(count))
                for byte in UnsafeRawBufferPointer(start: bytes, count: count) { row.add(UInt64(byte)) }
            default: break
            }
        }
        lanes.0 &+= row.finished.0
        lanes.1 &+= row.finished.1
    }
}

/// A hash of one row's words, 128 bits: two lanes of multiply and shift, finished as SplitMix64 does.
private struct RowHash {
    private var first: UInt64
    private var second: UInt64

    init(_ table: UInt64) {
        first = table &* 0x9e37_79b9_7f4a_7c15
        second = ~first
    }

    @inline(__always)
    mutating func add(_ word: UInt64) {
        first = (first ^ word) &* 0xbf58_476d_1ce4_e5b9
        first ^= first >> 32
        second = (second ^ word) &* 0x94d0_49bb_1331_11eb
        second ^= second >> 29
    }

    var finished: (UInt64, UInt64) { (Self.mixed(first), Self.mixed(second)) }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
