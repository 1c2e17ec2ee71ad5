/// One connection as the stand-in saw it.
package struct RecordedConnection: Sendable, Equatable {
    /// Counted from 1 over all ports; ``RecordedRequest/connection`` refers to it.
    package let number: Int
    /// The port it came to.
    package let port: UInt16
    /// When it was taken, since the stand-in started.
    package let openedAt: Duration
    /// Connections to the same port that were open, and not yet left by their clients, when this one was taken.
    ///
    /// A client that closes one connection before it opens the next is always counted right; of two that overlap for a
    /// moment only, the overlap may go unseen.
    package let openBeside: Int
    /// How a stand-in that speaks TLS greeted it; nothing over plain HTTP.
    package let handshake: Handshake?
    /// When the stand-in closed it; nothing while it is open.
    package internal(set) var closedAt: Duration?
    /// Whether TLS was agreed on; the client may have gone away without a request all the same.
    package internal(set) var isSecured = false
    /// Up to 1,024 bytes from the client as they were on the wire, known when the connection is closed.
    package internal(set) var firstBytes: [UInt8] = []
}
