import PejlAnalyse
import PejlArchive
import PejlDecode
import PejlFetch
package import PejlModel
import PejlNormalise
import PejlStore

/// The whole way of a figure: fetch → archive → decode → normalise → gate → store → analyse → publish → report.
///
/// One pipeline at a time holds the store. Every step that fails leaves the last good publication standing and a named
/// failure in the summary.
package struct RefreshPipeline {
    private let options: PipelineOptions
    private let now: @Sendable () -> UTCInstant
    private let progress: @Sendable (PipelineEvent) -> Void
    private let archive: Archive
    private let store: Store
    private let fetcher: Fetcher
    private let publisher: CandidatePublisher

    /// Opens archive and store, and ends what a killed run left between its steps.
    ///
    /// - Parameters:
    ///   - options: What to refresh, and where.
    ///   - now: The clock.
    ///   - progress: Told each step.
    /// - Throws: ``Failure`` convertibles of the stages: the store is held, foreign, damaged or unwritable.
    package init(
        _ options: PipelineOptions,
        now: @escaping @Sendable () -> UTCInstant,
        progress: @escaping @Sendable (PipelineEvent) -> Void = { _ in }
    ) throws {
        self.options = options
        self.now = now
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
        var outcomes: [(recipe: Recipe, outcome: RefreshOutcome, retryAt: UTCInstant?)] = []
        for recipe in options.recipes {
            let (outcome, retryAt) = try await refresh(recipe)
            progress(.refreshed(dataset: recipe.id, outcome: outcome))
            outcomes.append((recipe, outcome, retryAt))
        }
        let (publication, reportFailure) = publisher.publishIfNeeded()
        let lastGood = try store.lastGoodFetches()
        return RefreshSummary(
            startedAt: startedAt,
            finishedAt: now(),
            municipality: options.municipality.code,
            datasets: outcomes.map { recipe, outcome, retryAt in
                RefreshSummary.Dataset(
                    id: recipe.id,
                    title: recipe.title,
                    outcome: outcome,
                    lastGoodAt: lastGood[recipe.id],
                    retryAt: retryAt
                )
            },
            publication: publication,
            report: reportFailure
        )
    }

    /// One dataset, from the publisher to the store.
    private func refresh(_ recipe: Recipe) async throws -> (RefreshOutcome, retryAt: UTCInstant?) {
        let run = try store.beginRun(.refresh, subject: recipe.id, at: now())
        do {
            let fetched = try await fetch(recipe)
            let load = LoadRequest(
                recipe: recipe,
                fetched: try keep(fetched),
                decoder: Self.decoder(of: recipe),
                run: run
            )
            guard try !store.isCurrent(load) else {
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

    /// Name and version of what turns the dataset's documents into observations.
    private static func decoder(of recipe: Recipe) -> String {
        let reading = recipe.request.reading.map { "\($0.name) \(DocumentDecoder.version), " } ?? ""
        return reading + "normaliser \(Normaliser.version)"
    }

    private static func decode(
        _ exchange: Exchange,
        as reading: DocumentReading?,
        into normaliser: Normaliser
    ) throws {
        let path = exchange.document.path
        switch reading {
        case .format(let format):
            try DocumentDecoder.decode(path: path, format: format, proof: exchange.proof, into: normaliser)
        case .layout(let layout):
            try LayoutDecoder.decode(path: path, layout: layout, proof: exchange.proof, into: normaliser)
        case nil: return
        }
    }

    /// Asks the publisher.
    private func fetch(_ recipe: Recipe) async throws -> FetchedDataset {
        let progress = progress
        return try await fetcher.fetch(recipe) { step in
            progress(.fetching(dataset: recipe.id, page: step.page, bytes: step.byteCount))
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
        let recipe = load.recipe
        return try store.load(load) { sink in
            let normaliser = Normaliser(recipe: recipe, sink: sink)
            for exchange in load.fetched.figures {
                try Self.decode(exchange, as: recipe.request.reading, into: normaliser)
            }
            return try normaliser.finish()
        } gate: { summary, difference in
            try Gate.check(summary, difference, recipe: recipe)
        }
    }
}
