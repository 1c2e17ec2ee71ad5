internal import GRDB
package import PejlModel

extension Store {
    /// Computes the datasets whose inputs, recipe or way of computing are not those of their figures.
    ///
    /// Loads do that themselves; this is for what no load did: a changed recipe, a store from before the recipe.
    ///
    /// - Parameters:
    ///   - plan: The datasets, and how they are computed.
    ///   - instant: The moment that it counts as done at.
    ///   - confirmed: Datasets whose inputs were asked for and are good; where nothing is to be computed, that is noted.
    /// - Returns: What became of those that were computed or confirmed.
    /// - Throws: ``StoreError``.
    package func derive(
        _ plan: DerivationPlan,
        at instant: UTCInstant,
        confirming confirmed: Set<String> = []
    ) throws -> [DerivedOutcome] {
        guard !plan.order.recipes.isEmpty else { return [] }
        return try write { database in
            let outcomes = try Self.derive(plan, plan.order.recipes, at: instant, waiving: [], database)
            let computed = Set(outcomes.map(\.dataset))
            let others = plan.order.recipes.filter { confirmed.contains($0.id) && !computed.contains($0.id) }
            return try outcomes + others.compactMap { try Self.confirm($0, plan, at: instant, database) }
        }
    }

    /// Computes one dataset whose last computation was refused, on a person's word, and what is computed from it.
    ///
    /// - Throws: ``StoreError``.
    package func derive(
        _ recipe: Recipe,
        _ plan: DerivationPlan,
        at instant: UTCInstant,
        approval: LoadApproval
    ) throws -> [DerivedOutcome] {
        try write { database in
            let own = try Self.derive(
                recipe,
                plan,
                at: instant,
                waiving: approval.rules,
                isForced: true,
                approval: approval,
                database
            )
            let more = try Self.derive(
                plan,
                plan.order.dependents(of: recipe),
                at: instant,
                waiving: approval.rules,
                database
            )
            return (own.map { [$0] } ?? []) + more
        }
    }

    /// What computing a dataset now would change; changes nothing.
    ///
    /// - Throws: ``StoreError``, a ``LoadRefusal`` where definitions change, a ``Failure`` where inputs do not fit.
    package func previewDerived(
        _ recipe: Recipe,
        _ plan: DerivationPlan,
        examples: Int
    ) throws -> (NormalisedSummary, LoadDifference) {
        try StoreError.translating(path) {
            try queue.inDatabase { database in
                var result = (NormalisedSummary(), LoadDifference(firstLoadOf: 0))
                try database.inTransaction(.immediate) {
                    let table = try Self.table(of: recipe, plan, database)
                    try Self.refuseChangedDefinitions(recipe, database)
                    let dataset = try Self.upsertDataset(recipe, database)
                    let (summary, difference, _) = try Self.stage(dataset: dataset, database, examples: examples) {
                        try Self.deliver(table, of: recipe, to: $0)
                    }
                    result = (summary, difference)
                    return .rollback
                }
                return result
            }
        }
    }

    // MARK: - In a transaction

    /// Computes some datasets in their order, each in a savepoint; those that are current are left out.
    static func derive(
        _ plan: DerivationPlan,
        _ recipes: [Recipe],
        at instant: UTCInstant,
        waiving: Set<String>?,
        isForced: Bool = false,
        _ database: Database
    ) throws -> [DerivedOutcome] {
        try recipes.compactMap {
            try derive($0, plan, at: instant, waiving: waiving, isForced: isForced, approval: nil, database)
        }
    }

    private static func derive(
        _ recipe: Recipe,
        _ plan: DerivationPlan,
        at instant: UTCInstant,
        waiving: Set<String>?,
        isForced: Bool,
        approval: LoadApproval?,
        _ database: Database
    ) throws -> DerivedOutcome? {
        guard let origin = try origin(of: recipe, plan, database) else { return nil }
        guard isForced || !origin.isCurrent else { return nil }
        // Figures read as of a moment must not show an input and what an older one came to.
        let moment = max(instant, origin.newest)
        let run = try insertRun(.refresh, recipe.id, moment, database)
        let load = request(recipe, plan, origin, at: moment, run: run, approval: approval)
        var rejected: [RejectedRow] = []
        do {
            var difference = LoadDifference(firstLoadOf: 0)
            try database.inSavepoint {
                let table = try table(of: recipe, plan, database)
                rejected = table.summary.rejected
                difference = try store(table, load, database) { try plan.judge($0, $1, recipe, waiving) }
                return .commit
            }
            try finishRun(run, at: moment, unchanged: false, database)
            return DerivedOutcome(dataset: recipe.id, outcome: .loaded(difference))
        } catch  where Failure(error).kind == .contract {
            let failure = Failure(error)
            // What a person let in and is refused all the same is the refused fetch that stands already.
            if approval == nil { try insertRefused(load, error, rejected, database) }
            try failRun(run, at: moment, failure, retryAt: nil, database)
            return DerivedOutcome(dataset: recipe.id, outcome: .failed(failure))
        }
    }

