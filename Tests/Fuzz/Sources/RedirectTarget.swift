import PejlFetch

/// Addresses and redirects: whatever a publisher sends, the request stays at its host, and inner addresses are refused.
///
/// The first byte holds status, body and count; then a line each: the base address and `Location` lines.
enum RedirectTarget: FuzzTarget {
    static let name = "redirect"

    static func run(_ bytes: UnsafeRawBufferPointer) {
        guard let first = bytes.first else { return }
        let lines = bytes.dropFirst().split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard let text = lines.first, let base = WebAddress(text) else { return }
        check(base)
        let status = [301, 302, 303, 307, 308, 300, 304, 200][Int(first & 7)]
        let followed = Int(first >> 4) % 8
        let locations = Array(lines.dropFirst())
        let from = base.appending("data") ?? base
        do throws(FetchError) {
            let next = try RedirectRule(base: base).next(
                status: status,
                locations: locations,
                from: from,
                hasBody: first & 8 != 0,
                followed: followed
            )
            check(next)
            hold(locations.count == 1 && followed < RedirectRule.limit, "a redirect too many")
            hold(next.host == base.host, "\(next) is at another host than \(base)")
            hold(next.isEncrypted || !from.isEncrypted, "\(next) leaves https")
            hold(first & 8 == 0 || status == 307 || status == 308, "the body is lost")
            hold(next.port == base.port || (next.hasDefaultPort && base.hasDefaultPort), "\(next) is at another port")
        } catch {
            hold(!error.description.unicodeScalars.contains { $0.value < 0x20 }, "control characters in a message")
        }
    }

    private static func check(_ address: WebAddress) {
        hold(address.scheme == "https" || address.scheme == "http", "scheme \(address.scheme)")
        hold(1...65_535 ~= address.port && !address.host.isEmpty, "host or port of \(address)")
        hold(!address.description.utf8.contains { $0 <= 0x20 || $0 == 0x7F }, "white space in \(address)")
        hold(!address.description.contains("#"), "a fragment in \(address)")
        let again = WebAddress(address.description)
        hold(again == address, "\(address) reads back as \(again?.description ?? "nothing")")
        guard let numeric = NetworkAddress(numericHost: address.host) else { return }
        let objection = AddressPolicy().objection(to: numeric, isEncrypted: address.isEncrypted)
        if numeric.kind != .global { hold(objection != nil, "\(address) is \(numeric.kind) and may be asked") }
        if !address.isEncrypted { hold(objection != nil, "\(address) may be asked in plain text") }
        if numeric.bytes.count == 4 {
            // An IPv4 address inside an IPv6 one is the same place.
            let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + numeric.bytes
            hold(NetworkAddress(bytes: mapped)?.kind == numeric.kind, "\(address) is another kind when mapped")
        }
    }
}
