import PejlFetch
import PejlModel
import Testing

struct AnswerJudgeTests {
    private static let url = "https://api.statbank.dk/v1/data"

    private func failure(_ status: Int, _ body: String = "", _ headers: [HeaderLine] = []) -> FetchError? {
        AnswerJudge(url: Self.url, now: Desk.moment).failure(status: status, headers: headers, body: Array(body.utf8))
    }

    @Test(
        "Every status has its name and kind",
        arguments: [
            (201, "unexpected-status", FailureKind.contract), (204, "unexpected-status", .contract),
            (206, "unexpected-status", .contract), (300, "unexpected-status", .contract),
            (304, "unexpected-status", .contract), (400, "publisher-refused", .contract), (401, "unauthorised", .auth),
            (403, "forbidden", .auth), (404, "not-found", .contract), (405, "unexpected-status", .contract),
            (408, "server-error", .transient), (410, "not-found", .contract), (413, "unexpected-status", .contract),
            (429, "too-many-requests", .transient), (500, "server-error", .transient),
            (502, "server-error", .transient),
            (503, "server-error", .transient), (504, "server-error", .transient), (599, "server-error", .transient),
        ]
    )
    func statuses(status: Int, name: String, kind: FailureKind) throws {
        let answer = self.failure(status)
        let failure = try #require(answer).failure
        #expect(failure.name == name)
        #expect(failure.kind == kind)
        #expect(failure.retryAfterSeconds == nil)
        #expect(failure.message.hasPrefix(Self.url))
    }

    @Test(
        "Every recorded refusal has its code, its words and a remedy",
        .enabled(if: Recorded.isAtHand, Recorded.reason)
    )
    func recordedRefusals() throws {
        let entries = try JSONValue(Recorded.bytes("statbank-errors/errors.json")).elements ?? []
        var codes: Set<String> = []
        for entry in entries where entry["status"]?.digits == "400" {
            let code = try #require(entry["body"]?["errorTypeCode"]?.text)
            let message = try #require(entry["body"]?["message"]?.text)
            let answer = failure(400, "{\"errorTypeCode\":\"\(code)\",\"message\":\"\(message)\"}")
            #expect(answer == .publisherRefused(url: Self.url, code: code, text: message))
            #expect(StatBankProblem.remedy(code: code) != StatBankProblem.remedy(code: nil))
            codes.insert(code)
        }
        #expect(codes == ["EXTRACT-NOTFOUND", "REQUEST-MISSING", "EXTRACT-NOTALLOWED", "REQUEST-LIMIT"])
    }

    @Test("200 is no failure")
    func success() {
        #expect(failure(200) == nil)
    }

    @Test(
        "StatBank's codes bring the remedy and its own words",
        arguments: [
            ("EXTRACT-NOTFOUND", "compare the recipe's table and values with `pejl dataset discover statbank`"),
            ("EXTRACT-NOTALLOWED", "select values of every variable that the publisher does not sum away"),
            ("EXTRACT-STREAMINGTIMESORT", "leave the order of periods out, a streamed format has none"),
            ("REQUEST-LIMIT", "select fewer values or use BULK"),
            ("REQUEST-MISSING", "give the recipe a table and a format that the publisher has"),
            ("REQUEST-EMPTY", "check whether a proxy changed the request, its body was not read as JSON"),
            ("REQUEST-NOTFOUND", "check the base address"),
            ("NEW-CODE", "compare the recipe with the publisher's documentation"),
        ]
    )
    func remedies(code: String, remedy: String) throws {
        let body = "{\"errorTypeCode\":\"\(code)\",\"message\":\"Kan ikke finde v\\u00e6rdien: \\\"999\\\" (OMRÅDE)\"}"
        let answer = self.failure(400, body)
        let refusal = try #require(answer)
        let text = "Kan ikke finde værdien: \"999\" (OMRÅDE)"
        #expect(refusal == .publisherRefused(url: Self.url, code: code, text: text))
        #expect(refusal.description == "\(Self.url): the request was refused (\(code)): \"\(text)\"; \(remedy)")
    }

    @Test("Another body is kept in its first 400 characters, control characters written out")
    func otherBodies() {
        let body = "\u{1B}[31mFejl\r\n\u{202E}\u{0}" + String(repeating: "å", count: 500)
        let text = "\\u{1b}[31mFejl\\u{d}\\u{a}\\u{202e}\\u{0}" + String(repeating: "å", count: 387)
        #expect(failure(400, body) == .publisherRefused(url: Self.url, code: nil, text: text))
    }

    @Test("The pause a publisher asks for is kept", arguments: [429, 503])
    func pauses(status: Int) {
        let headers = [HeaderLine(name: "retry-after", value: "120"), HeaderLine(name: "Retry-After", value: "junk")]
        #expect(failure(status, "", headers)?.failure.retryAfterSeconds == 120)
    }

    @Test("A key that comes back is not shown")
    func echo() {
        let judge = AnswerJudge(url: Self.url, now: Desk.moment, printable: PrintableText(hiding: "hemmelig"))
        let failure = judge.failure(status: 401, headers: [], body: Array("bad key hemmelig, hemmelig!".utf8))
        #expect(failure == .unauthorised(url: Self.url, text: "bad key (secret), (secret)!"))
    }
}
