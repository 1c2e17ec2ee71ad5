import PejlFetch
import PejlModel
import PejlStandIn
import Testing

/// Row W13 of the test plan: status 200 with something that is not the document.
@Suite(.serialized)
struct WrongContentTests {
    private static let login =
        "<html><body><form action=\"/login\"><input name=\"password\" type=\"password\"></form></body></html>"
    private static let maintenance = "Statistikbanken er lukket for vedligeholdelse indtil kl. 8.\r\n"
    private static let problem = "{\"errorTypeCode\":\"REQUEST-LIMIT\",\"message\":\"For mange celler\"}"
    private static let utf16 = "\u{FEFF}OMRÅDE;TID;INDHOLD\r\n000;2023;5961249\r\n"

    /// The format asked for, the body, its content type where it is not the proper one, and the reason.
    private static let lies: [(DocumentFormat, String, String?, String)] = [
        (.statBankCSV, login, "text/html", "a page came instead of CSV"),
        (.statBankCSV, login, nil, "a page came instead of CSV"),
        (.jsonStat, login, nil, "a page came instead of JSON-stat"),
        (.uddannelsesstatistik, login, nil, "a page came instead of a JSON array"),
        (.statBankCSV, maintenance, "text/plain", "the answer is text/plain, not text/csv"),
        (.statBankCSV, maintenance, nil, "the answer does not begin as CSV"),
        (.jsonStat, maintenance, nil, "the answer does not begin as JSON-stat"),
        (.uddannelsesstatistik, maintenance, nil, "the answer does not begin as a JSON array"),
        (.statBankCSV, "A;B\r\n1;2\r\n", "application/json", "the answer is application/json, not text/csv"),
        (.jsonStat, "A;B\r\n1;2\r\n", nil, "the answer does not begin as JSON-stat"),
        (.statBankCSV, "\u{FEFF}", nil, "the answer is empty"), (.jsonStat, "\u{FEFF}\r\n", nil, "the answer is empty"),
        (.uddannelsesstatistik, "", nil, "the answer is empty"), (.jsonStat, "", nil, "the answer is empty"),
        (.statBankCSV, "{}", nil, "the answer does not begin as CSV"),
        (.jsonStat, "{}", nil, "the answer is an empty object"),
        (.jsonStat, " {\r\n} ", nil, "the answer is an empty object"),
        (.uddannelsesstatistik, "{}", nil, "the answer does not begin as a JSON array"),
        (.statBankCSV, "[]", nil, "the answer does not begin as CSV"),
        (.jsonStat, "[]", nil, "the answer does not begin as JSON-stat"),
        (.statBankCSV, problem, nil, "the answer does not begin as CSV"),
        (.jsonStat, problem, nil, "the answer is an error object"),
        (.uddannelsesstatistik, problem, nil, "the answer does not begin as a JSON array"),
    ]

    @Test(
        "What is not the document is named, and its beginning is shown",
        arguments: lies.indices,
        StandIn.Wire.allCases
    )
    func named(index: Int, wire: StandIn.Wire) async throws {
        let (format, body, type, reason) = Self.lies[index]
        let isEducation = format == .uddannelsesstatistik
        let standIn = try StandIn.start(wire: wire)
        defer { standIn.stop() }
        standIn.misbehave(.body(body, contentType: type), on: isEducation ? "/Api" : "/v1/data")
        let desk = Desk(standIn)
        let recipe =
            isEducation ? Recipes.absence() : Recipes.population(form: format == .jsonStat ? .jsonStat : .csv)
        guard case .unexpectedContent(_, let shown, let beginning)? = await desk.failure(of: recipe) else {
            Issue.record("no unexpected content")
            return
        }
        #expect(shown == reason)
        let text = body.hasPrefix("\u{FEFF}") ? String(body.dropFirst()) : body
        #expect(beginning == PrintableText()(text, limit: 200))
        #expect(desk.files.isEmpty)
    }

    @Test("CSV in UTF-16 is not CSV")
    func utf16() async throws {
        let body = Self.utf16.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: \(body.count)\r\n\r\n"
        let server = RawServer([Array(head.utf8) + body])
        defer { server.stop() }
        let failure = await Desk(statBank: server.url).failure(of: Recipes.population())
        #expect(failure?.name == "unexpected-content")
    }

    @Test("An empty array is an answer without a figure")
    func emptyArray() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.body("[]"))
        let expected = FetchError.emptyAnswer(url: standIn.uddannelsesstatistikURL + "/statistik")
        #expect(await Desk(standIn).failure(of: Recipes.absence()) == expected)
    }

    @Test("A page that holds the key is shown without it, in 200 characters")
    func redacted() async throws {
        let standIn = try StandIn.start(wire: .tls)
        defer { standIn.stop() }
        let page = "<html>Bearer \(Desk.key)" + String(repeating: " ", count: 100) + String(repeating: "x", count: 200)
        standIn.misbehave(.body(page))
        let desk = Desk(standIn)
        guard case .unexpectedContent(_, _, let beginning)? = await desk.failure(of: Recipes.absence()) else {
            Issue.record("no unexpected content")
            return
        }
        #expect(beginning.hasPrefix("<html>Bearer (secret)   "))
        #expect(beginning.count == 200)
    }
}
