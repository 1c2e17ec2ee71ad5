internal import PejlModel
internal import Synchronization

/// When a host is left alone for a while.
package struct CircuitPolicy: Sendable, Equatable {
    /// Requests in a row that fail for passing reasons, further tries included in each, before the host is left alone.
    package var failures = 3
    /// The first pause: five minutes.
    package var firstPause: Duration = .seconds(300)
    /// The longest pause: six hours; each one is twice as long as the one before until then.
    package var longestPause: Duration = .seconds(6 * 3600)

    /// The defaults.
    package init() {}
}

/// The circuit breaker of one host: what it did to the last requests decides whether the next one is sent.
///
/// A host that does not answer would cost every one of its datasets all tries and all patience; and a publisher that
/// asks for a pause means its host, not one table. After the pause one request is let through: if it succeeds
/// everything is as before, if not the next pause is twice as long. Any answer that is no passing failure shows that
/// the host is there.
///
/// Two ways were weighed for keeping this: in memory, and in the store. Memory was chosen: it is all a daemon needs,
/// and one run of `pejld --once` hands its pauses on by the times in the status file, which the next run reads.
final class HostCircuit: Sendable {
    /// Why the host is left alone.
    enum Reason: Equatable, Sendable {
        case failures(Int)
        case asked
    }

    private enum State {
        case closed(failures: Int)
        case open(until: Duration, pause: Duration, Reason)
        /// One request is on its way to find out.
        case trying(pause: Duration, Reason)
    }

    private let host: String
    private let policy: CircuitPolicy
    private let state = Mutex<State>(.closed(failures: 0))

    init(host: String, policy: CircuitPolicy) {
        self.host = host
        self.policy = policy
    }

    /// Lets a request pass, or says why not.
    ///
    /// - Throws: ``FetchError/circuitOpen(host:reason:seconds:)``.
    func enter(now: Duration) throws(FetchError) {
        let failure: FetchError? = state.withLock { state in
            switch state {
            case .closed: return nil
            case .open(let until, let pause, let reason) where now >= until:
                state = .trying(pause: pause, reason)
                return nil
            case .open(let until, _, let reason): return refusal(reason, until - now)
            case .trying(let pause, let reason): return refusal(reason, pause)
            }
        }
        if let failure { throw failure }
    }

    /// Takes what became of a request that was let pass; nothing where it succeeded.
    func leave(_ failure: FetchError?, now: Duration) {
        state.withLock { state in
            guard let failure else { return state = .closed(failures: 0) }
            switch failure.kind {
            case .contract, .auth: state = .closed(failures: 0)
            case .config, .system:
                if case .trying(let pause, let reason) = state { state = .open(until: now, pause: pause, reason) }
            case .transient: fail(failure, &state, now)
            }
        }
    }

    /// Leaves the host alone for that long, unless it is already for longer.
    func pause(for duration: Duration, now: Duration) {
        state.withLock { state in
            if case .open(let until, _, _) = state, until > now + duration { return }
            let pause = min(duration, policy.longestPause)
            state = .open(until: now + pause, pause: pause, .asked)
        }
    }

    private func fail(_ failure: FetchError, _ state: inout State, _ now: Duration) {
        if failure == .cancelled {
            if case .trying(let pause, let reason) = state { state = .open(until: now, pause: pause, reason) }
            return
        }
        if let seconds = failure.publisherPause {
            let pause = min(Duration.seconds(seconds), policy.longestPause)
            return state = .open(until: now + pause, pause: pause, .asked)
        }
        switch state {
        case .closed(let failures) where failures + 1 < policy.failures: state = .closed(failures: failures + 1)
        case .closed(let failures):
            state = .open(until: now + policy.firstPause, pause: policy.firstPause, .failures(failures + 1))
        case .trying(let last, let reason), .open(_, let last, let reason):
            let pause = min(max(last * 2, policy.firstPause), policy.longestPause)
            state = .open(until: now + pause, pause: pause, reason)
        }
    }

    private func refusal(_ reason: Reason, _ rest: Duration) -> FetchError {
        let text =
            switch reason {
            case .failures(let count): "its last \(count) requests failed"
            case .asked: "it asked for a pause"
            }
        return .circuitOpen(host: host, reason: text, seconds: max(1, rest.wholeSeconds))
    }
}

extension FetchError {
    /// Seconds that the publisher itself asked to be left alone for, where the failure was not waited out.
    fileprivate var publisherPause: Int? {
        guard case .postponed(let cause, _) = self else { return nil }
        return cause.retryAfterSeconds
    }
}
