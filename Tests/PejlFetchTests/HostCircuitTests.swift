import PejlFetch
import PejlModel
import PejlStandIn
import Testing

/// A host that does not answer is left alone for a while.
struct HostCircuitTests {
    @Test("after three failures the host's other datasets fail at once, and a success closes the circuit")
    func opens() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.serverError(503))
        let desk = Desk(statBank: standIn.statBankURL)
        for _ in 0..<3 { #expect(await desk.failure(of: Recipes.population())?.name == "server-error") }
        #expect(standIn.requests.count == 3)
        let failure = try #require(await desk.failure(of: Recipes.population()))
        #expect(failure.failure.name == "circuit-open" && failure.kind == .transient)
        #expect(failure.description == "127.0.0.1: not asked, because its last 3 requests failed; next try in 300 s")
        #expect(failure.retryAfterSeconds == 300)
        #expect(standIn.requests.count == 3)
        standIn.behave()
        desk.stopwatch.advance(by: .seconds(299))
        #expect(await desk.failure(of: Recipes.population())?.retryAfterSeconds == 1)
        desk.stopwatch.advance(by: .seconds(1))
        #expect(try await desk.fetch(Recipes.population()).figures.count == 1)
        standIn.misbehave(.serverError(503), times: 1)
        #expect(await desk.failure(of: Recipes.population())?.name == "server-error")
        #expect(try await desk.fetch(Recipes.population()).figures.count == 1)
    }

    @Test("each pause is twice as long as the one before, up to six hours; one request tries after each")
    func doubles() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.resetMidBody)
        let desk = Desk(statBank: standIn.statBankURL)
        for _ in 0..<3 { _ = await desk.failure(of: Recipes.population()) }
        var pauses: [Int] = []
        for _ in 0..<9 {
            let seconds = try #require(await desk.failure(of: Recipes.population())?.retryAfterSeconds)
            pauses.append(seconds)
            desk.stopwatch.advance(by: .seconds(seconds))
            #expect(await desk.failure(of: Recipes.population())?.name == "connection-failed")
        }
        #expect(pauses == [300, 600, 1200, 2400, 4800, 9600, 19_200, 21_600, 21_600])
        #expect(standIn.requests.count == 3 + 9)
    }

    @Test("an answer that is no passing failure shows that the host is there")
    func contract() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        for misbehaviour in [
            Misbehaviour.serverError(500), .serverError(500), .htmlPage, .serverError(500), .serverError(500),
        ] {
            standIn.misbehave(misbehaviour, times: 1)
            #expect(await desk.failure(of: Recipes.population())?.name != "circuit-open")
        }
        #expect(try await desk.fetch(Recipes.population()).figures.count == 1)
    }

    @Test("a pause that the publisher asks for holds for its whole host")
    func retryAfter() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.tooManyRequests429(retryAfter: "7200"), times: 1)
        let desk = Desk(statBank: standIn.statBankURL) { $0.retries = RetryPolicy() }
        #expect(await desk.failure(of: Recipes.population())?.retryAfterSeconds == 7200)
        let failure = await desk.failure(of: Recipes.population(form: .bulk))
        #expect(failure?.description == "127.0.0.1: not asked, because it asked for a pause; next try in 7200 s")
        desk.stopwatch.advance(by: .seconds(7200))
        #expect(try await desk.fetch(Recipes.population()).figures.count == 1)
    }

    @Test("a host is left alone for what an earlier run found, and others are not")
    func handedOver() async throws {
        let standIn = try StandIn.start()
        let other = try StandIn.start()
        defer {
            standIn.stop()
            other.stop()
        }
        let desk = Desk(statBank: standIn.statBankURL, uddannelsesstatistik: other.uddannelsesstatistikURL)
        desk.fetcher.pause(.statbank, until: Desk.moment.adding(seconds: 60))
        desk.fetcher.pause(.uddannelsesstatistik, until: Desk.moment)
        #expect(await desk.failure(of: Recipes.population())?.retryAfterSeconds == 60)
        #expect(try await desk.fetch(Recipes.absence()).figures.count == 1)
        desk.stopwatch.advance(by: .seconds(60))
        #expect(try await desk.fetch(Recipes.population()).figures.count == 1)
    }
}
