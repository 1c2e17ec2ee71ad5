import PejlModel
import PejlStore

/// The questions that readers ask most, of a publication that has seen a second load.
enum QueryRun {
    private static let rounds = 21
    private static let municipality = "'766'"

    /// Asks each question ``rounds`` times, through ``Query`` as `pejl query` does; the laps are medians in seconds.
    ///
    /// `ranked_seconds`: one indicator, one period, all areas, ranked. `area_seconds`: 6,000 figures of one municipality.
    /// `as_of_seconds`: the same as they were before the second load.
    static func ask(_ path: String) throws -> Measurement {
        let figures = """
            SELECT indicator, breakdown, period, value, unit, status FROM figures
            WHERE area_code = \(municipality) LIMIT 6000
            """
        let loads = try rows("SELECT min(finished_at) FROM fetches", of: Query(path: path))
        guard case .text(let moment)? = loads.first?.first, let first = UTCInstant(moment) else {
            throw BenchmarkError.noLoads(path)
        }
        let ranked = """
            SELECT area, value, rank() OVER (ORDER BY value DESC) FROM figures
            WHERE area_kind = 'municipality' AND \(try place(path))
            """
        let now = try Query(path: path)
        let asked = try median(ranked, now)
        let area = try median(figures, now)
        let then = try median(figures, Query(path: path, view: .asOf(first)))
        guard area.rows == then.rows else { throw BenchmarkError.otherRows(area.rows, then.rows) }
        return Measurement(
            rows: area.rows,
            numbers: asked.rows,
            laps: [
                ("ranked_seconds", asked.seconds), ("area_seconds", area.seconds), ("as_of_seconds", then.seconds),
            ]
        )
    }

    /// A figure's indicator, breakdown and period, as a condition on others.
    private static func place(_ path: String) throws -> String {
        let names = ["indicator", "breakdown", "period"]
        let sql = "SELECT \(names.joined(separator: ", ")) FROM figures WHERE area_code = \(municipality) LIMIT 1"
        let values = try rows(sql, of: Query(path: path)).first ?? []
        return zip(names, values).map { name, value in
            guard case .text(let code) = value else { return "\(name) IS NULL" }
            return "\(name) = '\(code)'"
        }.joined(separator: " AND ")
    }

    private static func median(_ sql: String, _ query: Query) throws -> (seconds: Double, rows: Int) {
        var seconds: [Double] = []
        var count = 0
        for _ in 0..<rounds {
            let clock = Stopwatch()
            count = 0
            try query.run(sql) { _ in
            } row: { _ in
                count += 1
            }
            seconds.append(clock.seconds)
        }
        return (seconds.sorted()[rounds / 2], count)
    }

    private static func rows(_ sql: String, of query: Query) throws -> [[QueryValue]] {
        var rows: [[QueryValue]] = []
        try query.run(sql) { _ in
        } row: {
            rows.append($0)
        }
        return rows
    }
}
