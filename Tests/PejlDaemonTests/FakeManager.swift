import Foundation
import PejlTestSupport
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// A service manager's notify socket, or the journal's, that keeps what it is sent.
final class FakeManager: Sendable {
    /// Its path.
    let path: String
    private let descriptor: Int32
    private let heard = Mutex<[[UInt8]]>([])
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("n")
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw POSIXError(POSIXError.Code(rawValue: errno) ?? .EIO) }
    }

    deinit { close(descriptor) }

    /// Every datagram so far.
    var datagrams: [[UInt8]] {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        heard.withLock { heard in
            while true {
                let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                guard count >= 0 else { break }
                heard.append(Array(buffer[..<count]))
            }
        }
        return heard.withLock { $0 }
    }

    /// Every datagram so far, as text.
    var messages: [String] { datagrams.map { String(decoding: $0, as: UTF8.self) } }

    /// Waits for a message that holds a text; whether it came in time.
    func hears(_ text: String, times: Int = 1, within seconds: Double = 60) -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while messages.count(where: { $0.contains(text) }) < times {
            guard ContinuousClock.now < deadline else { return false }
            usleep(2_000)
        }
        return true
    }
}
