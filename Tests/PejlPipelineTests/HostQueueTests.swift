import PejlConfig
import PejlFetch
import PejlModel
import PejlPipeline
import PejlStandIn
import PejlStore
import PejlTestSupport
import Synchronization
import Testing

/// Publishers are asked side by side, and what they answer is loaded one after the other.
struct HostQueueTests {
    /// Two publishers on two ports: `elevfravaer` asks the first, `folk1am` the second.
    private final class TwoHosts: Sendable {
        let installation: TestInstallation
        let statBank: StandIn
        let events = Mutex<[String]>([])

        init() throws {
            installation = try TestInstallation(datasets: ["elevfravaer", "folk1am"])
            statBank = try StandIn.start()
        }

        /// One run; the events are `fetching` (once) and `refreshed` with the dataset's name.
        func run(hostPatience: Duration = .seconds(120)) async throws -> RefreshSummary {
            var options = try installation.configuration().pipeline
            options.fetch.baseURLs[.statbank] = statBank.statBankURL
            let clock = installation.clock
            let pipeline = try RefreshPipeline(options, now: { clock.now }, hostPatience: hostPatience) {
                [self] event in
                switch event {
                case .fetching(let dataset, _, _): add("fetching \(dataset)")
                case .refreshed(let dataset, _): add("refreshed \(dataset)")
                default: return
                }
            }
            return try await pipeline.run()
        }

        private func add(_ event: String) { events.withLock { if !$0.contains(event) { $0.append(event) } } }

        var refreshed: [String] { events.withLock { $0.filter { $0.hasPrefix("refreshed") } } }

        func place(_ event: String) throws -> Int { try #require(events.withLock { $0.firstIndex(of: event) }) }
    }

    @Test("a slow host is asked beside the others, and the order of the loads is that of the recipes")
    func recipeOrder() async throws {
        let hosts = try TwoHosts()
        hosts.installation.standIn.misbehave(.slowBody(bytesPerSecond: 40_000), on: "/Api", times: 1)
        let summary = try await hosts.run()
        #expect(summary.failures == [])
        #expect(try hosts.place("fetching folk1am") < hosts.place("refreshed elevfravaer"))
        #expect(hosts.refreshed == ["refreshed elevfravaer", "refreshed folk1am"])
    }

    @Test("a host that keeps the others waiting is overtaken, and its dataset is loaded when it comes")
    func overtaking() async throws {
        let hosts = try TwoHosts()
        hosts.installation.standIn.misbehave(.slowBody(bytesPerSecond: 40_000), on: "/Api", times: 1)
        let summary = try await hosts.run(hostPatience: .milliseconds(50))
        #expect(hosts.refreshed == ["refreshed folk1am", "refreshed elevfravaer"])
        #expect(summary.datasets.map(\.id) == ["elevfravaer", "folk1am"])
        #expect(summary.failures == [])
        #expect(try Rows(hosts.installation, "SELECT count(*) FROM figures").all == [[.integer(1176 + 3255)]])
    }

    @Test("a host that fails does not keep another's figures out")
    func failingHost() async throws {
        let hosts = try TwoHosts()
        hosts.installation.standIn.misbehave(.serverError(503))
        let summary = try await hosts.run()
        #expect(summary.failures.map(\.name) == ["server-error"])
        #expect(summary.datasets.map(\.id) == ["elevfravaer", "folk1am"])
        #expect(try Rows(hosts.installation, "SELECT DISTINCT dataset FROM figures").all == [[.text("folk1am")]])
    }

    @Test("the store's numbers are the same whichever host is slow", arguments: ["/Api", "/v1"])
    func sameNumbers(slow: String) async throws {
        let hosts = try TwoHosts()
        let standIn = slow == "/Api" ? hosts.installation.standIn : hosts.statBank
        standIn.misbehave(.slowBody(bytesPerSecond: 40_000), on: slow, times: 1)
        _ = try await hosts.run()
        let sql = """
            SELECT d.code, f.id, f.run_id, min(s.id), max(s.id), min(o.period_id), max(o.period_id), count(*)
            FROM observation o JOIN series s ON s.id = o.series_id JOIN fetch f ON f.id = o.fetch_id
                JOIN dataset d ON d.id = s.dataset_id
            GROUP BY d.code, f.id ORDER BY d.code
            """
        // 98 areas × 2 stages in 6 school years; 105 areas in 31 months.
        #expect(
            try Rows(hosts.installation, sql).all == [
                [.text("elevfravaer")] + [1, 1, 1, 196, 1, 6, 1176].map(QueryValue.integer),
                [.text("folk1am")] + [2, 2, 197, 301, 7, 37, 3255].map(QueryValue.integer),
            ]
        )
    }
}
