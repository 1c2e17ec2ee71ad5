import PejlStandIn
import PejlTestSupport
import Testing

/// Row W19 of the test plan: what a shell left in the environment decides nothing.
@Suite(.serialized)
struct EnvironmentTests {
    @Test("Proxies, a netrc file and a wish for a key log are ignored", arguments: StandIn.Wire.allCases)
    func ignored(wire: StandIn.Wire) throws {
        let (standIn, proxy) = (try StandIn.start(wire: wire), try StandIn.start())
        defer {
            standIn.stop()
            proxy.stop()
        }
        let program = try FetchProgram()
        let netrc = "machine 127.0.0.1 login somebody password KANARIEFUGL\ndefault login x password KANARIEFUGL\n"
        for name in [".netrc", "_netrc"] { try program.folder.write(netrc, to: "home/" + name) }
        let keys = program.folder.file("keys")
        var environment = [
            "HOME": program.folder.file("home"), "NETRC": program.folder.file("home/.netrc"), "SSLKEYLOGFILE": keys,
        ]
        for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            environment[name] = proxy.baseURL
        }
        let lines = try program.run(
            [
                "environment=ALL_PROXY", "environment=SSLKEYLOGFILE", "private=yes", "statbank=\(standIn.statBankURL)",
                "ask",
            ],
            authority: standIn.authority,
            environment: environment
        )
        #expect(lines == [["environment", proxy.baseURL], ["environment", keys], ["fetched", "1"]])
        #expect(proxy.connections.isEmpty)
        #expect(standIn.requests.count == 2)
        #expect(standIn.requests.allSatisfy { $0.header("authorization") == nil })
        let authority = standIn.authority == nil ? [] : ["ca.pem"]
        #expect(program.folder.files() == authority + ["home/.netrc", "home/_netrc"])
    }

    @Test("A bundle named in the environment is trusted no more than any other")
    func bundle() throws {
        let standIn = try StandIn.start(wire: .tls)
        defer { standIn.stop() }
        let program = try FetchProgram()
        let bundle = try program.folder.write(standIn.authority ?? "", to: "own.pem")
        let variables = ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "SSL_CERT_DIR"].map { ($0, bundle) }
        let lines = try program.run(
            ["private=yes", "statbank=\(standIn.statBankURL)", "ask"],
            environment: Dictionary(uniqueKeysWithValues: variables)
        )
        #expect(lines.map { $0[0] } == ["tls-refused"])
        #expect(standIn.requests.isEmpty)
    }
}
