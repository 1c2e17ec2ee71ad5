import PejlFetch
import PejlModel
import PejlStandIn
import Testing

/// Row W2 of the test plan: what is slow is given up, and hinders nobody else.
struct SlowPublisherTests {
    @Test(
        "An answer that drips is given up",
        arguments: [Misbehaviour.slowBody(bytesPerSecond: 2), .slowBody(bytesPerSecond: 100), .slowHeaders],
        StandIn.Wire.allCases
    )
    func drips(misbehaviour: Misbehaviour, wire: StandIn.Wire) async throws {
        let standIn = try StandIn.start(compresses: false, wire: wire)
        defer { standIn.stop() }
        standIn.misbehave(misbehaviour, on: "/v1/data")
        let desk = Desk(standIn) { $0.limits.slowTime = .seconds(1) }
        let expected = FetchError.tooSlow(url: standIn.statBankURL + "/data", bytesPerSecond: 1024, seconds: 1)
        #expect(await desk.failure(of: Recipes.population()) == expected)
        #expect(desk.files.isEmpty)
    }

    @Test("A whole exchange ends with its time, however steadily it flows", arguments: StandIn.Wire.allCases)
    func totalTime(wire: StandIn.Wire) async throws {
        let standIn = try StandIn.start(compresses: false, wire: wire)
        defer { standIn.stop() }
        standIn.misbehave(.slowBody(bytesPerSecond: 4096), on: "/v1/data")
        let desk = Desk(standIn) { $0.limits.totalTime = .seconds(2) }
        let expected = FetchError.timedOut(url: standIn.statBankURL + "/data", seconds: 2)
        #expect(await desk.failure(of: Recipes.population()) == expected)
        #expect(desk.files.isEmpty)
    }

    @Test("A publisher that drips does not hold up another", arguments: StandIn.Wire.allCases)
    func others(wire: StandIn.Wire) async throws {
        let standIn = try StandIn.start(wire: wire, hosts: 2)
        defer { standIn.stop() }
        standIn.misbehave(.slowBody(bytesPerSecond: 2), on: "/v1")
        let desk = Desk(standIn) { options in
            options.baseURLs[.uddannelsesstatistik] = standIn.baseURL(standIn.ports[1]) + "/Api/v1"
            // Long enough that only the end of the test ends the slow one, on a busy machine too.
            options.limits.slowTime = .seconds(900)
            options.limits.totalTime = .seconds(900)
        }
        let slow = Task { try await desk.fetch(Recipes.population()) }
        while standIn.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        #expect(try await desk.fetch(Recipes.absence(pageSize: 30)).figures.count == 7)
        slow.cancel()
        // Cancelled and not given up: the others were done while the slow one was still dripping.
        await #expect(throws: FetchError.cancelled) { try await slow.value }
        #expect(Set(standIn.connections.map(\.port)) == Set(standIn.ports))
    }
}
