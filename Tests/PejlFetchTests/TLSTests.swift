import PejlFetch
import PejlModel
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

@Suite(.serialized, .enabled(if: TLSServer.isAvailable))
struct TLSTests {
    private static let csv = "OMRÅDE;TID;INDHOLD\r\n000;2023;5961249\r\n"
    private static let answer =
        "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: \(csv.utf8.count)\r\n\r\n\(csv)"

    @Test("A certificate of the configured authority is trusted, and no key log is written")
    func trusted() async throws {
        let server = try #require(TLSServer(names: "IP:127.0.0.1", answer: Self.answer))
        defer { server.stop() }
        let desk = Desk(statBank: server.url) { $0.caBundle = server.certificate }
        let exchange = try await desk.fetch(Recipes.population()).exchanges[0]
        #expect(exchange.document.digest == ContentDigest(of: Self.csv))
        #expect(access(Desk.keyLog, F_OK) != 0)
    }

    @Test(
        "Any other certificate is refused for a person to look at",
        arguments: [
            ("IP:127.0.0.1", false), ("DNS:api.statbank.dk", true), ("IP:127.0.0.2", true),
        ]
    )
    func untrusted(names: String, isKnown: Bool) async throws {
        let server = try #require(TLSServer(names: names, answer: Self.answer))
        defer { server.stop() }
        let desk = Desk(statBank: server.url) { if isKnown { $0.caBundle = server.certificate } }
        let answer = await desk.failure(of: Recipes.population())
        let failure = try #require(answer)
        #expect(failure.name == "tls-refused" && failure.kind == .config)
        #expect(desk.files.isEmpty)
    }

    @Test("A server that only speaks an older TLS is refused", arguments: ["-tls1", "-tls1_1"])
    func oldProtocol(version: String) async throws {
        let arguments = [version, "-cipher", "ALL:@SECLEVEL=0"]
        let server = try #require(TLSServer(names: "IP:127.0.0.1", answer: Self.answer, arguments: arguments))
        defer { server.stop() }
        let desk = Desk(statBank: server.url) { $0.caBundle = server.certificate }
        #expect(await desk.failure(of: Recipes.population())?.name == "tls-refused")
    }

    @Test("Plain http where TLS is expected is refused and gets no readable byte of the request")
    func plainServer() async {
        let server = RawServer([Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)], isHasty: true)
        defer { server.stop() }
        let desk = Desk(statBank: "https://127.0.0.1:\(server.port)")
        #expect(await desk.failure(of: Recipes.population())?.name == "tls-refused")
        #expect(!server.requests.contains { $0.contains("POST") || $0.contains("FOLK1AM") })
    }

    @Test("A CA bundle that is not there is a matter of configuration")
    func missingBundle() async {
        let desk = Desk(statBank: "https://127.0.0.1:1") { $0.caBundle = "/nonexistent/ca.pem" }
        let failure = await desk.failure(of: Recipes.population())
        #expect(["tls-refused", "connection-failed"].contains(failure?.name))
    }
}
