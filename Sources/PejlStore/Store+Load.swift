internal import GRDB
package import PejlModel

/// What a load brings besides its observations.
package struct LoadRequest: Sendable {
    /// The recipe that the bytes are read by.
    package let recipe: Recipe
    /// What was fetched, its documents in the archive.
    package let fetched: FetchedDataset
    /// Name and version of the decoder.
    package let decoder: String
    /// The run that loads.
    package let run: Int

    package init(recipe: Recipe, fetched: FetchedDataset, decoder: String, run: Int) {
        self.recipe = recipe
        self.fetched = fetched
        self.decoder = decoder
        self.run = run
    }

    /// The digest of everything that the observations follow from: documents, recipe, decoder.
    package var source: ContentDigest {
        let documents = fetched.figures.map(\.document.digest.hex)
        return ContentDigest(of: (documents + [recipe.digest.hex, decoder]).joined(separator: "\n"))
    }
}

extension Store {
    /// Whether the store's present state of the dataset was made from the very same bytes, recipe and decoder.
    package func isCurrent(_ load: LoadRequest) throws -> Bool {
        try read { database in
            let last = try String.fetchOne(
                database,
                sql: """
                    SELECT f.source_sha256 FROM fetch f JOIN dataset d ON d.id = f.dataset_id
                    WHERE d.code = ? AND f.outcome = 'loaded' ORDER BY f.id DESC LIMIT 1
                    """,
                arguments: [load.recipe.id]
            )
            return last == load.source.hex
        }
    }

    /// Records that a dataset was fetched and is what the store holds already.
    package func recordUnchanged(_ load: LoadRequest) throws {
        try write { database in
            let dataset = try Self.upsertDataset(load.recipe, database)
            try Self.insertFetch(load, dataset: dataset, outcome: "unchanged", database)
        }
    }

    /// Loads a dataset in one transaction: observations, vintages and provenance, or nothing.
    ///
    /// `produce` delivers the observations; `gate` sees how they differ from what is held and throws to refuse them.
    /// A refused load leaves only a `refused` fetch with its rejected rows, written in a transaction of its own.
    ///
    /// - Returns: How the store changed.
    /// - Throws: ``StoreError``, or what `produce` and `gate` throw.
    package func load(
        _ load: LoadRequest,
        produce: (any ObservationSink) throws -> NormalisedSummary,
        gate: (NormalisedSummary, LoadDifference) throws -> Void
    ) throws -> LoadDifference {
        var rejected: [RejectedRow] = []
        do {
            return try write { database in
                try Self.refuseChangedDefinitions(load.recipe, database)
                let dataset = try Self.upsertDataset(load.recipe, database)
                let fetch = try Self.insertFetch(load, dataset: dataset, outcome: "loaded", database)
                let isFirst = try Self.holdsNothing(of: dataset, database)
                let sink = try StagingSink(database, dataset: dataset, fetch: fetch, isFirstLoad: isFirst)
                let summary = try produce(sink)
                rejected = summary.rejected
                let difference =
                    isFirst
                    ? LoadDifference(firstLoadOf: sink.direct + sink.staged)
                    : try Self.difference(dataset: dataset, database)
                try gate(summary, difference)
                try Self.merge(dataset: dataset, fetch: fetch, difference, staged: sink.staged, database)
                return difference
            }
        } catch {
            // A full disk is not the publisher's doing; and what went wrong first is what is told.
            if Failure(error).kind == .contract { try? recordRefused(load, rejected) }
            throw error
        }
    }

    private func recordRefused(_ load: LoadRequest, _ rejected: [RejectedRow]) throws {
        try write { database in
            // What a refused recipe says of its indicators must not reach the good figures.
            let known = try Int64.fetchOne(
                database,
                sql: "SELECT id FROM dataset WHERE code = ?",
                arguments: [load.recipe.id]
            )
            let dataset = try known ?? Self.upsertDatasetRow(load.recipe, database)
            let fetch = try Self.insertFetch(load, dataset: dataset, outcome: "refused", database)
            for row in rejected {
                try database.execute(
                    sql: "INSERT INTO rejected_row (fetch_id, row, rule, content) VALUES (?, ?, ?, ?)",
                    arguments: [fetch, row.row, row.rule, row.content]
                )
            }
        }
    }

    // MARK: - Difference and merge

