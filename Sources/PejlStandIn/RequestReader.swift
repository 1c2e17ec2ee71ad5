/// Reads one request after another from a connection, within bounds.
struct RequestReader {
    /// What came next on the connection.
    enum Next {
        case request(HTTPRequest)
        case refused(HTTPAnswer)
        case ended
    }

    private static let maximumHead = 64 << 10
    private static let maximumBody = 1 << 20
    private static let headEnd = Array("\r\n\r\n".utf8)

    private let connection: Connection
    private var buffer: [UInt8] = []

    init(_ connection: Connection) {
        self.connection = connection
    }

    mutating func next() -> Next {
        var scanned = 0
        var end = Self.endOfHead(buffer, from: 0)
        while end == nil {
            if buffer.count > Self.maximumHead { return .refused(.text(431, "Request head too large")) }
            scanned = max(0, buffer.count - 3)
            let received = connection.receive()
            if received.isEmpty { return .ended }
            buffer += received
            end = Self.endOfHead(buffer, from: scanned)
        }
        guard let end, end <= Self.maximumHead else { return .refused(.text(431, "Request head too large")) }
        guard var request = HTTPRequest(head: Array(buffer[..<end])) else {
            return .refused(.text(400, "The request head cannot be read"))
        }
        buffer.removeFirst(end + Self.headEnd.count)
        return readBody(of: &request)
    }

    private mutating func readBody(of request: inout HTTPRequest) -> Next {
        if request.headers.value("Transfer-Encoding") != nil { return .refused(.text(411, "Length required")) }
        guard let declared = request.headers.value("Content-Length") else { return .request(request) }
        guard let length = Int(declared), length >= 0 else { return .refused(.text(400, "Bad Content-Length")) }
        if length > Self.maximumBody { return .refused(.text(413, "Request body above 1 MiB")) }
        if request.headers.value("Expect")?.lowercased() == "100-continue", buffer.count < length {
            _ = connection.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        }
        while buffer.count < length {
            let received = connection.receive()
            if received.isEmpty { return .ended }
            buffer += received
        }
        request.body = Array(buffer[..<length])
        buffer.removeFirst(length)
        return .request(request)
    }

    private static func endOfHead(_ bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= headEnd.count else { return nil }
        return (start...(bytes.count - headEnd.count)).first { bytes[$0..<($0 + headEnd.count)].elementsEqual(headEnd) }
    }
}
