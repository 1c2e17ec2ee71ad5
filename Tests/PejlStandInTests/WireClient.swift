import CZlib
import Glibc
import PejlStandIn

/// A connection that shows the very bytes the stand-in sends.
final class WireClient {
    private let descriptor: Int32
    private let standIn: StandIn
    private var buffer: [UInt8] = []
    private(set) var wasReset = false

    init(_ standIn: StandIn, port: UInt16? = nil) throws {
        self.standIn = standIn
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = (port ?? standIn.port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw WireError.refused }
        var limit = timeval(tv_sec: 15, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    func send(_ method: String, _ path: String, _ headers: [String] = [], body: String = "") {
        let head = ["\(method) \(path) HTTP/1.1", "Host: localhost", "Content-Length: \(body.utf8.count)"] + headers
        send(Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
    }

    /// Everything until the close, or at least `count` bytes if they come first.
    func receive(atLeast count: Int = .max) -> [UInt8] {
        while buffer.count < count, receiveMore() {}
        defer { buffer = [] }
        return buffer
    }

    /// One answer of known length from a connection that stays open.
    func receiveAnswer() throws -> WireAnswer {
        while true {
            if let answer = try? WireAnswer(buffer), let length = answer.header("Content-Length").flatMap({ Int($0) }),
                answer.wireBody.count >= length
            {
                buffer = Array(answer.wireBody.dropFirst(length))
                return answer
            }
            guard receiveMore() else { throw WireError.closed }
        }
    }

    private func receiveMore() -> Bool {
        var room = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &room, room.count, 0)
        if count < 0, errno == ECONNRESET { wasReset = true }
        buffer += room.prefix(max(0, count))
        return count > 0
    }
}

enum WireError: Error {
    case refused
    case closed
    case noHead
    case badChunk
    case badGzip
}

/// A raw answer and what it says about itself.
struct WireAnswer {
    var head: String
    var wireBody: [UInt8]

    init(_ bytes: [UInt8]) throws {
        guard let end = bytes.indices.dropLast(3).first(where: { bytes[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) })
        else { throw WireError.noHead }
        head = String(decoding: bytes[..<end], as: UTF8.self)
        wireBody = Array(bytes[(end + 4)...])
    }

    var status: Int { head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0 }

    func headers(_ name: String) -> [String] {
        head.split(separator: "\r\n").filter { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }

    func header(_ name: String) -> String? { headers(name).first }

    /// The data of each chunk; throws when the body ends before the final chunk.
    func chunks() throws -> [[UInt8]] {
        var chunks: [[UInt8]] = []
        var rest = wireBody[...]
        while true {
            let line = rest.prefix { $0 != 13 }
            rest = rest.dropFirst(line.count + 2)
            guard let size = Int(String(decoding: line, as: UTF8.self), radix: 16), rest.count >= size + 2 else {
                throw WireError.badChunk
            }
            if size == 0 { return chunks }
            chunks.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size + 2)
        }
    }

    /// The body without chunking and gzip.
    func body() throws -> [UInt8] {
        let plain = header("Transfer-Encoding") == "chunked" ? try chunks().flatMap { $0 } : wireBody
        guard header("Content-Encoding") == "gzip" else { return plain }
        let (decoded, used, isWhole) = WireAnswer.inflated(plain)
        guard isWhole, used == plain.count else { throw WireError.badGzip }
        return decoded
    }

    func text() throws -> String { String(decoding: try body(), as: UTF8.self) }

    /// Decodes one gzip member: the bytes, how many were read, and whether the member is whole.
    static func inflated(_ bytes: [UInt8]) -> (decoded: [UInt8], used: Int, isWhole: Bool) {
        var stream = z_stream()
        guard pejl_inflate_init_gzip(&stream) == Z_OK else { return ([], 0, false) }
        defer { inflateEnd(&stream) }
        var input = bytes
        var decoded: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 65_536)
        var code = Z_OK
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            while code == Z_OK {
                room.withUnsafeMutableBufferPointer { room in
                    stream.next_out = room.baseAddress
                    stream.avail_out = UInt32(room.count)
                    code = inflate(&stream, Z_NO_FLUSH)
                }
                decoded += room.prefix(room.count - Int(stream.avail_out))
            }
        }
        return (decoded, bytes.count - Int(stream.avail_in), code == Z_STREAM_END)
    }
}

extension StandIn {
    /// One request on a connection of its own, read to the close.
    func ask(_ method: String, _ path: String, _ headers: [String] = [], body: String = "") throws -> WireAnswer {
        let client = try WireClient(self)
        client.send(method, path, headers + ["Connection: close"], body: body)
        return try WireAnswer(client.receive())
    }

    func data(_ body: String, _ headers: [String] = []) throws -> WireAnswer {
        try ask("POST", "/v1/data", headers, body: body)
    }

    func statistics(_ body: String) throws -> WireAnswer {
        try ask("POST", "/Api/v1/statistik", ["Authorization: Bearer test"], body: body)
    }
}
