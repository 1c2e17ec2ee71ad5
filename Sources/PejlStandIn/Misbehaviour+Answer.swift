import Synchronization

/// The misbehaviours that answer something else.
extension Misbehaviour {
    /// The answer instead of the proper one, before compression.
    func rewritten(_ proper: HTTPAnswer, to request: HTTPRequest) -> HTTPAnswer {
        var answer = proper
        switch self {
        case .htmlPage:
            return .html(200, title: "Vedligeholdelse", text: "Siden er midlertidigt lukket. Prøv igen senere.")
        case .unauthorised401:
            return .text(401, "Unauthorized")
        case .forbidden403:
            return .text(403, "Forbidden")
        case .tooManyRequests429(let retryAfter):
            answer = .text(429, "Too many requests")
            if let retryAfter { answer.headers.append(Header("Retry-After", retryAfter)) }
        case .serverError(let status):
            return .html(status, title: "Server Error", text: "\(status) - \(HTTPAnswer.reason(status))")
        case .publisherError(let code, let message):
            return StatBankError.answer(code: code, message: message, status: 400)
        case .redirect(let target, let status):
            answer = .text(status, "Moved")
            answer.headers.append(Header("Location", target))
        case .redirectLoop:
            answer = .text(302, "Moved")
            answer.headers.append(Header("Location", request.target))
        case .emptyBody:
            answer.body = []
            answer.framing = .length
        case .body(let text, let contentType):
            answer.body = Array(text.utf8)
            answer.framing = .length
            if let contentType { answer.setHeader("Content-Type", contentType) }
        case .replaced(let text, let other):
            answer.body = Array(String(decoding: answer.body, as: UTF8.self).replacing(text, with: other).utf8)
        case .status(let status):
            answer.status = status
            answer.framing = .length
            if status == 204 || status == 304 { answer.body = [] }
        case .wrongContentType(let type):
            answer.setHeader("Content-Type", type)
        case .jsonInsideString:
            answer.body = JSON.string(String(decoding: answer.body, as: UTF8.self)).bytes
        default:
            break
        }
        return answer
    }

    /// The answer compressed in its own way; `nil` when it is compressed like any other.
    func compressed(_ plain: HTTPAnswer) -> HTTPAnswer? {
        var answer = plain
        answer.framing = .length
        var coding = "gzip"
        switch self {
        case .gzipCut:
            let whole = Gzip.compress(plain.body)
            answer.body = Array(whole.prefix(whole.count / 2))
        case .gzipTrailingBytes:
            answer.body = Gzip.compress(plain.body) + Array("these bytes follow the gzip data".utf8)
        case .gzipBomb(let bytes):
            answer.body = Self.bomb(bytes)
        case .doubleGzip:
            answer.body = Gzip.compress(Gzip.compress(plain.body))
            coding = "gzip, gzip"
        case .doubleGzipBomb(let bytes, let name):
            answer.body = Gzip.compress(Self.bomb(bytes))
            coding = name
        case .namedCoding(let name):
            coding = name
        case .endlessBody, .endlessUndelimited, .answeredTwice, .shortLength, .longerThanLengthAtLine:
            return plain  // repeated gzip members would end the body after the first, and others are to be read here
        default:
            return nil
        }
        answer.setHeader("Content-Encoding", coding)
        return answer
    }

    /// One gzip member of so many blanks; the last one made is kept, because large ones take seconds.
    private static func bomb(_ bytes: Int) -> [UInt8] {
        lastBomb.withLock { last in
            if last.bytes != bytes {
                last = (bytes, Gzip.compress([UInt8](repeating: 0x20, count: 65_536), repeatedTo: bytes))
            }
            return last.member
        }
    }

    private static let lastBomb = Mutex<(bytes: Int, member: [UInt8])>((-1, []))
}
