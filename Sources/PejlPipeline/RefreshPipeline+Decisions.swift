import PejlArchive
package import PejlModel
import PejlNormalise
import PejlStore

/// What a person decides on a load that was refused: look at it, let it in, read it again.
///
/// Nothing is asked of the publisher: the documents are in the archive.
extension RefreshPipeline {
    /// What the dataset's last fetch, if it was refused, would change.
    ///
    /// - Parameters:
    ///   - dataset: Identifier of the dataset.
    ///   - examples: Examples of each kind of change, at the most.
    /// - Returns: The broken rules and the differences.
    /// - Throws: A ``DecisionError`` where there is nothing refused; errors of archive and store.
    package func preview(_ dataset: String, examples: Int) throws -> LoadPreview {
        let (recipe, refused) = try refusedFetch(dataset)
        let schema = try recipe.derivation == nil ? schemaChanges(of: archived(refused), by: recipe) : nil
        func preview(_ rules: [BrokenRule], _ summary: NormalisedSummary?, _ difference: LoadDifference?) -> LoadPreview
        {
            LoadPreview(
                dataset: dataset,
                title: recipe.title,
                fetch: refused.id,
                fetchedAt: refused.fetched.finishedAt,
                isRecipeChanged: refused.recipe != recipe.digest.hex || refused.decoder != decoder(of: recipe),
                schema: schema,
                rules: rules,
                difference: difference,
                rejected: Array((summary?.rejected ?? []).prefix(examples)),
                rejectedCount: summary?.rejectedCount ?? 0
            )
        }
        do {
            let (summary, difference) = try read(refused, by: recipe, examples: examples)
            return preview(Gate.brokenRules(summary, difference, recipe: recipe), summary, difference)
        } catch let refusal as LoadRefusal {
            return preview(refusal.rules, nil, nil)
        } catch {
            let failure = Failure(error)
            guard failure.kind == .contract else { throw error }
            return preview([BrokenRule(failure.name, failure.message)], nil, nil)
        }
    }

    private func read(
        _ refused: StoredFetch,
        by recipe: Recipe,
        examples: Int
    ) throws -> (NormalisedSummary, LoadDifference) {
        guard recipe.derivation == nil else { return try store.previewDerived(recipe, plan, examples: examples) }
        let load = try request(refused, by: recipe, run: 0)
        return try store.preview(load, examples: examples) { sink in
            try DatasetReader.read(load.fetched, by: recipe, into: sink)
        }
    }

    /// How the shape of fetched documents differs from that of the last load.
    ///
    /// - Returns: The changes; nothing where nothing was loaded yet, or where one of the two cannot be read.
    private func schemaChanges(of fetched: FetchedDataset, by recipe: Recipe) throws -> [SchemaChange]? {
        guard let last = try store.loadedFetches(of: recipe.id).last else { return nil }
        // A lost document of the last load must not keep anybody from looking at this one.
        guard let held = try? archived(last) else { return nil }
        guard let before = try shape(held, recipe), let now = try shape(fetched, recipe) else { return nil }
        return now.changes(since: before)
    }

    private func shape(_ fetched: FetchedDataset, _ recipe: Recipe) throws -> TableShape? {
        let reader = ShapeReader()
        do {
            try DatasetReader.decode(fetched.figures, by: recipe, into: reader)
            return reader.shape(isWhole: true)
        } catch  where Failure(error).kind == .contract {
            return reader.shape(isWhole: false)
        }
    }

