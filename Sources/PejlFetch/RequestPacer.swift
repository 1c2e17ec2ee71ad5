/// Gives one request at a time, or so many as are allowed, its turn at a host, with a pause between the starts.
///
/// All the mutable state that fetching shares. The pause is never shorter than `spacing`, however the clock is set.
package actor RequestPacer {
    private var spacing: Duration
    private let pause: FetchPause
    private var nextStart: Duration
    private var free: Int
    private var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    private var lastNumber = 0

    /// The first turn is now.
    ///
    /// - Parameters:
    ///   - spacing: Shortest time from the start of one request to the start of the next.
    ///   - atOnce: Requests that may be on their way at once.
    ///   - pause: The stopwatch and the way to wait.
    package init(spacing: Duration, atOnce: Int = 1, pause: FetchPause) {
        self.spacing = spacing
        free = max(1, atOnce)
        self.pause = pause
        nextStart = pause.uptime()
    }

    /// Runs `request` when it is its turn.
    ///
    /// - Throws: ``FetchError/cancelled`` where the task is cancelled while it waits, or what `request` throws.
    package func inTurn<Answer: Sendable>(
        _ request: @Sendable () async throws(FetchError) -> Answer
    ) async throws(FetchError) -> Answer {
        try await takeTurn()
        defer { endTurn() }
        let start = max(nextStart, pause.uptime())
        nextStart = start + spacing
        try await pause.wait(for: start - pause.uptime())
        return try await request()
    }

    /// Widens the pause; a narrower one changes nothing.
    package func slowDown(to spacing: Duration) {
        guard spacing > self.spacing else { return }
        nextStart += spacing - self.spacing
        self.spacing = spacing
    }

    private func takeTurn() async throws(FetchError) {
        guard free == 0 else {
            free -= 1
            return
        }
        lastNumber += 1
        let number = lastNumber
        let hasTurn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: false)
                } else {
                    waiting.append((number, continuation))
                }
            }
        } onCancel: {
            Task { await self.leave(number) }
        }
        guard hasTurn else { throw .cancelled }
    }

    private func endTurn() {
        guard !waiting.isEmpty else {
            free += 1
            return
        }
        waiting.removeFirst().continuation.resume(returning: true)
    }

    private func leave(_ number: Int) {
        guard let place = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: place).continuation.resume(returning: false)
    }
}
