import PejlAnalyse
import PejlArchive
import PejlFetch
package import PejlModel
import PejlNormalise
import PejlStore

/// The whole way of a figure: fetch → archive → decode → normalise → gate → store → analyse → publish → report.
///
/// Publishers are asked side by side; from the archive on there is one dataset at a time, because one connection writes.
/// One pipeline at a time holds the store. Every step that fails leaves the last good publication standing and a named
/// failure in the summary.
package struct RefreshPipeline: Sendable {
    private let options: PipelineOptions
    private let now: @Sendable () -> UTCInstant
    private let progress: @Sendable (PipelineEvent) -> Void
    private let archive: Archive
    private let store: Store
    private let fetcher: Fetcher
    private let publisher: CandidatePublisher
    private let hostPatience: Duration

    /// Opens archive and store, and ends what a killed run left between its steps.
    ///
    /// - Parameters:
    ///   - options: What to refresh, and where.
    ///   - now: The clock.
    ///   - hostPatience: How long a slow host may keep answers of other hosts from being loaded.
    ///   - progress: Told each step, from several threads.
    /// - Throws: ``Failure`` convertibles of the stages: the store is held, foreign, damaged or unwritable.
    package init(
        _ options: PipelineOptions,
        now: @escaping @Sendable () -> UTCInstant,
        hostPatience: Duration = .seconds(120),
        progress: @escaping @Sendable (PipelineEvent) -> Void = { _ in }
    ) throws {
        self.options = options
        self.now = now
        self.hostPatience = hostPatience
        self.progress = progress
        let paths = options.paths
        try StateFolders.make(paths)
        // The store first: it holds the lock, and what follows clears leftovers that might be somebody's.
        store = try Store(path: paths.workStore, now: now())
        archive = try Archive(directory: paths.archive)
        try store.recoverPublication(at: paths.publication)
        store.discardCandidate(at: paths.candidate)
        var fetch = options.fetch
        fetch.temporaryDirectory = archive.incoming
        fetcher = Fetcher(options: fetch, now: now)
        publisher = CandidatePublisher(store: store, options: options, now: now, progress: progress)
    }

    /// Refreshes every dataset, then analyses, publishes and reports if anything changed.
    package func run() async throws -> RefreshSummary {
        let startedAt = now()
        let datasets = try await refresh(options.recipes)
        let (publication, reportFailure) = publisher.publishIfNeeded()
        let lastGood = try store.lastGoodFetches()
        return RefreshSummary(
            startedAt: startedAt,
            finishedAt: now(),
            municipality: options.municipality.code,
            datasets: datasets.map { recipe, result in
                RefreshSummary.Dataset(
                    id: recipe.id,
                    title: recipe.title,
                    outcome: result.outcome,
                    lastGoodAt: lastGood[recipe.id],
                    retryAt: result.retryAt
                )
            },
            publication: publication,
            report: reportFailure
        )
    }

    /// What one dataset's refresh came to, and when it is tried again.
    private typealias DatasetResult = (outcome: RefreshOutcome, retryAt: UTCInstant?)

    /// Fetches from all hosts side by side and loads what comes, one dataset after the other.
    private func refresh(_ recipes: [Recipe]) async throws -> [(Recipe, DatasetResult)] {
        let runs = try store.beginRuns(.refresh, subjects: recipes.map(\.id), at: now())
        let queues = HostQueues(recipes, patience: hostPatience) { options.fetch.host(of: $0.publisher) }
        var results: [Int: DatasetResult] = [:]
        let source = DatasetFetcher(fetcher, progress: progress)
        try await queues.run(fetch: source.fetch) { index, answer in
            let result = try take(answer, of: recipes[index], run: runs[index])
            progress(.refreshed(dataset: recipes[index].id, outcome: result.outcome))
            results[index] = result
        }
        return recipes.indices.compactMap { index in results[index].map { (recipes[index], $0) } }
    }

    /// One dataset from the answer to the store; a failure leaves the last good state and is written down.
    private func take(_ answer: HostQueues.Answer, of recipe: Recipe, run: Int) throws -> DatasetResult {
        do {
            let load = LoadRequest(
                recipe: recipe,
                fetched: try keep(answer.get()),
                decoder: DatasetReader.name(for: recipe),
                run: run
            )
            let isNew = try !load.fetched.isUnchanged && !store.isCurrent(load)
            guard isNew else {
                try store.recordUnchanged(load)
                try store.finishRun(run, at: now(), unchanged: true)
                return (.unchanged, nil)
            }
            let difference = try self.load(load)
            try store.finishRun(run, at: now())
            return (.loaded(difference), nil)
        } catch {
            let failure = Failure(error)
            let retryAt = failure.kind == .transient ? now().adding(seconds: failure.retryAfterSeconds ?? 3600) : nil
            try store.failRun(run, at: now(), failure, retryAt: retryAt)
            return (.failed(failure), retryAt)
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

    /// Decodes, normalises, gates and stores in one stream and one transaction.
    private func load(_ load: LoadRequest) throws -> LoadDifference {
        try store.load(load) { sink in
            try DatasetReader.read(load.fetched.figures, by: load.recipe, into: sink)
        } gate: { summary, difference in
            try Gate.check(summary, difference, recipe: load.recipe)
        }
    }
}
