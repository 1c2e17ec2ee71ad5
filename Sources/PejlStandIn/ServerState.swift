/// Everything that changes while a stand-in runs.
struct ServerState {
    /// One order to misbehave.
    private struct Order {
        var misbehaviour: Misbehaviour
        var pathPrefix: String
        var times: Int
    }

    private static let maximumConnections = 64

    var figures: Figures
    var randomFaults: RandomFaults?
    /// How every connection is greeted that meets no random fault.
    var handshake: Handshake
    var threads = 0
    var isStopping = false
    var isClosed = false
    private(set) var requests: [RecordedRequest] = []
    private(set) var connections: [RecordedConnection] = []
    private(set) var open: [Int: (socket: Socket, port: UInt16)] = [:]
    private let memory: Int
    private let ports: [UInt16]
    private var orders: [Order] = []
    private var answers = 0
    private var requestCounts: [UInt16: Int] = [:]
    private var connectionCounts: [UInt16: Int] = [:]
    private var lastConnection = 0

    /// - Parameters:
    ///   - figures: What is served at first.
    ///   - ports: In the order that random faults count them.
    ///   - memory: Requests, and connections, that are remembered.
    ///   - handshake: How connections are greeted at first.
    init(figures: Figures, ports: [UInt16], memory: Int, handshake: Handshake) {
        self.figures = figures
        self.ports = ports
        self.memory = max(1, memory)
        self.handshake = handshake
    }

    // MARK: Orders

    mutating func order(_ misbehaviour: Misbehaviour, on pathPrefix: String, times: Int) {
        orders.append(Order(misbehaviour: misbehaviour, pathPrefix: pathPrefix, times: times))
    }

    mutating func forgetOrders() {
        orders = []
        randomFaults = nil
        handshake = .proper
    }

    /// What the next request at `port` meets, and its number among all.
    mutating func nextMisbehaviour(on path: String, port: UInt16) -> (misbehaviour: Misbehaviour?, number: Int) {
        answers += 1
        let number = requestCounts[port, default: 0] + 1
        requestCounts[port] = number
        if let position = orders.firstIndex(where: { $0.times > 0 && path.hasPrefix($0.pathPrefix) }) {
            if orders[position].times < .max { orders[position].times -= 1 }
            return (orders[position].misbehaviour, answers)
        }
        return (randomFaults?.misbehaviour(port: index(of: port), number: number), answers)
    }

    mutating func remember(_ request: RecordedRequest) {
        if requests.count >= memory { requests.removeFirst() }
        requests.append(request)
    }

    // MARK: Connections

    /// Takes a connection, unless there are too many or the server stops.
    mutating func take(_ socket: Socket, port: UInt16, at moment: Duration, isSecure: Bool) -> RecordedConnection? {
        guard !isStopping, open.count < Self.maximumConnections else { return nil }
        lastConnection += 1
        let count = connectionCounts[port, default: 0] + 1
        connectionCounts[port] = count
        let greeting = randomFaults?.handshake(port: index(of: port), number: count) ?? handshake
        let record = RecordedConnection(
            number: lastConnection,
            port: port,
            openedAt: moment,
            openBeside: openConnections(port: port),
            handshake: isSecure ? greeting : nil
        )
        open[lastConnection] = (socket, port)
        if connections.count >= memory { connections.removeFirst() }
        connections.append(record)
        return record
    }

    /// Connections to a port that their clients have not left; who has left is given a moment in all to be known for it.
    private func openConnections(port: UInt16) -> Int {
        var patience: Int32 = 100
        return open.values.count { connection in
            guard connection.port == port, !connection.socket.peerHasLeft(within: patience) else { return false }
            patience = 0
            return true
        }
    }

    /// Ends every open connection.
    func hangUp() { for connection in open.values { connection.socket.shutdown() } }

    mutating func note(_ connection: Connection, _ change: (inout RecordedConnection) -> Void) {
        guard let position = connections.lastIndex(where: { $0.number == connection.number }) else { return }
        change(&connections[position])
    }

    mutating func release(_ connection: Connection, at moment: Duration) {
        open[connection.number] = nil
        note(connection) { record in
            record.closedAt = moment
            record.firstBytes = connection.firstBytes
        }
    }

    private func index(of port: UInt16) -> Int { ports.firstIndex(of: port) ?? 0 }
}
