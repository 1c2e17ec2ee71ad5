import PejlModel
import Testing

/// SHA-256 against FIPS 180-4's examples and Python's hashlib.
struct ContentDigestTests {
    @Test(
        "known texts have their known digests",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            // hashlib.sha256("Ærø æøå".encode()).hexdigest()
            ("Ærø æøå", "4709552e93cc6e9cb9644af952a4d2b5b236295ea5debe6969ad08a4f38b993c"),
        ]
    )
    func vectors(text: String, hex: String) throws {
        let digest = ContentDigest(of: text)
        #expect(digest.hex == hex)
        #expect("\(digest)" == hex)
        #expect(ContentDigest(of: Array(text.utf8)) == digest)
        #expect(try #require(ContentDigest(hex: hex)) == digest)
    }

    @Test(
        "a million letters a, in pieces of any size, have the digest of FIPS 180-4",
        arguments: [1, 63, 64, 65, 4096, 1_000_000]
    )
    func pieces(size: Int) {
        var hasher = ContentHasher()
        var left = 1_000_000
        while left > 0 {
            hasher.update([UInt8](repeating: UInt8(ascii: "a"), count: min(size, left)))
            hasher.update([])
            left -= min(size, left)
        }
        #expect(hasher.digest().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("a digest taken on the way leaves the hash as it is")
    func onTheWay() {
        var hasher = ContentHasher()
        #expect(hasher.digest() == ContentDigest(of: ""))
        hasher.update(Array("ab".utf8))
        #expect(hasher.digest() == ContentDigest(of: "ab"))
        hasher.update(Array("c".utf8))
        #expect(hasher.digest() == ContentDigest(of: "abc"))
        #expect(hasher.digest() == ContentDigest(of: "abc"))
    }

    @Test(
        "only 64 lower-case hexadecimal digits are a digest",
        arguments: [
            "", "0", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
            String(repeating: "0", count: 63) + "g", String(repeating: "A", count: 64),
            String(repeating: "0", count: 63) + " ", String(repeating: "é", count: 32),
            String(repeating: "\u{ff10}", count: 64),
        ]
    )
    func refuses(hex: String) { #expect(ContentDigest(hex: hex) == nil) }
}
