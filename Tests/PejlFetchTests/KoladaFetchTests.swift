import PejlFetch
import PejlModel
import PejlStandIn
import Testing

/// Kolada: 25 ids a call, page after page, and unknown ids that come as an empty list.
struct KoladaFetchTests {
    @Test(
        "one call for what fits in one, pages by the link that the answer gives, in both spellings",
        arguments: [
            (5_000, NeighbourSettings.Spelling.version3, 1), (4, .version3, 4), (4, .version2, 4), (15, .version3, 1),
        ]
    )
    func pages(size: Int, spelling: NeighbourSettings.Spelling, count: Int) async throws {
        var settings = NeighbourSettings()
        settings.koladaPageSize = size
        settings.koladaSpelling = spelling
        let standIn = try StandIn.start(neighbours: settings)
        defer { standIn.stop() }
        let desk = Desk(kolada: standIn.koladaURL)
        let dataset = try await desk.fetch(Recipes.kolada(years: ["2021", "2022", "2023"]))
        #expect(dataset.figures.count == count)
        #expect(desk.files.count == count)
        let path = "/v3/data/kpi/N15033/municipality/0180,0580,1280,1480,2480/year/2021,2022,2023"
        #expect(standIn.requests.map(\.path).first == path)
        #expect(standIn.requests.count == count)
        #expect(dataset.figures.allSatisfy { $0.method == "GET" && $0.requestBody.isEmpty })
    }

    @Test("at most 25 ids of a kind are named in a call, and all of them in one of the calls")
    func chunks() throws {
        let question = KoladaQuestion(
            kpis: (1...30).map { "N\($0)" },
            municipalities: (1...51).map { "M\($0)" },
            years: (1990...2024).map(String.init)
        )
        let paths = try KoladaRequest.requests(question).map(\.path)
        #expect(paths.count == 2 * 3 * 2)
        for path in paths {
            let parts = path.split(separator: "/").map { $0.split(separator: ",").count }
            #expect(parts[2] <= 25 && parts[4] <= 25 && parts[6] <= 25)
        }
        #expect(Set(paths).count == paths.count)
        #expect(paths.first?.hasPrefix("data/kpi/N1,N2,") == true)
        #expect(
            paths.last == "data/kpi/N26,N27,N28,N29,N30/municipality/M51/year/"
                + (2015...2024).map(String.init).joined(separator: ",")
        )
    }

    @Test("a question of far too many calls is refused before anything is sent")
    func tooMany() async {
        let desk = Desk(kolada: "http://127.0.0.1:1")
        let recipe = Recipes.kolada(kpis: (1...500).map { "N\($0)" }, municipalities: (1...300).map { "M\($0)" })
        let failure = await desk.failure(of: recipe)
        #expect(failure?.name == "too-many-cells")
    }

    @Test("an indicator without a single figure is named; unknown municipalities are left to the gate")
    func unknown() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(kolada: standIn.koladaURL)
        let failure = await desk.failure(of: Recipes.kolada(kpis: ["N15033", "N99999"]))
        #expect(
            failure?.description
                == "N15033,N99999: the publisher has no indicator \"N99999\"; nearest are \"N15033\": it may have been "
                + "renamed: compare the definition before changing the recipe"
        )
        #expect(failure?.kind == .contract)
        #expect(desk.files.isEmpty)
        let dataset = try await desk.fetch(Recipes.kolada(municipalities: ["0180", "9999"]))
        #expect(dataset.figures.count == 1)
    }

    @Test("too many pages are refused")
    func pageLimit() async throws {
        var settings = NeighbourSettings()
        settings.koladaPageSize = 4
        let standIn = try StandIn.start(neighbours: settings)
        defer { standIn.stop() }
        let desk = Desk(kolada: standIn.koladaURL) { $0.limits.pages = 3 }
        let failure = await desk.failure(of: Recipes.kolada())
        #expect(failure?.name == "body-too-large")
        #expect(desk.files.isEmpty)
    }

    @Test(
        "a link to the next page is followed only under the publisher's own address",
        arguments: [
            "https://evil.example/v3/data", "http://169.254.169.254/v3/data", "file:///etc/passwd",
            "http://127.0.0.1:1/v3/data", "/v2/data/kpi", "../../../../../../admin", "//evil.example/v3/x", "\\u0000",
        ]
    )
    func links(link: String) async {
        let body =
            #"{"values":[{"kpi":"N15033","municipality":"0180","period":2023,"values":[]}],"next_url":""# + link
            + #""}"#
        let server = RawServer(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
        )
        defer { server.stop() }
        let desk = Desk(kolada: server.url + "/v3")
        let failure = await desk.failure(of: Recipes.kolada())
        #expect(failure?.name == "link-refused", "\(String(describing: failure))")
        #expect(failure?.kind == .contract)
        #expect(server.requests.count == 1)
        #expect(desk.files.isEmpty)
    }

    @Test("a link that goes round in a circle ends")
    func circle() async {
        let body = #"{"values":[{"kpi":"N15033"}],"next_page":"?page=2"}"#
        let server = RawServer(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
        )
        defer { server.stop() }
        let failure = await Desk(kolada: server.url).failure(of: Recipes.kolada())
        #expect(failure?.name == "link-refused")
        #expect(server.requests.count == 3)
    }

    @Test(
        "an answer that is no list of values is refused",
        arguments: [
            "{}", #"{"values":{}}"#, #"{"values":[],"next_url":7}"#, #"{"detail":"Not Found"}"#, #"{"values":[}"#,
        ]
    )
    func noList(body: String) async {
        let server = RawServer(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
        )
        defer { server.stop() }
        #expect(await Desk(kolada: server.url).failure(of: Recipes.kolada())?.name == "unexpected-content")
    }
}

/// Links under a publisher's address.
struct FollowingTests {
    @Test(
        "plain http is taken as https where the publisher speaks https, and nothing leaves the address",
        arguments: [
            ("https://api.kolada.se/v3/data?page=2", "https://api.kolada.se/v3/data?page=2"),
            ("http://api.kolada.se/v3/data?page=2", "https://api.kolada.se/v3/data?page=2"),
            ("/v3/data?page=2", "https://api.kolada.se/v3/data?page=2"),
            ("?page=2", "https://api.kolada.se/v3/data/kpi/N1?page=2"),
            ("http://api.kolada.se:8080/v3/data", nil), ("https://api.kolada.se/v3", nil),
            ("https://api.kolada.se/v30/data", nil), ("https://api.kolada.se/v3/../admin", nil),
            ("https://api.kolada.se.evil.example/v3/data", nil), ("https://user@api.kolada.se/v3/data", nil),
        ]
    )
    func links(link: String, expected: String?) throws {
        let base = try #require(WebAddress("https://api.kolada.se/v3"))
        let request = PublisherRequest.next(
            link,
            on: "https://api.kolada.se/v3/data/kpi/N1",
            like: .get("data", answer: .document(.kolada), purpose: .figures)
        )
        let target = try #require(request.link)
        #expect(base.following(target)?.description == expected)
    }
}
