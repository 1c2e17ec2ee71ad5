internal import GRDB
internal import GRDBSQLite

/// A row of `observation` or `observation_vintage`, in the order of their columns.
struct FigureRow {
    let series: Int64
    let period: Int64
    /// The fetch that brought it.
    let from: Int64
    /// The fetch that superseded it.
    let to: Int64?
    let value: Double?
    let status: Int64

    /// A figure that is present.
    @inline(__always)
    init(observation row: OpaquePointer) {
        series = sqlite3_column_int64(row, 0)
        period = sqlite3_column_int64(row, 1)
        value = sqlite3_column_type(row, 2) == SQLITE_NULL ? nil : sqlite3_column_double(row, 2)
        status = sqlite3_column_int64(row, 3)
        from = sqlite3_column_int64(row, 4)
        to = nil
    }

    /// A figure that was superseded.
    @inline(__always)
    init(vintage row: OpaquePointer) {
        series = sqlite3_column_int64(row, 0)
        period = sqlite3_column_int64(row, 1)
        from = sqlite3_column_int64(row, 2)
        to = sqlite3_column_int64(row, 3)
        value = sqlite3_column_type(row, 4) == SQLITE_NULL ? nil : sqlite3_column_double(row, 4)
        status = sqlite3_column_int64(row, 5)
    }
}

/// What one look at every figure tells: how many refer to nothing, and their part of a ``HistorySum``.
///
/// The tables of figures have no foreign keys, which cost a first load twice its time. A look at five million rows takes
/// most of a second whatever is asked of it, so everything that is asked is asked in one.
struct FigurePass {
    /// Figures whose series, period or fetch is not there.
    private(set) var orphans = 0
    /// The figures' part of the history.
    private(set) var lanes = HistorySum.Lanes()

    /// What counts for it.
    let bounds: HistorySum.Bounds
    private let series: RowSet
    private let periods: RowSet
    private let fetches: RowSet

    /// A pass that has not seen a figure yet; all that is there counts where no bounds are given.
    init(_ database: Database, _ bounds: HistorySum.Bounds? = nil) throws {
        self.bounds = try bounds ?? HistorySum.Bounds(database)
        series = try RowSet("SELECT id FROM series", database)
        periods = try RowSet("SELECT id FROM period", database)
        fetches = try RowSet("SELECT id FROM fetch", database)
    }

    /// Looks at every figure of `database`.
    static func run(_ database: Database, _ bounds: HistorySum.Bounds? = nil) throws -> FigurePass {
        var pass = try FigurePass(database, bounds)
        try database.forEachRow("SELECT series_id, period_id, value, status, fetch_id FROM observation") {
            pass.add(FigureRow(observation: $0))
        }
        try database.forEachRow(
            "SELECT series_id, period_id, from_fetch_id, to_fetch_id, value, status FROM observation_vintage"
        ) { pass.add(FigureRow(vintage: $0)) }
        return pass
    }

    @inline(__always)
    mutating func add(_ figure: FigureRow) {
        let isWhole =
            series.contains(figure.series) && periods.contains(figure.period) && fetches.contains(figure.from)
            && figure.to.map(fetches.contains) != false
        if !isWhole { orphans += 1 }
        lanes.add(figure, bounds)
    }
}
