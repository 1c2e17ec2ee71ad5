import PejlStandIn
import Testing

struct ServerTests {
    @Test("one connection carries several requests, and all are recorded")
    func keepAlive() throws {
        let standIn = try StandIn.start()
        let client = try WireClient(standIn)
        client.send("GET", "/v1/tables", ["User-Agent: pejl-test"])
        client.send("POST", "/v1/tableinfo", body: "{}")
        #expect(try client.receiveAnswer().status == 200)
        #expect(try client.receiveAnswer().status == 400)
        #expect(standIn.requests.map(\.method) == ["GET", "POST"])
        #expect(standIn.requests.map(\.path) == ["/v1/tables", "/v1/tableinfo"])
        #expect(standIn.requests.map(\.status) == [200, 400])
        #expect(standIn.requests.first?.header("user-agent") == "pejl-test")
        #expect(standIn.requests.last?.body == Array("{}".utf8))
    }

    @Test("gzip is used when it is accepted and allowed")
    func compression() throws {
        let accepting = ["Accept-Encoding: br, gzip;q=0.5"]
        let standIn = try StandIn.start()
        let zipped = try standIn.data(Queries.whole, accepting)
        #expect(zipped.header("Content-Encoding") == "gzip")
        #expect(try zipped.text() == standIn.data(Queries.whole).text())
        #expect(try standIn.data(Queries.whole, ["Accept-Encoding: gzip;q=0"]).header("Content-Encoding") == nil)
        let plain = try StandIn.start(compresses: false)
        #expect(try plain.data(Queries.whole, accepting).header("Content-Encoding") == nil)
    }

    @Test(
        "requests are bounded and must be HTTP",
        arguments: [
            ("GET / HTTP/1.1\r\nX: ☐\r\n\r\n", 431),
            ("POST /v1/data HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n", 413),
            ("POST /v1/data HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
            ("POST /v1/data HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
            ("hello\r\n\r\n", 400),
            ("GET /else HTTP/1.0\r\n\r\n", 404),
        ]
    )
    func bounds(request: String, status: Int) throws {
        let standIn = try StandIn.start()
        let client = try WireClient(standIn)
        client.send(Array(request.replacing("☐", with: String(repeating: "x", count: 70_000)).utf8))
        #expect(try WireAnswer(client.receive(atLeast: 200)).status == status)
    }

    @Test("the sixty-fifth connection is closed at once")
    func connectionLimit() throws {
        let standIn = try StandIn.start()
        let clients = try (0..<64).map { _ in try WireClient(standIn) }
        for client in clients { client.send("GET", "/v1/tables") }
        for client in clients { #expect(try client.receiveAnswer().status == 200) }
        #expect(try WireClient(standIn).receive().isEmpty)
    }

    @Test(
        "errors say what happened and what to do",
        arguments: [
            (
                StandInError.figures(line: "766"),
                "built-in figures: cannot read the line \"766\"; rebuild pejl"
            ),
            (
                .socket(operation: "bind", errno: 98),
                "stand-in: bind failed with errno 98; check that loopback ports are free"
            ),
            (.secureServer, "stand-in: libssl makes no server; check the installation of OpenSSL"),
            (
                .noSuchFigure(.inclusion(municipality: "766", schoolYear: "2023/2024", tenths: nil)),
                "stand-in: no such figure: inclusion(municipality: \"766\", schoolYear: \"2023/2024\", tenths: nil); "
                    + "use a code and period it serves"
            ),
        ]
    )
    func messages(error: StandInError, message: String) {
        #expect(error.description == message)
    }

    @Test("stop ends open connections and frees the port, twice if asked")
    func stop() throws {
        let standIn = try StandIn.start()
        #expect(standIn.statBankURL == "http://127.0.0.1:\(standIn.port)/v1")
        #expect(standIn.uddannelsesstatistikURL == "http://127.0.0.1:\(standIn.port)/Api/v1")
        let client = try WireClient(standIn)
        standIn.misbehave(.endlessBody)
        client.send("GET", "/v1/tables")
        #expect(client.receive(atLeast: 100).count >= 100)
        standIn.stop()
        standIn.stop()
        _ = client.receive()
        #expect(throws: WireError.refused) { try WireClient(standIn) }
    }
}
