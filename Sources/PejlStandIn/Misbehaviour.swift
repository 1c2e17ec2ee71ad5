/// One way a publisher, or the network before it, goes wrong.
///
/// Content-level cases change the answer and send it properly; wire-level cases send a proper answer badly and close the
/// connection afterwards. Where the path has nothing to change (no municipality, no value) the answer is left alone.
package enum Misbehaviour: Sendable, Equatable {
    // Another answer.

    /// Status 200 with an HTML maintenance page.
    case htmlPage
    /// The proper headers and no body.
    case emptyBody
    /// Status 200 with that body, under another `Content-Type` where one is given.
    case body(String, contentType: String? = nil)
    /// The proper body under another `Content-Type`.
    case wrongContentType(String)
    /// That status instead of 200, with the proper headers; 204 and 304 without a body, as HTTP wants.
    case status(Int)
    /// 401 with a short text.
    case unauthorised401
    /// 403 with a short text.
    case forbidden403
    /// 429, with `Retry-After` exactly as given; `nil` leaves the header out.
    case tooManyRequests429(retryAfter: String?)
    /// A 5xx status with an HTML error page.
    case serverError(Int)
    /// 400 with StatBank's error object.
    case publisherError(code: String, message: String)
    /// A redirect status with that `Location`.
    case redirect(to: String, status: Int)
    /// 302 to the same target, for ever.
    case redirectLoop

    // Other figures.

    /// The body with every occurrence of one text replaced by another; what is replaced must not be empty.
    case replaced(String, with: String)
    /// Every place that says `replacing`, a municipality's code or name, says `with` instead.
    case unknownMunicipality(replacing: String, with: String)
    /// The last so many of the selected municipalities are left out.
    case missingMunicipalities(Int)
    /// StatBank: the first column or dimension gets the suffix `_NY`; statistik: the measure gets ` (ny)`.
    case renamedColumn
    /// Every value is multiplied by the factor.
    case swappedValue(factor: Int)
    /// statistik: every page equals the first.
    case repeatFirstPage
    /// The body as one JSON string that holds the proper body.
    case jsonInsideString

    // Length and framing.

    /// `Content-Length` for the whole body, half of it sent, closed.
    case cutBody
    /// Chunked; one whole chunk, half of the next, closed.
    case cutChunks
    /// Chunked; all the data but no final chunk, closed.
    case noFinalChunk
    /// Neither length nor chunks, the end is the close; `cut` sends only half.
    case closeDelimited(cut: Bool)
    /// `Content-Length` for the whole body, half of it sent, cut without TLS's closing alert; plain, this is ``cutBody``.
    case abandonedBody
    /// Half the body, then a reset (RST).
    case resetMidBody
    /// Two `Content-Length` lines that disagree: half the body, then the whole; all of it is sent.
    case duplicateContentLength
    /// `Content-Length` twice with the same length.
    case repeatedContentLength
    /// `Content-Length: -1` and the body.
    case negativeContentLength
    /// `Content-Length` says half the body; all of it is sent.
    case longerThanLength
    /// `Content-Length` ends the body after a line near its middle; all of it is sent.
    case longerThanLengthAtLine
    /// `Content-Length` leaves out the last 20 bytes, which are sent all the same, as when characters are counted for
    /// bytes; never compressed, and the connection is left open.
    case shortLength
    /// The proper answer, never compressed, and at once a second that nobody asked for, with other digits; the connection
    /// is left open.
    case answeredTwice

    // Speed and size.

    /// The body at that speed, in pieces every 50 ms or slower.
    case slowBody(bytesPerSecond: Int)
    /// The head one byte every 100 ms.
    case slowHeaders
    /// Chunked, never compressed; the body over and over until the client goes away.
    case endlessBody
    /// Neither length nor chunks, never compressed; the body over and over until the client goes away.
    case endlessUndelimited
    /// 20,000 header lines of 1,000 bytes, then the answer.
    case hugeHeaders
    /// Chunked, with 20,000 lines of 1,000 bytes behind the final chunk.
    case hugeTrailers
    /// Interim answers (103) until the client goes away.
    case endlessInterim

    // Compression; sent whether or not the client accepts gzip, with a right `Content-Length`.

    /// The first half of the gzip bytes.
    case gzipCut
    /// The gzip bytes and then 32 bytes of text.
    case gzipTrailingBytes
    /// Decodes to that many bytes of blanks; about a thousandth of it is sent.
    case gzipBomb(bytes: Int)
    /// gzip in gzip, `Content-Encoding: gzip, gzip`.
    case doubleGzip
    /// gzip in gzip that decodes to that many bytes of blanks, under that `Content-Encoding`; less than a hundred
    /// thousandth of it is sent.
    case doubleGzipBomb(bytes: Int, coding: String)
    /// The body as it is under that `Content-Encoding`.
    case namedCoding(String)
}

extension Misbehaviour {
    /// One of each kind but the most expensive, for random faults.
    package static let samples: [Misbehaviour] = [
        .htmlPage, .emptyBody, .body("{}"), .wrongContentType("text/html"), .status(204), .status(304), .status(410),
        .unauthorised401, .forbidden403, .tooManyRequests429(retryAfter: "1"), .serverError(500), .serverError(503),
        .publisherError(code: "EXTRACT-NOTFOUND", message: "Tabel findes ikke"),
        .redirect(to: "https://elsewhere.example/", status: 308), .redirectLoop,
        .missingMunicipalities(3), .renamedColumn, .swappedValue(factor: 1_000), .repeatFirstPage,
        .cutBody, .cutChunks, .noFinalChunk, .closeDelimited(cut: true), .abandonedBody, .resetMidBody,
        .duplicateContentLength, .repeatedContentLength, .negativeContentLength, .longerThanLength, .shortLength,
        .answeredTwice,
        .slowBody(bytesPerSecond: 512), .slowHeaders, .hugeHeaders, .endlessInterim,
        .gzipCut, .gzipTrailingBytes, .gzipBomb(bytes: 16 << 20), .doubleGzip, .namedCoding("br"),
    ]
}
