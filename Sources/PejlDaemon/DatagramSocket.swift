#if canImport(Glibc)
import Glibc
#endif

/// Sends datagrams to one Unix socket: the service manager's, or the journal's.
struct DatagramSocket: Sendable {
    private let address: sockaddr_un
    private let length: socklen_t

    /// - Parameter path: A path, or `@` and a name in the abstract namespace; nothing where it is empty or longer than
    ///   the 107 bytes that a Unix address holds.
    init?(path: String) {
        var address = sockaddr_un()
        let bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { room in
            room.copyBytes(from: bytes)
            if bytes[0] == UInt8(ascii: "@") { room[0] = 0 }
        }
        self.address = address
        let head = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        // The name of an abstract socket ends with the address, a path with a zero.
        length = socklen_t(head + bytes.count + (bytes[0] == UInt8(ascii: "@") ? 0 : 1))
    }

    /// Sends one datagram.
    ///
    /// - Returns: Whether it was taken; it is never waited for.
    func send(_ bytes: [UInt8]) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = address
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { to in
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), to, length)
            }
        }
        return sent == bytes.count
    }
}
