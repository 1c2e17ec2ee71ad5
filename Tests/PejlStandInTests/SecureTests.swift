import PejlStandIn
import PejlTestSupport
import Testing

/// The stand-in's TLS, good and bad, as OpenSSL's own client sees it.
@Suite(.serialized)
struct SecureTests {
    /// What the client is told, and what it says.
    private static let greetings: [(Handshake, arguments: [String], says: String)] = [
        (.proper, [], "Verification: OK"), (.proper, ["-tls1_2"], "Protocol version: TLSv1.2"),
        (.proper, ["-tls1_3"], "Protocol version: TLSv1.3"),
        (.proper, ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], "tlsv1 alert protocol version"),
        (.expired, [], "Verification error: certificate has expired"),
        (.notYetValid, [], "Verification error: certificate is not yet valid"),
        (.wrongHost, [], "Verification error: IP address mismatch"),
        (.selfSigned, [], "Verification error: self-signed certificate"),
        (.unknownAuthority, [], "unable to get local issuer certificate"),
        (.impostor, [], "Verification error: certificate signature failure"),
        (.onlyTLS10, ["-tls1", "-cipher", "ALL:@SECLEVEL=0"], "Protocol version: TLSv1\n"),
        (.onlyTLS10, ["-tls1_2"], "unsupported protocol"),
        (.onlyTLS11, ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], "Protocol version: TLSv1.1"),
        (.weakCipher, ["-tls1_2", "-cipher", "eNULL:@SECLEVEL=0"], "NULL-SHA"),
        (.weakCipher, ["-tls1_2", "-cipher", "aNULL:@SECLEVEL=0"], "Ciphersuite: A"),
        (.weakCipher, ["-tls1_2"], "alert handshake failure"),
        (.garbageStaple, ["-tls1_2"], "unexpected message"), (.reset, [], "errno=104"),
        (.plainText, [], "wrong version number"), (.garbage, [], "SSL routines"),
    ]

    @Test("Each greeting is what it says", arguments: greetings.indices)
    func greeting(index: Int) throws {
        let (handshake, arguments, says) = Self.greetings[index]
        let standIn = try StandIn.start(wire: .tls)
        defer { standIn.stop() }
        standIn.greet(handshake)
        let folder = try TemporaryFolder()
        try folder.write(standIn.authority ?? "", to: "ca.pem")
        let client = ["s_client", "-connect", "127.0.0.1:\(standIn.port)", "-brief", "-CAfile", folder.file("ca.pem")]
        let result = try Program.run("/usr/bin/openssl", client + ["-verify_ip", "127.0.0.1"] + arguments)
        #expect((result.output + result.errors).contains(says), "\(result.output)\(result.errors)")
        #expect(standIn.connections.map(\.handshake) == [handshake])
    }

    @Test("The certificate is for the names it was given, and stand-ins do not trust each other")
    func names() throws {
        let standIn = try StandIn.start(wire: .tls, names: ["statbank.example"])
        let other = try StandIn.start(wire: .tls)
        defer {
            standIn.stop()
            other.stop()
        }
        let folder = try TemporaryFolder()
        for (authority, name, says) in [
            (standIn.authority, "statbank.example", "Verification: OK"),
            (standIn.authority, "localhost", "Verification: OK"),
            (standIn.authority, "elsewhere.example", "Verification error: hostname mismatch"),
            (other.authority, "statbank.example", "Verification error"),
        ] {
            try folder.write(authority ?? "", to: "ca.pem")
            let result = try Program.run(
                "/usr/bin/openssl",
                [
                    "s_client", "-connect", "127.0.0.1:\(standIn.port)", "-brief", "-CAfile", folder.file("ca.pem"),
                    "-verify_hostname", name,
                ]
            )
            #expect((result.output + result.errors).contains(says), "\(name): \(result.errors)")
        }
        #expect(standIn.baseURL == "https://127.0.0.1:\(standIn.port)")
    }
}
