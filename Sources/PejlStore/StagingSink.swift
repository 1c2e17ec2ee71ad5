internal import CRows
internal import GRDB
import PejlModel

/// Writes observations where the load needs them, a chunk a statement.
///
/// Where nothing of the dataset is held there is nothing to compare with, and rows that come in the order of the key go
/// straight into `observation`: the transaction is rolled back if the gate refuses them. Where something is held, rows
/// that are no different are counted and go nowhere. All others are staged in `temp.incoming`, sorted chunk by chunk.
/// Writing a row twice costs twice, and so does writing far from the last one.
final class StagingSink {
    /// Rows written straight into `observation`.
    private(set) var direct = 0
    /// Rows in `temp.incoming`.
    private(set) var staged = 0

    private let database: Database
    private let columns: ColumnTable
    private let catalog: SeriesCatalog
    /// The fetch that rows go straight into `observation` for; nil where all are staged.
    private let fetchID: Int64?
    /// What the rows are compared with; nil where nothing is held.
    private let held: HeldRows?
    private var last = RowOrder.Key.least

    /// Where `isFirst`, nothing of the dataset is held; rows then go straight into `observation` for the fetch with row id
    /// `fetch`, and nil has all of them staged.
    init(_ database: Database, dataset: Int64, isFirst: Bool, fetch: Int64?) throws {
        self.database = database
        fetchID = isFirst ? fetch : nil
        columns = try ColumnTable(database)
        catalog = try SeriesCatalog(database, columns: columns, datasetID: dataset)
        held = try isFirst ? nil : HeldRows(database, dataset: dataset, columns, catalog)
        try database.execute(
            sql: """
                CREATE TEMP TABLE IF NOT EXISTS incoming (
                    series_id INTEGER NOT NULL, period_id INTEGER NOT NULL, value REAL, status INTEGER NOT NULL,
                    PRIMARY KEY (series_id, period_id)
                ) WITHOUT ROWID;
                DELETE FROM temp.incoming;
                CREATE TEMP TABLE IF NOT EXISTS withdrawn (
                    series_id INTEGER NOT NULL, period_id INTEGER NOT NULL, PRIMARY KEY (series_id, period_id)
                ) WITHOUT ROWID;
                DELETE FROM temp.withdrawn;
                """
        )
    }

    /// Writes a chunk; every number in it is in `table`.
    func take(_ chunk: ObservationChunk, _ table: SeriesTable) throws {
        try catalog.learn(chunk.series, table)
        let order = RowOrder(chunk, catalog, bound: last)
        // A few rows out of their place, as where two series alternate, are written there; it takes no second table.
        if let fetchID, order.countBefore * 4 <= chunk.count {
            last = max(last, order.last)
            // `FAIL` keeps SQLite from noting how to undo the statement alone: an error undoes the whole load.
            try holding(chunk, order.rows) {
                try columns.execute(
                    "INSERT OR FAIL INTO observation SELECT a, b, value, status, ? FROM pejl_rows",
                    fetchID
                )
            }
            direct += chunk.count
        } else if let held {
            let differing = try held.differing(chunk, order) { body in
                try holding(chunk, order.rows) { try body() }
            }
            if !differing.isEmpty { try stage(chunk, differing) }
        } else {
            try stage(chunk, order.rows)
        }
    }

    /// How the load differs from what is held; a first load is all new.
    func difference(dataset: Int64) throws -> LoadDifference {
        try held?.difference(dataset: dataset, database) ?? LoadDifference(firstLoadOf: direct + staged)
    }

    private func stage(_ chunk: ObservationChunk, _ rows: [Int32]) throws {
        try holding(chunk, rows) {
            try columns.execute("INSERT OR FAIL INTO temp.incoming SELECT a, b, value, status FROM pejl_rows")
        }
        staged += rows.isEmpty ? chunk.count : rows.count
    }

    /// Runs `body` while `pejl_rows` holds rows of a chunk, all as they stand where none are named.
    private func holding(_ chunk: ObservationChunk, _ rows: [Int32], _ body: () throws -> Void) throws {
        try chunk.series.withUnsafeBufferPointer { series in
            try chunk.periods.withUnsafeBufferPointer { periods in
                try chunk.values.withUnsafeBufferPointer { values in
                    try chunk.statuses.withUnsafeBytes { statuses in
                        try rows.withUnsafeBufferPointer { order in
                            var rows = pejl_rows()
                            rows.count = order.isEmpty ? chunk.count : order.count
                            rows.order = order.isEmpty ? nil : order.baseAddress
                            rows.keys.0 = pejl_key_column(numbers: series.baseAddress, ids: catalog.series.start)
                            rows.keys.1 = pejl_key_column(numbers: periods.baseAddress, ids: catalog.periods.start)
                            rows.values = values.baseAddress
                            rows.statuses = statuses.bindMemory(to: UInt8.self).baseAddress
                            rows.first_valueless = ObservationStatus.breakInSeries.rawValue + 1
                            try columns.holding(rows, body)
                        }
                    }
                }
            }
        }
    }
}
