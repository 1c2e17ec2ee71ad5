package import PejlModel

/// Which datasets a run asks for.
package enum RefreshChoice: Sendable, Hashable {
    /// Every one that is configured.
    case all
    /// Those whose schedule, or whose next try, has come.
    case due
    /// Those with these identifiers, due or not.
    case named(Set<String>)
}

/// When there is something to do next.
package struct RefreshPlan: Sendable, Hashable {
    /// When each dataset is due, by dataset; those whose schedule names no moment any more are left out.
    package var datasets: [String: UTCInstant] = [:]
    /// When store, publication and archive are looked at again; nothing where there is nothing to look at.
    package var inspectionAt: UTCInstant?

    package init(datasets: [String: UTCInstant] = [:], inspectionAt: UTCInstant? = nil) {
        self.datasets = datasets
        self.inspectionAt = inspectionAt
    }
}
