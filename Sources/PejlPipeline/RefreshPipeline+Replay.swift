package import PejlModel
import PejlNormalise
package import PejlStore

/// A dataset's figures and vintages, rebuilt from the archive.
extension RefreshPipeline {
    /// Reads every loaded fetch of a dataset again, in order and by today's recipe, and compares or restores.
    ///
    /// What somebody once let in stays let in. Nothing is asked of the publisher.
    ///
    /// - Parameters:
    ///   - dataset: Identifier of the dataset.
    ///   - mode: When the result takes the place of what is held.
    ///   - actor: Who does it.
    ///   - progress: Told before each fetch: its place, and how many there are.
    /// - Returns: How the result compares, and the run that published it, if it was written.
    /// - Throws: A ``DecisionError`` where nothing was loaded; a ``LoadRefusal`` where a fetch no longer passes; errors of
    ///   archive, decoding and store. Nothing is then changed.
    package func replay(
        _ dataset: String,
        mode: ReplayMode,
        actor: String,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> (ReplayResult, RefreshSummary?) {
        let startedAt = now()
        let recipe = try recipe(dataset)
        guard recipe.derivation == nil else {
            let inputs = recipe.derivation?.inputs.joined(separator: ", ") ?? ""
            let message = "\(dataset): it is computed from \(inputs), not read; replay the datasets of those"
            throw Failure(kind: .contract, name: "nothing-loaded", message: message)
        }
        let fetches = try store.loadedFetches(of: dataset).map(\.id)
        guard !fetches.isEmpty else { throw DecisionError.nothingLoaded(dataset: dataset) }
        let decoder = DatasetReader.name(for: recipe)
        let result = try store.replay(
            recipe,
            decoder: decoder,
            mode: mode,
            deriving: plan,
            by: (actor, startedAt)
        ) { fetch, sink in
            progress((fetches.firstIndex(of: fetch.id) ?? 0) + 1, fetches.count)
            let archived = try archived(fetch)
            return try DatasetReader.read(archived, by: recipe, into: sink)
        } gate: { fetch, summary, difference in
            try Gate.check(summary, difference, recipe: recipe, waiving: fetch.approval?.rules ?? [])
        }
        guard result.isWritten else { return (result, nil) }
        return (result, try publish([:], since: startedAt, isForced: true))
    }
}
