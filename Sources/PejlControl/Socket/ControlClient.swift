import CSocket
import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// The side of `pejl`: asks one thing and waits for the answer on the thread that calls.
package struct ControlClient: Sendable {
    /// The path of the socket.
    package let path: String
    /// The group that the errors of permission name.
    package var groups: ControlGroups
    /// How long it waits to be let in, to be busy included, and then for each frame.
    package var timeout: Duration

    package init(path: String, groups: ControlGroups = ControlGroups(), timeout: Duration = .seconds(10)) {
        self.path = path
        self.groups = groups
        self.timeout = timeout
    }

    /// Asks and waits for the result.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - isPatient: Whether an answer may take as long as it likes, as that of a run that is waited for.
    ///   - progress: Called with how far it has come.
    /// - Returns: The result: JSON, or Prometheus's text for `metrics`.
    /// - Throws: ``ControlError``: `no-daemon` where nobody listens, `no-permission` where the socket cannot be reached,
    ///   `busy`, `timeout`, `connection-lost`, `bad-frame` where something else than pejld answers, or what the daemon says.
    package func ask(
        _ request: ControlRequest,
        isPatient: Bool = false,
        progress: (ControlProgress) -> Void = { _ in }
    ) throws(ControlError) -> String {
        let content = request.frame()
        guard content.count <= ControlLimits.frameBytes else {
            let (bytes, limit) = (content.count, ControlLimits.frameBytes)
            throw .badRequest("den fylder \(bytes) byte af \(limit)", "it has \(bytes) bytes of \(limit)")
        }
        let begun = ContinuousClock.now
        while true {
            do throws(ControlError) {
                return try askOnce(content, until: begun + timeout, isPatient, progress)
            } catch {
                // Nothing of a request that found no room was carried out, so it can be asked again.
                guard error == .busy, ContinuousClock.now - begun < min(timeout, Self.busyPatience) else { throw error }
                usleep(50_000)
            }
        }
    }

    /// How long it tries again where there is no room.
    private static let busyPatience: Duration = .seconds(1)

    private func askOnce(
        _ content: [UInt8],
        until: ContinuousClock.Instant,
        _ isPatient: Bool,
        _ progress: (ControlProgress) -> Void
    ) throws(ControlError) -> String {
        let socket = try connect(until: until)
        defer { close(socket) }
        try send(ControlFraming.framed(content), socket, until: until)
        var result = ""
        while true {
            let answer = try ControlAnswer(frame: try frame(socket, isPatient))
            switch answer {
            case .progress(let told): progress(told)
            case .part(let text):
                result += text
                guard result.utf8.count <= ControlLimits.resultBytes else {
                    throw .badFrame("svaret er for langt", "the answer is too long")
                }
            case .done(let bytes):
                guard result.utf8.count == bytes else {
                    throw .badFrame("noget af svaret mangler", "some of the answer is missing")
                }
                return result
            case .failed(let error): throw error
            }
        }
    }

    private func connect(until: ContinuousClock.Instant) throws(ControlError) -> Int32 {
        while true {
            let socket = pejl_socket_connect(path)
            if socket >= 0 { return socket }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                // Nobody has let the callers before this one in yet.
                guard ContinuousClock.now < until else { throw noAnswer }
                usleep(10_000)
            case ENOENT, ECONNREFUSED, ENOTDIR: throw noDaemon
            case EACCES, EPERM: throw noPermission
            case let code: throw failed("connect", code)
            }
        }
    }

    private func send(_ bytes: [UInt8], _ socket: Int32, until: ContinuousClock.Instant) throws(ControlError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { whole in
                Glibc.send(socket, whole.baseAddress?.advanced(by: sent), whole.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                guard wait(socket, POLLOUT, until: until) else { throw noAnswer }
            } else if errno == EPIPE || errno == ECONNRESET {
                // Turned away: why is in what can still be read.
                return
            } else if errno != EINTR {
                throw failed("send", errno)
            }
        }
    }

    private func frame(_ socket: Int32, _ isPatient: Bool) throws(ControlError) -> [UInt8] {
        var reader = ControlFrameReader()
        let until = isPatient ? nil : ContinuousClock.now + timeout
        while true {
            guard wait(socket, POLLIN, until: until) else { throw noAnswer }
            let (bytes, code) = withUnsafeTemporaryAllocation(byteCount: reader.wanted, alignment: 1) {
                let count = recv(socket, $0.baseAddress, $0.count, 0)
                return count < 0 ? ([], errno) : (Array($0.prefix(count)), 0)
            }
            if code == EAGAIN || code == EINTR { continue }
            guard code == 0 || code == ECONNRESET else { throw failed("recv", code) }
            guard !bytes.isEmpty else { throw connectionLost }
            if let content = try reader.add(bytes) { return content }
        }
    }

    private func wait(_ socket: Int32, _ events: Int32, until: ContinuousClock.Instant?) -> Bool {
        while true {
            let left = until.map { $0 - ContinuousClock.now } ?? .seconds(3600)
            guard left > .zero else { return false }
            var polled = pollfd(fd: socket, events: Int16(events), revents: 0)
            if poll(&polled, 1, ControlLimits.milliseconds(left)) > 0 { return true }
        }
    }
}

extension ControlClient {
    private var noDaemon: ControlError {
        ControlError(
            name: "no-daemon",
            status: .unavailable,
            text: Localised(
                da: "\(path): pejld kører ikke her; se \"systemctl status pejld\"",
                en: "\(path): pejld does not run here; see \"systemctl status pejld\""
            )
        )
    }

    private var noPermission: ControlError {
        ControlError(
            name: "no-permission",
            status: .permission,
            text: Localised(
                da:
                    "\(path): kun medlemmer af gruppen \(groups.read) kan spørge pejld, og gruppen \(groups.admin) skal "
                    + "med for at ændre noget: en administrator kan køre \"usermod --append --groups \(groups.read) BRUGER\"; "
                    + "det gælder fra næste login",
                en: "\(path): only members of the group \(groups.read) can ask pejld, and the group \(groups.admin) is "
                    + "needed as well to change something: an administrator can run \"usermod --append --groups "
                    + "\(groups.read) USER\"; it counts from the next login on"
            )
        )
    }

    private var noAnswer: ControlError {
        ControlError(
            name: "timeout",
            status: .tryLater,
            text: Localised(
                da: "\(path): pejld svarede ikke inden for \(seconds) sekunder",
                en: "\(path): pejld did not answer within \(seconds) seconds"
            )
        )
    }

    private var seconds: String {
        let tenths = timeout.components.seconds * 10 + timeout.components.attoseconds / 100_000_000_000_000_000
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private var connectionLost: ControlError {
        ControlError(
            name: "connection-lost",
            status: .unavailable,
            text: Localised(
                da: "\(path): pejld lukkede forbindelsen, før svaret var helt; det kan være udført alligevel",
                en:
                    "\(path): pejld closed the connection before the answer was complete; it may have been done all the same"
            )
        )
    }

    private func failed(_ call: String, _ code: Int32) -> ControlError {
        let reason = String(cString: strerror(code))
        return ControlError(
            name: "socket-failed",
            status: .system,
            text: Localised(
                da: "\(path): \(call) mislykkedes: \(reason)",
                en: "\(path): \(call) failed: \(reason)"
            )
        )
    }
}
