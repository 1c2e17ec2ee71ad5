package import PejlModel

/// Why nothing could be fetched; nothing is left on the disk.
///
/// Addresses and texts in the cases are printable and hold no key.
package indirect enum FetchError: FailureConvertible, Equatable, CustomStringConvertible {
    // The network.

    /// No connection, or it broke; `detail` is libcurl's own sentence.
    case connectionFailed(url: String, detail: String)
    /// The proxy answered `status` instead of opening a tunnel.
    case proxyRefused(url: String, status: Int)
    /// A host name has no address; `detail` says which.
    case nameNotResolved(url: String, detail: String)
    /// No secure connection; `isCertificate` where the certificate is the reason.
    case tlsRefused(url: String, detail: String, isCertificate: Bool)
    /// No whole answer within the limit, in seconds.
    case timedOut(url: String, seconds: Int)
    /// Fewer bytes than the limit for that many seconds.
    case tooSlow(url: String, bytesPerSecond: Int, seconds: Int)
    /// The answer ended before it was whole.
    case truncated(url: String, detail: String)

    // The answer's shape.

    /// More bytes on the wire than allowed.
    case bodyTooLarge(url: String, limit: Int)
    /// More pages than allowed.
    case tooManyPages(url: String, limit: Int)
    /// More bytes after decompression than allowed.
    case decodedTooLarge(url: String, limit: Int)
    /// What came is not exactly one gzip member.
    case badGzip(url: String, detail: String)
    /// The header lines contradict each other, are unreadable or too long.
    case badHeaders(url: String, detail: String)

    // Where to.

    /// The address may not be asked.
    case addressRefused(url: String, reason: String)
    /// The answer points somewhere it may not.
    case redirectRefused(url: String, reason: String)
    /// A link to the next page that may not be followed.
    case linkRefused(url: String, reason: String)
    /// More redirects than allowed.
    case tooManyRedirects(url: String, limit: Int)

    // The publisher's answer.

    /// 401.
    case unauthorised(url: String, text: String)
    /// 403.
    case forbidden(url: String, text: String)
    /// The publisher wants a key and the configuration has none.
    case keyMissing(publisher: String)
    /// The key has ended by its own word.
    case keyExpired(publisher: String, endedAt: UTCInstant)
    /// The key cannot be sent as it stands.
    case keyUnusable(publisher: String)
    /// 429; `retryAfter` in seconds, clamped.
    case tooManyRequests(url: String, text: String, retryAfter: Int?)
    /// 408 or 5xx; `retryAfter` in seconds, clamped.
    case serverError(url: String, status: Int, text: String, retryAfter: Int?)
    /// 404 or 410.
    case notFound(url: String, status: Int, text: String)
    /// A table that was asked about by name, by whoever looks for one, and that the publisher does not have.
    case noSuchTable(url: String, text: String)
    /// 400; `code` is StatBank's own where it gave one.
    case publisherRefused(url: String, code: String?, text: String)
    /// Any other status than 200.
    case unexpectedStatus(url: String, status: Int, text: String)
    /// 200 with something that is not the document; `beginning` is at most 200 characters.
    case unexpectedContent(url: String, reason: String, beginning: String)
    /// A whole answer without a single figure.
    case emptyAnswer(url: String)
    /// The recipe's question does not fit the table as the publisher describes it.
    case questionMisfit(table: String, reason: StatBankMisfit)
    /// The recipe's question does not fit the publisher's catalogue.
    case catalogueMisfit(table: String, reason: CatalogueMisfit)
    /// The table was updated while its parts came, so that they belong to two states of it.
    case changedMeanwhile(url: String)

    // Here.

    /// A temporary file could not be written; `errno` says why.
    case writeFailed(path: String, errno: Int32)
    /// libcurl could not be started.
    case unavailable(detail: String)
    /// The host is left alone for a while; for how long, in seconds.
    case circuitOpen(host: String, reason: String, seconds: Int)
    /// The task was cancelled.
    case cancelled
    /// A passing failure that would have to wait longer than the caller's patience, in seconds.
    case postponed(cause: FetchError, seconds: Int)

    /// Kind, stable name and sentence.
    package var failure: Failure {
        if case .writeFailed(let path, let code) = self {
            return .file(name, path: path, code: code, message: description)
        }
        return Failure(kind: kind, name: name, message: description, retryAfterSeconds: retryAfterSeconds)
    }

    /// What it means for the next step.
    package var kind: FailureKind {
        switch self {
        case .connectionFailed, .nameNotResolved, .timedOut, .tooSlow, .truncated, .tooManyRequests, .serverError,
            .changedMeanwhile, .circuitOpen, .cancelled:
            .transient
        case .tlsRefused(_, _, let isCertificate): isCertificate ? .config : .transient
        case .proxyRefused, .addressRefused: .config
        case .bodyTooLarge, .tooManyPages, .decodedTooLarge, .badGzip, .badHeaders, .redirectRefused,
            .linkRefused, .catalogueMisfit, .tooManyRedirects, .notFound, .noSuchTable, .publisherRefused,
            .unexpectedStatus, .unexpectedContent, .emptyAnswer, .questionMisfit:
            .contract
        case .unauthorised, .forbidden, .keyMissing, .keyExpired, .keyUnusable: .auth
        case .writeFailed, .unavailable: .system
        case .postponed(let cause, _): cause.kind
        }
    }

    /// Stable name in kebab case.
    package var name: String {
        switch self {
        case .connectionFailed, .proxyRefused, .unavailable: "connection-failed"
        case .nameNotResolved: "name-not-resolved"
        case .tlsRefused: "tls-refused"
        case .timedOut: "timed-out"
        case .tooSlow: "too-slow"
        case .truncated: "truncated"
        case .bodyTooLarge, .tooManyPages: "body-too-large"
        case .decodedTooLarge: "decoded-too-large"
        case .badGzip: "bad-gzip"
        case .badHeaders: "bad-headers"
        case .addressRefused: "address-refused"
        case .redirectRefused: "redirect-refused"
        case .linkRefused: "link-refused"
        case .tooManyRedirects: "too-many-redirects"
        case .unauthorised: "unauthorised"
        case .forbidden: "forbidden"
        case .keyMissing, .keyUnusable: "key-missing"
        case .tooManyRequests: "too-many-requests"
        case .serverError: "server-error"
        case .notFound: "not-found"
        case .noSuchTable: "no-such-table"
        case .publisherRefused: "publisher-refused"
        case .unexpectedStatus: "unexpected-status"
        case .unexpectedContent: "unexpected-content"
        case .emptyAnswer: "empty-answer"
        case .questionMisfit(_, let reason): reason.name
        case .catalogueMisfit(_, let reason): reason.name
        case .changedMeanwhile: "changed-meanwhile"
        case .writeFailed: "write-failed"
        case .keyExpired: "key-expired"
        case .circuitOpen: "circuit-open"
        case .cancelled: "cancelled"
        case .postponed(let cause, _): cause.name
        }
    }

    /// Seconds to wait before the next try, where the publisher or the retry policy asked for a pause.
    package var retryAfterSeconds: Int? {
        switch self {
        case .tooManyRequests(_, _, let seconds), .serverError(_, _, _, let seconds): seconds
        case .postponed(_, let seconds), .circuitOpen(_, _, let seconds): seconds
        default: nil
        }
    }
}
