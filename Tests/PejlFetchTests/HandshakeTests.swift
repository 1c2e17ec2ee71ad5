import PejlFetch
import PejlModel
import PejlStandIn
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Row W17 of the test plan: a server that no secret and no question may be told to.
@Suite(.serialized)
struct HandshakeTests {
    private static let certificates: Set<Handshake> = [
        .expired, .notYetValid, .wrongHost, .selfSigned, .unknownAuthority,
    ]

    @Test(
        "A server that turns bad is refused, told nothing, and trusted again when it is good",
        arguments: Handshake.allCases.filter { $0 != .proper }
    )
    func flips(handshake: Handshake) async throws {
        let standIn = try StandIn.start(wire: .tls)
        defer { standIn.stop() }
        let desk = Desk(standIn) { options in
            if handshake == .stall { options.limits.connectTime = .seconds(1) }
        }
        _ = try await desk.fetch(Recipes.absence())
        let before = standIn.requests.count
        standIn.greet(handshake)
        let answer = await desk.failure(of: Recipes.absence())
        let failure = try #require(answer)
        #expect(failure.name == (handshake == .stall ? "timed-out" : "tls-refused"), "\(failure)")
        #expect(failure.kind == (Self.certificates.contains(handshake) ? .config : .transient))
        #expect(standIn.requests.count == before)
        standIn.greet(.proper)
        _ = try await desk.fetch(Recipes.absence())
        standIn.stop()
        #expect(standIn.connections.contains { $0.handshake == handshake })
        for connection in standIn.connections {
            let bytes = String(decoding: connection.firstBytes, as: UTF8.self)
            #expect(connection.firstBytes.count > 50)
            for secret in ["POST", "ELEVFRAV", "KANARIEFUGL", "stat@example.dk"] { #expect(!bytes.contains(secret)) }
        }
    }

    @Test("An authority that only the stand-in knows is not trusted without being configured")
    func systemTrust() async throws {
        let standIn = try StandIn.start(wire: .tls)
        defer { standIn.stop() }
        let failure = await Desk(statBank: standIn.statBankURL).failure(of: Recipes.population())
        #expect(failure?.name == "tls-refused" && failure?.kind == .config)
        #expect(standIn.requests.isEmpty)
    }

    @Test("A good certificate is trusted, and no key log is written")
    func trusted() async throws {
        let (plain, secure) = (try StandIn.start(), try StandIn.start(wire: .tls))
        defer {
            plain.stop()
            secure.stop()
        }
        let expected = try await Desk(plain).fetch(Recipes.population()).figures[0].document.digest
        let exchange = try await Desk(secure).fetch(Recipes.population()).figures[0]
        #expect(exchange.document.digest == expected)
        #expect(exchange.url == "https://127.0.0.1:\(secure.port)/v1/data")
        #expect(access(Desk.keyLog, F_OK) != 0)
    }

    @Test("No cipher is offered that does not encrypt, does not know the server, or is broken")
    func offeredCiphers() async throws {
        let standIn = try StandIn.start(wire: .tls)
        _ = try await Desk(standIn).fetch(Recipes.population())
        standIn.stop()
        let hello = try #require(standIn.connections.first?.firstBytes)
        // Record (5), handshake header (4), version (2), random (32), session identifier, cipher suites: RFC 8446 §4.1.2.
        #expect(hello[0] == 22 && hello[5] == 1)
        let start = 44 + Int(hello[43])
        let length = Int(hello[start]) << 8 + Int(hello[start + 1])
        let suites = stride(from: start + 2, to: start + 2 + length, by: 2).map {
            Int(hello[$0]) << 8 + Int(hello[$0 + 1])
        }
        #expect(suites.contains(0x1301) && suites.contains(0xC02B))
        #expect(suites.filter(Self.weakSuites.contains).map { String($0, radix: 16) } == [])
    }

    /// NULL, anonymous, export, RC2, RC4, DES and 3DES suites of the IANA registry.
    private static let weakSuites = Set(0x0000...0x002E)
        .subtracting([0x0007, 0x0021, 0x0025])  // IDEA, which nobody offers either, but 128 bits
        .union([0x0034, 0x003A, 0x003B, 0x0046, 0x006C, 0x006D, 0x0089, 0x009B, 0x00A6, 0x00A7, 0x00BF, 0x00C5])
        .union([0x008A, 0x008B, 0x008E, 0x008F, 0x0092, 0x0093, 0x00B0, 0x00B1, 0x00B4, 0x00B5, 0x00B8, 0x00B9])
        .union([0xC001, 0xC002, 0xC003, 0xC006, 0xC007, 0xC008, 0xC00B, 0xC00C, 0xC00D, 0xC010, 0xC011, 0xC012])
        .union(0xC015...0xC01C).union([0xC033, 0xC034, 0xC039, 0xC03A, 0xC03B])

    @Test("A CA bundle that is not there is a matter of configuration")
    func missingBundle() async throws {
        let standIn = try StandIn.start(wire: .tls)
        defer { standIn.stop() }
        let failure = await Desk(standIn) { $0.caBundle = "/nonexistent/ca.pem" }.failure(of: Recipes.population())
        #expect(failure?.name == "tls-refused" && failure?.kind == .config)
    }
}
