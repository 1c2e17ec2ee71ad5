import Glibc
import PejlControl
import Synchronization

/// Asks for the status every 20 ms, on a thread of its own, until it is stopped.
final class StatusWatch: Sendable {
    private struct State {
        var asked = 0
        var slowest: Duration = .zero
        var failed: [String] = []
        var isStopping = false
        var isOver = false
    }

    private let state = Mutex(State())

    init(_ client: ControlClient) {
        // Its own thread: a flood keeps the ones of Swift busy.
        let body = Unmanaged.passRetained(Body(watch: self, client: client))
        var thread = pthread_t()
        pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
                body.watch.run(body.client)
                return nil
            },
            body.toOpaque()
        )
        pthread_detach(thread)
    }

    private final class Body: Sendable {
        let watch: StatusWatch
        let client: ControlClient

        init(watch: StatusWatch, client: ControlClient) {
            self.watch = watch
            self.client = client
        }
    }

    /// Stops; how often it asked, what the slowest answer took, and what was no answer.
    func stop() -> (asked: Int, slowest: Duration, failed: [String]) {
        state.withLock { $0.isStopping = true }
        while !state.withLock({ $0.isOver }) { usleep(1_000) }
        return state.withLock { ($0.asked, $0.slowest, $0.failed) }
    }

    private func run(_ client: ControlClient) {
        while !state.withLock({ $0.isStopping }) {
            let begun = ContinuousClock.now
            var failure: String?
            do throws(ControlError) {
                let answer = try client.ask(.status)
                if answer != "standing" { failure = answer }
            } catch {
                failure = error.name
            }
            let took = ContinuousClock.now - begun
            state.withLock {
                $0.asked += 1
                $0.slowest = max($0.slowest, took)
                if let failure { $0.failed.append(failure) }
            }
            usleep(20_000)
        }
        state.withLock { $0.isOver = true }
    }
}
