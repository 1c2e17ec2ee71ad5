/// An answer before it is put on the wire.
struct HTTPAnswer: Sendable {
    /// How the receiver learns where the body ends.
    enum Framing: Sendable {
        case length
        case chunked
    }

    var status: Int
    var headers: [Header]
    var body: [UInt8]
    var framing: Framing = .length

    /// A short answer of the server itself or of uddannelsesstatistik.dk.
    static func text(_ status: Int, _ text: String) -> HTTPAnswer {
        HTTPAnswer(
            status: status,
            headers: [Header("Content-Type", "text/plain; charset=utf-8")],
            body: Array(text.utf8)
        )
    }

    static func html(_ status: Int, title: String, text: String) -> HTTPAnswer {
        let page = """
            <!DOCTYPE html>
            <html lang="da"><head><meta charset="utf-8"><title>\(title)</title></head>
            <body><h1>\(title)</h1><p>\(text)</p></body></html>

            """
        return HTTPAnswer(
            status: status,
            headers: [Header("Content-Type", "text/html; charset=utf-8")],
            body: Array(page.utf8)
        )
    }

    /// Replaces the header of that name, or adds it.
    mutating func setHeader(_ name: String, _ value: String) {
        headers.removeAll { $0.name.lowercased() == name.lowercased() }
        headers.append(Header(name, value))
    }

    /// The body in at least three pieces where it is long enough, each at most 8 KiB.
    var pieces: [ArraySlice<UInt8>] {
        let size = min(8_192, max(16, (body.count + 3) / 4))
        return stride(from: 0, to: body.count, by: size).map { body[$0..<min($0 + size, body.count)] }
    }

    static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 204: "No Content"
        case 206: "Partial Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 410: "Gone"
        case 411: "Length Required"
        case 413: "Content Too Large"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: "Status"
        }
    }
}
