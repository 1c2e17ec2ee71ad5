/// A connection with a client: a socket, perhaps with TLS around it; used on its own thread alone.
final class Connection {
    /// Number of the connection, counted from 1 over all ports.
    let number: Int
    let socket: Socket
    /// What came in first, as it was on the wire.
    private(set) var firstBytes: [UInt8] = []
    private var session: TLSSession?

    private static let firstLimit = 1_024
    private static let recordSize = 16 << 10

    init(_ socket: Socket, number: Int) {
        self.socket = socket
        self.number = number
    }

    /// Greets a client that speaks TLS, properly or not; false when there is nothing more to say.
    func greet(_ handshake: Handshake, _ server: TLSServer?) -> Bool {
        switch handshake {
        case .plainText: return answer(Array("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".utf8))
        case .garbage: return answer((0..<512).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) })
        case .stall:
            while !receiveWire().isEmpty {}
            return false
        default: break
        }
        guard let session = server.flatMap({ TLSSession($0) }) else { return false }
        var progress = TLSSession.Progress.wantsMore
        while progress == .wantsMore {
            let received = receiveWire()
            guard !received.isEmpty else { return false }
            session.feed(received)
            progress = session.shake()
            var flight = session.drain()
            if handshake == .garbageStaple { flight = Self.withStaple(flight) }
            if handshake == .reset {
                _ = socket.send(Array(flight.prefix(flight.count / 2)))
                socket.resetOnClose()
                return false
            }
            guard socket.send(flight) else { return false }
        }
        guard progress == .done else { return drainAway() }
        self.session = session
        return true
    }

    /// What has arrived, decrypted; empty at the end, after 10 idle seconds or on an error.
    func receive() -> [UInt8] {
        guard let session else { return receiveWire() }
        while true {
            let (bytes, progress) = session.read()
            if progress == .done { return bytes }
            guard progress == .wantsMore else { return [] }
            let received = receiveWire()
            if received.isEmpty { return [] }
            session.feed(received)
        }
    }

    /// Sends everything; false when the peer is gone or reads nothing for 10 seconds.
    func send(_ bytes: [UInt8]) -> Bool {
        guard let session else { return socket.send(bytes) }
        for start in stride(from: 0, to: bytes.count, by: Self.recordSize) {
            let record = bytes[start..<min(start + Self.recordSize, bytes.count)]
            guard session.write(record), socket.send(session.drain()) else { return false }
        }
        return true
    }

    /// Makes the coming close a reset.
    func resetOnClose() {
        session = nil
        socket.resetOnClose()
    }

    /// Leaves TLS's closing alert out of the coming end.
    func forgetFarewell() { session = nil }

    /// Says that nothing more is sent.
    func finishSending() {
        sayFarewell()
        socket.finishSending()
    }

    /// Sends TLS's closing alert, where there is TLS.
    func sayFarewell() {
        guard let session else { return }
        session.end()
        _ = socket.send(session.drain())
        self.session = nil
    }

    private func receiveWire() -> [UInt8] {
        let bytes = socket.receive()
        firstBytes += bytes.prefix(Self.firstLimit - firstBytes.count)
        return bytes
    }

    private func answer(_ bytes: [UInt8]) -> Bool {
        guard !receiveWire().isEmpty, socket.send(bytes) else { return false }
        return drainAway()
    }

    /// Lets the client read to the end: closing at once with bytes unread would be a reset.
    private func drainAway() -> Bool {
        socket.finishSending()
        while !receiveWire().isEmpty {}
        return false
    }

    /// The flight with an unreadable certificate status behind the record that holds the certificate.
    private static func withStaple(_ flight: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = flight[...]
        while rest.count >= 5 {
            let header = Array(rest.prefix(5))
            let record = Array(rest.prefix(5 + Int(header[3]) << 8 + Int(header[4])))
            rest = rest.dropFirst(record.count)
            result += record
            let isCertificate = record.count > 5 && record[0] == 22 && record[5] == 11
            if isCertificate {
                let garbage = [UInt8](repeating: 0xA5, count: 64)
                result += [22, 3, 3, 0, UInt8(garbage.count + 4), 22, 0, 0, UInt8(garbage.count)] + garbage
            }
        }
        return result + rest
    }
}
