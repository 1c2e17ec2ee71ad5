import PejlFetch
import Testing

struct WebAddressTests {
    @Test(
        "Addresses are read into their parts",
        arguments: [
            ("https://api.statbank.dk/v1", "https", "api.statbank.dk", 443, "https://api.statbank.dk/v1"),
            ("HTTPS://API.StatBank.dk:443/v1#x", "https", "api.statbank.dk", 443, "https://api.statbank.dk:443/v1"),
            ("http://127.0.0.1:8080/a", "http", "127.0.0.1", 8080, "http://127.0.0.1:8080/a"),
            ("https://0x7f.1/", "https", "127.0.0.1", 443, "https://127.0.0.1/"),
            ("https://[::1]:8443/a", "https", "[::1]", 8443, "https://[::1]:8443/a"),
        ]
    )
    func parts(text: String, scheme: String, host: String, port: Int, whole: String) throws {
        let address = try #require(WebAddress(text))
        #expect(address.scheme == scheme)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.description == whole)
    }

    @Test(
        "What is no plain web address is refused",
        arguments: [
            "", "api.statbank.dk", "/v1", "ftp://api.statbank.dk/", "file:///etc/passwd", "https://", "gopher://a/",
            "https://user@api.statbank.dk/", "https://user:secret@api.statbank.dk/", "https://a b/",
            "https://a/\r\nX: y",
            "https://[fe80::1%25eth0]/", "https://a:99999/", "javascript:alert(1)", "https://a/\u{7F}",
        ]
    )
    func refused(text: String) {
        #expect(WebAddress(text) == nil)
    }

    /// Found by fuzzing: libcurl takes `1%2e00.6` for a name, and the name it then writes for an address.
    @Test(
        "An address whose normal form means another one is refused",
        arguments: ["http://1%2e00.6/", "https://127%2e1/v1", "https://0x7f%2e1/"]
    )
    func encodedHost(text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test(
        "A path is put behind the base",
        arguments: [
            ("https://api.statbank.dk/v1", "https://api.statbank.dk/v1/data"),
            ("https://api.statbank.dk/v1/", "https://api.statbank.dk/v1/data"),
            ("https://api.statbank.dk", "https://api.statbank.dk/data"),
        ]
    )
    func appending(base: String, expected: String) {
        #expect(WebAddress(base)?.appending("data")?.description == expected)
    }

    @Test(
        "Path and query are percent-encoded, so that no text from a recipe can become another request",
        arguments: [
            ("tables/TAB001/data", [], "/tables/TAB001/data"), ("data/kpi/N1,N2", [], "/data/kpi/N1,N2"),
            ("tabel æ?a=b#c", [], "/tabel%20%C3%A6%3Fa=b%23c"), ("100%", [], "/100%25"),
            ("tables", [("pastdays", "3"), ("lang", "da")], "/tables?pastdays=3&lang=da"),
            (
                "data", [("valueCodes[Område]", "*"), ("a", "b&c=d+e")],
                "/data?valueCodes%5BOmr%C3%A5de%5D=%2A&a=b%26c%3Dd%2Be"
            ),
        ]
    )
    func encoded(path: String, query: [(String, String)], expected: String) {
        let parameters = query.map { PublisherRequest.Parameter($0.0, $0.1) }
        let address = WebAddress("https://example.dk/v1")?.appending(path, query: parameters)
        #expect(address?.description == "https://example.dk/v1" + expected)
    }

    @Test("A path that climbs is no path", arguments: ["..", "a/../../b", "./a", "a/."])
    func climbing(path: String) {
        #expect(WebAddress("https://example.dk/v1")?.appending(path) == nil)
    }

    @Test("A path cannot be put behind a query")
    func query() {
        #expect(WebAddress("https://api.statbank.dk/v1?key=1")?.appending("data") == nil)
    }
}
