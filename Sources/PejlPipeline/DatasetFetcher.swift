import PejlFetch
import PejlModel

/// Asks for datasets where they are had.
///
/// It runs for several hosts at a time, in tasks that may outlive the run by a moment; so it holds nothing of the
/// store, whose lock the next run wants, and what it needs to know of the store is read before.
struct DatasetFetcher: Sendable {
    private let fetcher: Fetcher
    private let progress: @Sendable (PipelineEvent) -> Void

    /// - Parameters:
    ///   - fetcher: Asks over the network.
    ///   - progress: Told each step.
    init(_ fetcher: Fetcher, progress: @escaping @Sendable (PipelineEvent) -> Void) {
        self.fetcher = fetcher
        self.progress = progress
    }

    /// Gets one dataset's documents; they lie in the archive's folder for what comes in.
    ///
    /// - Throws: What the stage throws that gets them.
    func fetch(_ recipe: Recipe) async throws -> FetchedDataset {
        let progress = progress
        return try await fetcher.fetch(recipe) { step in
            progress(.fetching(dataset: recipe.id, page: step.page, bytes: step.byteCount))
        }
    }
}
