internal import GRDB
package import PejlModel

/// What rebuilding a dataset's vintages came to.
package struct ReplayResult: Sendable, Hashable {
    /// Fetches that were read again.
    package let fetches: Int
    /// Numbers of the fetches that another recipe or decoder had read.
    package let otherReadings: [Int]
    /// Digest of the vintages held before.
    package let held: ContentDigest
    /// Digest of the vintages that were rebuilt.
    package let rebuilt: ContentDigest
    /// Vintages held and not rebuilt.
    package let lost: Int
    /// Vintages rebuilt and not held.
    package let gained: Int
    /// Some of both, written out.
    package let examples: [String]
    /// Whether what was rebuilt took the place of what was held.
    package let isWritten: Bool

    /// Whether the rebuilt vintages are those held, byte for byte.
    package var isEqual: Bool { held == rebuilt }
}

/// When rebuilt vintages take the place of those held.
package enum ReplayMode: Sendable {
    /// Never: only compared.
    case check
    /// Where they differ although the same recipe and decoder read them: what is held was damaged.
    case restore
    /// Also where another recipe or decoder reads the documents otherwise than then.
    case rewrite
}

extension Store {
    /// Rebuilds the present figures and the vintages of a dataset from its loaded fetches, in one transaction.
    ///
    /// - Parameters:
    ///   - recipe: Today's recipe.
    ///   - decoder: Name and version of today's decoder.
    ///   - mode: When the result takes the place of what is held.
    ///   - plan: What is computed from the dataset, and how; it is computed anew where the result is written.
    ///   - event: Who does it, and when.
    ///   - produce: Delivers the observations of a fetch.
    ///   - gate: Throws to refuse them.
    /// - Returns: Whether the result equals what was held, and how it differs.
    /// - Throws: ``StoreError``, or what `produce` and `gate` throw; nothing is then changed.
    package func replay(
        _ recipe: Recipe,
        decoder: String,
        mode: ReplayMode,
        deriving plan: DerivationPlan = .none,
        by event: (actor: String, at: UTCInstant),
        produce: (StoredFetch, any ObservationSink) throws -> NormalisedSummary,
        gate: (StoredFetch, NormalisedSummary, LoadDifference) throws -> Void
    ) throws -> ReplayResult {
        let fetches = try loadedFetches(of: recipe.id)
        let others = fetches.filter { $0.recipe != recipe.digest.hex || $0.decoder != decoder }.map(\.id)
        return try StoreError.translating(path) {
            try queue.inDatabase { database in
                var result: ReplayResult?
                try database.inTransaction(.immediate) {
                    try Self.refuseChangedDefinitions(recipe, database)
                    let dataset = try Self.upsertDataset(recipe, database)
                    let held = try Self.vintagesDigest(dataset, database)
                    try Self.setAside(dataset, database)
                    try Self.forgetNames(of: dataset, database)
                    for fetch in fetches {
                        _ = try Self.take(into: Int64(fetch.id), dataset: dataset, database) { sink in
                            try produce(fetch, sink)
                        } gate: { summary, difference in
                            try gate(fetch, summary, difference)
                        }
                    }
                    let rebuilt = try Self.vintagesDigest(dataset, database)
                    let isWritten = held != rebuilt && (mode == .rewrite || mode == .restore && others.isEmpty)
                    let compared = try Self.compare(dataset, database)
                    result = ReplayResult(
                        fetches: fetches.count,
                        otherReadings: others,
                        held: held,
                        rebuilt: rebuilt,
                        lost: compared.lost,
                        gained: compared.gained,
                        examples: compared.examples,
                        isWritten: isWritten
                    )
                    try database.execute(sql: "DROP TABLE temp.held")
                    guard isWritten else { return .rollback }
                    try Self.restamp(others, fetches, recipe, decoder, database)
                    try Self.insertEvent(
                        at: event.at,
                        actor: event.actor,
                        verb: "replay",
                        subject: recipe.id,
                        detail: "\(compared.lost) vintages gone, \(compared.gained) new",
                        database
                    )
                    _ = try Self.derive(
                        plan,
                        plan.order.dependents(of: recipe),
                        at: event.at,
                        waiving: nil,
                        isForced: true,
                        database
                    )
                    return .commit
                }
                guard let result else { throw StoreError.sqlite(path: path, code: 0, message: "no transaction") }
                return result
            }
        }
    }