    /// Whether there is nothing to compare with, or to be in the way of a plain insert.
    private static func holdsNothing(of dataset: Int64, _ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: """
                SELECT NOT EXISTS (
                    SELECT 1 FROM series s JOIN observation o ON o.series_id = s.id WHERE s.dataset_id = ?
                )
                """,
            arguments: [dataset]
        ) == true
    }

    private static func difference(dataset: Int64, _ database: Database) throws -> LoadDifference {
        let counts = try Row.fetchOne(
            database,
            sql: """
                SELECT count(*) AS now,
                    coalesce(sum(o.series_id IS NULL), 0) AS added,
                    coalesce(sum(o.series_id IS NOT NULL AND (o.value IS NOT i.value OR o.status <> i.status)), 0)
                        AS changed,
                    coalesce(sum(o.value IS NOT NULL AND i.value IS NULL), 0) AS hidden,
                    coalesce(sum(o.value <> 0 AND i.value <> 0), 0) AS comparable,
                    coalesce(sum(o.value <> 0 AND i.value <> 0
                        AND (abs(i.value / o.value) >= 500 OR abs(o.value / i.value) >= 500)), 0) AS jumps
                FROM temp.incoming i
                    LEFT JOIN observation o ON o.series_id = i.series_id AND o.period_id = i.period_id
                """
        )
        let before = try Int.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM series s JOIN observation o ON o.series_id = s.id WHERE s.dataset_id = ?
                """,
            arguments: [dataset]
        )
        let examples = try String.fetchAll(
            database,
            sql: """
                SELECT i.code || ' ' || a.code || iif(b.code = '', '', ' ' || b.code) || ' ' || t.code
                \(withdrawnRows)
                    JOIN indicator i ON i.id = s.indicator_id JOIN area a ON a.id = s.area_id
                    JOIN breakdown b ON b.id = s.breakdown_id JOIN period t ON t.id = o.period_id
                WHERE s.dataset_id = ? AND n.series_id IS NULL
                ORDER BY s.id, t.first_day LIMIT 5
                """,
            arguments: [dataset]
        )
        let withdrawn = try Int.fetchOne(
            database,
            sql: "SELECT count(*) \(withdrawnRows) WHERE s.dataset_id = ? AND n.series_id IS NULL",
            arguments: [dataset]
        )
        return LoadDifference(
            before: before ?? 0,
            now: counts?["now"] ?? 0,
            added: counts?["added"] ?? 0,
            changed: counts?["changed"] ?? 0,
            withdrawn: withdrawn ?? 0,
            withdrawnExamples: examples,
            hidden: counts?["hidden"] ?? 0,
            jumps: counts?["jumps"] ?? 0,
            comparable: counts?["comparable"] ?? 0
        )
    }

    private static let withdrawnRows = """
        FROM series s JOIN observation o ON o.series_id = s.id
            LEFT JOIN temp.incoming n ON n.series_id = o.series_id AND n.period_id = o.period_id
        """

    /// Writes only what changed; what it replaces becomes a vintage that ends with this fetch.
    private static func merge(
        dataset: Int64,
        fetch: Int64,
        _ difference: LoadDifference,
        staged: Int,
        _ database: Database
    ) throws {
        if difference.changed > 0 {
            try database.execute(
                sql: """
                    INSERT INTO observation_vintage
                    SELECT o.series_id, o.period_id, o.fetch_id, ?, o.value, o.status
                    FROM temp.incoming i
                        JOIN observation o ON o.series_id = i.series_id AND o.period_id = i.period_id
                    WHERE o.value IS NOT i.value OR o.status <> i.status
                    """,
                arguments: [fetch]
            )
        }
        if difference.withdrawn > 0 {
            try database.execute(
                sql: """
                    INSERT INTO observation_vintage
                    SELECT o.series_id, o.period_id, o.fetch_id, ?, o.value, o.status
                    \(withdrawnRows) WHERE s.dataset_id = ? AND n.series_id IS NULL
                    """,
                arguments: [fetch, dataset]
            )
            try database.execute(
                sql: """
                    DELETE FROM observation WHERE (series_id, period_id) IN (
                        SELECT o.series_id, o.period_id
                        \(withdrawnRows) WHERE s.dataset_id = ? AND n.series_id IS NULL
                    )
                    """,
                arguments: [dataset]
            )
        }
        if difference.before == 0 {
            // What came in order is in `observation` already.
            if staged > 0 {
                try database.execute(
                    sql: "INSERT INTO observation SELECT series_id, period_id, value, status, ? FROM temp.incoming",
                    arguments: [fetch]
                )
            }
        } else if difference.added + difference.changed > 0 {
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO observation
                    SELECT i.series_id, i.period_id, i.value, i.status, ?
                    FROM temp.incoming i
                        LEFT JOIN observation o ON o.series_id = i.series_id AND o.period_id = i.period_id
                    WHERE o.series_id IS NULL OR o.value IS NOT i.value OR o.status <> i.status
                    """,
                arguments: [fetch]
            )
        }
        try database.execute(
            sql: "UPDATE fetch SET added = ?, changed = ?, withdrawn = ? WHERE id = ?",
            arguments: [difference.added, difference.changed, difference.withdrawn, fetch]
        )
        try database.execute(sql: "DELETE FROM temp.incoming")
    }
}
