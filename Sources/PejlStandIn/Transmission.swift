/// How an answer goes over the wire: a list of steps, and whether the connection lives on.
struct Transmission: Sendable {
    /// One thing to do on the connection.
    enum Step: Sendable {
        /// Sends all at once.
        case send([UInt8])
        /// Sends the bytes that many times, or until the client goes away.
        case `repeat`([UInt8], times: Int)
        /// Sends pieces of so many bytes with a pause after each.
        case drip([UInt8], bytes: Int, milliseconds: Int)
        /// Lets the client read what it has, then makes the close a reset.
        case reset
        /// Leaves out TLS's closing alert, as a connection does that is cut on its way.
        case abandon
    }

    /// The lines that tell where the body ends.
    enum Framing {
        case lengths([Int])
        case chunked
        case none
    }

    var steps: [Step]
    var keepsAlive: Bool

    /// The proper way to send an answer.
    init(_ answer: HTTPAnswer, keepsAlive: Bool) {
        switch answer.framing {
        case .length:
            let head = Self.head(answer, .lengths([answer.body.count]), keepsAlive: keepsAlive)
            steps = [.send(head + answer.body)]
        case .chunked:
            let pieces = answer.pieces.map { Step.send(Self.chunk($0)) }
            steps = [.send(Self.head(answer, .chunked, keepsAlive: keepsAlive))] + pieces + [.send(Self.finalChunk)]
        }
        self.keepsAlive = keepsAlive
    }

    /// A way of its own, which the connection ends with unless it is to live on.
    init(_ steps: [Step], keepsAlive: Bool = false) {
        self.steps = steps
        self.keepsAlive = keepsAlive
    }

    static let finalChunk = Array("0\r\n\r\n".utf8)

    static func chunk(_ bytes: some Collection<UInt8>) -> [UInt8] {
        Array((String(bytes.count, radix: 16) + "\r\n").utf8) + bytes + [0x0D, 0x0A]
    }

    static func head(_ answer: HTTPAnswer, _ framing: Framing, keepsAlive: Bool = false) -> [UInt8] {
        var lines = ["HTTP/1.1 \(answer.status) \(HTTPAnswer.reason(answer.status))"]
        lines += answer.headers.map { "\($0.name): \($0.value)" }
        switch framing {
        case .lengths(let lengths): lines += lengths.map { "Content-Length: \($0)" }
        case .chunked: lines.append("Transfer-Encoding: chunked")
        case .none: break
        }
        if !keepsAlive { lines.append("Connection: close") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}
