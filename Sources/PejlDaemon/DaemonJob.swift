import PejlFetch
import PejlModel
import PejlPipeline

/// One run of a daemon: the store is opened for it, and free again after it.
struct DaemonJob: Sendable {
    /// What it came to.
    enum Outcome: Sendable {
        /// It ran, and what is due next; who asked the publishers goes on to the next run.
        case ran(RefreshSummary, RefreshPlan, Fetcher)
        /// It was told to end first; what is due next.
        case stopped(RefreshPlan, Fetcher)
        /// It could not be made at all.
        case failed(Failure)
    }

    let options: PipelineOptions
    let choice: RefreshChoice
    let insisting: Bool
    /// Who asked the publishers before, under the same configuration.
    let fetcher: Fetcher?
    let daemon: Daemon

    func run() async -> Outcome {
        do {
            let pipeline = try RefreshPipeline(
                options,
                now: daemon.surroundings.now,
                fetcher: fetcher,
                progress: { [daemon] in daemon.note($0) }
            )
            try daemon.writeDownAsked(pipeline.store)
            do {
                let summary = try await pipeline.run(choice, insisting: insisting)
                try daemon.surroundings.keep(summary, pipeline)
                return .ran(summary, try pipeline.upcoming(), pipeline.fetcher)
            } catch is CancellationError {
                return .stopped(try pipeline.upcoming(), pipeline.fetcher)
            }
        } catch {
            return .failed(Failure(error))
        }
    }
}
