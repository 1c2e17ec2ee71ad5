/// One header line of an answer.
package struct HeaderLine: Sendable, Equatable {
    /// The name as it came.
    package let name: String
    /// The value without blanks around it.
    package let value: String

    /// One line, its value trimmed.
    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

extension [HeaderLine] {
    /// The values of all lines of that name, in any case.
    package func values(_ name: String) -> [String] {
        let wanted = name.lowercased()
        return filter { $0.name.lowercased() == wanted }.map(\.value)
    }
}

/// The head of an answer, read line by line.
struct HeaderBlock {
    /// Why a head cannot be relied on.
    struct Problem: Error {
        let reason: String
    }

    /// How the body is packed.
    struct Framing {
        let contentLength: Int?
        let isChunked: Bool
        let isGzip: Bool
    }

    private let limit: Int
    private var byteCount = 0
    private(set) var status = 0
    private(set) var isHTTP2 = false
    private(set) var lines: [HeaderLine] = []
    /// Whether the head of the final answer has ended.
    private(set) var isComplete = false

    /// - Parameter limit: Bytes of all lines together, trailers and interim answers included.
    init(limit: Int) { self.limit = limit }

    /// Takes one line with its line end.
    mutating func add(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        byteCount += bytes.count
        guard byteCount <= limit else { throw Problem(reason: "more than \(limit) bytes") }
        if isComplete { return }  // a trailer
        let line = trimmed(bytes[...])
        if line.isEmpty { return end() }
        guard line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            throw Problem(reason: "a control character")
        }
        if status == 0 { return try readStatus(String(decoding: line, as: UTF8.self)) }
        guard let first = bytes.first, first != 0x20, first != 0x09 else { throw Problem(reason: "a folded line") }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
            throw Problem(reason: "a line without a name")
        }
        let name = line[..<colon]
        guard name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw Problem(reason: "a blank in a name") }
        let value = trimmed(line[(colon + 1)...])
        lines.append(
            HeaderLine(name: String(decoding: name, as: UTF8.self), value: String(decoding: value, as: UTF8.self))
        )
    }

    /// How the body is packed.
    func framing() throws(Problem) -> Framing {
        let codings = lines.values("transfer-encoding").map { $0.lowercased() }
        guard codings.isEmpty || codings == ["chunked"] else { throw Problem(reason: "an unknown transfer coding") }
        let lengths = lines.values("content-length")
        guard lengths.count <= 1 else { throw Problem(reason: "several content lengths") }
        let digitsOnly = lengths.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard digitsOnly else { throw Problem(reason: "an unreadable content length") }
        guard lengths.isEmpty || codings.isEmpty else { throw Problem(reason: "a content length and chunks") }
        let encodings = lines.values("content-encoding").map { $0.lowercased() }
        guard encodings.count <= 1, ["identity", "gzip", "x-gzip", ""].contains(encodings.first ?? "") else {
            throw Problem(reason: "a content encoding that was not asked for")
        }
        return Framing(
            contentLength: lengths.first.map { Int($0) ?? .max },
            isChunked: !codings.isEmpty,
            isGzip: encodings.first?.hasSuffix("gzip") == true
        )
    }

    /// An interim answer (1xx) is forgotten, any other head is the answer's.
    private mutating func end() {
        if (100..<200).contains(status) {
            status = 0
            lines = []
        } else if status > 0 {
            isComplete = true
        }
    }

    private mutating func readStatus(_ line: String) throws(Problem) {
        let words = line.split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/"), words[1].utf8.count == 3, let number = Int(words[1]) else {
            throw Problem(reason: "no status line")
        }
        guard (100..<600).contains(number) else { throw Problem(reason: "an unknown status") }
        status = number
        isHTTP2 = words[0] == "HTTP/2"
    }

    private func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
        let start = bytes.drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return start[start.endIndex...] }
        return start[...last]
    }
}
