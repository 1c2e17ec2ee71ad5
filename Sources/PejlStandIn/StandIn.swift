/// Stands in for Danmarks Statistik's StatBank and uddannelsesstatistik.dk on a loopback port.
///
/// It serves real, published figures (see `Figures/`) in the recorded shapes of the two services over plain HTTP/1.1,
/// and can be told to misbehave. It has its own calendar, 6 September 2025 at the start, so answers never depend on the
/// clock of the machine, except the `Date` header. Limits: request head 64 KiB, request body 1 MiB, 10 seconds without
/// progress, 64 connections, the newest 4,096 requests remembered.
package final class StandIn: Sendable {
    /// The loopback port the stand-in listens on.
    package let port: UInt16
    private let server: Server

    private init(server: Server, port: UInt16) {
        self.server = server
        self.port = port
    }

    deinit {
        server.stop()
    }

    /// Binds a free port on 127.0.0.1 and starts answering.
    ///
    /// - Parameters:
    ///   - cellLimit: Largest StatBank answer outside BULK, in cells: rows × columns, time and value included.
    ///   - firstPage: What `side` calls the first page of uddannelsesstatistik.dk, 1 or 0; lower numbers mean it too.
    ///   - compresses: Whether answers are gzipped for clients that accept it.
    /// - Returns: A stand-in that answers until ``stop()`` or its last reference goes; hold on to it while using it.
    /// - Throws: ``StandInError``: `socket` when no port can be had, `figures` when the built-in figures are damaged.
    package static func start(
        cellLimit: Int = 1_000_000,
        firstPage: Int = 1,
        compresses: Bool = true
    ) throws(StandInError) -> StandIn {
        let settings = Settings(cellLimit: cellLimit, firstPage: firstPage, compresses: compresses)
        let (listener, port) = try Socket.listen()
        do {
            let server = Server(figures: try Figures.published.get(), settings: settings, listener: listener)
            try server.start()
            return StandIn(server: server, port: port)
        } catch {
            listener.close()
            throw error
        }
    }

    /// The root of both services, `http://127.0.0.1:PORT`.
    package var baseURL: String { "http://127.0.0.1:\(port)" }

    /// Where StatBank's `tables`, `tableinfo` and `data` live.
    package var statBankURL: String { baseURL + "/v1" }

    /// Where uddannelsesstatistik.dk's `statistik` lives; any non-empty bearer key is accepted.
    package var uddannelsesstatistikURL: String { baseURL + "/Api/v1" }

    /// Closes the port and every connection and waits for the threads to end; a second call does nothing.
    package func stop() {
        server.stop()
    }

    /// The requests answered so far, oldest first; at most the newest 4,096.
    package var requests: [RecordedRequest] { server.requests }

    /// Answers wrongly on every path that starts with `pathPrefix`, `times` times.
    ///
    /// Orders queue up: of several that fit, the one given first is used until its `times` are spent. One request
    /// meets one misbehaviour at most.
    package func misbehave(_ misbehaviour: Misbehaviour, on pathPrefix: String = "/", times: Int = .max) {
        server.misbehave(misbehaviour, on: pathPrefix, times: times)
    }

    /// Forgets every misbehaviour ordered so far.
    package func behave() {
        server.behave()
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
}
