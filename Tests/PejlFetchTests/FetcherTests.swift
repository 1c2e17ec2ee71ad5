import PejlFetch
import PejlModel
import PejlStandIn
import Synchronization
import Testing

struct FetcherTests {
    @Test("A StatBank table comes whole, with digest, proof and the question that was asked", arguments: [true, false])
    func statBank(compresses: Bool) async throws {
        let standIn = try StandIn.start(compresses: compresses)
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        let dataset = try await desk.fetch(Recipes.population())
        #expect(dataset.dataset == "test")
        #expect(dataset.startedAt == Desk.moment && dataset.finishedAt == Desk.moment)
        let exchange = try #require(dataset.figures.first)
        #expect(dataset.exchanges.map(\.purpose) == [.metadata, .figures])
        #expect(exchange.method == "POST" && exchange.status == 200)
        #expect(exchange.url == standIn.statBankURL + "/data")
        let bytes = Desk.bytes(of: exchange.document.path)
        #expect(bytes.count == exchange.document.byteCount)
        #expect(ContentDigest(of: bytes) == exchange.document.digest)
        #expect(String(decoding: bytes.prefix(40), as: UTF8.self).hasPrefix("\u{FEFF}OMRÅDE;"))
        #expect(compresses ? exchange.wireByteCount < bytes.count : exchange.wireByteCount == bytes.count)
        #expect(exchange.proof == .chunks || exchange.proof == .length)
        #expect(desk.files.count == 2)
        let request = try #require(standIn.requests.last)
        #expect(String(decoding: request.body, as: UTF8.self) == exchange.requestBody)
        #expect(request.header("user-agent") == "pejl/0.1 (+stat@example.dk)")
        #expect(request.header("accept-encoding") == "gzip")
        #expect(request.header("content-type") == "application/json; charset=utf-8")
        #expect(request.header("authorization") == nil && request.header("expect") == nil)
    }

