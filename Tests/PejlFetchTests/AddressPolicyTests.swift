import PejlFetch
import Testing

struct AddressPolicyTests {
    /// Spellings of addresses that must never be reached from a publisher's side, with what they are.
    private static let spellings: [(String, AddressKind)] = [
        ("127.0.0.1", .loopback), ("127.1", .loopback), ("127.0.1", .loopback), ("127.255.255.254", .loopback),
        ("2130706433", .loopback), ("0x7f000001", .loopback), ("0x7F.1", .loopback), ("0177.0.0.1", .loopback),
        ("017700000001", .loopback), ("0x7f.0x0.0x0.0x1", .loopback), ("127.0x1", .loopback),
        ("10.0.0.1", .privateUse), ("0xa.1", .privateUse), ("167772161", .privateUse), ("012.0.0.1", .privateUse),
        ("172.16.0.1", .privateUse), ("172.31.255.255", .privateUse), ("192.168.1.1", .privateUse),
        ("3232235777", .privateUse), ("100.64.0.1", .privateUse), ("169.254.169.254", .linkLocal),
        ("2852039166", .linkLocal), ("0xA9FEA9FE", .linkLocal), ("0251.0376.0251.0376", .linkLocal),
        ("0.0.0.0", .unspecified), ("0", .unspecified), ("0x0", .unspecified), ("0.1.2.3", .unspecified),
        ("224.0.0.1", .multicast), ("239.255.255.250", .multicast), ("255.255.255.255", .reserved),
        ("240.0.0.1", .reserved), ("192.0.2.1", .reserved), ("198.18.0.1", .reserved), ("203.0.113.9", .reserved),
        ("[::1]", .loopback), ("[0:0:0:0:0:0:0:1]", .loopback), ("[::]", .unspecified),
        ("[::ffff:127.0.0.1]", .loopback), ("[::ffff:7f00:1]", .loopback), ("[::ffff:169.254.169.254]", .linkLocal),
        ("[::ffff:10.0.0.1]", .privateUse), ("[::127.0.0.1]", .loopback), ("[::ffff:0:127.0.0.1]", .loopback),
        ("[64:ff9b::127.0.0.1]", .loopback), ("[64:ff9b::a9fe:a9fe]", .linkLocal),
        ("[64:ff9b:1::8.8.8.8]", .privateUse), ("[2002:7f00:1::]", .loopback), ("[2002:c0a8:101::1]", .privateUse),
        ("[2002:a9fe:a9fe::]", .linkLocal), ("[fe80::1]", .linkLocal), ("[febf::1]", .linkLocal),
        ("[fec0::1]", .privateUse), ("[fc00::1]", .uniqueLocal), ("[fd12:3456:789a::1]", .uniqueLocal),
        ("[ff02::1]", .multicast), ("[2001::1]", .reserved), ("[2001:db8::1]", .reserved), ("[100::1]", .reserved),
        ("[4000::1]", .reserved),
    ]

    @Test(
        "Every spelling of an inner address is refused, as written and after libcurl has read it",
        arguments: spellings
    )
    func innerAddresses(spelling: String, kind: AddressKind) throws {
        let written = try #require(NetworkAddress(numericHost: spelling))
        #expect(written.kind == kind)
        let read = try #require(WebAddress("https://\(spelling)/v1"))
        let normalised = try #require(NetworkAddress(numericHost: read.host))
        #expect(normalised.kind == kind)
        #expect(AddressPolicy().objection(to: normalised, isEncrypted: true) == "its address is \(kind.rawValue)")
    }

    @Test(
        "Global addresses are asked over TLS and not in plain text",
        arguments: [
            "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "193.163.102.3", "[2a02:180::1]",
            "[2001:4860:4860::8888]", "[::ffff:8.8.8.8]", "[64:ff9b::8.8.8.8]", "[2002:808:808::1]",
        ]
    )
    func globalAddresses(spelling: String) throws {
        let address = try #require(NetworkAddress(numericHost: spelling))
        for policy in [AddressPolicy(), AddressPolicy(allowsPrivate: true)] {
            #expect(policy.objection(to: address, isEncrypted: true) == nil)
            #expect(policy.objection(to: address, isEncrypted: false) == "plain http leaves the private network")
        }
    }

    @Test("Where private addresses are allowed, no other special ones are")
    func allowance() throws {
        let policy = AddressPolicy(allowsPrivate: true)
        for (spelling, kind) in Self.spellings {
            let address = try #require(NetworkAddress(numericHost: spelling))
            let isAllowed = [.loopback, .privateUse, .linkLocal, .uniqueLocal].contains(kind)
            #expect((policy.objection(to: address, isEncrypted: false) == nil) == isAllowed, "\(spelling)")
        }
    }

    @Test("Names are not addresses", arguments: ["localhost", "api.statbank.dk", "", "1.2.3.4.5", "[::1", "0x7g.1"])
    func names(host: String) {
        #expect(NetworkAddress(numericHost: host) == nil)
    }

    @Test("A cut socket address is no address")
    func cutSocketAddress() {
        let bytes = [UInt8](repeating: 127, count: 7)
        #expect(bytes.withUnsafeBytes { NetworkAddress(family: 2, socketAddress: $0) } == nil)
        #expect(bytes.withUnsafeBytes { NetworkAddress(family: 1, socketAddress: $0) } == nil)
    }
}
