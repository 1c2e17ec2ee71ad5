internal import GRDB
package import PejlModel

/// One figure with what it was computed from, down to figures that publishers sent.
package struct FigureChain: Sendable {
    /// What it is.
    package let series: SeriesKey
    /// Code of the period.
    package let period: String
    /// The value; absent where the status has none.
    package let value: Double?
    /// The status, a letter of SDMX `CL_OBS_STATUS`.
    package let status: String
    /// Code of the unit.
    package let unit: String
    /// Its flags, as in the view `figures`.
    package let flags: String
    /// The formula; absent where a publisher sent the figure.
    package let formula: String?
    /// Number of the fetch or computation that set it.
    package let fetch: Int
    /// The figures it was computed from, as they were then.
    package let inputs: [FigureChain]

    /// The numbers of its own fetch and of those of everything it was computed from, ascending.
    package var fetches: [Int] { Set([fetch] + inputs.flatMap(\.fetches)).sorted() }
}

extension Publication {
    /// A present figure with what it was computed from, and the fetches behind all of it; nothing where there is none.
    ///
    /// - Throws: ``StoreError``.
    package func chain(figure key: SeriesKey, period: String) throws -> (FigureChain, [FetchRecord])? {
        try read { database in
            let place = try Row.fetchOne(
                database,
                sql: """
                    SELECT o.series_id, o.period_id, o.fetch_id
                    FROM indicator i JOIN series s ON s.indicator_id = i.id JOIN area a ON a.id = s.area_id
                        JOIN breakdown b ON b.id = s.breakdown_id
                        JOIN observation o ON o.series_id = s.id JOIN period t ON t.id = o.period_id
                    WHERE i.code = ? AND a.code = ? AND b.code = ? AND t.code = ?
                    """,
                arguments: [key.indicator, key.area, key.breakdown.code, period]
            )
            guard let place else { return nil }
            let reference = FigureReference(
                series: place["series_id"],
                period: place["period_id"],
                fetch: place["fetch_id"]
            )
            guard let chain = try Self.figureChain(reference, database) else { return nil }
            return (chain, try chain.fetches.compactMap { try Self.fetchRecord($0, database) })
        }
    }

    /// Formulas of formulas are followed this far; what a recipe may say is never deeper.
    private static let deepest = 32

    /// The vintage of a figure with what it was computed from.
    static func figureChain(
        _ place: FigureReference,
        depth: Int = 0,
        _ database: Database
    ) throws -> FigureChain? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT o.value, c.sdmx AS status, i.code AS indicator, i.unit, i.flags, i.formula, a.code AS area,
                    b.code AS breakdown, t.code AS period
                FROM (SELECT ? AS series_id, ? AS period_id, ? AS fetch_id) n \(observationAtTheTime)
                    JOIN observation_status c ON c.code = o.status
                    JOIN series s ON s.id = n.series_id JOIN indicator i ON i.id = s.indicator_id
                    JOIN area a ON a.id = s.area_id JOIN breakdown b ON b.id = s.breakdown_id
                    JOIN period t ON t.id = n.period_id
                """,
            arguments: [place.series, place.period, place.fetch]
        )
        guard let row else { return nil }
        let inputs = try Row.fetchAll(
            database,
            sql: """
                SELECT input_series_id, input_period_id, input_fetch_id FROM derived_input
                WHERE series_id = ? AND period_id = ? AND fetch_id = ? ORDER BY 1, 2
                """,
            arguments: [place.series, place.period, place.fetch]
        )
        return FigureChain(
            series: SeriesKey(
                indicator: row["indicator"],
                area: row["area"],
                breakdown: Breakdown(code: row["breakdown"]) ?? .none
            ),
            period: row["period"],
            value: row["value"],
            status: row["status"],
            unit: row["unit"],
            flags: row["flags"],
            formula: row["formula"],
            fetch: Int(place.fetch),
            inputs: depth == deepest
                ? []
                : try inputs.compactMap { input in
                    let place = FigureReference(series: input[0], period: input[1], fetch: input[2])
                    return try figureChain(place, depth: depth + 1, database)
                }
        )
    }
}
