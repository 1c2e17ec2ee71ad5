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
    /// later waits for that moment, even if its schedule comes first: the publisher asked for the pause.
    package func dueAt(after attempt: DatasetAttempt?) -> UTCInstant? {
        guard let attempt, attempt.isFinished else { return attempt?.startedAt ?? UTCInstant(secondsSince1970: 0) }
        return attempt.retryAt ?? schedule.next(after: attempt.startedAt)
    }
}