    /// Lets a fetch in that the gate refused, and publishes.
    ///
    /// Exactly that: the documents of the last refused fetch, by the recipe and decoder that it was refused by, past the
    /// rules that it broke. Where a person may have looked at other documents, they must name the fetch. Rules about how
    /// a load differs from the last one are waived; rows that cannot be understood and changed definitions are not: they
    /// need another recipe.
    ///
    /// - Parameters:
    ///   - dataset: Identifier of the dataset.
    ///   - fetch: The fetch that the person looked at; may be left out where all that wait brought the same documents.
    ///   - actor: Who lets it in.
    ///   - reason: Why.
    /// - Returns: The run; the dataset has failed in it where it could not be loaded all the same.
    /// - Throws: A ``DecisionError`` where that fetch cannot be let in; errors of archive and store.
    package func approve(_ dataset: String, fetch: Int?, actor: String, reason: String) throws -> RefreshSummary {
        let startedAt = now()
        let (recipe, refused) = try refusedFetch(dataset)
        try check(fetch, isWhat: refused)
        guard refused.recipe == recipe.digest.hex, refused.decoder == decoder(of: recipe) else {
            throw DecisionError.recipeChanged(dataset: dataset, fetch: refused.id)
        }
        let rules = try store.brokenRules(ofFetch: refused.id)
        let fixed = rules.filter { !$0.isWaivable }.map(\.rule)
        guard fixed.isEmpty else {
            throw DecisionError.notWaivable(dataset: dataset, fetch: refused.id, rules: fixed)
        }
        let approval = LoadApproval(
            refusedFetch: refused.id,
            rules: Set(rules.map(\.rule)),
            actor: actor,
            reason: reason,
            at: startedAt
        )
        guard recipe.derivation == nil else {
            derived.add(try store.derive(recipe, plan, at: startedAt, approval: approval))
            return try publish([:], since: startedAt)
        }
        let run = try store.beginRun(.refresh, subject: dataset, at: startedAt)
        let outcome = try concluding(run) {
            .loaded(try load(request(refused, by: recipe, run: run, approval: approval)))
        }
        return try publish([dataset: outcome], since: startedAt)
    }

    /// Holds the fetch that a person named, or named not, against the last one that was refused.
    private func check(_ named: Int?, isWhat refused: StoredFetch) throws {
        let dataset = refused.fetched.dataset
        let pending = try store.pendingFetches(of: dataset)
        let documents = refused.documents
        guard let named else {
            guard pending.allSatisfy({ $0.documents == documents }) else {
                throw DecisionError.severalRefused(dataset: dataset, fetches: pending.map(\.id))
            }
            return
        }
        guard let found = pending.first(where: { $0.id == named }) else {
            throw DecisionError.notPending(dataset: dataset, fetch: named, pending: pending.map(\.id))
        }
        guard found.documents == documents else {
            throw DecisionError.overtaken(dataset: dataset, fetch: named, by: refused.id)
        }
    }

    /// Reads the dataset's last fetch again with today's recipe, through gate and store, and publishes.
    ///
    /// - Parameters:
    ///   - dataset: Identifier of the dataset.
    ///   - actor: Who wants it.
    /// - Returns: The run; the dataset is unchanged in it where the same recipe and decoder have loaded it already. And
    ///   what became of the rows that were rejected; nothing where the documents could not be read to their end.
    /// - Throws: A ``DecisionError`` where nothing was fetched; errors of archive and store.
    package func readAgain(_ dataset: String, actor: String) throws -> (RefreshSummary, RereadRows?) {
        let startedAt = now()
        let recipe = try recipe(dataset)
        guard recipe.derivation == nil else {
            derived.add(try store.derive(plan, at: startedAt, confirming: [dataset]))
            return (try publish([:], since: startedAt), nil)
        }
        guard let fetch = try store.lastFetchWithFigures(of: dataset) else {
            throw DecisionError.nothingFetched(dataset: dataset)
        }
        let before = try rejectedRows(of: fetch)
        var reread: RereadRows?
        let run = try store.beginRun(.refresh, subject: dataset, at: startedAt)
        let outcome = try concluding(run) {
            let load = try request(fetch, by: recipe, run: run)
            guard try !store.isCurrent(load) else { return .unchanged }
            let difference = try self.load(load, watching: Set(before.map(\.row))) { summary in
                let still = Set(summary.rejected.map(\.row))
                reread = RereadRows(
                    understood: before.filter { !still.contains($0.row) },
                    remaining: summary.rejected,
                    remainingCount: summary.rejectedCount
                )
            }
            try store.recordEvent(
                at: startedAt,
                actor: actor,
                verb: "rejected replay",
                subject: dataset,
                detail: "fetch \(fetch.id) read again"
            )
            return .loaded(difference)
        }
        return (try publish([dataset: outcome], since: startedAt), reread)
    }

