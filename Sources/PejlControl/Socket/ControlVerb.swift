/// What a caller must be allowed to ask for a verb.
package enum ControlAccess: String, Sendable, Codable, CaseIterable {
    /// Looks only.
    case read
    /// Changes what the daemon does.
    case admin
}

/// What `pejld` can be asked over its control socket; the one table of who may ask what, and with which arguments.
///
/// Two ways were weighed for the level of the log: one verb that reads or sets, by whether it has an argument, and two
/// verbs. Two were chosen: what a caller must be allowed then follows from the verb alone.
package enum ControlVerb: String, Sendable, Codable, CaseIterable {
    /// How everything stands: a ``StatusDocument`` as JSON.
    case status
    /// Counters in Prometheus's text format.
    case metrics
    /// The versions of the daemon and of what it is linked with, as JSON.
    case version
    /// The last runs, as JSON.
    case runs
    /// The level of the log, as JSON.
    case logLevel = "log-level"
    /// Asks publishers now.
    case fetch
    /// Reads the configuration again.
    case reload
    /// Ends a run.
    case cancel
    /// Sets the level of the log until the daemon ends.
    case setLogLevel = "set-log-level"

    /// What a caller must be allowed.
    package var access: ControlAccess {
        switch self {
        case .status, .metrics, .version, .runs, .logLevel: .read
        case .fetch, .reload, .cancel, .setLogLevel: .admin
        }
    }

    /// The members that a request may have beside `version` and `verb`.
    package var arguments: Set<String> {
        switch self {
        case .status, .metrics, .version, .logLevel, .reload: []
        case .runs: ["limit"]
        case .fetch: ["datasets", "all", "force", "wait"]
        case .cancel: ["run"]
        case .setLogLevel: ["level"]
        }
    }
}

/// How much the daemon logs, from all to little.
package enum ControlLogLevel: String, Sendable, Codable, CaseIterable {
    case debug
    case info
    case notice
    case warning
    case error
}
