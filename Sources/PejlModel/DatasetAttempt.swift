/// The last time a dataset was asked for.
package struct DatasetAttempt: Hashable, Sendable {
    /// When its run began.
    package let startedAt: UTCInstant
    /// Whether the run came to an end.
    package let isFinished: Bool
    /// Why it failed, if it did.
    package let failure: Failure?
    /// When it is tried again, after a failure that may pass.
    package let retryAt: UTCInstant?

    package init(startedAt: UTCInstant, isFinished: Bool, failure: Failure?, retryAt: UTCInstant?) {
        self.startedAt = startedAt
        self.isFinished = isFinished
        self.failure = failure
        self.retryAt = retryAt
    }
}

extension Recipe {
    /// When the dataset is due after its last attempt; nothing where its schedule names no moment any more.
    ///
    /// A dataset that was never asked for, or whose run was interrupted, is due at once. One that failed and may succeed
    /// later waits for that moment, even if its schedule comes first: the publisher asked for the pause. An attempt that
    /// lies more than ``clockTolerance`` after `now` was made by a clock that was wrong: waiting for its next slot could
    /// take years, so it is as if it had not been. One that lies a little after `now` had its slot already.
    package func dueAt(after attempt: DatasetAttempt?, now: UTCInstant) -> UTCInstant? {
        guard let attempt, attempt.isFinished else {
            return attempt.map { min($0.startedAt, now) } ?? UTCInstant(secondsSince1970: 0)
        }
        guard attempt.startedAt <= now.adding(seconds: Self.clockTolerance) else { return now }
        return attempt.retryAt ?? schedule.next(after: attempt.startedAt)
    }

    /// How far ahead of the clock an attempt may lie and still count, in seconds: a day and a half.
    package static let clockTolerance = 36 * 3600
}
