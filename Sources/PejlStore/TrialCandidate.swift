internal import GRDB
package import PejlModel

/// Makes a candidate of figures that nobody fetched, for trying a statement on.
///
/// Two ways were weighed: a database with views of its own that look like the documented ones, and a store with the figures
/// in its own tables. The latter, so that what is tried on are the very views that a statement reads when it is published.
package enum TrialCandidate {
    /// Writes a candidate; publisher, dataset and fetch are called `trial`, and nothing is an exchange or a document.
    ///
    /// - Parameters:
    ///   - path: Where the candidate is written.
    ///   - workStore: Where the store is made that it is copied from; to be taken away by the caller.
    ///   - indicators: The indicators.
    ///   - areas: Areas besides those of Denmark.
    ///   - groups: The comparison groups.
    ///   - series: The figures.
    ///   - clock: When they count as fetched.
    /// - Throws: ``StoreError``, or `PeriodError` of a period that is none.
    package static func write(
        to path: String,
        workStore: String,
        indicators: [Indicator],
        areas: [Area],
        groups: [ComparisonGroup],
        series: [PublishedSeries],
        clock: UTCInstant
    ) throws {
        let store = try Store(path: workStore, now: clock)
        let run = try store.beginRun(.refresh, subject: "trial", at: clock)
        try store.finishRun(run, at: clock)
        try store.saveComparisonGroups(groups)
        try store.write { database in
            try database.execute(
                sql: """
                    INSERT INTO publisher VALUES (1, 'trial', 'prøve', 'trial', '');
                    INSERT INTO dataset VALUES (1, 'trial', 1, '', 'prøve', 'trial', '', '', '', '');
                    INSERT INTO fetch (id, dataset_id, run_id, started_at, finished_at, outcome, source_sha256,
                        recipe_sha256, decoder) VALUES (1, 1, :run, :clock, :clock, 'loaded', '', '', '');
                    """,
                arguments: ["run": run, "clock": clock.description]
            )
            for area in areas { try Store.upsert(area, database) }
            for indicator in indicators { try Store.upsert(indicator, dataset: 1, nil, database) }
            for one in series { try write(one, database) }
        }
        try store.makeCandidate(at: path)
    }

    private static func write(_ series: PublishedSeries, _ database: Database) throws {
        try database.cachedStatement(sql: "INSERT OR IGNORE INTO breakdown (code) VALUES (?)").execute(arguments: [
            series.key.breakdown.code
        ])
        try database.cachedStatement(
            sql: """
                INSERT INTO series (dataset_id, indicator_id, area_id, breakdown_id)
                SELECT 1, i.id, a.id, b.id FROM indicator i, area a, breakdown b
                WHERE i.code = ? AND a.code = ? AND b.code = ?
                """
        ).execute(arguments: [series.key.indicator, series.key.area, series.key.breakdown.code])
        let id = database.lastInsertedRowID
        for (code, (value, status)) in zip(series.periods, zip(series.values, series.statuses)) {
            let period = try Period(code: code)
            try database.cachedStatement(
                sql: "INSERT OR IGNORE INTO period (kind, code, first_day, last_day) VALUES (?, ?, ?, ?)"
            ).execute(arguments: [
                period.kind.rawValue, period.code, period.firstDay.description, period.lastDay.description,
            ])
            try database.cachedStatement(
                sql: "INSERT INTO observation SELECT ?, id, ?, ?, 1 FROM period WHERE kind = ? AND code = ?"
            ).execute(arguments: [id, value, Int(status.rawValue), period.kind.rawValue, period.code])
        }
    }
}
