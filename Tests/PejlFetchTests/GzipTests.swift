import PejlFetch
import PejlModel
import Testing

@Suite(.serialized)
struct GzipTests {
    private static let csv = Array("OMRÅDE;TID;INDHOLD\r\n000;2023;5961249\r\n".utf8)

    private func answer(_ body: [UInt8], isClosed: Bool = false) -> [UInt8] {
        let length = isClosed ? "" : "Content-Length: \(body.count)\r\n"
        return Array("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Encoding: gzip\r\n\(length)\r\n".utf8) + body
    }

    private func failure(_ body: [UInt8]) async -> FetchError? {
        let server = RawServer([answer(body)])
        defer { server.stop() }
        let desk = Desk(statBank: server.url)
        let failure = await desk.failure(of: Recipes.population())
        #expect(desk.files.isEmpty)
        return failure
    }

    @Test("A whole member is decoded and proves that it is whole", arguments: [true, false])
    func wholeMember(isClosed: Bool) async throws {
        let body = gzipped(Self.csv)
        let server = RawServer([answer(body, isClosed: isClosed)])
        defer { server.stop() }
        let desk = Desk(statBank: server.url)
        let exchange = try await desk.fetch(Recipes.population()).figures[0]
        #expect(exchange.proof == (isClosed ? .gzip : .length))
        #expect(exchange.wireByteCount == body.count)
        #expect(exchange.document.digest == ContentDigest(of: Self.csv))
        #expect(Desk.bytes(of: exchange.document.path) == Self.csv)
    }

    @Test("Cut anywhere it is truncated")
    func cut() async {
        let body = gzipped(Self.csv)
        for length in [1, 5, 10, body.count / 2, body.count - 8, body.count - 1] {
            #expect(await failure(Array(body.prefix(length)))?.name == "truncated", "\(length)")
        }
    }

    @Test("Damaged it is refused, in the data as in the trailer")
    func damaged() async {
        let body = gzipped(Self.csv)
        for place in [0, 1, 2, body.count - 8, body.count - 1] {
            var changed = body
            changed[place] ^= 0xFF
            #expect(await failure(changed)?.name == "bad-gzip", "\(place)")
        }
    }

    @Test("A second member or anything else behind it is refused")
    func trailing() async {
        let body = gzipped(Self.csv)
        let url = await failure(body + body)
        guard case .badGzip(_, let detail)? = url else { return #expect(Bool(false), "no bad gzip") }
        #expect(detail == "bytes after its end")
        #expect(await failure(body + [0])?.name == "bad-gzip")
    }

    @Test("A second layer is not taken off")
    func secondLayer() async {
        #expect(await failure(gzipped(gzipped(Self.csv)))?.name == "unexpected-content")
    }

    @Test("Plain text that calls itself gzip is refused")
    func notGzip() async {
        #expect(await failure(Self.csv)?.name == "bad-gzip")
        #expect(await failure([])?.name == "unexpected-content")
    }

    @Test("An error answer may be gzip too")
    func errorAnswer() async {
        let body = gzipped(Array("{\"errorTypeCode\":\"REQUEST-LIMIT\",\"message\":\"for mange\"}".utf8))
        let head = "HTTP/1.1 400 Bad\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n"
        let server = RawServer([Array(head.utf8) + body])
        defer { server.stop() }
        let desk = Desk(statBank: server.url)
        let expected = FetchError.publisherRefused(url: server.url + "/data", code: "REQUEST-LIMIT", text: "for mange")
        #expect(await desk.failure(of: Recipes.population()) == expected)
    }
}
