import Glibc
import Synchronization

/// The threads, the connections and everything that changes while a stand-in runs.
final class Server: Sendable {
    /// One order to misbehave.
    fileprivate struct Order {
        var misbehaviour: Misbehaviour
        var pathPrefix: String
        var times: Int
    }

    fileprivate struct State {
        var figures: Figures
        var orders: [Order] = []
        var requests: [RecordedRequest] = []
        var answers = 0
        var connections: [Int32: Socket] = [:]
        var threads = 0
        var isStopping = false
        var isClosed = false
    }

    private static let maximumConnections = 64
    private static let maximumRequests = 4_096

    private let state: Mutex<State>
    private let listener: Socket
    private let settings: Settings

    init(figures: Figures, settings: Settings, listener: Socket) {
        state = Mutex(State(figures: figures))
        self.settings = settings
        self.listener = listener
    }

    // MARK: Orders

    var requests: [RecordedRequest] { state.withLock { $0.requests } }

    func misbehave(_ misbehaviour: Misbehaviour, on pathPrefix: String, times: Int) {
        state.withLock { $0.orders.append(Order(misbehaviour: misbehaviour, pathPrefix: pathPrefix, times: times)) }
    }

    func behave() {
        state.withLock { $0.orders = [] }
    }

    func revise(_ revision: Revision) throws(StandInError) {
        try state.withLock { state throws(StandInError) in try state.figures.revise(revision) }
    }

    // MARK: Threads

    func start() throws(StandInError) {
        try run { $0.acceptConnections() }
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
            for connection in state.connections.values { connection.shutdown() }
            if !state.isClosed { listener.shutdown() }
        }
        while state.withLock({ $0.threads }) > 0 { usleep(1_000) }
        let closesNow = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        if closesNow { listener.close() }
    }

    private var isStopping: Bool { state.withLock { $0.isStopping } }

    private func acceptConnections() {
        while let connection = listener.accept() {
            let isTaken = state.withLock { state in
                guard !state.isStopping, state.connections.count < Self.maximumConnections else { return false }
                state.connections[connection.descriptor] = connection
                return true
            }
            guard isTaken else {
                connection.close()
                continue
            }
            do throws(StandInError) {
                try run { $0.serve(connection) }
            } catch {
                release(connection)
            }
        }
    }

    private func release(_ connection: Socket) {
        state.withLock { state in
            state.connections[connection.descriptor] = nil
            connection.close()  // inside the lock: stop() must not meet a number that was given out again
        }
    }

    // MARK: One connection

    private func serve(_ connection: Socket) {
        var reader = RequestReader(connection)
        defer { release(connection) }
        while true {
            switch reader.next() {
            case .request(let request):
                let transmission = transmission(for: request)
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

    /// Decides, remembers and prepares what to send.
    private func transmission(for request: HTTPRequest) -> Transmission {
        let (misbehaviour, figures, number) = state.withLock { state in
            state.answers += 1
            return (state.nextMisbehaviour(on: request.path), state.figures, state.answers)
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
        remember(request, status: answer.status)
        return misbehaviour?.transmission(of: answer) ?? Transmission(answer, keepsAlive: request.keepsAlive)
    }

    private static func requestID(_ number: Int) -> String {
        let digits = String(number)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }

    private func remember(_ request: HTTPRequest, status: Int) {
        let record = RecordedRequest(
            method: request.method,
            path: request.target,
            body: request.body,
            status: status,
            headerLines: request.headers
        )
        state.withLock { state in
            if state.requests.count == Self.maximumRequests { state.requests.removeFirst() }
            state.requests.append(record)
        }
    }

    /// False when the client went away or the server stops.
    private func perform(_ steps: [Transmission.Step], on connection: Socket) -> Bool {
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

extension Server.State {
    /// Takes one turn of the first order that fits.
    fileprivate mutating func nextMisbehaviour(on path: String) -> Misbehaviour? {
        guard let position = orders.firstIndex(where: { $0.times > 0 && path.hasPrefix($0.pathPrefix) }) else {
            return nil
        }
        if orders[position].times < .max { orders[position].times -= 1 }
        return orders[position].misbehaviour
    }
}
