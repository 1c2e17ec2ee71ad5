package import PejlAnalyse
package import PejlModel
package import PejlStore

/// A step of a run, for whoever shows progress.
package enum PipelineEvent: Sendable {
    /// A dataset's turn at its host has come.
    case asking(dataset: String)
    /// A dataset is being fetched: page and bytes so far.
    case fetching(dataset: String, page: Int, bytes: Int)
    /// A dataset is done.
    case refreshed(dataset: String, outcome: RefreshOutcome)
    /// A file of a drop folder is done, and kept at a path unless it stays where it is.
    case dropped(dataset: String, file: String, outcome: RefreshOutcome, path: String?)
    /// A plugin is running.
    case analysing(plugin: String)
    /// A plugin is running in a cage without some of its parts, which this machine could not give.
    case caged(plugin: String, lacking: [String])
    /// A plugin says something on the way.
    case remarked(plugin: String, PluginRemark)
    /// A plugin is done.
    case analysed(plugin: String, findings: Int)
    /// Store, publication and archive are being looked at.
    case inspecting
    /// The store was damaged, and made anew.
    case rebuilt(StoreRebuild)
    /// The candidate is being written and verified.
    case publishing(number: Int)
}
