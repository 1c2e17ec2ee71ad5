#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Which network addresses may be connected to.
///
/// Looked at for the very address that a socket is opened for, so that a name which resolves to something else a moment
/// later gains nothing.
package struct AddressPolicy: Sendable, Equatable {
    /// Whether loopback, private, link-local and unique-local addresses may be asked, and plain http there.
    package let allowsPrivate: Bool

    /// Without an argument, only global addresses may be asked.
    package init(allowsPrivate: Bool = false) { self.allowsPrivate = allowsPrivate }

    /// Looks at an address before a socket is opened for it.
    ///
    /// - Parameters:
    ///   - address: The address a socket is about to be opened for.
    ///   - isEncrypted: Whether the request travels inside TLS; plain text is for private addresses only.
    /// - Returns: Why the address may not be asked, or nothing where it may.
    package func objection(to address: NetworkAddress, isEncrypted: Bool) -> String? {
        let kind = address.kind
        switch kind {
        case .global:
            return isEncrypted ? nil : "plain http leaves the private network"
        case .loopback, .privateUse, .linkLocal, .uniqueLocal:
            return allowsPrivate ? nil : "its address is \(kind.rawValue)"
        case .multicast, .unspecified, .reserved:
            return "its address is \(kind.rawValue)"
        }
    }
}

/// What an address is for (IANA special-purpose address registries).
package enum AddressKind: String, Sendable {
    case global
    case loopback
    case privateUse = "private"
    case linkLocal = "link-local"
    case uniqueLocal = "unique-local"
    case multicast
    case unspecified
    case reserved
}

/// An IPv4 or IPv6 address.
package struct NetworkAddress: Sendable, Hashable {
    /// 4 or 16 bytes in network order.
    package let bytes: [UInt8]

    /// Takes 4 or 16 bytes in network order.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads a `sockaddr` of `family`, or nothing for families other than IPv4 and IPv6 and for cut structures.
    package init?(family: Int32, socketAddress: UnsafeRawBufferPointer) {
        switch family {
        case AF_INET: self.init(field: 4, length: 4, of: socketAddress)
        case AF_INET6: self.init(field: 8, length: 16, of: socketAddress)
        default: return nil
        }
    }

    private init?(field offset: Int, length: Int, of socketAddress: UnsafeRawBufferPointer) {
        guard socketAddress.count >= offset + length else { return nil }
        bytes = Array(socketAddress[offset..<offset + length])
    }

    /// Reads an address written in figures, the way the system's own resolver reads it (`127.1`, `0x7f000001`, `::1`).
    package init?(numericHost host: String) {
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST
        hints.ai_family = AF_UNSPEC
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(bare, nil, &hints, &list) == 0, let first = list else { return nil }
        defer { freeaddrinfo(first) }
        guard let address = first.pointee.ai_addr else { return nil }
        let bytes = UnsafeRawBufferPointer(start: address, count: Int(first.pointee.ai_addrlen))
        self.init(family: first.pointee.ai_family, socketAddress: bytes)
    }

    /// What the address is for; an IPv4 address inside an IPv6 one counts as that IPv4 address.
    package var kind: AddressKind { bytes.count == 4 ? Self.kind4(bytes) : Self.kind6(bytes) }

    private static func kind4(_ bytes: [UInt8]) -> AddressKind {
        switch (bytes[0], bytes[1], bytes[2]) {
        case (0, _, _): .unspecified
        case (127, _, _): .loopback
        case (10, _, _), (172, 16...31, _), (192, 168, _), (100, 64...127, _): .privateUse
        case (169, 254, _): .linkLocal
        case (224...239, _, _): .multicast
        case (240...255, _, _): .reserved
        case (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 18...19, _), (198, 51, 100), (203, 0, 113): .reserved
        default: .global
        }
    }

    private static func kind6(_ bytes: [UInt8]) -> AddressKind {
        if let embedded = embedded4(bytes) { return kind4(embedded) }
        switch (bytes[0], bytes[1]) {
        case (0x00, _) where bytes.dropLast().allSatisfy { $0 == 0 }: return bytes[15] == 1 ? .loopback : .unspecified
        case (0x00, 0x64): return .privateUse  // 64:ff9b:1::/48, local translation
        case (0xFC...0xFD, _): return .uniqueLocal
        case (0xFE, 0x80...0xBF): return .linkLocal
        case (0xFE, 0xC0...0xFF): return .privateUse  // the former site-local addresses
        case (0xFF, _): return .multicast
        case (0x20, 0x01) where bytes[2] < 0x02: return .reserved  // 2001::/23, Teredo and other protocols
        case (0x20, 0x01) where bytes[2] == 0x0D && bytes[3] == 0xB8: return .reserved  // documentation
        case (0x3F, 0xFF) where bytes[2] < 0x10: return .reserved  // documentation
        case (0x20...0x3F, _): return .global
        default: return .reserved
        }
    }

    /// The IPv4 address that an IPv6 one carries: mapped, compatible, translated, NAT64 or 6to4.
    private static func embedded4(_ bytes: [UInt8]) -> [UInt8]? {
        let tail = Array(bytes[12...])
        if bytes[..<8].allSatisfy({ $0 == 0 }) {
            switch Array(bytes[8..<12]) {
            case [0, 0, 0xFF, 0xFF], [0xFF, 0xFF, 0, 0]: return tail
            case [0, 0, 0, 0]: return tail[0] == 0 && tail[1] == 0 && tail[2] == 0 ? nil : tail
            default: return nil
            }
        }
        if bytes[..<12].elementsEqual([0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) { return tail }
        return bytes[0] == 0x20 && bytes[1] == 0x02 ? Array(bytes[2..<6]) : nil
    }
}
