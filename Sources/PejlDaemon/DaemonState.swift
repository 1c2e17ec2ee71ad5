package import PejlModel
import PejlPipeline

/// How a daemon stands, for whoever asks while it works.
package struct DaemonState: Sendable {
    /// What came of reading the configuration anew.
    package struct Reload: Sendable, Hashable {
        /// When.
        package let at: UTCInstant
        /// Why the old configuration stands; nothing where the new one does.
        package let failure: Failure?
    }

    /// When it came up.
    package let startedAt: UTCInstant
    /// What a run is doing now, such as `fetching folk1am, 3 MB`; nothing between runs.
    package internal(set) var doing: String?
    /// When the run that goes on began.
    package internal(set) var runningSince: UTCInstant?
    /// When it works next; nothing where nothing is ever due.
    package internal(set) var nextAt: UTCInstant?
    /// When each dataset is asked for next.
    package internal(set) var nextAtByDataset: [String: UTCInstant] = [:]
    /// The last time that the configuration was read anew; nothing where it is that of the start.
    package internal(set) var reload: Reload?
    /// Runs that came to an end.
    package internal(set) var runs = 0
    /// Failures by name, of datasets, plugins, publications and of whole runs.
    package internal(set) var failures: [String: Int] = [:]
    /// Publications that were made.
    package internal(set) var publications = 0
    /// How long the last run took, in seconds.
    package internal(set) var lastRunSeconds: Int?
    /// What the last run came to.
    package internal(set) var lastSummary: RefreshSummary?

    init(startedAt: UTCInstant) { self.startedAt = startedAt }

    /// A step of the run, in a few words; a step that says nothing new leaves the text as it is.
    mutating func note(_ event: PipelineEvent) {
        switch event {
        case .asking(let dataset): doing = "asking for \(dataset)"
        case .fetching(let dataset, _, let bytes): doing = "fetching \(dataset), \(bytes >> 10) KiB"
        case .refreshed(let dataset, _): doing = "loaded \(dataset)"
        case .dropped(let dataset, _, _, _): doing = "reading files of \(dataset)"
        case .analysing(let plugin): doing = "running plugin \(plugin)"
        case .inspecting: doing = "looking at store, publication and archive"
        case .publishing(let number): doing = "making publication \(number)"
        case .caged, .remarked, .analysed, .rebuilt: break
        }
    }

    /// A run is over.
    mutating func note(_ summary: RefreshSummary) {
        runs += 1
        for failure in summary.failures { failures[failure.name, default: 0] += 1 }
        if case .published = summary.publication { publications += 1 }
        lastRunSeconds = summary.finishedAt.secondsSince1970 - summary.startedAt.secondsSince1970
        lastSummary = summary
    }
}
