import PejlFetch
import PejlModel

/// Asks for datasets where they are had.
///
/// It runs for several hosts at a time, in tasks that may outlive the run by a moment; so it holds nothing of the
/// store, whose lock the next run wants, and what it needs to know of the store is read before.
struct DatasetFetcher: Sendable {
    private let fetcher: Fetcher
    private let known: [String: LastRetrieval]
    private let round: Task<FetchRound, any Error>
    private let progress: @Sendable (PipelineEvent) -> Void

    /// - Parameters:
    ///   - fetcher: Asks over the network.
    ///   - known: What is known of the datasets; one that is not in it is asked for its figures, come what may.
    ///   - round: What the fetches from StatBank share.
    ///   - progress: Told each step.
    init(
        _ fetcher: Fetcher,
        known: [String: LastRetrieval],
        round: Task<FetchRound, any Error>,
        progress: @escaping @Sendable (PipelineEvent) -> Void
    ) {
        self.fetcher = fetcher
        self.known = known
        self.round = round
        self.progress = progress
    }

    /// Gets one dataset's documents; they lie in the archive's folder for what comes in.
    ///
    /// - Throws: What the stage throws that gets them.
    func fetch(_ recipe: Recipe) async throws -> FetchedDataset {
        let progress = progress
        let round = recipe.publisher == .statbank ? try await round.value : .unknowing
        progress(.asking(dataset: recipe.id))
        return try await fetcher.fetch(recipe, last: known[recipe.id], round: round) { step in
            progress(.fetching(dataset: recipe.id, page: step.page, bytes: step.byteCount))
        }
    }
}
