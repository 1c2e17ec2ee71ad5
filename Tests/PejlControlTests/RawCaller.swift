import CSocket
import Glibc
import PejlControl

/// One connection to a control socket, byte by byte.
final class RawCaller {
    let socket: Int32

    /// - Throws: The `errno` where it cannot connect within a second.
    init(_ path: String) throws {
        let deadline = ContinuousClock.now + .seconds(1)
        while true {
            let socket = pejl_socket_connect(path)
            if socket >= 0 {
                self.socket = socket
                return
            }
            guard errno == EAGAIN, ContinuousClock.now < deadline else { throw RawFailure(code: errno) }
            usleep(1_000)
        }
    }

    deinit { close(socket) }

    struct RawFailure: Error, Equatable {
        let code: Int32
    }

    /// Sends what fits at once; whether all did.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// Sends a request as one frame.
    func ask(_ request: ControlRequest) { send(ControlFraming.framed(request.frame())) }

    /// Sends a frame with that content.
    func ask(_ content: String) { send(ControlFraming.framed(Array(content.utf8))) }

    /// The next frame; nothing where the connection ends, or none comes within some seconds.
    func next(within seconds: Double = 5) -> ControlAnswer? {
        var reader = ControlFrameReader()
        while isReadable(within: seconds) {
            var bytes = [UInt8](repeating: 0, count: reader.wanted)
            let count = recv(socket, &bytes, bytes.count, 0)
            guard count > 0 else { return nil }
            guard let content = try? reader.add(bytes[..<count]) else { continue }
            return try? ControlAnswer(frame: content)
        }
        return nil
    }

    /// The result, or the name of the error; nothing where the connection ends before either.
    func result(within seconds: Double = 5) -> String? {
        var text = ""
        while let answer = next(within: seconds) {
            switch answer {
            case .progress: continue
            case .part(let piece): text += piece
            case .done(let bytes): return bytes == text.utf8.count ? text : nil
            case .failed(let error): return error.name
            }
        }
        return nil
    }

    /// Whether the other side closes within some seconds; what it says before that is passed over.
    func isClosed(within seconds: Double) -> Bool {
        let deadline = ContinuousClock.now + .milliseconds(Int(seconds * 1000))
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while ContinuousClock.now < deadline {
            guard isReadable(within: min(0.05, seconds)) else { continue }
            if recv(socket, &bytes, bytes.count, 0) <= 0 { return true }
        }
        return false
    }

    private func isReadable(within seconds: Double) -> Bool {
        var polled = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, Int32(seconds * 1000)) > 0
    }
}
