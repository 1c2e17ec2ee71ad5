import PejlAnalyse
import PejlArchive
package import PejlFetch
package import PejlModel
import PejlNormalise
package import PejlStore

/// The whole way of a figure: fetch → archive → decode → normalise → gate → store → analyse → publish → report.
///
/// Publishers are asked side by side; from the archive on there is one dataset at a time, because one connection writes.
/// One pipeline at a time holds the store. Every step that fails leaves the last good publication standing and a named
/// failure in the summary.
package struct RefreshPipeline: Sendable {
    let options: PipelineOptions
    let now: @Sendable () -> UTCInstant
    private let progress: @Sendable (PipelineEvent) -> Void
    let archive: Archive
    /// The store; whoever looks into it writes nothing.
    package let store: Store
    private let keeper: StoreKeeper
    /// What looking at everything came to, where it was due.
    package let inspection: Inspection?
    /// Who asks the publishers; it may be handed to the next pipeline of the same configuration.
    package let fetcher: Fetcher
    let publisher: CandidatePublisher
    private let hostPatience: Duration
    let plan: DerivationPlan
    let derived = DerivedOutcomes()

    /// Opens archive and store, and ends what a killed run left between its steps.
    ///
    /// - Parameters:
    ///   - options: What to refresh, and where.
    ///   - now: The clock.
    ///   - hostPatience: How long a slow host may keep answers of other hosts from being loaded.
    ///   - inspecting: Whether everything is looked at where that is due; a daemon that starts does so afterwards.
    ///   - fetcher: Who asked the publishers before, with what it knows of hosts that do not answer; a new one if none.
    ///   - progress: Told each step, from several threads.
    /// - Throws: ``Failure`` convertibles of the stages: the store is held, foreign, damaged or unwritable.
    package init(
        _ options: PipelineOptions,
        now: @escaping @Sendable () -> UTCInstant,
        hostPatience: Duration = .seconds(120),
        inspecting: Bool = true,
        fetcher: Fetcher? = nil,
        progress: @escaping @Sendable (PipelineEvent) -> Void = { _ in }
    ) throws {
        self.options = options
        self.now = now
        self.hostPatience = hostPatience
        plan = Self.plan(options.recipes)
        self.progress = progress
        let paths = options.paths
        try StateFolders.make(paths)
        // The store first: it holds the lock, and what follows clears leftovers that might be somebody's.
        keeper = StoreKeeper(paths: paths, now: now, progress: progress)
        (store, archive, inspection) = try keeper.open(inspecting: inspecting)
        try store.recoverPublication(at: paths.publication)
        store.discardCandidate(at: paths.candidate)
        for path in [paths.report, paths.status] { StateFolders.discardReplacement(of: path) }
        var fetch = options.fetch
        fetch.temporaryDirectory = archive.incoming
        self.fetcher = fetcher ?? Fetcher(options: fetch, now: now)
        publisher = CandidatePublisher(store: store, options: options, now: now, progress: progress)
    }

    /// Where the status file is.
    package var statusPath: String { options.paths.status }

    /// Writes the status file, whole or not at all.
    ///
    /// The store is held meanwhile: another start removes what looks like a killed run's left-over.
    ///
    /// - Throws: ``Failure`` when it cannot be written; the old file then stands.
    package func saveStatus(_ text: String) throws {
        try withExtendedLifetime(store) { try StateFolders.replace(options.paths.status, with: text) }
    }

    /// Refreshes datasets, then analyses, publishes and reports if anything changed.
    ///
    /// - Parameters:
    ///   - choice: Which datasets are asked for.
    ///   - insisting: Whether figures are asked for even where the publisher says that nothing changed.
    /// - Returns: What became of every configured dataset, the publication and the report.
    /// - Throws: What keeps the store from being read or written; failures of single datasets are in the summary.
    ///   `CancellationError` where the task was cancelled; runs are then `interrupted` in the store.
    package func run(_ choice: RefreshChoice = .all, insisting: Bool = false) async throws -> RefreshSummary {
        let startedAt = now()
        // What a run that was broken off left.
        _ = derived.take()
        let chosen = try chosen(choice, at: startedAt)
        let known = insisting ? [:] : try lastRetrievals(chosen)
        do {
            let outcomes = try await refresh(chosen, known: known).merging(takeDrops()) { $1 }
            try Task.checkCancellation()
            return try publish(outcomes, since: startedAt)
        } catch let cancellation as CancellationError {
            // Of those that wait for an answer nobody hears any more.
            try store.interruptOpenRuns(at: now())
            throw cancellation
        }
    }

    private func chosen(_ choice: RefreshChoice, at instant: UTCInstant) throws -> [Recipe] {
        switch choice {
        case .all: return options.recipes
        case .named(let datasets): return options.recipes.filter { datasets.contains($0.id) }
        case .due:
            let attempts = try store.lastAttempts()
            return options.recipes.filter { recipe in
                recipe.dueAt(after: attempts[recipe.id], now: instant).map { $0 <= instant } ?? false
            }
        }
    }

    /// When there is something to do next: for each dataset that somebody is asked for, and when everything is looked at.
    ///
    /// - Throws: ``StoreError``.
    package func upcoming() throws -> RefreshPlan {
        let attempts = try store.lastAttempts()
        let instant = now()
        var plan = RefreshPlan(inspectionAt: try keeper.dueAt(store))
        for recipe in options.recipes where isAsked(recipe) {
            plan.datasets[recipe.id] = recipe.dueAt(after: attempts[recipe.id], now: instant)
        }
        return plan
    }

    /// Analyses, publishes and reports if anything changed, and sums up a run that began at `startedAt`.
    ///
    /// Datasets without an outcome were not due. `isForced` publishes even where no load says that anything changed.
    func publish(
        _ outcomes: [String: RefreshOutcome],
        since startedAt: UTCInstant,
        isForced: Bool = false
    ) throws -> RefreshSummary {
        let outcomes = try adding(derivedTo: outcomes)
        let isDamaged = inspection?.faults.contains { $0.kind != .lostDocument } ?? false
        let outcome = publisher.publishIfNeeded(isForced: isForced || isDamaged)
        return RefreshSummary(
            startedAt: startedAt,
            finishedAt: now(),
            municipality: options.municipality.code,
            datasets: try summaries(outcomes),
            publication: outcome.publication,
            report: outcome.report,
            plugins: try summaries(of: outcome.plugins),
            damage: inspection?.failure
        )
    }

    /// Fetches from all hosts side by side and loads what comes, one dataset after the other.
    private func refresh(
        _ due: [Recipe],
        known: [String: LastRetrieval]
    ) async throws -> [String: RefreshOutcome] {
        let recipes = due.filter(isAsked)
        let runs = try store.beginRuns(.refresh, subjects: recipes.map(\.id), at: now())
        let queues = HostQueues(recipes, patience: hostPatience) { options.fetch.host(of: $0.publisher) }
        let ofStatBank = recipes.filter { $0.publisher == .statbank }.compactMap { known[$0.id] }
        // Asked beside the other hosts, which must not wait for it.
        let round = Task { [fetcher] in try await fetcher.beginRound(ofStatBank) }
        defer { round.cancel() }
        let source = DatasetFetcher(fetcher, known: known, round: round, progress: progress)
        var outcomes: [String: RefreshOutcome] = [:]
        try await queues.run(fetch: source.fetch) { index, answer in
            let outcome = try take(answer, of: recipes[index], run: runs[index])
            progress(.refreshed(dataset: recipes[index].id, outcome: outcome))
            outcomes[recipes[index].id] = outcome
        }
        return outcomes
    }

    /// What is known of datasets that were loaded before.
    private func lastRetrievals(_ recipes: [Recipe]) throws -> [String: LastRetrieval] {
        var known: [String: LastRetrieval] = [:]
        for recipe in recipes {
            known[recipe.id] = try store.lastRetrieval(of: recipe.id, decoder: DatasetReader.name(for: recipe))
        }
        return known
    }

    /// Looks into every drop folder, due or not: whoever puts a file there waits for it.
    private func takeDrops() async throws -> [String: RefreshOutcome] {
        var outcomes: [String: RefreshOutcome] = [:]
        for recipe in options.recipes {
            let drop = DropRefresh(recipe, options, incoming: archive.incoming, now: now, progress: progress)
            guard let drop else { continue }
            let hasFigures = try store.lastGoodFetches()[recipe.id] != nil
            let loaded = try store.lastLoadedSources(of: recipe.id)
            let outcome = try await drop.run(hasFigures: hasFigures, loaded: loaded) { answer in
                try take(answer, of: recipe, run: store.beginRun(.refresh, subject: recipe.id, at: now()))
            }
            progress(.refreshed(dataset: recipe.id, outcome: outcome))
            outcomes[recipe.id] = outcome
        }
        return outcomes
    }

    /// Every configured dataset, those that were not due included.
    private func summaries(_ outcomes: [String: RefreshOutcome]) throws -> [RefreshSummary.Dataset] {
        let lastGood = try store.lastGoodFetches()
        let attempts = try store.lastAttempts()
        let instant = now()
        return options.recipes.map { recipe in
            let attempt = attempts[recipe.id]
            return RefreshSummary.Dataset(
                id: recipe.id,
                title: recipe.title,
                outcome: outcomes[recipe.id] ?? .notDue(attempt?.failure),
                lastGoodAt: lastGood[recipe.id],
                retryAt: attempt?.retryAt,
                nextAt: isAsked(recipe) ? recipe.dueAt(after: attempt, now: instant) : nil
            )
        }
    }

    /// How every configured plugin stands.
    private func summaries(
        of outcomes: [String: RefreshSummary.PluginOutcome]
    ) throws -> [RefreshSummary.Plugin] {
        try options.plugins.map { plugin in
            let record = try store.pluginRecord(plugin.id)
            return RefreshSummary.Plugin(
                id: plugin.id,
                title: plugin.title,
                version: plugin.version,
                outcome: outcomes[plugin.id] ?? .notNeeded,
                failuresInARow: record.failuresInARow,
                lastRunAt: record.lastRunAt
            )
        }
    }

    /// Whether somebody is asked for the figures, at times of a schedule.
    private func isAsked(_ recipe: Recipe) -> Bool {
        if case .interface = recipe.publisher.access { true } else { false }
    }

    /// One dataset from the answer to the store.
    private func take(_ answer: HostQueues.Answer, of recipe: Recipe, run: Int) throws -> RefreshOutcome {
        try concluding(run) {
            let load = LoadRequest(
                recipe: recipe,
                fetched: try keep(answer.get()),
                decoder: DatasetReader.name(for: recipe),
                run: run
            )
            let isNew = try !load.fetched.isUnchanged && !store.isCurrent(load)
            guard isNew else {
                try store.recordUnchanged(load)
                return .unchanged
            }
            return .loaded(try self.load(load))
        }
    }

    /// Writes down how a run ended; a failure leaves the last good state.
    func concluding(_ run: Int, _ body: () throws -> RefreshOutcome) throws -> RefreshOutcome {
        do {
            let outcome = try body()
            try store.finishRun(run, at: now(), unchanged: outcome == .unchanged)
            return outcome
        } catch {
            let failure = Failure(error)
            if Task.isCancelled, failure.name == Failure.cancelled { throw CancellationError() }
            let retryAt = failure.kind == .transient ? now().adding(seconds: failure.retryAfterSeconds ?? 3600) : nil
            try store.failRun(run, at: now(), failure, retryAt: retryAt)
            return .failed(failure)
        }
    }

    /// Gives every document its name in the archive, before the store speaks of it.
    private func keep(_ fetched: FetchedDataset) throws -> FetchedDataset {
        FetchedDataset(
            dataset: fetched.dataset,
            startedAt: fetched.startedAt,
            finishedAt: fetched.finishedAt,
            exchanges: try fetched.exchanges.map { try $0.replacing(document: archive.keep($0.document)) },
            notes: fetched.notes,
            publisherUpdate: fetched.publisherUpdate,
            isUnchanged: fetched.isUnchanged
        )
    }

    /// Decodes, normalises, gates, stores and computes what follows, in one stream and one transaction.
    ///
    /// `told` hears what reading came to, before the gate decides; rejected rows among those watched are always in it.
    func load(
        _ load: LoadRequest,
        watching rows: Set<Int> = [],
        told: (NormalisedSummary) -> Void = { _ in }
    ) throws -> LoadDifference {
        let (difference, computed) = try store.load(load, deriving: plan) { sink in
            let summary = try DatasetReader.read(load.fetched, by: load.recipe, watching: rows, into: sink)
            told(summary)
            return summary
        } judge: { summary, difference in
            try Gate.check(summary, difference, recipe: load.recipe, waiving: load.approval?.rules ?? [])
        }
        derived.add(computed)
        return difference
    }

    /// Looks at store, publication and archive, and writes down that it did.
    ///
    /// - Throws: ``StoreError`` where they cannot be read at all.
    package func inspect() throws -> Inspection {
        let inspection = try keeper.inspect(store, archive)
        try keeper.record(inspection, store)
        return inspection
    }

    /// Tells whoever listens of a step.
    func report(_ event: PipelineEvent) { progress(event) }
}
