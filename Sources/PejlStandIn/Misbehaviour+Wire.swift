/// The misbehaviours that send a proper answer badly.
extension Misbehaviour {
    /// How to send the answer; `nil` when it is sent properly.
    func transmission(of answer: HTTPAnswer) -> Transmission? {
        let body = answer.body
        let half = Array(body.prefix(body.count / 2))
        let whole = Transmission.head(answer, .lengths([body.count]))
        let chunked = Transmission.head(answer, .chunked)
        switch self {
        case .cutBody:
            return Transmission([.send(Transmission.head(answer, .lengths([max(1, body.count)])) + half)])
        case .cutChunks:
            let first = Transmission.chunk(half)
            let second = Transmission.chunk(body.dropFirst(half.count))
            return Transmission([.send(chunked + (half.isEmpty ? [] : first) + second.prefix(second.count / 2))])
        case .noFinalChunk:
            return Transmission([.send(chunked)] + answer.pieces.map { .send(Transmission.chunk($0)) })
        case .closeDelimited(let cut):
            return Transmission([.send(Transmission.head(answer, .none) + (cut ? half : body))])
        case .resetMidBody:
            return Transmission([.send(whole + half), .reset])
        case .duplicateContentLength:
            return Transmission([.send(Transmission.head(answer, .lengths([half.count, body.count])) + body)])
        case .longerThanLength:
            return Transmission([.send(Transmission.head(answer, .lengths([half.count])) + body)])
        case .slowBody(let bytesPerSecond):
            let speed = max(1, bytesPerSecond)
            let piece = max(1, speed / 20)
            return Transmission([.send(whole), .drip(body, bytes: piece, milliseconds: max(1, 1_000 * piece / speed))])
        case .slowHeaders:
            return Transmission([.drip(whole, bytes: 1, milliseconds: 100), .send(body)])
        case .endlessBody:
            let block = body.isEmpty ? [UInt8](repeating: 0x20, count: 8_192) : body
            return Transmission([.send(chunked), .repeat(Transmission.chunk(block), times: .max)])
        case .hugeHeaders:
            let line = Array(("X-Padding: " + String(repeating: "x", count: 987) + "\r\n").utf8)
            let status = whole.prefix { $0 != 0x0A } + [0x0A]
            let rest = Array(whole.dropFirst(status.count))
            return Transmission([.send(Array(status)), .repeat(line, times: 20_000), .send(rest + body)])
        default:
            return nil
        }
    }
}
