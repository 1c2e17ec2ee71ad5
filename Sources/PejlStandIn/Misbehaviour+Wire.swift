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
        case .abandonedBody:
            let head = Transmission.head(answer, .lengths([max(1, body.count)]))
            return Transmission([.send(head + half), .abandon])
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
        case .repeatedContentLength:
            return Transmission([.send(Transmission.head(answer, .lengths([body.count, body.count])) + body)])
        case .negativeContentLength:
            return Transmission([.send(Transmission.head(answer, .lengths([-1])) + body)])
        case .longerThanLengthAtLine:
            let lines = (half.lastIndex(of: 0x0A) ?? -1) + 1
            return Transmission([.send(Transmission.head(answer, .lengths([lines])) + body)])
        case .answeredTwice:
            let head = Transmission.head(answer, .lengths([body.count]), keepsAlive: true)
            return Transmission([.send(head + body + head + body.map(Self.otherDigit))], keepsAlive: true)
        case .shortLength:
            let length = max(0, body.count - 20)
            return Transmission(
                [.send(Transmission.head(answer, .lengths([length]), keepsAlive: true) + body)],
                keepsAlive: true
            )
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
        case .endlessUndelimited:
            let block = body.isEmpty ? [UInt8](repeating: 0x20, count: 8_192) : body
            return Transmission([.send(Transmission.head(answer, .none)), .repeat(block, times: .max)])
        case .endlessInterim:
            let interim = Array("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n".utf8)
            return Transmission([.repeat(interim, times: .max)])
        case .hugeTrailers:
            let data = body.isEmpty ? [] : Transmission.chunk(body)
            let end = Array("0\r\n".utf8)
            let blank: [UInt8] = [0x0D, 0x0A]
            return Transmission([.send(chunked + data + end), .repeat(Self.padding, times: 20_000), .send(blank)])
        case .hugeHeaders:
            let status = whole.prefix { $0 != 0x0A } + [0x0A]
            let rest = Array(whole.dropFirst(status.count))
            return Transmission([.send(Array(status)), .repeat(Self.padding, times: 20_000), .send(rest + body)])
        default:
            return nil
        }
    }

    private static let padding = Array(("X-Padding: " + String(repeating: "x", count: 987) + "\r\n").utf8)

    /// 9 for 0, 8 for 1 and so on; anything else as it is.
    private static func otherDigit(_ byte: UInt8) -> UInt8 { (0x30...0x39).contains(byte) ? 0x69 - byte : byte }
}