    /// A digest of every figure of a dataset, present and superseded.
    static func vintagesDigest(_ dataset: Int64, _ database: Database) throws -> ContentDigest {
        try ContentHash.digest(
            database,
            rows: ["\(vintages(of: dataset)) ORDER BY series_id, period_id, from_fetch_id"]
        )
    }

    private static func vintages(of dataset: Int64) -> String {
        let series = "series_id IN (SELECT id FROM series WHERE dataset_id = \(dataset))"
        return """
            SELECT series_id, period_id, fetch_id AS from_fetch_id, NULL AS to_fetch_id, value, status
            FROM observation WHERE \(series)
            UNION ALL SELECT series_id, period_id, from_fetch_id, to_fetch_id, value, status
            FROM observation_vintage WHERE \(series)
            """
    }

    /// Moves the figures of a dataset to `temp.held`.
    private static func setAside(_ dataset: Int64, _ database: Database) throws {
        let series = "series_id IN (SELECT id FROM series WHERE dataset_id = \(dataset))"
        try database.execute(
            sql: """
                CREATE TEMP TABLE held AS \(vintages(of: dataset));
                DELETE FROM observation WHERE \(series);
                DELETE FROM observation_vintage WHERE \(series);
                """
        )
    }

    /// Holds the figures against those set aside.
    private static func compare(
        _ dataset: Int64,
        _ database: Database
    ) throws -> (lost: Int, gained: Int, examples: [String]) {
        let now = vintages(of: dataset)
        let lost = "SELECT * FROM temp.held EXCEPT SELECT * FROM (\(now))"
        let gained = "SELECT * FROM (\(now)) EXCEPT SELECT * FROM temp.held"
        func count(_ rows: String) throws -> Int {
            try Int.fetchOne(database, sql: "SELECT count(*) FROM (\(rows))") ?? 0
        }
        func examples(_ sign: String, _ rows: String) throws -> [String] {
            let found = try Row.fetchAll(
                database,
                sql: """
                    SELECT i.code AS indicator, a.code AS area, b.code AS breakdown, t.code AS period, c.sdmx AS status, v.*
                    FROM (\(rows)) v JOIN series s ON s.id = v.series_id JOIN indicator i ON i.id = s.indicator_id
                        JOIN area a ON a.id = s.area_id JOIN breakdown b ON b.id = s.breakdown_id
                        JOIN period t ON t.id = v.period_id LEFT JOIN observation_status c ON c.code = v.status
                    ORDER BY v.series_id, v.period_id, v.from_fetch_id LIMIT 5
                    """
            )
            return found.map { row in
                let key = SeriesKey(
                    indicator: row["indicator"],
                    area: row["area"],
                    breakdown: Breakdown(code: row["breakdown"]) ?? .none
                )
                let value = (row["value"] as Double?).map { "\($0)" } ?? "(\(row["status"] as String? ?? "?"))"
                let end = (row["to_fetch_id"] as Int?).map { " to \($0)" } ?? ""
                return
                    "\(sign) \(key) \(row["period"] as String) = \(value), fetch \(row["from_fetch_id"] as Int)\(end)"
            }
        }
        return (try count(lost), try count(gained), try examples("-", lost) + examples("+", gained))
    }

    /// What was read again by another recipe or decoder says so.
    private static func restamp(
        _ others: [Int],
        _ fetches: [StoredFetch],
        _ recipe: Recipe,
        _ decoder: String,
        _ database: Database
    ) throws {
        for fetch in fetches where others.contains(fetch.id) {
            let request = LoadRequest(recipe: recipe, fetched: fetch.fetched, decoder: decoder, run: 0)
            try database.execute(
                sql: "UPDATE fetch SET recipe_sha256 = ?, decoder = ?, source_sha256 = ? WHERE id = ?",
                arguments: [recipe.digest.hex, decoder, request.source.hex, fetch.id]
            )
        }
    }
}