    /// The rows that were rejected when a fetch's documents were last read.
    private func rejectedRows(of fetch: StoredFetch) throws -> [RejectedRow] {
        let dataset = fetch.fetched.dataset
        // One that brought nothing new was not read: what was rejected is kept with the load.
        let read = fetch.outcome == .unchanged ? try store.loadedFetches(of: dataset).last?.id : fetch.id
        let filter = RejectedRowFilter(dataset: dataset, fetch: read ?? fetch.id)
        return try store.rejectedRows(filter, limit: Int(Int32.max)).rows.map(\.rejected)
    }

    // MARK: - Documents from the archive

    /// The recipe of a configured dataset.
    func recipe(_ dataset: String) throws -> Recipe {
        guard let recipe = options.recipes.first(where: { $0.id == dataset }) else {
            let known = options.recipes.map(\.id).joined(separator: ", ")
            throw Failure(
                kind: .config,
                name: "no-such-dataset",
                message: "there is no dataset \(dataset); known are: \(known)"
            )
        }
        return recipe
    }

    /// Name and version of what reads a dataset's documents, or computes it.
    private func decoder(of recipe: Recipe) -> String {
        recipe.derivation == nil ? DatasetReader.name(for: recipe) : plan.decoder
    }

    private func refusedFetch(_ dataset: String) throws -> (Recipe, StoredFetch) {
        let recipe = try recipe(dataset)
        let last = try recipe.derivation == nil ? store.lastFetchWithFigures(of: dataset) : store.lastFetch(of: dataset)
        guard let fetch = last, fetch.outcome == .refused else {
            throw DecisionError.nothingRefused(dataset: dataset, failure: try store.lastAttempts()[dataset]?.failure)
        }
        return (recipe, fetch)
    }

    /// A load of archived documents; it is of this moment, because before it nobody could see the figures.
    ///
    /// It began when the publisher was asked, so that what the publisher changed since is asked for.
    func request(
        _ fetch: StoredFetch,
        by recipe: Recipe,
        run: Int,
        approval: LoadApproval? = nil
    ) throws -> LoadRequest {
        LoadRequest(
            recipe: recipe,
            fetched: try archived(fetch, finishedAt: now()),
            decoder: DatasetReader.name(for: recipe),
            run: run,
            approval: approval
        )
    }

    /// What a fetch brought, where it lies in the archive, each document held against its digest.
    ///
    /// - Throws: A ``Failure`` that names the fetch and the document where one is missing or damaged.
    func archived(_ fetch: StoredFetch, finishedAt: UTCInstant? = nil) throws -> FetchedDataset {
        let fetched = fetch.fetched
        return FetchedDataset(
            dataset: fetched.dataset,
            startedAt: fetched.startedAt,
            finishedAt: finishedAt ?? fetched.finishedAt,
            exchanges: try fetched.exchanges.map { exchange in
                let digest = exchange.document.digest
                do {
                    try archive.verify(digest)
                } catch {
                    let cause = Failure(error)
                    throw Failure(
                        kind: cause.kind,
                        name: cause.name,
                        message: "\(fetched.dataset), fetch \(fetch.id): \(cause.message)"
                    )
                }
                return exchange.replacing(
                    document: RawDocument(
                        digest: digest,
                        byteCount: exchange.document.byteCount,
                        path: archive.path(of: digest)
                    )
                )
            },
            notes: fetched.notes,
            publisherUpdate: fetched.publisherUpdate
        )
    }
}

extension RefreshPipeline {
    /// Lets a plugin that kept failing run again; how it fared before.
    package func resetPlugin(_ plugin: String, actor: String) throws -> PluginRecord {
        try store.resetPlugin(plugin, at: now(), actor: actor)
    }
}