    private static func confirm(
        _ recipe: Recipe,
        _ plan: DerivationPlan,
        at instant: UTCInstant,
        _ database: Database
    ) throws -> DerivedOutcome? {
        guard let origin = try origin(of: recipe, plan, database), origin.isCurrent, !origin.isRefused else {
            return nil
        }
        let moment = max(instant, origin.newest)
        let run = try insertRun(.refresh, recipe.id, moment, database)
        let dataset = try Int64.fetchOne(database, sql: "SELECT id FROM dataset WHERE code = ?", arguments: [recipe.id])
        guard let dataset else { return nil }
        let load = request(recipe, plan, origin, at: moment, run: run, approval: nil)
        try insertFetch(load, dataset: dataset, outcome: "unchanged", database)
        try finishRun(run, at: moment, unchanged: true, database)
        return DerivedOutcome(dataset: recipe.id, outcome: .unchanged)
    }

    private static func request(
        _ recipe: Recipe,
        _ plan: DerivationPlan,
        _ origin: Origin,
        at moment: UTCInstant,
        run: Int,
        approval: LoadApproval?
    ) -> LoadRequest {
        LoadRequest(
            recipe: recipe,
            fetched: FetchedDataset(dataset: recipe.id, startedAt: moment, finishedAt: moment, exchanges: []),
            decoder: plan.decoder,
            run: run,
            approval: approval,
            inputs: origin.inputs
        )
    }

    // MARK: - Where it comes from

    /// What a dataset would be computed from at present.
    private struct Origin {
        /// Digest of what the last load of each input followed from.
        let inputs: ContentDigest
        /// The newest moment of inputs and of the dataset's own last computation.
        let newest: UTCInstant
        /// Whether the last computation had the same inputs, recipe and way of computing.
        let isCurrent: Bool
        /// Whether the last computation was refused.
        let isRefused: Bool
    }

    /// Nothing where an input was never loaded.
    private static func origin(
        of recipe: Recipe,
        _ plan: DerivationPlan,
        _ database: Database
    ) throws -> Origin? {
        var sources: [String] = []
        var moments: [UTCInstant] = []
        for input in recipe.derivation?.inputs ?? [] {
            let last = try Row.fetchOne(
                database,
                sql: """
                    SELECT f.source_sha256, f.finished_at FROM fetch f JOIN indicator i ON i.dataset_id = f.dataset_id
                    WHERE i.code = ? AND f.outcome = 'loaded' ORDER BY f.id DESC LIMIT 1
                    """,
                arguments: [input]
            )
            guard let last else { return nil }
            sources.append(last["source_sha256"])
            moments += [UTCInstant(last["finished_at"] as String)].compactMap { $0 }
        }
        let own = try Row.fetchOne(
            database,
            sql: """
                SELECT f.source_sha256, f.finished_at, f.outcome FROM fetch f JOIN dataset d ON d.id = f.dataset_id
                WHERE d.code = ? ORDER BY f.id DESC LIMIT 1
                """,
            arguments: [recipe.id]
        )
        if let own { moments += [UTCInstant(own["finished_at"] as String)].compactMap { $0 } }
        guard let newest = moments.max() else { return nil }
        let inputs = ContentDigest(of: sources.joined(separator: "\n"))
        let source = ContentDigest(of: [inputs.hex, recipe.digest.hex, plan.decoder].joined(separator: "\n"))
        return Origin(
            inputs: inputs,
            newest: newest,
            isCurrent: own?["source_sha256"] == source.hex,
            isRefused: own?["outcome"] == "refused"
        )
    }

    private static func table(
        of recipe: Recipe,
        _ plan: DerivationPlan,
        _ database: Database
    ) throws -> DerivedTable {
        let inputs = try (recipe.derivation?.parts ?? []).map { try figures(of: $0, dataset: recipe.id, database) }
        return try plan.compute(recipe, inputs)
    }

