import PejlStandIn
import Testing

/// Faults drawn from a seed, and the books kept on who came when.
struct RandomFaultTests {
    private func drawn(seed: UInt64, share: Double, count: Int, port: Int = 0) throws -> [Misbehaviour?] {
        let standIn = try StandIn.start(hosts: 2)
        defer { standIn.stop() }
        let faults: [Misbehaviour] = [.status(404), .serverError(503), .emptyBody, .forbidden403]
        standIn.misbehaveRandomly(seed: seed, share: share, among: faults)
        let client = try WireClient(standIn, port: standIn.ports[port])
        for _ in 0..<count {
            client.send("GET", "/v1/tables")
            _ = try client.receiveAnswer()
        }
        return standIn.requests.map(\.misbehaviour)
    }

    @Test("The same seed draws the same faults, another seed or port others")
    func seeds() throws {
        let first = try drawn(seed: 1, share: 0.5, count: 100)
        #expect(try drawn(seed: 1, share: 0.5, count: 100) == first)
        #expect(try drawn(seed: 2, share: 0.5, count: 100) != first)
        #expect(try drawn(seed: 1, share: 0.5, count: 100, port: 1) != first)
    }

    @Test("About the share that was asked for meets a fault, and every fault comes up", arguments: [0.0, 0.25, 1.0])
    func shares(share: Double) throws {
        let drawn = try drawn(seed: 7, share: share, count: 1_000)
        let faults = drawn.compactMap { $0 }
        // Five standard deviations of a binomial count.
        #expect(abs(Double(faults.count) - 1_000 * share) <= 5 * (1_000 * share * (1 - share)).squareRoot())
        if share > 0 {
            for fault in [Misbehaviour.status(404), .serverError(503), .emptyBody, .forbidden403] {
                #expect(faults.count { $0 == fault } > faults.count / 8)
            }
        }
    }

    @Test("What is drawn is what is answered; orders come first, and all can be taken back")
    func answers() throws {
        let standIn = try StandIn.start()
        standIn.misbehaveRandomly(seed: 3, share: 1, among: [.forbidden403])
        standIn.misbehave(.serverError(500), times: 1)
        #expect(try (0..<3).map { _ in try standIn.ask("GET", "/v1/tables").status } == [500, 403, 403])
        standIn.behave()
        #expect(try standIn.ask("GET", "/v1/tables").status == 200)
        #expect(standIn.requests.map(\.misbehaviour) == [.serverError(500), .forbidden403, .forbidden403, nil])
        #expect(Misbehaviour.samples.count > 30)
    }

    @Test("TLS connections draw their greetings too")
    func greetings() throws {
        let standIn = try StandIn.start(wire: .tls)
        defer { standIn.stop() }
        standIn.misbehaveRandomly(seed: 5, share: 1, among: [], handshakes: [.plainText, .garbage])
        for _ in 0..<20 {
            let client = try WireClient(standIn)
            client.send([22, 3, 1])
            _ = client.receive()
        }
        let greetings = standIn.connections.map(\.handshake)
        #expect(greetings.count == 20 && Set(greetings) == [.plainText, .garbage])
    }

    @Test("Every request has its port, connection and moment")
    func books() throws {
        let standIn = try StandIn.start(hosts: 3)
        defer { standIn.stop() }
        #expect(Set(standIn.ports).count == 3)
        let clients = try standIn.ports.map { try WireClient(standIn, port: $0) }
        for client in clients + clients {
            client.send("GET", "/v1/tables")
            #expect(try client.receiveAnswer().status == 200)
        }
        #expect(standIn.requests.map(\.port) == standIn.ports + standIn.ports)
        #expect(standIn.requests.map(\.arrivedAt) == standIn.requests.map(\.arrivedAt).sorted())
        let numbers = standIn.requests.map(\.connection)
        #expect(Array(numbers[0..<3]) == Array(numbers[3..<6]) && Set(numbers).count == 3)
        for connection in standIn.connections {
            #expect(connection.openBeside == 0 && connection.closedAt == nil && connection.handshake == nil)
            let first = standIn.requests.first { $0.connection == connection.number }
            #expect(try #require(first).arrivedAt >= connection.openedAt)
        }
    }

    @Test("A second connection to the same port is noticed, one after the first was closed is not one beside it")
    func beside() throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.slowBody(bytesPerSecond: 20), on: "/v1/tables", times: 1)
        var first: WireClient? = try WireClient(standIn)
        first?.send("GET", "/v1/tables")
        #expect(first?.receive(atLeast: 1).isEmpty == false)
        let second = try WireClient(standIn)
        second.send("GET", "/v1/tables")
        #expect(try second.receiveAnswer().status == 200)
        // The stand-in still drips to the first connection, but its client is gone.
        first = nil
        let third = try WireClient(standIn)
        third.send("GET", "/v1/tables")
        #expect(try third.receiveAnswer().status == 200)
        #expect(standIn.connections.map(\.openBeside) == [0, 1, 1])
    }

    @Test("Only the newest requests and connections are remembered")
    func memory() throws {
        let standIn = try StandIn.start(memory: 3)
        for path in ["/1", "/2", "/3", "/4", "/5"] { _ = try standIn.ask("GET", path) }
        #expect(standIn.requests.map(\.path) == ["/3", "/4", "/5"])
        #expect(standIn.connections.map(\.number) == [3, 4, 5])
        standIn.stop()
        #expect(standIn.connections.allSatisfy { $0.closedAt ?? .zero >= $0.openedAt })
        #expect(String(decoding: standIn.connections[0].firstBytes, as: UTF8.self).hasPrefix("GET /3 HTTP/1.1\r\n"))
    }
}
