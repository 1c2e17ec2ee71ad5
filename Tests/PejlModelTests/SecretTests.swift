import PejlModel
import Testing

/// A secret must not appear in any text that Swift can make of a value.
struct SecretTests {
    private static let key = "eyJhbGciOiJIUzI1NiJ9.hemmelig"

    private struct Holder {
        let name = "statbank"
        let secret: Secret
        let keys: [String: Secret]
    }

    private static func dumped(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    @Test("no way of printing shows it")
    func printing() {
        let secret = Secret(Self.key)
        let holder = Holder(secret: secret, keys: ["a": secret])
        let texts = [
            "\(secret)", String(describing: secret), String(reflecting: secret), secret.description,
            secret.debugDescription,
            "\([secret])", "\(["a": secret])", String(describing: Optional(secret)), String(reflecting: [secret]),
            "\((secret, 1))", "\(holder)", String(reflecting: holder), Self.dumped(secret), Self.dumped([secret]),
            Self.dumped(holder), Self.dumped(Optional(secret) as Any), "\(Result<Secret, any Error>.success(secret))",
            "\(Mirror(reflecting: secret))", "\(Mirror(reflecting: holder).children.map(\.value))",
        ]
        for text in texts { #expect(!text.contains("hemmelig") && !text.contains("eyJ"), "\(text)") }
        #expect("\(secret)" == "(secret)")
        #expect(secret.reveal() == Self.key)
    }

    @Test("reflection finds nothing in it")
    func reflection() {
        let mirror = Mirror(reflecting: Secret(Self.key))
        #expect(mirror.children.isEmpty)
        #expect(mirror.superclassMirror == nil)
        #expect(mirror.descendant("value") == nil)
    }

    @Test("it can be neither encoded nor compared nor hashed")
    func conformances() {
        let secret: Any = Secret(Self.key)
        #expect(!(secret is any Encodable))
        #expect(!(secret is any Equatable))
        #expect(!(secret is any Hashable))
        #expect(!(secret is any TextOutputStreamable))
        #expect(!(secret is any RawRepresentable))
    }
}
