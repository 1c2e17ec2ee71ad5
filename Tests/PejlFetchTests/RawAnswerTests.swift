import PejlFetch
import PejlModel
import Testing

/// Answers that no proper server gives, byte by byte.
struct RawAnswerTests {
    private static let csv = "OMRÅDE;TID;INDHOLD\r\n000;2023;5961249\r\n"
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/csv; charset=utf-8\r\n"
    private static let length = csv.utf8.count

    @Test(
        "Odd but whole answers are accepted",
        arguments: [
            ("Content-Length: \(length)\r\n\r\n\(csv)", CompletenessProof.length),
            ("content-length:\(length)  \r\n\r\n\(csv)", .length),
            ("Content-Encoding: identity\r\nContent-Length: \(length)\r\n\r\n\(csv)", .length),
            (
                "Transfer-Encoding: chunked\r\n\r\n14\r\nOMRÅDE;TID;INDHOLD\r\r\n13\r\n\n000;2023;5961249\r\n\r\n0\r\n\r\n",
                .chunks
            ),
            (
                "Transfer-Encoding: chunked\r\n\r\n14\r\nOMRÅDE;TID;INDHOLD\r\r\n13\r\n\n000;2023;5961249\r\n\r\n0\r\nX: y\r\n\r\n",
                .chunks
            ),
        ]
    )
    func accepted(rest: String, proof: CompletenessProof) async throws {
        let server = RawServer(Self.head + rest)
        defer { server.stop() }
        let desk = Desk(statBank: server.url)
        let exchange = try await desk.fetch(Recipes.population()).figures[0]
        #expect(exchange.proof == proof)
        #expect(exchange.document.byteCount == Self.length)
        #expect(exchange.document.digest == ContentDigest(of: Self.csv))
    }

    @Test("An interim answer is passed over and cookies are not kept")
    func interim() async throws {
        let server = RawServer(
            "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + Self.head
                + "Set-Cookie: session=hemmelig\r\nX-Note: å\r\nContent-Length: \(Self.length)\r\n\r\n\(Self.csv)"
        )
        defer { server.stop() }
        let desk = Desk(statBank: server.url)
        let exchange = try await desk.fetch(Recipes.population()).figures[0]
        #expect(
            exchange.responseHeaders == [
                "Content-Type: text/csv; charset=utf-8", "X-Note: å", "Content-Length: \(Self.length)",
            ]
        )
    }

    @Test(
        "Headers that cannot be relied on are refused",
        arguments: [
            "Content-Length: \(length)\r\nContent-Length: \(length)\r\n", "Content-Length: -5\r\n",
            "Content-Length: +\(length)\r\n", "Content-Length: \(length), \(length)\r\n", "Content-Length: \r\n",
            "Content-Length: \(length)\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: gzip\r\n", "Content-Encoding: br\r\n", "Content-Encoding: deflate\r\n",
            "Content-Encoding: zstd\r\n", "Content-Encoding: gzip, gzip\r\n",
            "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n",
            "X-Long: \(String(repeating: "x", count: 300_000))\r\n",
            "X-Escape: \u{1B}[31m\r\n", "no colon\r\n", ": empty\r\n", "A b: c\r\n", "X: y\r\n folded\r\n",
        ]
    )
    func badHeaders(lines: String) async {
        let server = RawServer(Self.head + lines + "\r\n" + Self.csv)
        defer { server.stop() }
        let desk = Desk(statBank: server.url)
        let failure = await desk.failure(of: Recipes.population())
        #expect(failure?.name == "bad-headers")
        #expect(failure?.kind == .contract)
        #expect(desk.files.isEmpty)
    }

    @Test(
        "Only 200 brings figures",
        arguments: [
            (204, "unexpected-status"), (206, "unexpected-status"), (304, "unexpected-status"), (404, "not-found"),
            (410, "not-found"), (408, "server-error"), (405, "unexpected-status"), (300, "unexpected-status"),
        ]
    )
    func statuses(status: Int, name: String) async {
        let body = [204, 304].contains(status) ? "" : Self.csv
        let server = RawServer(
            "HTTP/1.1 \(status) X\r\nContent-Type: text/csv\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        defer { server.stop() }
        let desk = Desk(statBank: server.url)
        #expect(await desk.failure(of: Recipes.population())?.name == name)
        #expect(desk.files.isEmpty)
    }

    @Test("A large length is refused before the body")
    func announcedLength() async {
        let server = RawServer(Self.head + "Content-Length: 99999999999999999999\r\n\r\n\(Self.csv)")
        defer { server.stop() }
        let failure = await Desk(statBank: server.url).failure(of: Recipes.population())
        #expect(["body-too-large", "bad-headers"].contains(failure?.name))
    }

    @Test(
        "What is not HTTP is refused",
        arguments: ["", "garbage\r\n\r\n", "HTTP/1.1 999 X\r\n\r\n", "HTTP/1.1 2000 X\r\n\r\n"]
    )
    func notHTTP(answer: String) async {
        let server = RawServer(answer)
        defer { server.stop() }
        let desk = Desk(statBank: server.url)
        let failure = await desk.failure(of: Recipes.population())
        #expect(["bad-headers", "connection-failed"].contains(failure?.name))
        #expect(desk.files.isEmpty)
    }

    @Test("A key that the publisher sends back is shown nowhere")
    func echo() async throws {
        let refused = RawServer("HTTP/1.1 401 No\r\nContent-Length: 52\r\n\r\n\(Desk.key)\r\n\r\n\r\n\r\n")
        defer { refused.stop() }
        let desk = Desk(uddannelsesstatistik: refused.url)
        let failure = try #require(await desk.failure(of: Recipes.absence()))
        #expect(failure.name == "unauthorised")
        #expect(!failure.description.contains("KANARIE") && !"\(failure)".contains("KANARIE"))
        #expect(refused.requests.first?.contains("Authorization: Bearer \(Desk.key)\r\n") == true)
        let body = "[{\"a\":\"b\"}]"
        let echoing = RawServer(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Echo: Bearer \(Desk.key)\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        defer { echoing.stop() }
        let dataset = try await Desk(uddannelsesstatistik: echoing.url).fetch(Recipes.absence())
        #expect(dataset.figures[0].responseHeaders.contains("X-Echo: Bearer (secret)"))
    }

    @Test("A port that nobody listens on and a name that nobody has")
    func unreachable() async {
        let desk = Desk(statBank: "http://127.0.0.1:1/v1")
        #expect(await desk.failure(of: Recipes.population())?.name == "connection-failed")
        let nameless = Desk(statBank: "https://pejl.invalid/v1")
        #expect(await nameless.failure(of: Recipes.population())?.name == "name-not-resolved")
    }

    @Test("A directory that cannot be written to is a failure of this machine")
    func noDirectory() async {
        let server = RawServer(Self.head + "Content-Length: \(Self.length)\r\n\r\n\(Self.csv)")
        defer { server.stop() }
        let desk = Desk(statBank: server.url) { $0.temporaryDirectory = "/nonexistent/pejl" }
        let failure = await desk.failure(of: Recipes.population())
        #expect(failure == .writeFailed(path: "/nonexistent/pejl", errno: 2))
        #expect(failure?.kind == .system)
    }
}
