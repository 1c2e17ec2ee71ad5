/// How a plugin fared, as the store remembers it.
package struct PluginRecord: Hashable, Sendable {
    /// How often it failed since it last succeeded or was reset; runs that were broken off do not count.
    package let failuresInARow: Int
    /// When the last of these failures ended.
    package let lastFailureAt: UTCInstant?
    /// When it was last begun.
    package let lastRunAt: UTCInstant?

    package init(failuresInARow: Int, lastFailureAt: UTCInstant?, lastRunAt: UTCInstant?) {
        self.failuresInARow = failuresInARow
        self.lastFailureAt = lastFailureAt
        self.lastRunAt = lastRunAt
    }
}

/// When a plugin that keeps failing is left alone.
///
/// After the rest it is tried once; if it fails again, it rests again.
package struct PluginBreaker: Hashable, Sendable {
    /// Failures in a row after which it rests.
    package let failures: Int
    /// How long, in seconds.
    package let restSeconds: Int

    package init(failures: Int, restSeconds: Int) {
        self.failures = failures
        self.restSeconds = restSeconds
    }

    /// Until when a plugin rests; nothing where it may run.
    ///
    /// A clock that was wrong when it failed holds it no longer than one that was right.
    package func restsUntil(_ record: PluginRecord, now: UTCInstant) -> UTCInstant? {
        guard record.failuresInARow >= failures, let failedAt = record.lastFailureAt else { return nil }
        let until = failedAt.adding(seconds: restSeconds)
        guard until > now else { return nil }
        return min(until, now.adding(seconds: restSeconds))
    }
}
