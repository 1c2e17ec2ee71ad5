import Dispatch
import Foundation

/// Asks the service manager for more time while a start goes on that may be long: mending a store after a power cut.
enum Patience {
    /// The longest time that is asked for in all, in seconds: half an hour.
    private static let longest = 1800
    private static let step = 10

    /// Runs `body` and asks for more time every ten seconds until it is done.
    static func extended<Value>(_ notifier: ServiceNotifier, _ body: () throws -> Value) rethrows -> Value {
        let done = DispatchSemaphore(value: 0)
        defer { done.signal() }
        Thread.detachNewThread {
            for _ in 0..<(longest / step) {
                guard done.wait(timeout: .now() + .seconds(step)) == .timedOut else { return }
                notifier.extendTimeout(seconds: 3 * step)
            }
        }
        return try body()
    }
}
