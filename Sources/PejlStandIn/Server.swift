import Glibc
import Synchronization

/// The threads and connections of a stand-in.
final class Server: Sendable {
    /// A port and the socket that listens there.
    struct Door: Sendable {
        let socket: Socket
        let port: UInt16
    }

    private let state: Mutex<ServerState>
    private let doors: [Door]
    private let settings: Settings
    private let security: Security?
    private let start = ContinuousClock.now

    /// What a stand-in that speaks TLS needs.
    struct Security: Sendable {
        let authority: TLSAuthority
        let proper: TLSServer?

        init(names: [String]) throws(StandInError) {
            authority = try TLSAuthority(names: names)
            proper = try authority.server(.proper)
        }
    }

    init(figures: Figures, settings: Settings, doors: [Door], security: Security?) {
        let ports = doors.map(\.port)
        state = Mutex(
            ServerState(figures: figures, ports: ports, memory: settings.memory, handshake: .proper)
        )
        self.settings = settings
        self.doors = doors
        self.security = security
    }

    /// Listens on so many free ports.
    static func doors(_ count: Int) throws(StandInError) -> [Door] {
        var doors: [Door] = []
        do throws(StandInError) {
            while doors.count < count {
                let (socket, port) = try Socket.listen()
                doors.append(Door(socket: socket, port: port))
            }
            return doors
        } catch {
            for door in doors { door.socket.close() }
            throw error
        }
    }

    // MARK: Orders

    var requests: [RecordedRequest] { state.withLock { $0.requests } }

    var connections: [RecordedConnection] { state.withLock { $0.connections } }

    func change(_ change: (inout ServerState) -> Void) { state.withLock { change(&$0) } }

    func revise(_ revision: Revision) throws(StandInError) {
        try state.withLock { state throws(StandInError) in try state.figures.revise(revision) }
    }

    // MARK: Threads

    func open() throws(StandInError) {
        for door in doors { try run { $0.acceptConnections(at: door) } }
    }

    /// Runs a part of the server on a counted thread.
    private func run(_ part: @escaping @Sendable (Server) -> Void) throws(StandInError) {
        state.withLock { $0.threads += 1 }
        do throws(StandInError) {
            try BackgroundThread.start {
                part(self)
                self.state.withLock { $0.threads -= 1 }
            }
        } catch {
            state.withLock { $0.threads -= 1 }
            throw error
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopping = true
            state.hangUp()
            if !state.isClosed { for door in doors { door.socket.shutdown() } }
        }
        while state.withLock({ $0.threads }) > 0 { usleep(1_000) }
        let closesNow = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        if closesNow { for door in doors { door.socket.close() } }
    }

    private var isStopping: Bool { state.withLock { $0.isStopping } }

    var uptime: Duration { ContinuousClock.now - start }

    private func acceptConnections(at door: Door) {
        while let socket = door.socket.accept() {
            let isSecure = security != nil
            let record = state.withLock { $0.take(socket, port: door.port, at: uptime, isSecure: isSecure) }
            guard let record else {
                socket.close()
                continue
            }
            do throws(StandInError) {
                try run { $0.serve(Connection(socket, number: record.number), record) }
            } catch {
                release(Connection(socket, number: record.number))
            }
        }
    }

    private func release(_ connection: Connection) {
        connection.sayFarewell()
        state.withLock { state in
            state.release(connection, at: uptime)
            connection.socket.close()  // inside the lock: stop() must not meet a number that was given out again
        }
    }

    // MARK: One connection

    private func serve(_ connection: Connection, _ record: RecordedConnection) {
        defer { release(connection) }
        if let handshake = record.handshake {
            guard greet(connection, handshake) else { return }
            state.withLock { state in state.note(connection) { $0.isSecured = true } }
        }
        var reader = RequestReader(connection)
        while true {
            switch reader.next() {
            case .request(let request):
                let transmission = transmission(for: request, record)
                guard perform(transmission.steps, on: connection), transmission.keepsAlive else { return }
            case .refused(let answer):
                _ = perform(Transmission(answer, keepsAlive: false).steps, on: connection)
                connection.finishSending()
                while !connection.receive().isEmpty, !isStopping {}
                return
            case .ended:
                return
            }
        }
    }

    private func greet(_ connection: Connection, _ handshake: Handshake) -> Bool {
        guard handshake != .proper else { return connection.greet(.proper, security?.proper) }
        do throws(StandInError) {
            return connection.greet(handshake, try security?.authority.server(handshake))
        } catch {
            return false
        }
    }

    /// Decides, remembers and prepares what to send.
    private func transmission(for request: HTTPRequest, _ record: RecordedConnection) -> Transmission {
        let arrivedAt = uptime
        let (misbehaviour, figures, number) = state.withLock { state in
            let (misbehaviour, number) = state.nextMisbehaviour(on: request.path, port: record.port)
            return (misbehaviour, state.figures, number)
        }
        let publishers = Publishers(figures: figures, settings: settings, distortion: Distortion(misbehaviour))
        let proper = publishers.answer(request)
        var answer = misbehaviour?.rewritten(proper, to: request) ?? proper
        answer.headers += [
            Header("Server", "pejl stand-in"),
            Header("Date", Clock.httpDate),
        ]
        if request.path.hasPrefix(StatBank.root + "/") {
            answer.headers.append(Header("Statbankapi-Request-Id", Self.requestID(number)))
        }
        if let compressed = misbehaviour?.compressed(answer) {
            answer = compressed
        } else if settings.compresses, request.acceptsGzip, !answer.body.isEmpty {
            answer.body = Gzip.compress(answer.body)
            answer.setHeader("Content-Encoding", "gzip")
        }
        let recorded = RecordedRequest(
            method: request.method,
            path: request.target,
            body: request.body,
            status: answer.status,
            port: record.port,
            connection: record.number,
            arrivedAt: arrivedAt,
            misbehaviour: misbehaviour,
            headerLines: request.headers
        )
        state.withLock { $0.remember(recorded) }
        return misbehaviour?.transmission(of: answer) ?? Transmission(answer, keepsAlive: request.keepsAlive)
    }

    private static func requestID(_ number: Int) -> String {
        let digits = String(number)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }

    /// False when the client went away or the server stops.
    private func perform(_ steps: [Transmission.Step], on connection: Connection) -> Bool {
        for step in steps {
            switch step {
            case .send(let bytes):
                guard connection.send(bytes) else { return false }
            case .repeat(let bytes, let times):
                for _ in 0..<times {
                    guard !isStopping, connection.send(bytes) else { return false }
                }
            case .drip(let bytes, let count, let milliseconds):
                for start in stride(from: 0, to: bytes.count, by: count) {
                    let piece = Array(bytes[start..<min(start + count, bytes.count)])
                    guard connection.send(piece), pause(milliseconds) else { return false }
                }
            case .reset:
                guard pause(50) else { return false }
                connection.resetOnClose()
            case .abandon:
                connection.forgetFarewell()
            }
        }
        return true
    }

    /// Sleeps in short naps; false when the server stops meanwhile.
    private func pause(_ milliseconds: Int) -> Bool {
        var left = milliseconds
        while left > 0 {
            if isStopping { return false }
            usleep(UInt32(min(left, 20)) * 1_000)
            left -= 20
        }
        return !isStopping
    }
}
