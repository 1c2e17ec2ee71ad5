/// A request as read from the connection.
struct HTTPRequest: Sendable {
    var method: String
    var target: String
    var headers: [Header]
    var body: [UInt8] = []

    /// Reads the head, without its closing blank line; `nil` when it is not HTTP/1.
    init?(head: [UInt8]) {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return nil }
        method = String(words[0])
        target = String(words[1])
        headers = []
        isOld = words[2] == "HTTP/1.0"
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            headers.append(Header(String(line[..<colon]), Self.trimmed(line[line.index(after: colon)...])))
        }
    }

    private let isOld: Bool

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    /// The path with its percent codes decoded.
    var path: String {
        Self.decoded(target.prefix { $0 != "?" })
    }

    /// The query's names and values, decoded, in order.
    var query: [(name: String, value: String)] {
        guard let mark = target.firstIndex(of: "?") else { return [] }
        return target[target.index(after: mark)...].split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decoded(halves[0]), halves.count > 1 ? Self.decoded(halves[1]) : "")
        }
    }

    /// Whether the client leaves the connection open.
    var keepsAlive: Bool {
        let connection = headers.value("Connection")?.lowercased()
        return isOld ? connection == "keep-alive" : connection != "close"
    }

    /// Whether the client accepts gzip.
    var acceptsGzip: Bool {
        let codings = headers.value("Accept-Encoding")?.lowercased().split(separator: ",") ?? []
        return codings.contains { coding in
            let parts = coding.split(separator: ";").map { Self.trimmed($0) }
            let isRefused = parts.dropFirst().contains { $0 == "q=0" || $0 == "q=0.0" || $0 == "q=0.00" }
            return parts.first == "gzip" && !isRefused
        }
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let code = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), code.count == 2, let value = UInt8(code, radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