    @Test("JSON-stat is asked for as JSONSTAT")
    func jsonStat() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        let exchange = try await desk.fetch(Recipes.population(form: .jsonStat)).figures[0]
        #expect(Desk.bytes(of: exchange.document.path).starts(with: "{\"dataset\":".utf8))
        #expect(exchange.requestBody.contains("\"format\":\"JSONSTAT\""))
    }

    @Test("Pages are fetched until an empty one", arguments: [(30, 7), (1000, 1)])
    func pages(pageSize: Int, count: Int) async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL)
        let pages = Mutex<[FetchProgress]>([])
        let dataset = try await desk.fetch(Recipes.absence(pageSize: pageSize)) { progress in
            pages.withLock { $0.append(progress) }
        }
        // Every page, the empty one behind the last, and page 0, which shows that the publisher counts from 1.
        #expect(standIn.figureRequests.count == count + 2)
        #expect(dataset.figures.count == count)
        #expect(desk.files.count == dataset.exchanges.count)
        #expect(standIn.requests.allSatisfy { $0.header("authorization") == "Bearer \(Desk.key)" })
        let total = dataset.exchanges.map(\.document.byteCount).reduce(0, +)
        #expect(pages.withLock { $0.last?.byteCount } == total + 2 + dataset.figures[0].document.byteCount)
        #expect(pages.withLock { Set($0.map(\.page)) } == Set(0...count + 1))
        let shown = dataset.exchanges.flatMap { [$0.url, $0.requestBody] + $0.responseHeaders }
        #expect(!shown.contains { $0.contains("KANARIE") })
    }

    @Test("A publisher that counts from 0 is asked for page 0 when page 1 is empty")
    func pageZero() async throws {
        let standIn = try StandIn.start(firstPage: 0)
        defer { standIn.stop() }
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL)
        let dataset = try await desk.fetch(Recipes.absence())
        #expect(dataset.figures.count == 1)
        #expect(dataset.figures[0].requestBody.contains("\"side\":0,"))
        #expect(standIn.figureRequests.count == 2)
        #expect(desk.files.count == dataset.exchanges.count)
    }

    @Test("A page that repeats an earlier one ends the pages")
    func repeatedPage() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.repeatFirstPage)
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL)
        let dataset = try await desk.fetch(Recipes.absence(pageSize: 30))
        #expect(dataset.figures.count == 1)
        #expect(standIn.figureRequests.count == 3)
        #expect(desk.files.count == dataset.exchanges.count)
    }

    @Test("An answer without a single figure is a failure")
    func emptyAnswer() async throws {
        let empty = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n[ ]\n"
        let server = RawServer(empty)
        defer { server.stop() }
        let desk = Desk(uddannelsesstatistik: server.url)
        #expect(await desk.failure(of: Recipes.absence()) == .emptyAnswer(url: server.url + "/statistik"))
        #expect(server.requests.count { $0.hasPrefix("POST /statistik ") } == 2)
        #expect(desk.files.isEmpty)
    }

    @Test("More pages than allowed are refused, exactly as many are not")
    func pageLimit() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let narrow = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL) { $0.limits.pages = 6 }
        let url = standIn.uddannelsesstatistikURL + "/statistik"
        #expect(await narrow.failure(of: Recipes.absence(pageSize: 30)) == .tooManyPages(url: url, limit: 6))
        #expect(narrow.files.isEmpty)
        let wide = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL) { $0.limits.pages = 7 }
        #expect(try await wide.fetch(Recipes.absence(pageSize: 30)).figures.count == 7)
    }

    @Test("JSON inside a JSON string is a document too")
    func jsonInsideString() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.jsonInsideString)
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL)
        #expect(try await desk.fetch(Recipes.absence()).figures.count == 1)
    }

    @Test("Without a usable key nothing is sent")
    func keys() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let name = "National Agency for IT and Learning, Uddannelsesstatistik.dk"
        let without = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL) { $0.keys = [:] }
        #expect(await without.failure(of: Recipes.absence()) == .keyMissing(publisher: name))
        for key in ["", "a b", "\"abc\"", "abc\n", "abc\r\nX-Header: y", "nøgle"] {
            let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL) {
                $0.keys[.uddannelsesstatistik] = Secret(key)
            }
            #expect(await desk.failure(of: Recipes.absence()) == .keyUnusable(publisher: name))
        }
        #expect(standIn.requests.isEmpty)
    }

    @Test(
        "An address that may not be asked is refused before anything is sent",
        arguments: [
            ("http://api.statbank.dk/v1", false, "it is not https"),
            ("https://127.0.0.1/v1", false, "its address is loopback"),
            ("https://[::ffff:10.1.2.3]/v1", false, "its address is private"),
            ("http://8.8.8.8/v1", true, "plain http leaves the private network"),
            ("https://0.0.0.0/v1", true, "its address is unspecified"),
        ]
    )
    func addresses(base: String, allowsPrivate: Bool, reason: String) async throws {
        let desk = Desk(statBank: base) { $0.allowPrivateAddresses = allowsPrivate }
        let shown = try #require(WebAddress(base)).description
        #expect(await desk.failure(of: Recipes.population()) == .addressRefused(url: shown, reason: reason))
    }

    @Test("A name that resolves to an inner address is refused at the socket")
    func rebinding() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let base = "https://localhost:\(standIn.port)/v1"
        let desk = Desk(statBank: base) { $0.allowPrivateAddresses = false }
        let expected = FetchError.addressRefused(url: base + "/tableinfo", reason: "its address is loopback")
        #expect(await desk.failure(of: Recipes.population()) == expected)
        #expect(standIn.requests.isEmpty)
    }

    @Test("Where a proxy is configured it is asked, and told where to")
    func proxy() async throws {
        let csv = "OMRÅDE;TID;INDHOLD\n"
        let proxy = RawServer("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 20\r\n\r\n\(csv)")
        defer { proxy.stop() }
        let desk = Desk(statBank: "http://10.9.9.9/v1") { $0.proxy = proxy.url }
        #expect(try await desk.fetch(Recipes.population()).figures.count == 1)
        #expect(proxy.requests.first?.hasPrefix("POST http://10.9.9.9/v1/data HTTP/1.1\r\n") == true)
        let plain = Desk(statBank: "http://api.statbank.dk/v1") { $0.proxy = proxy.url }
        #expect(await plain.failure(of: Recipes.population())?.name == "address-refused")
    }

    @Test("A proxy that opens no tunnel is a matter of configuration, and its password is not shown")
    func proxyRefusal() async throws {
        let proxy = RawServer("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
        defer { proxy.stop() }
        let base = "https://api.statbank.dk/v1"
        let desk = Desk(statBank: base) { $0.proxy = proxy.url }
        #expect(await desk.failure(of: Recipes.population()) == .proxyRefused(url: base + "/tableinfo", status: 407))
        for broken in ["gopherx://user:hemmelig@127.0.0.1:1", "http://user:hemmelig@127.0.0.1:1"] {
            let desk = Desk(statBank: base) { $0.proxy = broken }
            let answer = await desk.failure(of: Recipes.population())
            let failure = try #require(answer)
            #expect(!failure.description.contains("hemmelig"))
        }
    }

    @Test("A base address with a user name is refused and not shown")
    func userName() async {
        let desk = Desk(statBank: "https://user:hemmelig@api.statbank.dk/v1")
        let failure = await desk.failure(of: Recipes.population())
        #expect(failure == .addressRefused(url: "statbank", reason: "it is no plain https address"))
    }

    @Test("The contact cannot add a header")
    func contact() {
        let options = FetchOptions(contact: "a@b.dk\r\nX: y (æ)", temporaryDirectory: "/tmp")
        #expect(options.userAgent == "pejl/0.1 (+a@b.dkX: y )")
    }

    @Test("Requests of one fetcher share a connection and keep their distance")
    func pace() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL) { $0.minimumInterval = .seconds(1) }
        _ = try await desk.fetch(Recipes.absence(pageSize: 30))
        #expect(desk.stopwatch.waits == Array(repeating: .seconds(1), count: standIn.requests.count - 1))
    }
}
