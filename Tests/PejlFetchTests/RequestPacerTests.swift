import PejlFetch
import Synchronization
import Testing

struct RequestPacerTests {
    @Test("Requests start at least the spacing apart, the first at once")
    func spacing() async throws {
        let stopwatch = Stopwatch()
        let pacer = RequestPacer(spacing: .seconds(1), pause: stopwatch.pause)
        let starts = Mutex<[Duration]>([])
        for work in [Duration.zero, .milliseconds(300), .seconds(5), .zero] {
            try await pacer.inTurn {
                starts.withLock { $0.append(stopwatch.now) }
                stopwatch.advance(by: work)
            }
        }
        #expect(starts.withLock { $0 } == [.zero, .seconds(1), .seconds(2), .seconds(7)])
    }

    @Test("One request at a time is all that anybody is asked for unless the library is told otherwise")
    func standard() {
        #expect(FetchOptions(contact: "", temporaryDirectory: "").requestsAtOnce == 1)
        #expect(FetchOptions(contact: "", temporaryDirectory: "").minimumInterval == .seconds(1))
    }

    @Test("Only so many requests as are allowed are under way", arguments: [1, 4])
    func atOnce(count: Int) async throws {
        let pacer = RequestPacer(spacing: .zero, atOnce: count, pause: Stopwatch().pause)
        let crowd = Crowd()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await pacer.inTurn {
                        crowd.enter()
                        await Task.yield()
                        crowd.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(crowd.most >= 1 && crowd.most <= count)
        #expect(crowd.visitors == 50)
    }

    @Test("A task that is cancelled while it waits goes away and the others have their turns")
    func cancellation() async throws {
        let pacer = RequestPacer(spacing: .zero, pause: Stopwatch().pause)
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let first = Task { try await pacer.inTurn { for await _ in gate { break } } }
        await Task.yield()
        let second = Task { try await pacer.inTurn {} }
        second.cancel()
        opener.yield()
        try await first.value
        await #expect(throws: FetchError.cancelled) { try await second.value }
        try await pacer.inTurn {}
    }
}

/// Counts who is there at the same time.
private final class Crowd: Sendable {
    private let state = Mutex<(now: Int, most: Int, visitors: Int)>((0, 0, 0))

    var most: Int { state.withLock { $0.most } }
    var visitors: Int { state.withLock { $0.visitors } }

    func enter() {
        state.withLock { state in
            state.now += 1
            state.visitors += 1
            state.most = max(state.most, state.now)
        }
    }

    func leave() { state.withLock { $0.now -= 1 } }
}
