internal import GRDB
internal import GRDBSQLite
import PejlModel

/// Holds the rows of a load against those held, chunk by chunk, so that only what differs is written anywhere.
///
/// Two ways were weighed. Staging all rows and joining two tables is one statement, but writes five million rows to find
/// fifty thousand. Reading what is held beside each chunk writes nothing; where a chunk goes through the series in order,
/// as nearly all documents do, it is one scan of their rows, and otherwise a look-up a row. The second was chosen.
final class HeldRows {
    /// Rows of the load so far.
    private(set) var now = 0
    /// Rows that are not held.
    private(set) var added = 0
    /// Rows held with another value or status.
    private(set) var changed = 0
    /// Of these, those that lose their value.
    private(set) var hidden = 0
    /// Values that became 1,000 times larger or smaller.
    private(set) var jumps = 0
    /// Values that were and are not zero.
    private(set) var comparable = 0

    private let columns: ColumnTable
    private let catalog: SeriesCatalog
    private var seen = SeenRows()

    init(_ columns: ColumnTable, _ catalog: SeriesCatalog) {
        self.columns = columns
        self.catalog = catalog
    }

    /// Compares a chunk; `holding` runs its body while `pejl_rows` holds the chunk in the order of the key.
    ///
    /// - Returns: The rows that differ, in the order of the key.
    /// - Throws: ``DatabaseError``, also where a row comes a second time.
    func differing(
        _ chunk: ObservationChunk,
        _ order: RowOrder,
        holding: (() throws -> Void) throws -> Void
    ) throws -> [Int32] {
        var differing: [Int32] = []
        let rows = order.rows.isEmpty ? Array(0..<Int32(chunk.count)) : order.rows
        for row in rows {
            guard seen.insert(series: chunk.series[Int(row)], period: chunk.periods[Int(row)]) else {
                throw DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "a figure comes twice in one load")
            }
        }
        func compare(_ row: Int32, _ held: (value: Double?, status: Int32)?) {
            let status = chunk.statuses[Int(row)]
            if isDifferent(status.hasValue ? chunk.values[Int(row)] : nil, Int32(status.rawValue), held) {
                differing.append(row)
            }
        }
        let (first, last) = (key(chunk, rows[0]), key(chunk, rows[rows.count - 1]))
        let span = Int(last.series - first.series) + 1
        if span * max(1, catalog.periods.count) <= 4 * chunk.count {
            try scan(from: first.series, through: last.series, chunk, rows, compare)
        } else {
            try holding {
                var place = 0
                try columns.forEachRow(
                    """
                    SELECT o.status, o.value FROM pejl_rows r
                        LEFT JOIN observation o ON o.series_id = r.a AND o.period_id = r.b
                    """
                ) { statement in
                    compare(rows[place], Self.held(statement, 0))
                    place += 1
                }
            }
        }
        now += chunk.count
        return differing
    }

    /// Goes through the chunk and the held rows of its series side by side; both are in the order of the key.
    private func scan(
        from first: Int64,
        through last: Int64,
        _ chunk: ObservationChunk,
        _ rows: [Int32],
        _ compare: (Int32, (value: Double?, status: Int32)?) -> Void
    ) throws {
        var place = 0
        try columns.forEachRow(
            """
            SELECT status, value, series_id, period_id FROM observation WHERE series_id BETWEEN ? AND ?
            ORDER BY series_id, period_id
            """,
            first,
            last
        ) { statement in
            let held = RowOrder.Key(
                series: sqlite3_column_int64(statement, 2),
                period: sqlite3_column_int64(statement, 3)
            )
            while place < rows.count, key(chunk, rows[place]) < held {
                compare(rows[place], nil)
                place += 1
            }
            guard place < rows.count, key(chunk, rows[place]) == held else { return }
            compare(rows[place], Self.held(statement, 0))
            place += 1
        }
        while place < rows.count {
            compare(rows[place], nil)
            place += 1
        }
    }

    private func key(_ chunk: ObservationChunk, _ row: Int32) -> RowOrder.Key {
        RowOrder.Key(
            series: catalog.series[chunk.series[Int(row)]],
            period: catalog.periods[chunk.periods[Int(row)]]
        )
    }

    /// Status and value in a statement's columns from `column` on; nothing where there is no row.
    private static func held(_ statement: OpaquePointer, _ column: Int32) -> (value: Double?, status: Int32)? {
        guard sqlite3_column_type(statement, column) != SQLITE_NULL else { return nil }
        let isEmpty = sqlite3_column_type(statement, column + 1) == SQLITE_NULL
        return (isEmpty ? nil : sqlite3_column_double(statement, column + 1), sqlite3_column_int(statement, column))
    }

    private func isDifferent(_ value: Double?, _ status: Int32, _ held: (value: Double?, status: Int32)?) -> Bool {
        guard let held else {
            added += 1
            return true
        }
        if held.value != nil, value == nil { hidden += 1 }
        if let was = held.value, let value, was != 0, value != 0 {
            comparable += 1
            if (value / was).magnitude >= 500 || (was / value).magnitude >= 500 { jumps += 1 }
        }
        let isDifferent = held.value != value || held.status != status
        if isDifferent { changed += 1 }
        return isDifferent
    }

    // MARK: - What is gone

    /// How the load differs, once all of it has come; held rows that did not come are then in `temp.withdrawn`.
    func difference(dataset: Int64, _ database: Database) throws -> LoadDifference {
        let before = try Int.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM series s CROSS JOIN observation o ON o.series_id = s.id WHERE s.dataset_id = ?
                """,
            arguments: [dataset]
        )
        let withdrawn = (before ?? 0) - (now - added)
        if withdrawn > 0 { try noteWithdrawn(dataset: dataset, database) }
        return LoadDifference(
            before: before ?? 0,
            now: now,
            added: added,
            changed: changed,
            withdrawn: withdrawn,
            hidden: hidden,
            jumps: jumps,
            comparable: comparable
        )
    }

    private func noteWithdrawn(dataset: Int64, _ database: Database) throws {
        let series = catalog.series.numbers
        let periods = catalog.periods.numbers
        let statement = try database.cachedStatement(sql: "INSERT INTO temp.withdrawn VALUES (?, ?)")
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT o.series_id, o.period_id FROM series s CROSS JOIN observation o ON o.series_id = s.id
                WHERE s.dataset_id = ?
                """,
            arguments: [dataset]
        )
        while let row = try rows.next() {
            let (id, period): (Int64, Int64) = (row[0], row[1])
            if let number = series[id], let place = periods[period], seen.contains(series: number, period: place) {
                continue
            }
            try statement.execute(arguments: [id, period])
        }
    }
}
