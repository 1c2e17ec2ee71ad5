/// How a stand-in that speaks TLS greets a connection.
///
/// All but the first are refused by a client that is careful; what came in meanwhile stands in
/// ``RecordedConnection/firstBytes``.
package enum Handshake: Sendable, Hashable, CaseIterable {
    /// TLS 1.2 or 1.3 with a certificate of ``StandIn/authority`` for the stand-in's own names.
    case proper

    // Another certificate.

    /// A certificate that ended yesterday.
    case expired
    /// A certificate that begins tomorrow, as one does to a clock that is behind.
    case notYetValid
    /// A certificate for other names.
    case wrongHost
    /// A certificate for the right names that signed itself.
    case selfSigned
    /// A certificate for the right names, signed by another authority.
    case unknownAuthority
    /// The same, where the other authority has taken the name of the right one.
    case impostor

    // Another protocol.

    /// TLS 1.0 and nothing newer.
    case onlyTLS10
    /// TLS 1.1 and nothing newer.
    case onlyTLS11
    /// TLS 1.2 with ciphers that encrypt nothing or know no certificate.
    case weakCipher
    /// TLS 1.2 with a status of the certificate that nobody asked for and nobody can read.
    case garbageStaple

    // No TLS at all, or not for long.

    /// Half of the server's first bytes, then a reset (RST).
    case reset
    /// An answer in plain HTTP.
    case plainText
    /// 512 bytes that mean nothing.
    case garbage
    /// Silence, until the client goes away; ten seconds at most.
    case stall
}
