import PejlFetch
import PejlModel
import Testing

struct FetchErrorTests {
    private static let url = "https://api.statbank.dk/v1/data"

    private static let sentences: [(FetchError, String, FailureKind, String)] = [
        (
            .connectionFailed(url: url, detail: "reset"), "connection-failed", .transient,
            "the connection failed (reset); check the network and the proxy, or wait for the next try"
        ),
        (
            .proxyRefused(url: url, status: 407), "connection-failed", .config,
            "the proxy answered 407; check the proxy and what it lets through"
        ),
        (
            .nameNotResolved(url: url, detail: "x"), "name-not-resolved", .transient,
            "a name has no address (x); check the name server, the proxy and the base address"
        ),
        (
            .tlsRefused(url: url, detail: "x", isCertificate: true), "tls-refused", .config,
            "the certificate is not trusted (x); check the clock and the CA bundle"
        ),
        (
            .tlsRefused(url: url, detail: "x", isCertificate: false), "tls-refused", .transient,
            "no secure connection (x); check that the address and the proxy speak TLS 1.2 or newer"
        ),
        (
            .timedOut(url: url, seconds: 300), "timed-out", .transient,
            "no whole answer within 300 s; select fewer values or raise the time limit"
        ),
        (
            .tooSlow(url: url, bytesPerSecond: 1024, seconds: 30), "too-slow", .transient,
            "less than 1024 bytes a second for 30 s; wait for the next try"
        ),
        (
            .truncated(url: url, detail: "5 of 9 bytes"), "truncated", .transient,
            "the answer ended too early (5 of 9 bytes); wait for the next try"
        ),
        (
            .bodyTooLarge(url: url, limit: 9), "body-too-large", .contract,
            "the answer exceeds 9 bytes on the wire; select fewer values or raise the limit"
        ),
        (
            .tooManyPages(url: url, limit: 9), "body-too-large", .contract,
            "the answer has more than 9 pages; select fewer values or a larger page"
        ),
        (
            .decodedTooLarge(url: url, limit: 9), "decoded-too-large", .contract,
            "the answer exceeds 9 bytes after decompression; select fewer values or raise the limit"
        ),
        (
            .badGzip(url: url, detail: "x"), "bad-gzip", .contract,
            "the answer is not one whole gzip member (x); report it to the publisher"
        ),
        (
            .badHeaders(url: url, detail: "x"), "bad-headers", .contract,
            "the answer's headers cannot be relied on (x); look for a proxy in between"
        ),
        (
            .addressRefused(url: url, reason: "its address is private"), "address-refused", .config,
            "not asked, because its address is private; correct the base address or allow private addresses"
        ),
        (
            .redirectRefused(url: url, reason: "it leaves https"), "redirect-refused", .contract,
            "the redirect was not followed, because it leaves https; check the base address"
        ),
        (
            .tooManyRedirects(url: url, limit: 5), "too-many-redirects", .contract,
            "more than 5 redirects; check the base address"
        ),
        (
            .unauthorised(url: url, text: "no"), "unauthorised", .auth,
            "the key was not accepted: \"no\"; make a new one at the publisher and put it alone on one line "
                + "of the key file, without quotes"
        ),
        (
            .forbidden(url: url, text: ""), "forbidden", .auth,
            "access was refused; check what the key is allowed and the proxy"
        ),
        (
            .tooManyRequests(url: url, text: "", retryAfter: 7), "too-many-requests", .transient,
            "too many requests; wait for the next try"
        ),
        (
            .serverError(url: url, status: 502, text: "", retryAfter: nil), "server-error", .transient,
            "the publisher answered 502; wait for the next try"
        ),
        (
            .notFound(url: url, status: 410, text: ""), "not-found", .contract,
            "nothing is there (410); check the base address and the table"
        ),
        (
            .noSuchTable(url: url, text: "NOPE"), "no-such-table", .contract,
            "the publisher has no such table: \"NOPE\"; look for one with `pejl dataset discover statbank --match WORD`"
        ),
        (
            .unexpectedStatus(url: url, status: 206, text: ""), "unexpected-status", .contract,
            "the publisher answered 206; look at the address in a browser"
        ),
        (
            .unexpectedContent(url: url, reason: "the answer is empty", beginning: ""), "unexpected-content",
            .contract, "the answer is empty; look at the address in a browser"
        ),
        (.emptyAnswer(url: url), "empty-answer", .contract, "the answer has no figures; check the recipe's filters"),
        (
            .writeFailed(path: url, errno: 13), "write-failed", .system,
            "cannot be written (errno 13); check space and permissions"
        ),
    ]

    @Test("Each failure has its name, its kind and one sentence", arguments: sentences)
    func sentence(error: FetchError, name: String, kind: FailureKind, message: String) {
        #expect(error.failure.name == name)
        #expect(error.failure.kind == kind)
        #expect(error.failure.message == "\(Self.url): \(message)")
    }

    @Test("Failures without an address have theirs too")
    func others() {
        #expect(FetchError.cancelled.failure == Failure(CancellationError()))
        #expect(FetchError.keyMissing(publisher: "P").failure.name == "key-missing")
        #expect(FetchError.keyUnusable(publisher: "P").failure.kind == .auth)
        #expect(FetchError.unavailable(detail: "x").failure.kind == .system)
        let postponed = FetchError.postponed(cause: .timedOut(url: Self.url, seconds: 300), seconds: 90)
        #expect(postponed.failure.name == "timed-out" && postponed.failure.retryAfterSeconds == 90)
    }

    @Test("libcurl names its version")
    func libraryVersion() {
        #expect(CurlLibrary.version.hasPrefix("libcurl/"))
    }
}
