/// How often and how far apart a passing failure is tried again.
///
/// Full jitter (M. Brooker, "Exponential Backoff And Jitter", 2015): a random part of a limit that doubles, so that
/// many installations that failed together do not come back together.
package struct RetryPolicy: Sendable, Equatable {
    /// Tries in all, the first included.
    package let tries: Int
    /// The limit before the second try.
    package let base: Duration
    /// The largest limit.
    package let cap: Duration

    /// - Parameters:
    ///   - tries: Tries in all, the first included; at least 1.
    ///   - base: The limit before the second try.
    ///   - cap: The largest limit.
    package init(tries: Int = 5, base: Duration = .seconds(2), cap: Duration = .seconds(300)) {
        self.tries = max(1, tries)
        self.base = base
        self.cap = cap
    }

    /// How long to wait before the next try.
    ///
    /// - Parameters:
    ///   - failures: Tries that failed, at least 1.
    ///   - retryAfter: What the publisher asks for, in seconds; never undercut.
    ///   - random: A number from 0 up to but not including 1.
    /// - Returns: The pause, or nothing when there is no further try.
    package func pause(afterFailures failures: Int, retryAfter: Int?, random: Double) -> Duration? {
        guard failures < tries else { return nil }
        let doublings = min(max(failures - 1, 0), 30)
        let jittered = min(base * (1 << doublings), cap) * random
        guard let retryAfter else { return jittered }
        return max(.seconds(retryAfter), jittered)
    }
}
