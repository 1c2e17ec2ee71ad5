package import PejlModel
import Synchronization

/// A clock that moves only when told.
package final class ManualClock: Sendable {
    private let seconds: Mutex<Int>

    /// Starts at 2026-01-05T06:00:00Z.
    package init() { seconds = Mutex(UTCInstant("2026-01-05T06:00:00Z")?.secondsSince1970 ?? 0) }

    /// The present second.
    package var now: UTCInstant { UTCInstant(secondsSince1970: seconds.withLock { $0 }) }

    /// Moves on.
    package func advance(seconds step: Int) { seconds.withLock { $0 += step } }
}
