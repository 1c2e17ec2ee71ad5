import PejlControl
import PejlTestSupport
import Testing

/// What a connection waits for, at moments that are made up.
struct ControlDeadlineTests {
    private let start = ContinuousClock.now
    private let frame = ControlFraming.framed(Array(#"{"version":1,"verb":"status"}"#.utf8))

    private func connection() -> ControlConnection {
        ControlConnection(caller: ControlCaller(user: 0, group: 0), limits: ControlLimits(), now: start)
    }

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .milliseconds(Int(seconds * 1000)) }

    /// A connection whose request came whole after a second.
    private func working() throws -> ControlConnection {
        var connection = connection()
        _ = try connection.receive(frame[..<4], now: at(1))
        #expect(try connection.receive(frame[4...], now: at(1)) == Array(frame[4...]))
        return connection
    }

    @Test("silence is borne for ten seconds, and a byte a second for ten from the first one on")
    func slowWriter() throws {
        var connection = connection()
        #expect(connection.deadline == at(10))
        for second in 4...12 {
            _ = try connection.receive(frame[(second - 4)...(second - 4)], now: at(Double(second)))
            #expect(connection.deadline == at(14))
        }
    }

    @Test("nothing is read and nobody hurried while a request is carried out")
    func working() async throws {
        let connection: ControlConnection = try working()
        #expect(connection.phase == .working && connection.wanted == 0 && connection.deadline == nil)
        #expect(!connection.mayBeReplaced(at(100_000)))
    }

    @Test("an answer has ten seconds for each 64 KiB of it, and the next request ten from its end")
    func slowReader() throws {
        var connection: ControlConnection = try working()
        connection.finish([[UInt8](repeating: 0, count: 200_000)], now: at(5))
        #expect(connection.deadline == at(15) && connection.wanted == 0)
        connection.sent(65_535, now: at(14))
        #expect(connection.deadline == at(15))
        connection.sent(1, now: at(14.5))
        #expect(connection.deadline == at(24.5))
        connection.sent(134_464, now: at(20))
        #expect(connection.phase == .asking && connection.wanted == 4 && connection.deadline == at(30))
    }

    @Test("of progress that is not read only the newest is kept, and the end takes its place")
    func progress() throws {
        var connection: ControlConnection = try working()
        for number in 0...9 { connection.tell([UInt8(number)], now: at(2)) }
        #expect(Array(connection.pending) == [0])
        #expect(connection.deadline == at(12))
        connection.sent(1, now: at(3))
        #expect(Array(connection.pending) == [9])
        connection.tell([10], now: at(4))
        connection.finish([[11], [12]], now: at(5))
        #expect(Array(connection.pending) == [9, 11, 12])
    }

    @Test("who is waited for keeps its place for 200 ms where others want it, and as long as it likes where none do")
    func replacement() throws {
        var connection = connection()
        #expect(!connection.mayBeReplaced(at(0.199)) && connection.mayBeReplaced(at(0.2)))
        _ = try connection.receive(frame[..<4], now: at(1))
        #expect(connection.mayBeReplaced(at(1)))
        _ = try connection.receive(frame[4...], now: at(1))
        connection.finish([[UInt8](repeating: 0, count: 100)], now: at(2))
        #expect(!connection.mayBeReplaced(at(2.1)) && connection.mayBeReplaced(at(2.2)))
        connection.sent(99, now: at(2.2))
        #expect(!connection.mayBeReplaced(at(2.3)))
    }

    @Test("a last frame is sent and nothing after it")
    func leaving() throws {
        var connection: ControlConnection = try working()
        connection.leave([1, 2], now: at(2))
        connection.finish([[3]], now: at(2))
        connection.tell([4], now: at(2))
        #expect(Array(connection.pending) == [1, 2] && connection.wanted == 0 && !connection.isOver)
        connection.sent(2, now: at(3))
        #expect(connection.isOver)
    }
}
