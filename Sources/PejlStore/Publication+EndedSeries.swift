internal import GRDB
package import PejlModel

extension Publication {
    /// The series of a dataset that have ended although its table is alive.
    ///
    /// A series has ended where its last figure, shown or hidden by the publisher, is older than the newest figures of
    /// the same kind of period. A series that lacks the newest period alone may just be published later than others,
    /// so those that lack `missed` periods or more are told.
    ///
    /// - Parameters:
    ///   - dataset: Code of the dataset.
    ///   - missed: Fewest periods that others have had since.
    /// - Returns: The series with the same end, areas put together; longest ended first.
    /// - Throws: ``StoreError``.
    package func endedSeries(of dataset: String, missing missed: Int = 2) throws -> [EndedSeries] {
        try read { database in
            let rows = try Row.fetchAll(database, sql: Self.endedSeries, arguments: [dataset, missed])
            return rows.map { row in
                EndedSeries(
                    indicator: row["indicator"],
                    breakdown: row["breakdown"],
                    lastPeriod: row["last_period"],
                    newestPeriod: row["newest_period"],
                    periodsSince: row["since"],
                    areas: (row["areas"] as String).split(separator: " ").map(String.init).sorted()
                )
            }
        }
    }

    /// Rows of a publisher that names a figure and has none do not keep a series alive; hidden figures do.
    private static let endedSeries = """
        WITH live AS (
            SELECT s.id AS series, t.id AS period, t.kind, t.last_day, t.code
            FROM dataset d JOIN series s ON s.dataset_id = d.id JOIN observation o ON o.series_id = s.id
                JOIN period t ON t.id = o.period_id
            WHERE d.code = ?1 AND o.status <= \(ObservationStatus.suppressed.rawValue)
        ), ends AS (
            SELECT series, kind, max(last_day) AS last_day, code FROM live GROUP BY series, kind
        ), periods AS (
            SELECT DISTINCT kind, last_day, code FROM live
        ), counted AS (
            SELECT e.series, e.kind, e.last_day, e.code,
                (SELECT count(*) FROM periods p WHERE p.kind = e.kind AND p.last_day > e.last_day) AS since
            FROM ends e
        )
        SELECT i.code AS indicator, b.code AS breakdown, c.code AS last_period, c.since,
            (SELECT p.code FROM periods p WHERE p.kind = c.kind ORDER BY p.last_day DESC LIMIT 1) AS newest_period,
            group_concat(a.code, ' ') AS areas
        FROM counted c
            JOIN series s ON s.id = c.series
            JOIN indicator i ON i.id = s.indicator_id
            JOIN breakdown b ON b.id = s.breakdown_id
            JOIN area a ON a.id = s.area_id
        WHERE c.since >= ?2
        GROUP BY i.code, b.code, c.kind, c.code
        ORDER BY c.since DESC, i.code, b.code, c.code
        """
}
