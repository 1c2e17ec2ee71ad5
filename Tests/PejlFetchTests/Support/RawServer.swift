import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// `MSG_NOSIGNAL`, which the C libraries declare in different types.
private let noSignal = 0x4000

/// Sends the bytes it is given to each connection and closes it; for answers that no proper server gives.
///
/// The n-th request gets the n-th answer, further ones the last. Every request is remembered as text. A request for
/// `/tableinfo` is answered with a table's description and not counted, unless the server is told not to.
final class RawServer: Sendable {
    let port: UInt16
    private let listener: Int32
    private let answers: [[UInt8]]
    private let isHasty: Bool
    private let describes: Bool
    private let received = Mutex<[String]>([])

    /// The requests so far, heads and bodies.
    var requests: [String] { received.withLock { $0 } }

    var url: String { "http://127.0.0.1:\(port)" }

    convenience init(_ answers: String...) { self.init(answers.map { Array($0.utf8) }) }

    /// - Parameters:
    ///   - answers: What is sent.
    ///   - isHasty: Whether to answer the first bytes, whatever they are.
    ///   - describes: Whether to answer `/tableinfo` by itself.
    init(_ answers: [[UInt8]], isHasty: Bool = false, describes: Bool = true) {
        self.answers = answers
        self.isHasty = isHasty
        self.describes = describes
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = bind(listener, generic, length)
                _ = listen(listener, 16)
                _ = getsockname(listener, generic, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        var thread = pthread_t()
        pthread_create(
            &thread,
            nil,
            { pointer in
                if let pointer { Unmanaged<RawServer>.fromOpaque(pointer).takeRetainedValue().serve() }
                return nil
            },
            Unmanaged.passRetained(self).toOpaque()
        )
        pthread_detach(thread)
    }

    /// Ends the thread; connections that wait are refused.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func serve() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            let request = request(on: connection)
            let isDescription = describes && request.prefix { $0 != "\r\n" }.contains("/tableinfo ")
            let number = received.withLock { requests in
                if !isDescription { requests.append(request) }
                return requests.count
            }
            let answer = isDescription ? StatBankDescription.answer : answers[min(number, answers.count) - 1]
            var sent = 0
            while sent < answer.count {
                let count = answer[sent...].withUnsafeBytes {
                    send(connection, $0.baseAddress, $0.count, Int32(truncatingIfNeeded: noSignal))
                }
                guard count > 0 else { break }
                sent += count
            }
            shutdown(connection, Int32(SHUT_WR))
            var rest = [UInt8](repeating: 0, count: 4096)
            while recv(connection, &rest, rest.count, 0) > 0 {}
            close(connection)
        }
        close(listener)
    }

    /// Reads a head and the body it announces.
    private func request(on connection: Int32) -> String {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let head = text.firstRange(of: "\r\n\r\n") {
                let length = text[..<head.lowerBound].lowercased().split(separator: "\r\n")
                    .first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst(15).filter(\.isNumber)) }
                if text[head.upperBound...].utf8.count >= length ?? 0 { return text }
            }
            let count = recv(connection, &piece, piece.count, 0)
            guard count > 0 else { return text }
            bytes += piece.prefix(count)
            if isHasty { return String(decoding: bytes, as: UTF8.self) }
        }
    }
}
