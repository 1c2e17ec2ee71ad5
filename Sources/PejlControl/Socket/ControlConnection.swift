/// One connection as the server sees it, without its socket: what it waits for, what it sends, and until when.
///
/// A value without a clock or a descriptor, so that every deadline is tested by moments that a test makes up.
package struct ControlConnection {
    /// A moment of the monotonic clock.
    package typealias Instant = ContinuousClock.Instant

    /// What happens next.
    package enum Phase: Equatable {
        /// A request is waited for.
        case asking
        /// The handler works; nothing is read, so that a second request waits in the kernel.
        case working
        /// The end of the answer is sent; then the next request is waited for.
        case answering
        /// The last frame is sent, and then the connection closed.
        case leaving
    }

    /// What happens next.
    package private(set) var phase = Phase.asking
    /// Who is connected.
    let caller: ControlCaller
    private let limits: ControlLimits
    private var reader = ControlFrameReader()
    /// When the frame began to come, or the last one was done.
    private var readingSince: Instant
    private var output: [UInt8] = []
    private var sent = 0
    /// When the bytes that are sent now were begun, or the last whole frame's worth of them was through.
    private var sendingSince: Instant
    private var sentThen = 0
    /// The newest progress that waits for room.
    private var latest: [UInt8]?
    /// Since when the other side has been waited for.
    private(set) var waitingSince: Instant

    /// A connection that was let in now.
    package init(caller: ControlCaller, limits: ControlLimits, now: Instant) {
        self.caller = caller
        self.limits = limits
        readingSince = now
        sendingSince = now
        waitingSince = now
    }

    /// How many bytes are to be read now; 0 where none.
    package var wanted: Int { phase == .asking ? reader.wanted : 0 }

    /// The bytes to be sent now.
    package var pending: ArraySlice<UInt8> { output[sent...] }

    /// When it is given up; never while the handler works and nothing is to be sent.
    package var deadline: Instant? {
        if !pending.isEmpty { return sendingSince + limits.frame }
        guard phase == .asking else { return nil }
        return readingSince + (reader.hasBegun ? limits.frame : limits.idle)
    }

    /// Whether a newcomer may have its place.
    package func mayBeReplaced(_ now: Instant) -> Bool {
        let isWaitedFor = phase == .asking || (phase != .working && !pending.isEmpty)
        return isWaitedFor && now - waitingSince >= limits.grace
    }

    /// Takes bytes that were read, at most ``wanted``.
    ///
    /// - Returns: The content of a frame that is whole now; the handler's turn then.
    /// - Throws: ``ControlError`` where no frame can follow.
    package mutating func receive(_ bytes: some Collection<UInt8>, now: Instant) throws(ControlError) -> [UInt8]? {
        if !reader.hasBegun { readingSince = now }
        guard let content = try reader.add(bytes) else { return nil }
        phase = .working
        return content
    }

    /// Replaces the progress that has not been sent yet.
    package mutating func tell(_ frame: [UInt8], now: Instant) {
        guard phase == .working else { return }
        latest = frame
        if pending.isEmpty { sendLatest(now) }
    }

    /// Sends the end of an answer.
    package mutating func finish(_ frames: [[UInt8]], now: Instant) {
        guard phase == .working else { return }
        latest = nil
        send(frames, now)
        phase = .answering
    }

    /// Sends a last frame; the connection ends after it.
    package mutating func leave(_ frame: [UInt8], now: Instant) {
        latest = nil
        send([frame], now)
        phase = .leaving
    }

    /// Notes that bytes of ``pending`` were sent.
    package mutating func sent(_ count: Int, now: Instant) {
        sent += count
        waitingSince = now
        if sent - sentThen >= ControlLimits.frameBytes { (sendingSince, sentThen) = (now, sent) }
        guard pending.isEmpty else { return }
        output.removeAll(keepingCapacity: output.capacity <= ControlLimits.frameBytes)
        sent = 0
        switch phase {
        case .working: sendLatest(now)
        case .answering:
            phase = .asking
            readingSince = now
        case .asking, .leaving: break
        }
    }

    /// Whether all was said and the connection is to be closed.
    package var isOver: Bool { phase == .leaving && pending.isEmpty }

    private mutating func sendLatest(_ now: Instant) {
        guard let frame = latest else { return }
        latest = nil
        send([frame], now)
    }

    private mutating func send(_ frames: [[UInt8]], _ now: Instant) {
        if pending.isEmpty { (sendingSince, sentThen, waitingSince) = (now, 0, now) }
        for frame in frames { output += frame }
    }
}