    /// The present figures that a part of a formula reads.
    private static func figures(
        of part: DerivedInput,
        dataset: String,
        _ database: Database
    ) throws -> [InputFigure] {
        let held = try String.fetchOne(
            database,
            sql: "SELECT definition_id FROM indicator WHERE code = ?",
            arguments: [part.indicator]
        )
        guard held == part.definitionID else {
            let message =
                "\(dataset): the store holds \(part.indicator) by the definition \(held ?? "–"), and the recipe is for "
                + "\(part.definitionID); figures of two definitions are never brought together"
            throw Failure(kind: .contract, name: "definition-changed", message: message)
        }
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT s.id AS series, a.code AS area, b.code AS breakdown, t.id AS period, t.kind, t.code, t.first_day,
                    t.last_day, o.value, o.status, o.fetch_id
                FROM indicator i
                    JOIN series s ON s.indicator_id = i.id JOIN area a ON a.id = s.area_id
                    JOIN breakdown b ON b.id = s.breakdown_id
                    JOIN observation o ON o.series_id = s.id JOIN period t ON t.id = o.period_id
                WHERE i.code = ? ORDER BY s.id, t.id
                """,
            arguments: [part.indicator]
        )
        var figures: [InputFigure] = []
        var breakdowns: [String: Breakdown] = [:]
        var periods: [Int64: Period] = [:]
        while let row = try rows.next() {
            let code: String = row["breakdown"]
            guard let breakdown = breakdowns[code] ?? Breakdown(code: code) else { continue }
            breakdowns[code] = breakdown
            guard part.reads(breakdown) else { continue }
            guard let period = periods[row["period"]] ?? period(row) else { continue }
            periods[row["period"]] = period
            figures.append(
                InputFigure(
                    area: row["area"],
                    breakdown: breakdown,
                    period: period,
                    value: row["value"],
                    status: ObservationStatus(rawValue: row["status"]) ?? .missing,
                    reference: FigureReference(series: row["series"], period: row["period"], fetch: row["fetch_id"])
                )
            )
        }
        return figures
    }

    /// The period in a row with its kind, code and days.
    private static func period(_ row: Row) -> Period? {
        guard let kind = PeriodKind(rawValue: row["kind"]), let first = CalendarDay(iso: row["first_day"]),
            let last = CalendarDay(iso: row["last_day"])
        else { return nil }
        return Period(kind: kind, code: row["code"], firstDay: first, lastDay: last)
    }

    // MARK: - Where it goes

    private static func store(
        _ table: DerivedTable,
        _ load: LoadRequest,
        _ database: Database,
        judge: (NormalisedSummary, LoadDifference) throws -> [PublisherNote]
    ) throws -> LoadDifference {
        try refuseChangedDefinitions(load.recipe, database)
        let dataset = try upsertDataset(load.recipe, database)
        try writeCaveats(table, of: load.recipe, database)
        let fetch = try insertFetch(load, dataset: dataset, outcome: "loaded", database)
        var notes: [PublisherNote] = []
        let difference = try take(into: fetch, dataset: dataset, database) { sink in
            try deliver(table, of: load.recipe, to: sink)
        } gate: {
            notes = try judge($0, $1)
        }
        try insertJudgement(load, fetch: fetch, rejected: table.summary.rejected, notes: notes, database)
        try insertInputs(of: table, dataset: dataset, fetch: fetch, database)
        return difference
    }

    private static func deliver(
        _ table: DerivedTable,
        of recipe: Recipe,
        to sink: any ObservationSink
    ) throws -> NormalisedSummary {
        guard let indicator = recipe.indicators.first, !table.figures.isEmpty else { return table.summary }
        let keys = ObservationKeys()
        var chunk = ObservationChunk()
        for figure in table.figures {
            let key = SeriesKey(indicator: indicator.id, area: figure.key.area, breakdown: figure.key.breakdown)
            chunk.append(
                series: keys.number(of: key),
                period: keys.number(of: figure.key.period),
                value: figure.value ?? 0,
                status: figure.status
            )
        }
        try sink.take(chunk, keys: keys)
        return table.summary
    }

    /// Flagged figures carry the flag's meaning as a caveat, which travels with every finding on them.
    private static func writeCaveats(_ table: DerivedTable, of recipe: Recipe, _ database: Database) throws {
        guard let indicator = recipe.indicators.first, recipe.derivation?.flags == Derivation.bridged else { return }
        for period in Set(table.figures.map(\.key.period.code)).sorted() {
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO indicator_caveat SELECT id, ?, ?, ?, ? FROM indicator WHERE code = ?
                    """,
                arguments: [
                    Derivation.bridged, period, Derivation.bridgedMeaning.da, Derivation.bridgedMeaning.en,
                    indicator.id,
                ]
            )
        }
    }

    /// Writes what the figures that this computation set were computed from.
    private static func insertInputs(
        of table: DerivedTable,
        dataset: Int64,
        fetch: Int64,
        _ database: Database
    ) throws {
        let inputs = Dictionary(table.figures.map { ($0.key, $0.inputs) }) { first, _ in first }
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT o.series_id, o.period_id, a.code AS area, b.code AS breakdown, t.kind, t.code, t.first_day,
                    t.last_day
                FROM series s JOIN observation o ON o.series_id = s.id JOIN area a ON a.id = s.area_id
                    JOIN breakdown b ON b.id = s.breakdown_id JOIN period t ON t.id = o.period_id
                WHERE s.dataset_id = ? AND o.fetch_id = ?
                """,
            arguments: [dataset, fetch]
        )
        let statement = try database.cachedStatement(sql: "INSERT INTO derived_input VALUES (?, ?, ?, ?, ?, ?)")
        for row in rows {
            guard let breakdown = Breakdown(code: row["breakdown"]), let period = period(row) else { continue }
            let key = DerivedKey(area: row["area"], breakdown: breakdown, period: period)
            for input in inputs[key] ?? [] {
                try statement.execute(
                    arguments: [
                        row["series_id"] as Int64, row["period_id"] as Int64, fetch, input.series, input.period,
                        input.fetch,
                    ]
                )
            }
        }
    }
}
