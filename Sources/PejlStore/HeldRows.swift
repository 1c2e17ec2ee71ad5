internal import CRows
internal import GRDB
internal import GRDBSQLite
import PejlModel

/// Holds the rows of a load against those held, chunk by chunk, so that only what differs is written anywhere.
///
/// Two ways were weighed. Staging all rows and joining two tables is one statement, but writes five million rows to find
/// fifty thousand. Reading what is held beside each chunk writes nothing; where a chunk goes through the series in order,
/// as nearly all documents do, it is one scan of their rows, and otherwise a look-up a row. The second was chosen.
///
/// What is gone follows from counts: rows held of the dataset, less those that came. The scan counts what it passes; only
/// series that it did not pass are counted at the end.
final class HeldRows {
    private let columns: ColumnTable
    private let catalog: SeriesCatalog
    private let heldOfSeries: FigureScan
    private var tally = LoadTally()
    private let seen = SeenFigures()
    /// The dataset's series before this load.
    private let series: RowSet
    /// Those of them whose held rows were counted, and how many these are.
    private var counted = RowSet()
    private var before = 0

    init(_ database: Database, dataset: Int64, _ columns: ColumnTable, _ catalog: SeriesCatalog) throws {
        self.columns = columns
        self.catalog = catalog
        heldOfSeries = try FigureScan.ofSeries(database)
        series = try RowSet("SELECT id FROM series WHERE dataset_id = \(dataset)", database)
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
        let rows = order.rows.isEmpty ? Array(0..<Int32(chunk.count)) : order.rows
        guard seen.insert(chunk.series, chunk.periods) else {
            throw DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "a figure comes twice in one load")
        }
        tally.now += chunk.count
        let (first, last) = (key(chunk, rows[0]), key(chunk, rows[rows.count - 1]))
        let span = Int(last.series - first.series) + 1
        return span * max(1, catalog.periods.count) <= 4 * chunk.count
            ? try scan(from: first.series, through: last.series, chunk, rows)
            : try lookUp(chunk, rows, holding)
    }

    private func lookUp(
        _ chunk: ObservationChunk,
        _ rows: [Int32],
        _ holding: (() throws -> Void) throws -> Void
    ) throws -> [Int32] {
        var differing: [Int32] = []
        try holding {
            var place = 0
            try columns.forEachRow(
                """
                SELECT o.status, o.value FROM pejl_rows r
                    LEFT JOIN observation o ON o.series_id = r.a AND o.period_id = r.b
                """
            ) { statement in
                let isHeld = sqlite3_column_type(statement, 0) != SQLITE_NULL
                if tally.compare(chunk, Int(rows[place]), with: isHeld ? Self.held(statement) : nil) {
                    differing.append(rows[place])
                }
                place += 1
            }
        }
        return differing
    }

    /// Goes through the chunk and the held rows of its series side by side; both are in the order of the key.
    private func scan(
        from first: Int64,
        through last: Int64,
        _ chunk: ObservationChunk,
        _ rows: [Int32]
    ) throws -> [Int32] {
        var walk = ChunkWalk(chunk, rows, catalog, tally)
        var current: (series: Int64, isCounted: Bool) = (-1, false)
        var count = 0
        try heldOfSeries.run(first, last) { figures in
            for place in 0..<figures.count {
                if figures.series[place] != current.series {
                    let id = figures.series[place]
                    current = (id, series.contains(id) && counted.insert(id))
                }
                if current.isCounted { count += 1 }
            }
            walk.pass(figures)
        }
        walk.end()
        tally = walk.tally
        before += count
        return walk.differing
    }

    private func key(_ chunk: ObservationChunk, _ row: Int32) -> RowOrder.Key {
        RowOrder.Key(
            series: catalog.series[chunk.series[Int(row)]],
            period: catalog.periods[chunk.periods[Int(row)]]
        )
    }

    /// Status and value in a statement's first two columns.
    @inline(__always)
    private static func held(_ statement: OpaquePointer) -> LoadTally.Held {
        let isEmpty = sqlite3_column_type(statement, 1) == SQLITE_NULL
        return (isEmpty ? nil : sqlite3_column_double(statement, 1), sqlite3_column_int64(statement, 0))
    }

    // MARK: - What is gone

    /// How the load differs, once all of it has come; held rows that did not come are then in `temp.withdrawn`.
    func difference(dataset: Int64, _ database: Database) throws -> LoadDifference {
        for id in series.subtracting(counted) {
            try columns.execute("SELECT count(*) FROM observation WHERE series_id = ?", id) { before += Int($0 ?? 0) }
        }
        let difference = tally.difference(before: before)
        if difference.withdrawn > 0 { try noteWithdrawn(dataset: dataset, database) }
        return difference
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
