import PejlFetch
import PejlStandIn
import PejlTestSupport
import Testing

/// Row W18 of the test plan: names that resolve to nothing, to the wrong thing, or not at all, under the default policy.
///
/// Only the system's `getaddrinfo` and `connect` are replaced; everything between is the real libcurl.
@Suite(.serialized)
struct NameTests {
    private let standIn: StandIn
    private let program: FetchProgram

    init() throws {
        standIn = try StandIn.start(wire: .tls, names: ["publisher.example", "other.example"])
        program = try FetchProgram()
    }

    private func statBank(_ name: String = "publisher.example") -> String {
        "statbank=https://\(name):\(standIn.port)/v1"
    }

    private func run(_ words: [String], _ names: String) throws -> [[String]] {
        defer { standIn.stop() }
        return try program.run(words, authority: standIn.authority, names: names)
    }

    @Test("A name with a global address is asked, and the certificate is for the name")
    func global() throws {
        let lines = try run(
            [statBank(), "ask", statBank("stranger.example"), "ask", "network"],
            "publisher.example=8.8.8.8;stranger.example=8.8.4.4"
        )
        #expect(lines.map { $0[0] } == ["fetched", "tls-refused", "network"], "\(lines)")
        #expect(lines[2][1] == "8.8.8.8,8.8.4.4")
        #expect(Set(standIn.requests.map(\.connection)).count == 1)
    }

    @Test("A name that does not exist, or whose server does not answer, is a passing failure and is not remembered")
    func missing() throws {
        let lines = try run(
            [statBank(), "ask", "ask", "ask", "network"],
            "publisher.example=none|later|8.8.8.8"
        )
        #expect(lines.map { $0[0] } == ["name-not-resolved", "name-not-resolved", "fetched", "network"], "\(lines)")
        #expect(lines[0][1] == "transient" && lines[1][1] == "transient")
        #expect(lines[0][2].contains("Could not resolve host: publisher.example"))
        #expect(lines[3][1] == "8.8.8.8")
    }

    @Test("A name server that keeps silent is given up in time, and holds up nobody")
    func silent() throws {
        let education = "education=https://publisher.example:\(standIn.port)/Api/v1"
        let lines = try run(
            ["connect=2", education, statBank("silent.example"), "ask", "warm", "network"],
            "silent.example=hang;publisher.example=8.8.8.8"
        )
        #expect(lines.map { $0[0] } == ["timed-out", "fetched", "network"], "\(lines)")
        // The lookup, which lasts a minute, was still going on when the other publisher had answered.
        #expect(lines[2][1...] == ["8.8.8.8", "1"])
    }

    @Test("A name that first shows a global and then an inner address is refused at the socket")
    func rebinding() throws {
        let lines = try run(
            [statBank(), "ask", "renew", "ask", "network"],
            "publisher.example=8.8.8.8|127.0.0.1"
        )
        #expect(lines.map { $0[0] } == ["fetched", "address-refused", "network"], "\(lines)")
        #expect(lines[1][2].contains("not asked, because its address is loopback;"))
        #expect(lines[2][1] == "8.8.8.8")
        #expect(Set(standIn.requests.map(\.connection)).count == 1)
    }

    @Test("Among several addresses the inner ones are left out")
    func several() throws {
        let lines = try run([statBank(), "ask", "network"], "publisher.example=127.0.0.1,10.0.0.1,8.8.8.8")
        #expect(lines.map { $0[0] } == ["fetched", "network"], "\(lines)")
        #expect(lines[1][1] == "8.8.8.8")
    }

    @Test("A name with an IPv6 address alone is asked where the machine has IPv6")
    func onlyIPv6() throws {
        let lines = try run([statBank(), "ask", "network"], "publisher.example=2001:4860:4860::8888")
        switch lines[0][0] {
        case "fetched": #expect(lines[1][1] == "2001:4860:4860::8888")
        default: #expect(lines[0][1] == "transient" && lines[1][1] == "", "\(lines)")
        }
    }

    /// Every kind of address that must not be reached, as a name server would give it.
    private static let inner = [
        "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
        "169.254.169.254", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1",
        "192.0.2.1", "198.18.0.1", "203.0.113.9", "192.0.0.8", "192.88.99.1", "198.51.100.1",
    ]
    private static let inner6 = [
        "::1", "::", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::127.0.0.1",
        "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::8.8.8.8", "2002:7f00:1::",
        "2002:c0a8:101::1", "2002:a9fe:a9fe::", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd12:3456:789a::1",
        "ff02::1", "2001::1", "2001:db8::1", "100::1", "4000::1",
    ]

    @Test("No name leads to an inner address, and no redirect either", arguments: [inner, inner6])
    func innerAddresses(addresses: [String]) throws {
        let names = addresses.indices.map { "n\($0).example=\(addresses[$0])" }.joined(separator: ";")
        let asks = addresses.indices.flatMap { [statBank("n\($0).example"), "ask"] }
        let lines = try run(asks + ["network"], names)
        for (index, spelling) in addresses.enumerated() {
            // Where the machine has no IPv6, such a name has no address at all.
            let isRefused = lines[index][0] == "address-refused"
            #expect(isRefused || spelling.contains(":") && lines[index][0] == "name-not-resolved", "\(lines[index])")
        }
        #expect(lines.last == ["network", "", "0"])
        #expect(standIn.connections.isEmpty)
    }

    /// Ways to write inner addresses in a base address; libcurl and the resolver read them all.
    private static let spellings = [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7F.1", "0177.0.0.1", "017700000001",
        "0x7f.0x0.0x0.0x1", "127.0x1", "10.0.0.1", "0xa.1", "167772161", "012.0.0.1", "192.168.1.1", "3232235777",
        "169.254.169.254", "2852039166", "0xA9FEA9FE", "0251.0376.0251.0376", "0", "0x0", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[fe80::1]", "[fd00::1]", "localhost",
        "127.0.0.1.", "%31%32%37.0.0.1", "①②⑦.0.0.1",
    ]

    @Test("No way to write an inner address reaches it")
    func writtenAddresses() throws {
        let lines = try run(Self.spellings.flatMap { [statBank($0), "ask"] } + ["network"], "localhost=127.0.0.1,::1")
        for (spelling, line) in zip(Self.spellings, lines) {
            #expect(["address-refused", "name-not-resolved"].contains(line[0]), "\(spelling): \(line)")
        }
        #expect(lines.filter { $0[0] == "address-refused" }.count >= 29)
        #expect(lines.last == ["network", "", "0"])
        #expect(standIn.connections.isEmpty)
    }
}
