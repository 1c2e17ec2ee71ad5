internal import GRDB
package import PejlModel

/// Which figures a reader wants to see the changes of; nothing stands for all.
package struct FigureFilter: Sendable {
    /// Identifier of a dataset.
    package var dataset: String?
    /// Identifier of an indicator.
    package var indicator: String?
    /// Code of an area.
    package var area: String?

    package init(dataset: String? = nil, indicator: String? = nil, area: String? = nil) {
        self.dataset = dataset
        self.indicator = indicator
        self.area = area
    }
}

/// Why two moments cannot be compared.
package enum MomentError: FailureConvertible, Equatable, CustomStringConvertible {
    /// Nothing had been loaded yet; `first` is when the first load ended, if there was one.
    case nothingKnown(at: UTCInstant, first: String?)
    /// The second moment is before the first.
    case backwards(from: UTCInstant, to: UTCInstant)

    package var description: String {
        switch self {
        case .nothingKnown(let instant, let first):
            "nothing was known at \(instant)" + (first.map { "; the first load ended at \($0)" } ?? "")
        case .backwards(let from, let to): "\(to) is before \(from); put the earlier moment first"
        }
    }

    package var failure: Failure {
        switch self {
        case .nothingKnown: Failure(kind: .contract, name: "nothing-known", message: description)
        case .backwards: Failure(kind: .config, name: "moments-backwards", message: description)
        }
    }
}

extension Publication {
    /// The number of the last load that had ended at a moment.
    ///
    /// - Throws: ``MomentError`` where none had; ``StoreError``.
    package func lastLoad(at instant: UTCInstant) throws -> Int {
        try read { database in
            let last = try Int.fetchOne(
                database,
                sql: "SELECT max(id) FROM fetch WHERE outcome = 'loaded' AND finished_at <= ?",
                arguments: [instant.description]
            )
            if let last { return last }
            let first = try String.fetchOne(
                database,
                sql: "SELECT min(finished_at) FROM fetch WHERE outcome = 'loaded'"
            )
            throw MomentError.nothingKnown(at: instant, first: first)
        }
    }

    /// How the figures differ between what was known at two moments.
    ///
    /// A figure that changed and changed back in between is no change. Before the first load nothing was known, so all
    /// that came since was added.
    ///
    /// - Parameters:
    ///   - from: The earlier moment.
    ///   - to: The later one.
    ///   - filter: Which figures are compared.
    ///   - limit: Changes that are given one by one, at the most; all are counted.
    /// - Returns: The changes, and how many there are of each dataset.
    /// - Throws: ``MomentError``, ``StoreError``.
    package func changes(
        from: UTCInstant,
        to: UTCInstant,
        _ filter: FigureFilter = FigureFilter(),
        limit: Int
    ) throws -> FigureChanges {
        guard from <= to else { throw MomentError.backwards(from: from, to: to) }
        let last = try lastLoad(at: to)
        var first = 0
        do {
            first = try lastLoad(at: from)
        } catch is MomentError {
            // Nothing was known yet: everything has come since.
        }
        return try read { database in
            let rows = try Self.changeRows(first, last, filter, database)
            var counts: [String: (added: Int, changed: Int, withdrawn: Int)] = [:]
            var changes: [FigureChanges.Change] = []
            while let row = try rows.next() {
                let change = try Self.change(row)
                switch change.figure.kind {
                case .added: counts[change.dataset, default: (0, 0, 0)].added += 1
                case .withdrawn: counts[change.dataset, default: (0, 0, 0)].withdrawn += 1
                default: counts[change.dataset, default: (0, 0, 0)].changed += 1
                }
                if changes.count < limit { changes.append(change) }
            }
            let datasets = try counts.keys.sorted().map { dataset in
                let count = counts[dataset] ?? (0, 0, 0)
                return FigureChanges.Dataset(
                    id: dataset,
                    added: count.added,
                    changed: count.changed,
                    withdrawn: count.withdrawn,
                    publisherUpdates: try Self.publisherUpdates(dataset, after: first, through: last, database)
                )
            }
            return FigureChanges(loads: first...max(first, last), datasets: datasets, changes: changes)
        }
    }

