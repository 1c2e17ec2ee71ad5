package import PejlModel

/// What the daemon has counted since it started, and what it knows besides the last run.
package struct DaemonCounters: Sendable, Equatable {
    /// The version of pejl.
    package var version: String
    /// When the daemon started.
    package var startedAt: UTCInstant
    /// Runs that ended without a failure.
    package var soundRuns = 0
    /// Runs that ended with a failure.
    package var failedRuns = 0
    /// Failures by what they mean.
    package var failures: [FailureKind: Int] = [:]
    /// Bytes received from publishers.
    package var receivedBytes = 0
    /// Requests over the control socket, by verb and whether the caller was allowed.
    package var requests: [Request: Int] = [:]
    /// When the configuration was last read, and whether that went well; an old one is used where it did not.
    package var reload: Reload?
    /// When the publication that stands was made.
    package var publishedAt: UTCInstant?
    /// What the store has on disk, in bytes.
    package var storeBytes: Int?
    /// What the archive has on disk, in bytes.
    package var archiveBytes: Int?

    /// One kind of request.
    package struct Request: Hashable, Sendable {
        /// Its verb.
        package let verb: ControlVerb
        /// Whether the caller may ask that.
        package let isAllowed: Bool

        package init(verb: ControlVerb, isAllowed: Bool) {
            self.verb = verb
            self.isAllowed = isAllowed
        }
    }

    /// One reading of the configuration.
    package struct Reload: Hashable, Sendable {
        /// When.
        package let at: UTCInstant
        /// Whether it is used.
        package let isSuccessful: Bool

        package init(at: UTCInstant, isSuccessful: Bool) {
            self.at = at
            self.isSuccessful = isSuccessful
        }
    }

    package init(version: String, startedAt: UTCInstant) {
        self.version = version
        self.startedAt = startedAt
    }
}
