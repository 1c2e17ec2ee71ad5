import Synchronization

/// Knows how long a job has shown no progress, so that the watchdog is told of life only where there is some.
///
/// Every step of a run tells of itself: bytes that come in, datasets that are loaded, what a plugin says. The longest
/// step without a sign is one plugin's whole run or the load of one large document, and each has limits of its own far
/// below ``patience``.
final class ProgressWatch: Sendable {
    /// How long a job may be silent: a quarter of an hour.
    static let patience: Duration = .seconds(900)

    private let last = Mutex<ContinuousClock.Instant?>(nil)

    /// A job begins, or shows progress.
    func mark() { last.withLock { $0 = .now } }

    /// The job is over.
    func end() { last.withLock { $0 = nil } }

    /// Whether there is no job, or one that moves on.
    func isAlive(at instant: ContinuousClock.Instant = .now) -> Bool {
        last.withLock { $0.map { instant - $0 < Self.patience } ?? true }
    }
}