    private static func changeRows(
        _ first: Int,
        _ last: Int,
        _ filter: FigureFilter,
        _ database: Database
    ) throws -> RowCursor {
        // Only what a load in between touched can differ.
        let sql = """
            WITH touched AS (
                SELECT series_id, period_id FROM observation WHERE fetch_id > :first AND fetch_id <= :last
                UNION
                SELECT series_id, period_id FROM observation_vintage WHERE to_fetch_id > :first AND from_fetch_id <= :last
            ), was AS (\(StoreViews.observations(asOf: ":first"))), now AS (\(StoreViews.observations(asOf: ":last")))
            SELECT d.code AS dataset, i.code AS indicator, i.unit, a.code AS area, b.code AS breakdown, t.code AS period,
                was.value AS was_value, was.status AS was_status, now.value AS now_value, now.status AS now_status,
                coalesce(f.finished_at, (
                    SELECT g.finished_at FROM observation_vintage v JOIN fetch g ON g.id = v.to_fetch_id
                    WHERE v.series_id = touched.series_id AND v.period_id = touched.period_id
                        AND v.to_fetch_id > :first AND v.to_fetch_id <= :last
                    ORDER BY v.to_fetch_id DESC LIMIT 1)) AS at
            FROM touched
                LEFT JOIN was ON was.series_id = touched.series_id AND was.period_id = touched.period_id
                LEFT JOIN now ON now.series_id = touched.series_id AND now.period_id = touched.period_id
                LEFT JOIN fetch f ON f.id = now.fetch_id
                JOIN series s ON s.id = touched.series_id
                JOIN dataset d ON d.id = s.dataset_id
                JOIN indicator i ON i.id = s.indicator_id
                JOIN area a ON a.id = s.area_id
                JOIN breakdown b ON b.id = s.breakdown_id
                JOIN period t ON t.id = touched.period_id
            WHERE (was.status IS NOT now.status OR was.value IS NOT now.value)
                AND d.code = coalesce(:dataset, d.code) AND i.code = coalesce(:indicator, i.code)
                AND a.code = coalesce(:area, a.code)
            ORDER BY d.code, i.code, a.code, b.code, t.first_day, t.code
            """
        return try Row.fetchCursor(
            database,
            sql: sql,
            arguments: [
                "first": first, "last": last, "dataset": filter.dataset, "indicator": filter.indicator,
                "area": filter.area,
            ]
        )
    }

    private static func change(_ row: Row) throws -> FigureChanges.Change {
        let (was, now) = (figure(row, "was"), figure(row, "now"))
        let kind: FigureChange.Kind =
            switch (was, now) {
            case (nil, _): .added
            case (_, nil): .withdrawn
            case (.some(let was), .some(let now)): was.value != nil && now.value == nil ? .hidden : .changed
            }
        let series = SeriesKey(
            indicator: row["indicator"],
            area: row["area"],
            breakdown: Breakdown(code: row["breakdown"]) ?? Breakdown([])
        )
        return FigureChanges.Change(
            figure: FigureChange(kind: kind, series: series, period: row["period"], was: was, now: now),
            dataset: row["dataset"],
            unit: row["unit"],
            at: row["at"] ?? ""
        )
    }

    private static func figure(_ row: Row, _ name: String) -> FigureChange.Figure? {
        let status = (row["\(name)_status"] as Int?).flatMap { ObservationStatus(rawValue: UInt8($0)) }
        return status.map { FigureChange.Figure(value: row["\(name)_value"], status: $0) }
    }

    private static func publisherUpdates(
        _ dataset: String,
        after first: Int,
        through last: Int,
        _ database: Database
    ) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT DISTINCT f.publisher_update FROM fetch f JOIN dataset d ON d.id = f.dataset_id
                WHERE d.code = ? AND f.id > ? AND f.id <= ? AND f.outcome = 'loaded' AND f.publisher_update IS NOT NULL
                ORDER BY 1
                """,
            arguments: [dataset, first, last]
        )
    }
}
