import PejlFetch
import PejlModel
import PejlStandIn
import Testing

struct FetcherRetryTests {
    @Test("A passing failure is tried again, with growing pauses")
    func recovery() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.serverError(503), times: 2)
        standIn.misbehave(.resetMidBody, times: 1)
        standIn.misbehave(.cutBody, times: 1)
        let desk = Desk(statBank: standIn.statBankURL) { $0.retries = RetryPolicy() }
        let dataset = try await desk.fetch(Recipes.population())
        #expect(dataset.figures.count == 1)
        #expect(desk.stopwatch.waits == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
        #expect(standIn.requests.count == 6)
        #expect(desk.files.count == 2)
    }

    @Test("After five tries the last failure stands")
    func exhaustion() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.serverError(500))
        let desk = Desk(statBank: standIn.statBankURL) { $0.retries = RetryPolicy() }
        let failure = try #require(await desk.failure(of: Recipes.population())).failure
        #expect(failure.name == "server-error" && failure.kind == .transient)
        #expect(failure.retryAfterSeconds == nil)
        #expect(standIn.requests.count == 5)
        #expect(desk.files.isEmpty)
    }

    @Test("A connection that is reset every time is tried five times", arguments: StandIn.Wire.allCases)
    func resets(wire: StandIn.Wire) async throws {
        let standIn = try StandIn.start(wire: wire)
        defer { standIn.stop() }
        standIn.misbehave(.resetMidBody)
        let desk = Desk(standIn) { $0.retries = RetryPolicy() }
        #expect(await desk.failure(of: Recipes.population())?.name == "connection-failed")
        #expect(desk.stopwatch.waits == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
        #expect(standIn.requests.count == 5)
        #expect(standIn.connections.map(\.openBeside) == [0, 0, 0, 0, 0])
        #expect(desk.files.isEmpty)
    }

    @Test(
        "What no waiting mends is not tried again",
        arguments: [
            Misbehaviour.unauthorised401, .forbidden403, .htmlPage,
            .publisherError(code: "REQUEST-LIMIT", message: "x"),
            .gzipTrailingBytes, .redirectLoop,
        ]
    )
    func noRetry(misbehaviour: Misbehaviour) async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(misbehaviour)
        let desk = Desk(statBank: standIn.statBankURL) { $0.retries = RetryPolicy() }
        #expect(await desk.failure(of: Recipes.population()) != nil)
        #expect(standIn.requests.count == 1)
        #expect(desk.stopwatch.waits.isEmpty)
    }

    @Test(
        "Retry-After is kept to as long as patience lasts",
        arguments: [
            ("0", [Duration.seconds(1)], 1), ("5", [.seconds(5)], 5), ("61", [], 61), ("100000000", [], 21_600),
            ("99999999999", [], 21_600), ("Thu, 01 Jan 1970 00:00:00 GMT", [.seconds(1)], 1),
            ("Sun, 22 Nov 2026 12:00:30 GMT", [.seconds(30)], 30), ("soon", [.seconds(1)], 1),
        ],
        StandIn.Wire.allCases
    )
    func retryAfter(expected: (value: String, waits: [Duration], seconds: Int), wire: StandIn.Wire) async throws {
        let (value, waits, seconds) = expected
        let standIn = try StandIn.start(wire: wire)
        defer { standIn.stop() }
        standIn.misbehave(.tooManyRequests429(retryAfter: value), times: 1)
        let desk = Desk(standIn) { $0.retries = RetryPolicy() }
        let failure = await desk.failure(of: Recipes.population())
        #expect(desk.stopwatch.waits == waits)
        #expect((failure == nil) == !waits.isEmpty)
        if let failure {
            #expect(failure.failure.retryAfterSeconds == seconds)
            #expect(failure.name == "too-many-requests" && failure.kind == .transient)
            #expect(desk.files.isEmpty)
        }
    }

    @Test("Patience is for the whole dataset, not for one try")
    func patience() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.tooManyRequests429(retryAfter: "25"))
        let desk = Desk(statBank: standIn.statBankURL) { $0.retries = RetryPolicy() }
        let failure = try #require(await desk.failure(of: Recipes.population()))
        #expect(desk.stopwatch.waits == [.seconds(25), .seconds(25)])
        #expect(failure.failure.retryAfterSeconds == 25)
        #expect(
            failure.description == "\(standIn.statBankURL)/tableinfo: too many requests: \"Too many requests\"; "
                + "wait for the next try; next try in 25 s"
        )
    }

    @Test("Of two Retry-After lines the longer counts")
    func twoLines() async throws {
        let server = RawServer("HTTP/1.1 503 No\r\nRetry-After: 90\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n")
        defer { server.stop() }
        let desk = Desk(statBank: server.url) { $0.retries = RetryPolicy() }
        #expect(await desk.failure(of: Recipes.population())?.failure.retryAfterSeconds == 90)
    }

    @Test("A cancelled fetch ends at once and leaves nothing")
    func cancellation() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.slowBody(bytesPerSecond: 64), on: "/v1/data")
        let desk = Desk(statBank: standIn.statBankURL) { $0.limits.totalTime = .seconds(60) }
        let task = Task { try await desk.fetch(Recipes.population()) }
        while desk.files.isEmpty { await Task.yield() }
        let before = ContinuousClock.now
        task.cancel()
        await #expect(throws: FetchError.cancelled) { try await task.value }
        // The whole body would take minutes; a busy machine may take seconds to run this task again.
        #expect(ContinuousClock.now - before < .seconds(20))
        #expect(desk.files.isEmpty)
    }
}
