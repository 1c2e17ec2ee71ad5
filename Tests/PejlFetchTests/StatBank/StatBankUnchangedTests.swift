import PejlFetch
import PejlModel
import PejlStandIn
import Testing

/// The cheap ways to see that there is nothing new, and when they are not taken.
struct StatBankUnchangedTests {
    private static func paths(_ standIn: StandIn) -> [String] { standIn.requests.map(\.path) }

    private static let updated = "2025-08-11T08:00:00"

    private func last(
        hoursAgo hours: Int = 24,
        askedHoursAgo asked: Int? = 24,
        update: String? = updated,
        recipe: Recipe = Recipes.population()
    ) -> LastRetrieval {
        LastRetrieval(
            finishedAt: Desk.moment.adding(seconds: -3600 * hours),
            askedAt: asked.map { Desk.moment.adding(seconds: -3600 * $0) },
            publisherUpdate: update,
            recipe: recipe.digest
        )
    }

    @Test("A table whose update is the one we know is not asked for figures")
    func description() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        let dataset = try await desk.fetcher.fetch(Recipes.population(), last: last())
        #expect(dataset.isUnchanged && dataset.figures.isEmpty)
        #expect(dataset.publisherUpdate == Self.updated)
        #expect(dataset.exchanges.map(\.purpose) == [.metadata])
        #expect(Self.paths(standIn) == ["/v1/tableinfo"])
    }

    @Test(
        "Another update, another recipe, or nothing known: the figures are asked for",
        arguments: ["update", "no update", "recipe", "nothing"]
    )
    func asked(reason: String) async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        let known: LastRetrieval? =
            switch reason {
            case "update": last(update: "2025-07-11T08:00:00")
            case "no update": last(update: nil)
            case "recipe": last(recipe: Recipes.population(table: "other"))
            default: nil
            }
        let dataset = try await desk.fetcher.fetch(Recipes.population(), last: known)
        #expect(!dataset.isUnchanged && dataset.figures.count == 1)
    }

    @Test("One list of changes serves all tables of a round, and each keeps what it was found unchanged by")
    func poll() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        let round = try await desk.fetcher.beginRound([last(), last(hoursAgo: 50)])
        #expect(Self.paths(standIn) == ["/v1/tables?pastdays=5&lang=da&format=JSON"])
        for hours in [24, 50] {
            let dataset = try await desk.fetcher.fetch(Recipes.population(), last: last(hoursAgo: hours), round: round)
            #expect(dataset.isUnchanged && dataset.publisherUpdate == Self.updated)
            #expect(dataset.exchanges.map(\.purpose) == [.poll])
            let exchange = try #require(dataset.exchanges.first)
            #expect(exchange.method == "GET" && exchange.requestBody == "")
            #expect(String(decoding: Desk.bytes(of: exchange.document.path), as: UTF8.self) == "[]")
            #expect(ContentDigest(of: "[]") == exchange.document.digest)
        }
        #expect(standIn.requests.count == 1)
        #expect(desk.files.count == 2)
    }

    @Test("A table on the list is asked about, unless the list says what we know")
    func listed() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        try standIn.revise(.population(area: "766", period: "2024M04", persons: 47_900))
        let desk = Desk(statBank: standIn.statBankURL)
        let round = try await desk.fetcher.beginRound([last()])
        let dataset = try await desk.fetcher.fetch(Recipes.population(), last: last(), round: round)
        #expect(!dataset.isUnchanged && dataset.publisherUpdate == "2025-09-07T08:00:00")
        let known = last(update: "2025-09-07T08:00:00")
        #expect(try await desk.fetcher.fetch(Recipes.population(), last: known, round: round).isUnchanged)
        #expect(Self.paths(standIn).map { $0.prefix(11) } == ["/v1/tables?", "/v1/tableinfo".prefix(11), "/v1/data"])
    }

    @Test(
        "The list is not relied on where it cannot know",
        arguments: ["asked about too long ago", "never asked about", "loaded before the list begins", "must be listed"]
    )
    func unreliable(reason: String) async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        let round = try await desk.fetcher.beginRound([last()])
        let known =
            switch reason {
            case "asked about too long ago": last(askedHoursAgo: 24 * 7)
            case "never asked about": last(askedHoursAgo: nil)
            case "loaded before the list begins": last(hoursAgo: 49, askedHoursAgo: 49)
            // Updated yesterday, so it must stand on a list of five days; this list is empty.
            default: last(update: "2026-11-21T08:00:00")
            }
        _ = try await desk.fetcher.fetch(Recipes.population(), last: known, round: round)
        #expect(standIn.requests.count >= 2)
        #expect(standIn.requests[1].path == "/v1/tableinfo")
    }

    @Test("Where nothing is known that a list could help with, there is none")
    func useless() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        _ = try await desk.fetcher.beginRound([])
        _ = try await desk.fetcher.beginRound([last(askedHoursAgo: nil), last(update: nil), last(askedHoursAgo: 400)])
        #expect(standIn.requests.isEmpty)
    }

    @Test(
        "A list that does not come, or is none, costs one request and nothing else",
        arguments: [Misbehaviour.serverError(503), .htmlPage, .emptyBody, .jsonInsideString, .cutBody]
    )
    func failing(misbehaviour: Misbehaviour) async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(misbehaviour, on: "/v1/tables")
        let desk = Desk(statBank: standIn.statBankURL) { $0.retries = RetryPolicy() }
        let round = try await desk.fetcher.beginRound([last()])
        #expect(standIn.requests.count == 1 && desk.stopwatch.waits.isEmpty)
        let dataset = try await desk.fetcher.fetch(Recipes.population(), last: last(), round: round)
        #expect(dataset.isUnchanged && dataset.exchanges.map(\.purpose) == [.metadata])
    }

    @Test("A list with an element that has no code is none", arguments: ["[{}]", #"[{"id":null}]"#, "{}", "[7]"])
    func unreadable(json: String) async throws {
        let server = RawServer([StatBankDescription.answer(json)])
        defer { server.stop() }
        let desk = Desk(statBank: server.url)
        let round = try await desk.fetcher.beginRound([last()])
        let dataset = try await desk.fetcher.fetch(Recipes.population(), last: last(), round: round)
        #expect(dataset.exchanges.map(\.purpose) == [.metadata])
    }
}
