import PejlFetch
import PejlModel
import PejlStandIn
import Testing

/// PxWebApi 2: description, limits, figures.
struct PxWebFetchTests {
    @Test("a table is described, the limits are asked for, and the figures come in one answer")
    func whole() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(pxWeb: standIn.pxWebURL)
        let dataset = try await desk.fetch(Recipes.kostra(years: ["(-n+2)"]))
        #expect(dataset.exchanges.map(\.purpose) == [.metadata, .metadata, .figures])
        #expect(
            standIn.requests.map(\.path) == [
                "/api/pxwebapi/v2/tables/12209/metadata?lang=no&outputFormat=json-stat2", "/api/pxwebapi/v2/config",
                "/api/pxwebapi/v2/tables/12209/data?lang=no&outputFormat=json-stat2"
                    + "&valuecodes%5BKOKkommuneregion0000%5D=%2A&valuecodes%5BContentsCode%5D=%2A"
                    + "&valuecodes%5BTid%5D=2022%2C2023",
            ]
        )
        #expect(dataset.publisherUpdate == "2025-03-21T07:00:00Z")
        #expect(
            dataset.notes == [
                PublisherNote(kind: .footnote, text: "Tall ble rettet 21.03.2025.", isMandatory: true),
                PublisherNote(kind: .footnote, text: ".. = Tallgrunnlag mangler.", isMandatory: false),
            ]
        )
        #expect(!dataset.isUnchanged)
    }

    @Test("a question over the server's limit is cut, and the table must stay as it was meanwhile")
    func cut() async throws {
        var settings = NeighbourSettings()
        settings.pxWebCells = 4
        let standIn = try StandIn.start(neighbours: settings)
        defer { standIn.stop() }
        let desk = Desk(pxWeb: standIn.pxWebURL)
        let dataset = try await desk.fetch(Recipes.kostra())
        // 5 regions of 3 years are 15 cells: 3 + 2 regions, then 2 + 1 years or regions of each until 4 cells fit.
        #expect(dataset.figures.count == 5)
        #expect(standIn.requests.allSatisfy { $0.status == 200 })
        #expect(dataset.exchanges.map(\.purpose).filter { $0 == .metadata }.count == 3)
    }

    @Test("nothing is asked for where the table is as it was")
    func unchanged() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(pxWeb: standIn.pxWebURL)
        let recipe = Recipes.kostra()
        func last(_ update: String, _ digest: ContentDigest) -> LastRetrieval {
            LastRetrieval(finishedAt: Desk.moment, askedAt: Desk.moment, publisherUpdate: update, recipe: digest)
        }
        let same = try await desk.fetch(recipe, last: last("2025-03-21T07:00:00Z", recipe.digest))
        #expect(same.isUnchanged && same.figures.isEmpty && same.exchanges.count == 1)
        let other = try await desk.fetch(recipe, last: last("2025-03-20T07:00:00Z", recipe.digest))
        #expect(!other.isUnchanged && other.figures.count == 1)
        let reread = try await desk.fetch(recipe, last: last("2025-03-21T07:00:00Z", ContentDigest(of: "other")))
        #expect(!reread.isUnchanged)
    }

    @Test(
        "what the table does not have is refused by name before figures are asked for",
        arguments: [
            (
                Recipes.kostra(regionVariable: "Region"),
                "12209: the publisher has no variable \"Region\"; nearest are \"KOKkommuneregion0000\": it may have been "
                    + "renamed: compare the definition before changing the recipe"
            ),
            (
                Recipes.kostra(regions: ["0301", "0302"]),
                "12209: the publisher has no value \"0302\"; nearest are \"0301\", \"1103\": it may have been renamed: compare the "
                    + "definition before changing the recipe"
            ),
            (
                Recipes.kostra(contents: nil),
                "12209: \"ContentsCode\" cannot be summed away and nothing is chosen from it; add [[request.variables]] "
                    + "with code = \"ContentsCode\" and values = [\"KOShjtj80aarover0001\"]"
            ),
        ]
    )
    func misfits(recipe: Recipe, message: String) async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(pxWeb: standIn.pxWebURL)
        let failure = await desk.failure(of: recipe)
        #expect(failure?.description == message)
        #expect(failure?.kind == .contract)
        #expect(!standIn.requests.contains { $0.path.contains("/data") })
        #expect(desk.files.isEmpty)
    }

    @Test("the server's own problem is shown with what to do")
    func problems() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(pxWeb: standIn.pxWebURL)
        let url = standIn.pxWebURL + "/tables/99999/metadata?lang=no&outputFormat=json-stat2"
        #expect(
            await desk.failure(of: Recipes.kostra(table: "99999"))?.description
                == "\(url): the request was refused (Non-existent table); compare the recipe with the table's metadata, it "
                + "may have been renamed"
        )
        let language = await desk.failure(of: Recipes.kostra(language: "is"))
        #expect(language?.failure.name == "publisher-refused" && language?.kind == .contract)
    }

    @Test("the server's window of calls sets the pace where it is slower than ours")
    func pace() async throws {
        var settings = NeighbourSettings()
        settings.pxWebWindow = (calls: 2, seconds: 10)
        let standIn = try StandIn.start(neighbours: settings)
        defer { standIn.stop() }
        let desk = Desk(pxWeb: standIn.pxWebURL) { $0.minimumInterval = .seconds(1) }
        _ = try await desk.fetch(Recipes.kostra())
        #expect(desk.stopwatch.waits == [.seconds(1), .seconds(5)])
    }

    @Test(
        "limits that make no sense are refused or bounded",
        arguments: [
            (#"{"maxDataCells":0}"#, nil), (#"{"maxDataCells":"many"}"#, nil), ("{}", nil), ("[]", nil),
            (#"{"maxDataCells":10000,"maxCallsPerTimeWindow":30,"timeWindow":10}"#, Duration.seconds(10) / 30),
            (#"{"maxDataCells":1,"maxCallsPerTimeWindow":1,"timeWindow":99999999999}"#, .seconds(60)),
            (#"{"maxDataCells":1,"maxCallsPerTimeWindow":-1,"timeWindow":10}"#, .zero),
        ] as [(String, Duration?)]
    )
    func configuration(text: String, spacing: Duration?) throws {
        let configuration = PxWebConfiguration(try JSONValue(Array(text.utf8)))
        #expect(configuration?.spacing == spacing)
    }
}
