internal import CRows
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
    private var lanes = Lanes()

    /// Sums what `database` holds, of whose figures `pass` has seen all, up to the pass's bounds.
    init(_ database: Database, _ pass: FigurePass) throws {
        bounds = pass.bounds
        lanes = pass.lanes
        for (table, sql) in Self.statements(bounds) {
            try database.forEachRow(sql) { lanes.add($0, table) }
        }
    }

    /// Reads what ``description`` wrote; nothing where that was another version of the schema, whose rows had other columns.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        let numbers = words.prefix(6).compactMap { Int64($0) }
        guard words.count == 8, numbers.count == 6, numbers[0] == Int64(StoreSchema.version),
            let first = UInt64(words[6], radix: 16), let second = UInt64(words[7], radix: 16)
        else { return nil }
        bounds = Bounds(Array(numbers.dropFirst()))
        lanes = Lanes(first, second)
    }

    /// Version of the schema, bounds and sum: `3 12 4000 25 3 14 0123456789abcdef fedcba9876543210`.
    var description: String {
        let numbers = [bounds.fetch, bounds.series, bounds.period, bounds.breakdown, bounds.document]
        let sums = [String(lanes.first, radix: 16), String(lanes.second, radix: 16)]
        return (["\(StoreSchema.version)"] + numbers.map(String.init) + sums).joined(separator: " ")
    }

    /// The rows beside figures that count, by a number that keeps rows of two tables apart.
    private static func statements(_ bounds: Bounds) -> [(table: UInt64, sql: String)] {
        let fetch = bounds.fetch
        var statements = [
            "SELECT id, dataset_id, indicator_id, area_id, breakdown_id FROM series WHERE id <= \(bounds.series)",
            "SELECT * FROM period WHERE id <= \(bounds.period)",
            "SELECT * FROM breakdown WHERE id <= \(bounds.breakdown)",
            "SELECT * FROM raw_document WHERE id <= \(bounds.document)",
            "SELECT * FROM fetch WHERE id <= \(fetch)",
        ]
        for table in ["exchange", "dataset_note", "refusal", "approval", "derived_input"] {
            statements.append("SELECT * FROM \(table) WHERE fetch_id <= \(fetch)")
        }
        return statements.enumerated().map { (UInt64($0.offset + 2), $0.element) }
    }

    /// The sum itself, 128 bits.
    struct Lanes: Hashable {
        fileprivate var first: UInt64
        fileprivate var second: UInt64

        /// The sum of no rows.
        init() { self.init(0, 0) }

        fileprivate init(_ first: UInt64, _ second: UInt64) {
            self.first = first
            self.second = second
        }

        /// Adds the figures that were known within `bounds`: the same rows while they are present and after, because what
        /// superseded them later does not count.
        mutating func add(_ figures: pejl_figures, _ bounds: Bounds) {
            for place in 0..<figures.count where figures.from[place] <= bounds.fetch {
                var row = RowHash(1)
                row.add(SQLITE_INTEGER, UInt64(bitPattern: figures.series[place]))
                row.add(SQLITE_INTEGER, UInt64(bitPattern: figures.periods[place]))
                row.add(SQLITE_INTEGER, UInt64(bitPattern: figures.from[place]))
                if let to = figures.to?[place], to <= bounds.fetch {
                    row.add(SQLITE_INTEGER, UInt64(bitPattern: to))
                } else {
                    row.add(UInt64(SQLITE_NULL))
                }
                if figures.has_value[place] != 0 {
                    row.add(SQLITE_FLOAT, figures.values[place].bitPattern)
                } else {
                    row.add(UInt64(SQLITE_NULL))
                }
                row.add(SQLITE_INTEGER, UInt64(bitPattern: figures.statuses[place]))
                add(row)
            }
        }

        fileprivate mutating func add(_ statement: OpaquePointer, _ table: UInt64) {
            var row = RowHash(table)
            for column in 0..<sqlite3_column_count(statement) {
                let type = sqlite3_column_type(statement, column)
                switch type {
                case SQLITE_INTEGER: row.add(type, UInt64(bitPattern: sqlite3_column_int64(statement, column)))
                case SQLITE_FLOAT: row.add(type, sqlite3_column_double(statement, column).bitPattern)
                case SQLITE_TEXT, SQLITE_BLOB:
                    let bytes = sqlite3_column_blob(statement, column)
                    let count = Int(sqlite3_column_bytes(statement, column))
                    row.add(type, UInt64(count))
                    for byte in UnsafeRawBufferPointer(start: bytes, count: count) { row.add(UInt64(byte)) }
                default: row.add(UInt64(UInt32(bitPattern: type)))
                }
            }
            add(row)
        }

        private mutating func add(_ row: RowHash) {
            first &+= row.finished.0
            second &+= row.finished.1
        }
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

    @inline(__always)
    mutating func add(_ type: Int32, _ word: UInt64) {
        add(UInt64(UInt32(bitPattern: type)))
        add(word)
    }

    var finished: (UInt64, UInt64) { (Self.mixed(first), Self.mixed(second)) }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
