import PejlFetch
import Testing

struct RedirectRuleTests {
    private static let base = "https://api.statbank.dk/v1"

    private func next(
        _ locations: [String],
        status: Int = 307,
        base: String = base,
        hasBody: Bool = true,
        followed: Int = 0
    ) throws(FetchError) -> String {
        guard let base = WebAddress(base), let address = base.appending("data") else { return "" }
        return try RedirectRule(base: base).next(
            status: status,
            locations: locations,
            from: address,
            hasBody: hasBody,
            followed: followed
        ).description
    }

    @Test(
        "A redirect at the publisher's own host is followed",
        arguments: [
            ("https://api.statbank.dk/v2/data", 307, "https://api.statbank.dk/v2/data"),
            ("/v2/data", 308, "https://api.statbank.dk/v2/data"),
            ("data2", 307, "https://api.statbank.dk/v1/data2"),
            ("//api.statbank.dk/x", 307, "https://api.statbank.dk/x"),
            ("https://API.STATBANK.DK:443/x#top", 307, "https://api.statbank.dk:443/x"),
        ]
    )
    func followed(location: String, status: Int, expected: String) throws {
        #expect(try next([location], status: status) == expected)
    }

    @Test(
        "Any other redirect is refused with its reason",
        arguments: [
            (["http://api.statbank.dk/v1/data"], "it leaves https"),
            (["https://evil.example/v1/data"], "evil.example is not the publisher's host api.statbank.dk"),
            (
                ["https://api.statbank.dk.evil.example/"],
                "api.statbank.dk.evil.example is not the publisher's host api.statbank.dk"
            ),
            (["https://api.statbank.dk./"], "api.statbank.dk. is not the publisher's host api.statbank.dk"),
            (["https://api.statbank.dk:8443/"], "port 8443 is not the publisher's port 443"),
            (["https://[::ffff:127.0.0.1]/"], "[::ffff:127.0.0.1] is not the publisher's host api.statbank.dk"),
            (["https://169.254.169.254/latest"], "169.254.169.254 is not the publisher's host api.statbank.dk"),
            (
                ["https://api.statbank.dk@127.0.0.1/"],
                "\"https://api.statbank.dk@127.0.0.1/\" is no http or https address"
            ),
            (["file:///etc/passwd"], "\"file:///etc/passwd\" is no http or https address"),
            (["ftp://api.statbank.dk/"], "\"ftp://api.statbank.dk/\" is no http or https address"),
            ([], "it names no address"), ([""], "\"\" is no http or https address"),
            (["/a", "/b"], "it names several addresses"),
            (["/a\u{1B}[31m"], "\"/a\\u{1b}[31m\" is no http or https address"),
        ]
    )
    func refused(locations: [String], reason: String) {
        let expected = FetchError.redirectRefused(url: "https://api.statbank.dk/v1/data", reason: reason)
        #expect(throws: expected) { try next(locations) }
    }

    @Test("A body is lost on 301, 302 and 303", arguments: [301, 302, 303])
    func lostBody(status: Int) throws {
        let expected = FetchError.redirectRefused(
            url: "https://api.statbank.dk/v1/data",
            reason: "a \(status) would lose the request's body"
        )
        #expect(throws: expected) { try next(["/v2"], status: status) }
        #expect(try next(["/v2"], status: status, hasBody: false) == "https://api.statbank.dk/v2")
    }

    @Test("The sixth redirect is one too many")
    func tooMany() throws {
        #expect(try next(["/v2"], followed: 4) == "https://api.statbank.dk/v2")
        #expect(throws: FetchError.tooManyRedirects(url: Self.base, limit: 5)) { try next(["/v2"], followed: 5) }
    }

    @Test("Plain http may become https at the schemes' own ports")
    func upgrade() throws {
        #expect(try next(["https://10.0.0.1/v1"], base: "http://10.0.0.1/v1") == "https://10.0.0.1/v1")
        #expect(throws: FetchError.self) { try next(["https://10.0.0.1/v1"], base: "http://10.0.0.1:8080/v1") }
    }
}
