/// Stands in for Danmarks Statistik's StatBank, uddannelsesstatistik.dk, a PxWebApi 2 and Kolada on loopback ports.
///
/// It serves real, published figures (see `Figures/`; synthetic ones of the neighbours are marked so where they stand)
/// in the recorded shapes of the services over HTTP/1.1, plain or inside TLS, and can be told to misbehave. It has its
/// own calendar, 6 September 2025 at the start, so answers never depend on the clock of the machine, except the `Date`
/// header and the days that certificates are for. Limits: request head 64 KiB, request body 1 MiB, 10 seconds without
/// progress, 64 connections.
package final class StandIn: Sendable {
    /// The recipes whose questions the stand-in can answer, by their paths in the repository.
    ///
    /// Of absence it has two stages and one measure, so a recipe that asks for those stands beside the full one.
    package static let recipes = [
        "etc/pejl/demo/elevfravaer.toml", "etc/pejl/datasets/folk1am.toml", "etc/pejl/datasets/folketal-katalog.toml",
        "etc/pejl/datasets/inklusion-katalog.toml",
    ]

    /// The loopback ports the stand-in listens on; to a client, each is a host of its own.
    package let ports: [UInt16]
    /// Certificate (PEM) of the authority that signs the proper certificates; nothing over plain HTTP.
    package let authority: String?
    private let server: Server

    private init(server: Server, ports: [UInt16], authority: String?) {
        self.server = server
        self.ports = ports
        self.authority = authority
    }

    deinit {
        server.stop()
    }

    /// Binds free ports on 127.0.0.1 and starts answering.
    ///
    /// - Parameters:
    ///   - cellLimit: Largest StatBank answer outside BULK, in cells: rows × columns, time and value included.
    ///   - firstPage: What `side` calls the first page of uddannelsesstatistik.dk, 1 or 0; lower numbers mean it too.
    ///   - compresses: Whether answers are gzipped for clients that accept it.
    ///   - wire: Plain HTTP or TLS, with a certificate for 127.0.0.1, ::1 and localhost.
    ///   - names: Further names that the certificate is for.
    ///   - hosts: Number of ports.
    ///   - memory: Requests, and connections, that are remembered: the newest so many.
    ///   - neighbours: How the other services behave.
    /// - Returns: A stand-in that answers until ``stop()`` or its last reference goes; hold on to it while using it.
    /// - Throws: ``StandInError``: `socket` when no port can be had, `figures` when the built-in figures are damaged,
    ///   `secureServer` when libssl does not work.
    package static func start(
        cellLimit: Int = 1_000_000,
        firstPage: Int = 1,
        compresses: Bool = true,
        wire: Wire = .plain,
        names: [String] = [],
        hosts: Int = 1,
        memory: Int = 4_096,
        neighbours: NeighbourSettings = NeighbourSettings()
    ) throws(StandInError) -> StandIn {
        let settings = Settings(
            cellLimit: cellLimit,
            firstPage: firstPage,
            compresses: compresses,
            memory: memory,
            neighbours: neighbours
        )
        let figures = try Figures.published.get()
        let security = wire == .tls ? try Server.Security(names: names) : nil
        let doors = try Server.doors(max(1, hosts))
        let server = Server(figures: figures, settings: settings, doors: doors, security: security)
        do throws(StandInError) { try server.open() } catch {
            server.stop()
            throw error
        }
        return StandIn(server: server, ports: doors.map(\.port), authority: security?.authority.certificate)
    }

    /// What carries the requests.
    package enum Wire: Sendable, CaseIterable {
        /// HTTP as it is.
        case plain
        /// HTTP inside TLS.
        case tls
    }

    /// The first port.
    package var port: UInt16 { ports[0] }

    /// The root of both services at the first port, `http://127.0.0.1:PORT` or the same with https.
    package var baseURL: String { baseURL(port) }

    /// The root of both services at a port.
    package func baseURL(_ port: UInt16) -> String { "\(authority == nil ? "http" : "https")://127.0.0.1:\(port)" }

    /// Where StatBank's `tables`, `tableinfo` and `data` live.
    package var statBankURL: String { baseURL + "/v1" }

    /// Where uddannelsesstatistik.dk's `statistik` and `skema` live.
    ///
    /// Any non-empty bearer key is accepted but a JSON Web Token that ended before the stand-in's own day.
    package var uddannelsesstatistikURL: String { baseURL + "/Api/v1" }

    /// Where PxWebApi's `config` and `tables` live.
    package var pxWebURL: String { baseURL + PxWeb.root }

    /// Where Kolada's `data` lives.
    package var koladaURL: String { baseURL + Kolada.root }

    /// Closes the port and every connection and waits for the threads to end; a second call does nothing.
    package func stop() {
        server.stop()
    }

    /// Time since the start, on the stopwatch of what is recorded.
    package var uptime: Duration { server.uptime }

    /// The requests answered so far, oldest first.
    package var requests: [RecordedRequest] { server.requests }

    /// The connections taken so far, oldest first.
    package var connections: [RecordedConnection] { server.connections }

    /// Answers wrongly on every path that starts with `pathPrefix`, `times` times.
    ///
    /// Orders queue up: of several that fit, the one given first is used until its `times` are spent. One request
    /// meets one misbehaviour at most.
    package func misbehave(_ misbehaviour: Misbehaviour, on pathPrefix: String = "/", times: Int = .max) {
        server.change { $0.order(misbehaviour, on: pathPrefix, times: times) }
    }

    /// Draws a fault, or none, for each request that no order is for, and perhaps for each TLS connection.
    ///
    /// The n-th request, and the n-th connection, at the k-th of ``ports`` always meets the same for the same seed and
    /// the same lists; ``RecordedRequest/misbehaviour`` says what it was.
    ///
    /// - Parameters:
    ///   - seed: Decides on everything.
    ///   - share: Part of the requests, and of the connections, that meet a fault, 0 to 1.
    ///   - misbehaviours: What requests may meet.
    ///   - handshakes: What connections to a stand-in that speaks TLS may meet.
    package func misbehaveRandomly(
        seed: UInt64,
        share: Double,
        among misbehaviours: [Misbehaviour] = Misbehaviour.samples,
        handshakes: [Handshake] = []
    ) {
        let faults = RandomFaults(seed: seed, share: share, misbehaviours: misbehaviours, handshakes: handshakes)
        server.change { $0.randomFaults = faults }
    }

    /// Greets the coming TLS connections that way, and ends those that are open.
    package func greet(_ handshake: Handshake) {
        server.change { state in
            state.handshake = handshake
            state.hangUp()
        }
    }

    /// Forgets every misbehaviour and greeting ordered so far, random ones too.
    package func behave() {
        server.change { $0.forgetOrders() }
    }

    /// Publishes a changed figure: the calendar moves on a day and StatBank's `updated` becomes that day, 08:00.
    ///
    /// - Throws: ``StandInError/noSuchFigure(_:)`` when the municipality, stage or period is not among the figures.
    package func revise(_ revision: Revision) throws(StandInError) {
        try server.revise(revision)
    }
}

/// What a start fixes for the life of a stand-in.
struct Settings: Sendable {
    var cellLimit: Int
    var firstPage: Int
    var compresses: Bool
    var memory: Int
    var neighbours: NeighbourSettings
}
