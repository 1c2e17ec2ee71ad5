import Dispatch
import Synchronization

/// Hands events from any thread to the one that works on them.
///
/// A thread and a queue rather than an actor: loading and publishing keep threads of Swift's pool busy for seconds, on a
/// machine of one core the only one there is, and the service must hear its signals meanwhile.
final class EventQueue<Event: Sendable>: Sendable {
    private let waiting = Mutex<[Event]>([])
    private let count = DispatchSemaphore(value: 0)

    /// Adds an event.
    func put(_ event: Event) {
        waiting.withLock { $0.append(event) }
        count.signal()
    }

    /// The next event; nothing where none comes in time.
    func take(within seconds: Double) -> Event? {
        guard count.wait(timeout: .now() + max(0, seconds)) == .success else { return nil }
        return waiting.withLock { $0.removeFirst() }
    }
}
