/// The limits of the control socket; times are of the monotonic clock.
package struct ControlLimits: Sendable, Equatable {
    /// Version of the frames that both sides speak.
    package static let version = 1
    /// The largest frame in bytes, its length not counted.
    package static let frameBytes = 65_536
    /// The longest text of a `part` frame in bytes; six times as much, which escapes can make of it, fits a frame.
    static let partBytes = 10_000
    /// The longest result in bytes of UTF-8.
    package static let resultBytes = 1 << 20
    /// The longest text of an error or a message of progress, in bytes of UTF-8; what is longer is cut.
    static let textBytes = 2_000
    /// The most datasets of one request.
    package static let datasets = 1_000

    /// Connections at a time.
    package var connections = 16
    /// Of those, the most that requests of administrators may hold at a time; the rest is kept for looking.
    package var administrators = 12
    /// How long a connection may be silent that asks nothing.
    package var idle: Duration = .seconds(10)
    /// How long one whole frame may take, however steadily its bytes come or go.
    package var frame: Duration = .seconds(10)
    /// How long a connection keeps its place, where all are taken, while it is waited for.
    package var grace: Duration = .milliseconds(200)

    /// The limits as they ship.
    package init() {}

    /// What `poll` waits for some time with: one more than it has, so that the moment has come when it wakes.
    static func milliseconds(_ time: Duration) -> Int32 {
        let (seconds, attoseconds) = time.components
        return Int32(clamping: max(0, seconds * 1_000 + attoseconds / 1_000_000_000_000_000) + 1)
    }
}
