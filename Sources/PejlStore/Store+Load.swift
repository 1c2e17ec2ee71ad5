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
    /// Who let it in, where the gate refused the same documents before.
    package let approval: LoadApproval?
    /// Digest of what the figures are computed from, where there are no documents.
    let inputs: ContentDigest?

    package init(
        recipe: Recipe,
        fetched: FetchedDataset,
        decoder: String,
        run: Int,
        approval: LoadApproval? = nil,
        inputs: ContentDigest? = nil
    ) {
        self.recipe = recipe
        self.fetched = fetched
        self.decoder = decoder
        self.run = run
        self.approval = approval
        self.inputs = inputs
    }

    /// The digest of everything that the observations follow from: documents or inputs, recipe, decoder.
    package var source: ContentDigest {
        let documents = fetched.figures.map(\.document.digest.hex) + (inputs.map { [$0.hex] } ?? [])
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
    /// `produce` delivers the observations; `judge` sees how they differ from what is held, says what is odd, and throws
    /// to refuse them. A refused load leaves only a `refused` fetch with the rules it broke and its rejected rows,
    /// written in a transaction of its own.
    ///
    /// What is computed from the dataset is computed in the same transaction, so that it never disagrees with it; where
    /// that is refused, the load stands and the last good computed figures do.
    ///
    /// - Returns: How the store changed, and what became of the datasets that are computed from this one.
    /// - Throws: ``StoreError``, or what `produce` and `judge` throw.
    package func load(
        _ load: LoadRequest,
        deriving plan: DerivationPlan,
        produce: (any ObservationSink) throws -> NormalisedSummary,
        judge: (NormalisedSummary, LoadDifference) throws -> [PublisherNote]
    ) throws -> (LoadDifference, [DerivedOutcome]) {
        var rejected: [RejectedRow] = []
        do {
            return try write { database in
                try Self.refuseChangedDefinitions(load.recipe, database)
                let dataset = try Self.upsertDataset(load.recipe, database)
                let fetch = try Self.insertFetch(load, dataset: dataset, outcome: "loaded", database)
                var notes: [PublisherNote] = []
                let difference = try Self.take(into: fetch, dataset: dataset, database, produce: produce) {
                    rejected = $0.rejected
                    notes = try judge($0, $1)
                }
                try Self.insertJudgement(load, fetch: fetch, rejected: rejected, notes: notes, database)
                let derived = try Self.derive(
                    plan,
                    plan.order.dependents(of: load.recipe),
                    at: load.fetched.finishedAt,
                    waiving: load.approval?.rules ?? [],
                    database
                )
                return (difference, derived)
            }
        } catch {
            // A full disk is not the publisher's doing; and what went wrong first is what is told.
            if Failure(error).kind == .contract, load.approval == nil { try? recordRefused(load, error, rejected) }
            throw error
        }
    }

    /// Loads a dataset that nothing is computed from, through a gate that finds nothing odd; see
    /// ``load(_:deriving:produce:judge:)``.
    package func load(
        _ load: LoadRequest,
        produce: (any ObservationSink) throws -> NormalisedSummary,
        gate: (NormalisedSummary, LoadDifference) throws -> Void
    ) throws -> LoadDifference {
        try self.load(load, deriving: .none, produce: produce) { summary, difference in
            try gate(summary, difference)
            return []
        }.0
    }

    /// Reads a load as ``load(_:deriving:produce:judge:)`` does and changes nothing.
    ///
    /// - Parameters:
    ///   - load: What is read, and by which recipe.
    ///   - examples: Examples of each kind of change, at the most.
    ///   - produce: Delivers the observations.
    /// - Returns: What reading came to, and how the observations differ from what is held.
    /// - Throws: ``StoreError``, a ``LoadRefusal`` where definitions change, or what `produce` throws.
    package func preview(
        _ load: LoadRequest,
        examples: Int,
        produce: (any ObservationSink) throws -> NormalisedSummary
    ) throws -> (NormalisedSummary, LoadDifference) {
        try StoreError.translating(path) {
            try queue.inDatabase { database in
                var result: (NormalisedSummary, LoadDifference)?
                try database.inTransaction(.immediate) {
                    try Self.refuseChangedDefinitions(load.recipe, database)
                    let dataset = try Self.upsertDataset(load.recipe, database)
                    let (summary, difference, _) = try Self.stage(
                        dataset: dataset,
                        database,
                        examples: examples,
                        produce: produce
                    )
                    result = (summary, difference)
                    return .rollback
                }
                guard let result else { throw StoreError.sqlite(path: path, code: 0, message: "no transaction") }
                return result
            }
        }
    }

    /// Stages the observations, lets the gate decide, and makes them the dataset's present state as of a fetch.
    ///
    /// Where `gate` throws to refuse them, the transaction must be rolled back.
    static func take(
        into fetch: Int64,
        dataset: Int64,
        _ database: Database,
        produce: (any ObservationSink) throws -> NormalisedSummary,
        gate: (NormalisedSummary, LoadDifference) throws -> Void
    ) throws -> LoadDifference {
        let (summary, difference, staged) = try stage(
            into: fetch,
            dataset: dataset,
            database,
            examples: 5,
            produce: produce
        )
        try gate(summary, difference)
        try note(summary.institutions, of: dataset, into: fetch, database)
        try merge(fetch: fetch, difference, staged: staged, database)
        return difference
    }

    /// Puts the observations beside those held, and tells how they differ and how many wait to be merged.
    ///
    /// Where nothing is held and there is a `fetch` to write them for, they may go where they belong at once.
    static func stage(
        into fetch: Int64? = nil,
        dataset: Int64,
        _ database: Database,
        examples: Int,
        produce: (any ObservationSink) throws -> NormalisedSummary
    ) throws -> (NormalisedSummary, LoadDifference, staged: Int) {
        let isFirst = try holdsNothing(of: dataset, database)
        let sink = try StagingSink(database, dataset: dataset, isFirst: isFirst, fetch: fetch)
        let summary = try SideReader.run(produce, write: sink.take)
        // What an institution is called is known when the last row was read.
        for institution in summary.institutions { try upsert(institution, database) }
        let difference = try sink.difference(dataset: dataset)
        return (summary, try withExamples(difference, limit: examples, database), sink.staged)
    }

    // MARK: - Merge

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

    /// Writes only what changed; what it replaces becomes a vintage that ends with this fetch.
    private static func merge(
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
                        CROSS JOIN observation o ON o.series_id = i.series_id AND o.period_id = i.period_id
                    """,
                arguments: [fetch]
            )
        }
        if difference.withdrawn > 0 {
            try database.execute(
                sql: """
                    INSERT INTO observation_vintage
                    SELECT o.series_id, o.period_id, o.fetch_id, ?, o.value, o.status
                    FROM temp.withdrawn w
                        CROSS JOIN observation o ON o.series_id = w.series_id AND o.period_id = w.period_id
                    """,
                arguments: [fetch]
            )
            try database.execute(
                sql: """
                    DELETE FROM observation
                    WHERE (series_id, period_id) IN (SELECT series_id, period_id FROM temp.withdrawn)
                    """
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
                    SELECT series_id, period_id, value, status, ? FROM temp.incoming
                    """,
                arguments: [fetch]
            )
        }
        try database.execute(
            sql: "UPDATE fetch SET added = ?, changed = ?, withdrawn = ? WHERE id = ?",
            arguments: [difference.added, difference.changed, difference.withdrawn, fetch]
        )
        try database.execute(sql: "DELETE FROM temp.incoming; DELETE FROM temp.withdrawn")
    }
}
