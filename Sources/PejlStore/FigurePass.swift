internal import CRows
internal import GRDB

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
        for table in FigureTable.allCases { try FigureScan(database, table).run { pass.add($0) } }
        return pass
    }

    /// Looks at some figures.
    mutating func add(_ figures: pejl_figures) {
        for place in 0..<figures.count {
            let isWhole =
                series.contains(figures.series[place]) && periods.contains(figures.periods[place])
                && fetches.contains(figures.from[place]) && figures.to.map { fetches.contains($0[place]) } != false
            if !isWhole { orphans += 1 }
        }
        lanes.add(figures, bounds)
    }
}
