/// A stopwatch and a way to wait; tests put their own in.
package struct FetchPause: Sendable {
    /// Time since some fixed moment; never runs backwards.
    package let uptime: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - uptime: Time since some fixed moment.
    ///   - sleep: Waits that long; throws only when the task is cancelled.
    package init(uptime: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void)
    {
        self.uptime = uptime
        self.sleep = sleep
    }

    /// The machine's own stopwatch.
    package static let system: FetchPause = {
        let start = ContinuousClock.now
        return FetchPause(
            uptime: { ContinuousClock.now - start },
            sleep: { try await Task.sleep(for: $0) }
        )
    }()

    /// Waits; a duration of zero or less only looks whether the task is cancelled.
    ///
    /// - Throws: ``FetchError/cancelled``.
    package func wait(for duration: Duration) async throws(FetchError) {
        if Task.isCancelled { throw .cancelled }
        guard duration > .zero else { return }
        do { try await sleep(duration) } catch { throw .cancelled }
    }
}
