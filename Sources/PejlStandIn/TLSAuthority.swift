import CTLS

/// Makes the certificates of one stand-in, good and bad, and the servers that show them.
///
/// `@unchecked Sendable`, because the compiler cannot see into the pointer: all is constant, and the identity behind it is
/// only read (signed with) once it is made, and freed with the last reference.
final class TLSAuthority: @unchecked Sendable {
    private static let authorityName = "pejl stand-in authority"
    private static let day = 86_400
    private static let firstVersion: Int32 = 0x0301
    private static let strongCiphers = "HIGH:!aNULL"
    private static let weakCiphers = "eNULL:aNULL:@SECLEVEL=0"
    private static let allCiphers = "ALL:@SECLEVEL=0"

    private let identity: OpaquePointer
    private let names: String
    /// The authority's own certificate, for clients that are to trust it.
    let certificate: String

    /// - Parameter names: Host names that proper certificates are for, besides 127.0.0.1, ::1 and localhost.
    /// - Throws: ``StandInError/secureServer``.
    init(names: [String]) throws(StandInError) {
        identity = try Self.identity(Self.authorityName, issuer: nil)
        self.names = (["IP:127.0.0.1", "IP:::1", "DNS:localhost"] + names.map { "DNS:\($0)" }).joined(separator: ",")
        var text = [CChar](repeating: 0, count: 8_192)
        let length = pejl_tls_identity_pem(identity, &text, text.count)
        certificate = String(decoding: text.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        pejl_tls_identity_free(identity)
    }

    /// A server that greets in that way; nothing where the greeting needs none.
    func server(_ handshake: Handshake) throws(StandInError) -> TLSServer? {
        let tomorrow = Self.day
        switch handshake {
        case .proper, .reset: return try server()
        case .expired: return try server(begins: -2 * Self.day, ends: -Self.day)
        case .notYetValid: return try server(begins: tomorrow, ends: 2 * tomorrow)
        case .wrongHost: return try server(names: "DNS:elsewhere.example,IP:192.0.2.1")
        case .selfSigned: return try server(signer: .itself)
        case .unknownAuthority: return try server(signer: .stranger(name: "another authority"))
        case .impostor: return try server(signer: .stranger(name: Self.authorityName))
        case .onlyTLS10: return try server(newest: Self.firstVersion, ciphers: Self.allCiphers)
        case .onlyTLS11: return try server(newest: Self.firstVersion + 1, ciphers: Self.allCiphers)
        case .weakCipher: return try server(newest: Self.firstVersion + 2, ciphers: Self.weakCiphers)
        case .garbageStaple: return try server(newest: Self.firstVersion + 2)
        case .plainText, .garbage, .stall: return nil
        }
    }

    private enum Signer {
        case authority
        case itself
        case stranger(name: String)
    }

    private func server(
        names: String? = nil,
        begins: Int = -3_600,
        ends: Int = TLSAuthority.day,
        signer: Signer = .authority,
        newest: Int32 = TLSAuthority.firstVersion + 3,
        ciphers: String = TLSAuthority.strongCiphers
    ) throws(StandInError) -> TLSServer {
        var stranger: OpaquePointer?
        defer { pejl_tls_identity_free(stranger) }
        let issuer: OpaquePointer?
        switch signer {
        case .authority: issuer = identity
        case .itself: issuer = nil
        case .stranger(let name):
            stranger = try Self.identity(name, issuer: nil)
            issuer = stranger
        }
        let leaf = try Self.identity("pejl stand-in", names ?? self.names, begins, ends, issuer: issuer)
        defer { pejl_tls_identity_free(leaf) }
        let oldest = min(newest, Self.firstVersion + 2)
        guard let server = pejl_tls_server_new(leaf, oldest, newest, ciphers) else { throw .secureServer }
        return TLSServer(server)
    }

    /// An identity; without names it is an authority.
    private static func identity(
        _ name: String,
        _ names: String? = nil,
        _ begins: Int = -3_600,
        _ ends: Int = TLSAuthority.day,
        issuer: OpaquePointer?
    ) throws(StandInError) -> OpaquePointer {
        guard let identity = pejl_tls_identity_new(name, names, begins, ends, issuer) else { throw .secureServer }
        return identity
    }
}

/// What a server shows to every connection.
///
/// `@unchecked Sendable`, because the compiler cannot see into the pointer: the context is never changed once it is made,
/// libssl lets sessions be made from one context on several threads, and it is freed with the last reference.
final class TLSServer: @unchecked Sendable {
    fileprivate let pointer: OpaquePointer

    fileprivate init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit {
        pejl_tls_server_free(pointer)
    }
}

/// One connection's TLS, over buffers; used on the connection's thread alone.
final class TLSSession {
    /// What a call wants next.
    enum Progress {
        case done
        case wantsMore
        case failed
    }

    private static let room = 17 << 10

    private let pointer: OpaquePointer

    /// Nothing when memory is out.
    init?(_ server: TLSServer) {
        guard let pointer = pejl_tls_session_new(server.pointer) else { return nil }
        self.pointer = pointer
    }

    deinit {
        pejl_tls_session_free(pointer)
    }

    /// Takes bytes that came in on the wire.
    func feed(_ bytes: [UInt8]) { _ = pejl_tls_session_feed(pointer, bytes, bytes.count) }

    /// All bytes that are to go out on the wire.
    func drain() -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: Self.room)
        while true {
            let count = pejl_tls_session_drain(pointer, &piece, piece.count)
            guard count > 0 else { return bytes }
            bytes += piece.prefix(count)
        }
    }

    /// Goes on with the handshake.
    func shake() -> Progress {
        switch pejl_tls_session_shake(pointer) {
        case 1: .done
        case 0: .wantsMore
        default: .failed
        }
    }

    /// What the client sent, as far as it can be read; empty with `wantsMore` or `failed`.
    func read() -> (bytes: [UInt8], progress: Progress) {
        var piece = [UInt8](repeating: 0, count: Self.room)
        let count = pejl_tls_session_read(pointer, &piece, piece.count)
        guard count > 0 else { return ([], count == 0 ? .wantsMore : .failed) }
        return (Array(piece.prefix(Int(count))), .done)
    }

    /// Encrypts bytes for the wire; false when the session is over.
    func write(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBytes { pejl_tls_session_write(pointer, $0.baseAddress, $0.count) == 1 }
    }

    /// Puts the closing alert among what ``drain()`` gives.
    func end() { pejl_tls_session_end(pointer) }
}
