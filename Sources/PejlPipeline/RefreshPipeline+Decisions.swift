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
    /// - Throws: A ``Failure`` where there is nothing refused; errors of archive and store.
    package func preview(_ dataset: String, examples: Int) throws -> LoadPreview {
        let (recipe, refused) = try refusedFetch(dataset)
        func preview(_ rules: [BrokenRule], _ summary: NormalisedSummary?, _ difference: LoadDifference?) -> LoadPreview
        {
            LoadPreview(
                dataset: dataset,
                title: recipe.title,
                fetch: refused.id,
                fetchedAt: refused.fetched.finishedAt,
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

    /// Lets the dataset's last fetch in, which the gate refused, and publishes.
    ///
    /// Rules about how the load differs from the last one are waived; rows that cannot be understood and changed
    /// definitions are not: they need another recipe.
    ///
    /// - Parameters:
    ///   - dataset: Identifier of the dataset.
    ///   - actor: Who lets it in.
    ///   - reason: Why.
    /// - Returns: The run; the dataset has failed in it where a rule is broken that cannot be waived.
    /// - Throws: A ``Failure`` where there is nothing refused; errors of archive and store.
    package func approve(_ dataset: String, actor: String, reason: String) throws -> RefreshSummary {
        let startedAt = now()
        let (recipe, refused) = try refusedFetch(dataset)
        let approval = LoadApproval(refusedFetch: refused.id, actor: actor, reason: reason, at: startedAt)
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

    /// Reads the dataset's last fetch again with today's recipe, through gate and store, and publishes.
    ///
    /// - Parameter dataset: Identifier of the dataset.
    /// - Returns: The run; the dataset is unchanged in it where the same recipe and decoder have loaded it already.
    /// - Throws: A ``Failure`` where nothing was fetched; errors of archive and store.
    package func readAgain(_ dataset: String) throws -> RefreshSummary {
        let startedAt = now()
        let recipe = try recipe(dataset)
        guard recipe.derivation == nil else {
            derived.add(try store.derive(plan, at: startedAt, confirming: [dataset]))
            return try publish([:], since: startedAt)
        }
        guard let fetch = try store.lastFetchWithFigures(of: dataset) else {
            throw Failure(
                kind: .contract,
                name: "nothing-fetched",
                message: "\(dataset): nothing was fetched that could be read again"
            )
        }
        let run = try store.beginRun(.refresh, subject: dataset, at: startedAt)
        let outcome = try concluding(run) {
            let load = try request(fetch, by: recipe, run: run)
            return try store.isCurrent(load) ? .unchanged : .loaded(self.load(load))
        }
        return try publish([dataset: outcome], since: startedAt)
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

    private func refusedFetch(_ dataset: String) throws -> (Recipe, StoredFetch) {
        let recipe = try recipe(dataset)
        let last = try recipe.derivation == nil ? store.lastFetchWithFigures(of: dataset) : store.lastFetch(of: dataset)
        guard let fetch = last, fetch.outcome == .refused else {
            throw Failure(
                kind: .contract,
                name: "nothing-refused",
                message: "\(dataset): the last fetch was not refused, so there is nothing to decide"
            )
        }
        return (recipe, fetch)
    }

    /// A load of archived documents; it is of this moment, because before it nobody could see the figures.
    private func request(
        _ fetch: StoredFetch,
        by recipe: Recipe,
        run: Int,
        approval: LoadApproval? = nil
    ) throws -> LoadRequest {
        LoadRequest(
            recipe: recipe,
            fetched: try archived(fetch.fetched, at: now()),
            decoder: DatasetReader.name(for: recipe),
            run: run,
            approval: approval
        )
    }

    /// The same documents where they lie in the archive, each held against its digest.
    func archived(_ fetched: FetchedDataset, at instant: UTCInstant) throws -> FetchedDataset {
        FetchedDataset(
            dataset: fetched.dataset,
            startedAt: instant,
            finishedAt: instant,
            exchanges: try fetched.exchanges.map { exchange in
                let digest = exchange.document.digest
                try archive.verify(digest)
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
