import PejlStandIn
import Testing

/// Each misbehaviour, as seen on the wire.
struct MisbehaviourTests {
    let standIn: StandIn
    let proper: [UInt8]

    init() throws {
        standIn = try StandIn.start()
        proper = try standIn.data(Queries.whole).body()
    }

    private func data(_ misbehaviour: Misbehaviour, _ headers: [String] = []) throws -> WireAnswer {
        standIn.misbehave(misbehaviour, on: "/v1/data")
        return try standIn.data(Queries.whole, headers)
    }

    private func names(_ misbehaviour: Misbehaviour) throws -> [String] {
        standIn.misbehave(misbehaviour)
        return try Queries.lines(standIn.data(Queries.population(area: #""000","766","480","411""#))).map { $0[0] }
    }

    // MARK: Another answer

    @Test(
        "answers with that status, type and text",
        arguments: [
            (Misbehaviour.htmlPage, 200, "text/html; charset=utf-8", "<!DOCTYPE html>"),
            (.unauthorised401, 401, "text/plain; charset=utf-8", "Unauthorized"),
            (.forbidden403, 403, "text/plain; charset=utf-8", "Forbidden"),
            (.tooManyRequests429(retryAfter: nil), 429, "text/plain; charset=utf-8", "Too many requests"),
            (.serverError(503), 503, "text/html; charset=utf-8", "<!DOCTYPE html>"),
            (
                .publisherError(code: "EXTRACT-NOTFOUND", message: "Nej"), 400, "text/json; charset=utf-8",
                #"{"errorTypeCode":"EXTRACT-NOTFOUND","message":"Nej"}"#
            ),
            (.status(410), 410, "text/csv; charset=utf-8", "\u{FEFF}OMRÅDE;TID;INDHOLD"),
            (.body("{}"), 200, "text/csv; charset=utf-8", "{}"),
            (.body("<p>", contentType: "text/html"), 200, "text/html", "<p>"),
            (.wrongContentType("image/png"), 200, "image/png", "\u{FEFF}OMRÅDE;TID;INDHOLD"),
            (.jsonInsideString, 200, "text/csv; charset=utf-8", "\"\u{FEFF}OMRÅDE;TID;INDHOLD\\r\\n"),
        ]
    )
    func otherAnswers(misbehaviour: Misbehaviour, status: Int, type: String, start: String) throws {
        let answer = try data(misbehaviour)
        #expect(answer.status == status)
        #expect(answer.headers("Content-Type") == [type])
        #expect(try answer.body().starts(with: start.utf8))
        #expect(standIn.requests.last?.status == status)
    }

    @Test("an empty body has length 0", arguments: [Misbehaviour.emptyBody, .status(204), .status(304)])
    func emptyBody(misbehaviour: Misbehaviour) throws {
        let answer = try data(misbehaviour)
        #expect(answer.header("Content-Length") == "0")
        #expect(answer.wireBody == [])
    }

    @Test("Retry-After is sent as given", arguments: [nil, "5", "99999999999", "soon"])
    func retryAfter(value: String?) throws {
        #expect(try data(.tooManyRequests429(retryAfter: value)).header("Retry-After") == value)
    }

    @Test("redirects name their target")
    func redirects() throws {
        let answer = try data(.redirect(to: "ftp://example.org/x", status: 307))
        #expect(answer.status == 307)
        #expect(answer.header("Location") == "ftp://example.org/x")
        standIn.behave()
        #expect(try data(.redirectLoop).header("Location") == "/v1/data")
    }

    // MARK: Other figures

    @Test("one municipality is called something else")
    func renamed() throws {
        #expect(
            try names(.unknownMunicipality(replacing: "Hedensted", with: "Hedensted Kommune"))
                == ["Hele landet", "Hedensted Kommune", "Nordfyns", "Christiansø"]
        )
    }

    @Test("the last municipalities are missing, country and Christiansø are not")
    func missing() throws {
        #expect(try names(.missingMunicipalities(1)) == ["Hele landet", "Hedensted", "Christiansø"])
    }

    @Test("a column is renamed, values are multiplied")
    func columnAndFactor() throws {
        standIn.misbehave(.renamedColumn, on: "/v1/data", times: 1)
        standIn.misbehave(.swappedValue(factor: 1_000), on: "/v1/data", times: 1)
        #expect(try standIn.data(Queries.population()).text().hasPrefix("\u{FEFF}OMRÅDE_NY;KØN;"))
        #expect(try Queries.lines(standIn.data(Queries.population())).map { $0[4] } == ["47660000"])
    }

    @Test("statistik has the same faults")
    func statistik() throws {
        let body = Queries.absence(more: #","side":2,"side_størrelse":2"#)
        let code = "[Institution].[Beliggenhedskommunenummer].[Beliggenhedskommunenummer]"
        for misbehaviour in [
            Misbehaviour.repeatFirstPage, .renamedColumn, .swappedValue(factor: 1_000),
            .unknownMunicipality(replacing: "580", with: "0580"), .jsonInsideString,
        ] {
            standIn.misbehave(misbehaviour, on: "/Api", times: 1)
        }
        standIn.misbehave(.missingMunicipalities(90), on: "/Api", times: 1)
        let repeated = try Queries.rows(standIn.statistics(body))
        #expect(repeated.map { $0["[Tid].[Skoleår].[Skoleår]"] } == ["2019/2020", "2020/2021"])
        #expect(try Queries.rows(standIn.statistics(body)).allSatisfy { $0[Queries.measure + " (ny)"] != nil })
        #expect(try Queries.rows(standIn.statistics(body)).first?[Queries.measure] == "7.200,0 %")
        #expect(try Queries.rows(standIn.statistics(body)).allSatisfy { $0[code] == "0580" })
        #expect(try standIn.statistics(body).text().hasPrefix(#""[{\"[Inst"#))
        #expect(Set(try Queries.rows(standIn.statistics(Queries.absence())).map { $0[code] }).count == 8)
    }

    @Test("orders queue, count down, keep to their path and can be taken back")
    func orders() throws {
        standIn.misbehave(.serverError(502), on: "/v1/data", times: 2)
        standIn.misbehave(.forbidden403, on: "/v1")
        let statuses = try (0..<3).map { _ in try standIn.data(Queries.population()).status }
        #expect(statuses == [502, 502, 403])
        #expect(try standIn.statistics(Queries.absence()).status == 200)
        standIn.behave()
        #expect(try standIn.data(Queries.population()).status == 200)
    }

    // MARK: Length and framing

    @Test(
        "declares these lengths and sends so much",
        arguments: [
            (Misbehaviour.cutBody, [2], 1), (.resetMidBody, [2], 1), (.closeDelimited(cut: true), [], 1),
            (.closeDelimited(cut: false), [], 2), (.duplicateContentLength, [1, 2], 2), (.longerThanLength, [1], 2),
            (.abandonedBody, [2], 1), (.repeatedContentLength, [2, 2], 2),
        ]
    )
    func lengths(misbehaviour: Misbehaviour, declared: [Int], sent: Int) throws {
        standIn.misbehave(misbehaviour)
        let client = try WireClient(standIn)
        client.send("POST", "/v1/data", body: Queries.whole)
        let answer = try WireAnswer(client.receive())
        let sizes = [0, proper.count / 2, proper.count]
        #expect(answer.headers("Content-Length") == declared.map { "\(sizes[$0])" })
        #expect(answer.header("Transfer-Encoding") == nil)
        #expect(answer.wireBody == Array(proper.prefix(sizes[sent])))
        #expect(client.wasReset == (misbehaviour == .resetMidBody))
    }

    @Test("a length is negative, ends at a line, or is right and followed by another answer")
    func otherLengths() throws {
        #expect(try data(.negativeContentLength).header("Content-Length") == "-1")
        standIn.behave()
        let atLine = try data(.longerThanLengthAtLine)
        let length = try #require(atLine.header("Content-Length").flatMap { Int($0) })
        #expect(length > proper.count / 3 && length <= proper.count / 2)
        #expect(atLine.wireBody == proper && proper[length - 1] == 0x0A)
        standIn.behave()
        standIn.misbehave(.answeredTwice, times: 1)
        let client = try WireClient(standIn)
        client.send("POST", "/v1/data", body: Queries.whole)
        #expect(try client.receiveAnswer().wireBody.starts(with: proper))
        let unasked = try client.receiveAnswer().wireBody.prefix(proper.count)
        #expect(unasked.count == proper.count && !unasked.elementsEqual(proper))
        client.send("POST", "/v1/data", ["Connection: close"], body: Queries.whole)
        #expect(try WireAnswer(client.receive()).body() == proper)
    }

    @Test("chunks stop in the middle, or all are there but the last")
    func chunks() throws {
        let cut = try data(.cutChunks)
        #expect(cut.header("Transfer-Encoding") == "chunked")
        #expect(throws: WireError.badChunk) { try cut.chunks() }
        #expect(cut.wireBody.count > proper.count / 2 && cut.wireBody.count < proper.count)
        standIn.behave()
        var unfinished = try data(.noFinalChunk)
        #expect(throws: WireError.badChunk) { try unfinished.chunks() }
        unfinished.wireBody += Array("0\r\n\r\n".utf8)
        #expect(try unfinished.body() == proper)
    }

    // MARK: Speed and size

    @Test("a slow body keeps its speed")
    func slowBody() throws {
        standIn.misbehave(.slowBody(bytesPerSecond: 200), on: "/v1/tables")
        let clock = ContinuousClock()
        let start = clock.now
        let answer = try standIn.ask("GET", "/v1/tables")
        #expect(answer.header("Content-Length") == "\(answer.wireBody.count)")
        #expect(clock.now - start > .milliseconds(answer.wireBody.count * 1_000 / 200 / 2))
    }

    @Test("slow headers come byte by byte")
    func slowHeaders() throws {
        standIn.misbehave(.slowHeaders)
        let client = try WireClient(standIn)
        client.send("GET", "/v1/tables")
        #expect(client.receive(atLeast: 3) == Array("HTT".utf8))
    }

    @Test("an endless body goes on and on, uncompressed")
    func endless() throws {
        standIn.misbehave(.endlessBody)
        let client = try WireClient(standIn)
        client.send("GET", "/v1/tables", ["Accept-Encoding: gzip"])
        let bytes = client.receive(atLeast: 5_000_000)
        #expect(bytes.count >= 5_000_000)
        let answer = try WireAnswer(Array(bytes.prefix(4_096)))
        #expect(answer.header("Content-Encoding") == nil)
        #expect(answer.header("Transfer-Encoding") == "chunked")
    }

    @Test("an answer without any end, and interim answers for ever")
    func otherEndless() throws {
        standIn.misbehave(.endlessUndelimited, times: 1)
        let client = try WireClient(standIn)
        client.send("GET", "/v1/tables", ["Accept-Encoding: gzip"])
        let answer = try WireAnswer(client.receive(atLeast: 1_000_000))
        #expect(answer.header("Content-Length") == nil && answer.header("Transfer-Encoding") == nil)
        #expect(answer.wireBody.count > 900_000)
        standIn.misbehave(.endlessInterim, times: 1)
        let other = try WireClient(standIn)
        other.send("GET", "/v1/tables")
        let bytes = other.receive(atLeast: 1_000_000)
        #expect(bytes.starts(with: Array("HTTP/1.1 103 Early Hints\r\nLink:".utf8)) && bytes.count >= 1_000_000)
    }

    @Test("twenty thousand lines behind the final chunk")
    func hugeTrailers() throws {
        standIn.misbehave(.hugeTrailers)
        let client = try WireClient(standIn)
        client.send("GET", "/v1/tables")
        let bytes = client.receive()
        #expect(bytes.count > 20_000_000)
        #expect(bytes.suffix(9) == Array("xxxxx\r\n\r\n".utf8))
        #expect(try WireAnswer(Array(bytes.prefix(2_000))).header("Transfer-Encoding") == "chunked")
    }

    @Test("twenty thousand header lines")
    func hugeHeaders() throws {
        standIn.misbehave(.hugeHeaders)
        let client = try WireClient(standIn)
        client.send("GET", "/v1/tables")
        let bytes = client.receive()
        #expect(bytes.count > 20_000_000)
        #expect(bytes.starts(with: Array("HTTP/1.1 200 OK\r\nX-Padding: xxx".utf8)))
        #expect(bytes.suffix(2) == Array("}]".utf8))
    }

    // MARK: Compression

    @Test("gzip is cut, followed by something, or wrapped twice; the length is right")
    func gzip() throws {
        let cut = try data(.gzipCut)
        #expect(cut.header("Content-Encoding") == "gzip")
        #expect(cut.header("Content-Length") == "\(cut.wireBody.count)")
        #expect(!WireAnswer.inflated(cut.wireBody).isWhole)
        standIn.behave()
        let trailing = try data(.gzipTrailingBytes)
        let inflated = WireAnswer.inflated(trailing.wireBody)
        #expect(inflated.decoded == proper && inflated.isWhole)
        #expect(trailing.wireBody.count - inflated.used == 32)
        standIn.behave()
        let twice = try data(.doubleGzip)
        #expect(twice.header("Content-Encoding") == "gzip, gzip")
        #expect(WireAnswer.inflated(WireAnswer.inflated(twice.wireBody).decoded).decoded == proper)
    }

    @Test("a bomb in two layers is smaller still, and any coding can be named")
    func otherCodings() throws {
        let bomb = try data(.doubleGzipBomb(bytes: 20_000_000, coding: "gzip"))
        #expect(bomb.header("Content-Encoding") == "gzip" && bomb.wireBody.count < 400)
        #expect(WireAnswer.inflated(WireAnswer.inflated(bomb.wireBody).decoded).decoded.count == 20_000_000)
        standIn.behave()
        let named = try data(.namedCoding("br, zstd"), ["Accept-Encoding: gzip"])
        #expect(named.header("Content-Encoding") == "br, zstd" && named.wireBody == proper)
    }

    @Test("a bomb is small on the wire")
    func bomb() throws {
        let answer = try data(.gzipBomb(bytes: 20_000_000))
        #expect(answer.wireBody.count < 40_000)
        #expect(WireAnswer.inflated(answer.wireBody).decoded.count == 20_000_000)
    }
}
