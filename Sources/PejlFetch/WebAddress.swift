internal import CCurl

/// An http or https address, read by libcurl's own parser and by no other.
package struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    /// `https` or `http`.
    package let scheme: String
    /// The host in lower case; an IPv6 address in brackets.
    package let host: String
    /// The port, given or the scheme's own.
    package let port: Int
    /// The whole address in normal form, without a fragment.
    package let description: String

    /// Whether requests travel inside TLS.
    package var isEncrypted: Bool { scheme == "https" }
    /// Whether the port is the scheme's own.
    package var hasDefaultPort: Bool { port == (isEncrypted ? 443 : 80) }

    /// Reads an absolute address; nothing for other schemes, for addresses with a user name, and for anything libcurl
    /// cannot read.
    package init?(_ text: String) { self.init(parts: [text]) }

    /// The address that `reference` means when it is found here, as in a `Location` header.
    package func resolving(_ reference: String) -> WebAddress? { WebAddress(parts: [description, reference]) }

    /// The address with `path` added behind its own path, and `query` behind that; both are percent-encoded here.
    ///
    /// Nothing where the address has a query already, or where the path would climb (`..`).
    package func appending(_ path: String, query: [PublisherRequest.Parameter] = []) -> WebAddress? {
        let climbs = path.split(separator: "/").contains { $0 == "." || $0 == ".." }
        guard !description.contains("?"), !climbs else { return nil }
        let pairs = query.map { "\(Self.encoded($0.name, keeping: ""))=\(Self.encoded($0.value, keeping: ""))" }
        return WebAddress(
            description + (description.hasSuffix("/") ? "" : "/")
                + Self.encoded(path, keeping: "/:@!$&'()*+,;=") + (pairs.isEmpty ? "" : "?")
                + pairs.joined(separator: "&")
        )
    }

    /// Where a link leads, as long as it stays under this address.
    ///
    /// A link to plain http on a publisher that speaks https is what a server writes that stands behind a proxy and
    /// does not know it; it is taken as https.
    package func following(_ link: PublisherRequest.Link) -> WebAddress? {
        guard let target = WebAddress(link.source)?.resolving(link.target) else { return nil }
        let isUnaware = isEncrypted && !target.isEncrypted && target.hasDefaultPort
        let text = isUnaware ? "https" + target.description.dropFirst("http".count) : target.description
        return text.hasPrefix(description.hasSuffix("/") ? description : description + "/") ? WebAddress(text) : nil
    }

    /// The text with everything percent-encoded but what RFC 3986 calls unreserved and the characters of `others`.
    private static func encoded(_ text: String, keeping others: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain = byte < 0x80 && (Character(scalar).isLetter || Character(scalar).isNumber)
            if isPlain || "-._~".utf8.contains(byte) || others.utf8.contains(byte) {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return result
    }

    private init?(parts: [String]) {
        guard let read = Self(read: parts) else { return nil }
        // The normal form must mean what was read: `1%2e00.6` is a name here and, written out as `1.00.6`, an address.
        guard let again = Self(read: [read.description]), again == read else { return nil }
        self = read
    }

    private init?(read parts: [String]) {
        guard let handle = curl_url() else { return nil }
        defer { curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_DISALLOW_USER)
        for part in parts where part.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) { return nil }
        for part in parts {
            guard !part.isEmpty, curl_url_set(handle, CURLUPART_URL, part, flags) == CURLUE_OK else { return nil }
        }
        func read(_ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
            defer { curl_free(text) }
            return String(cString: text)
        }
        guard curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0) == CURLUE_OK, read(CURLUPART_ZONEID) == nil else {
            return nil
        }
        guard let scheme = read(CURLUPART_SCHEME), scheme == "https" || scheme == "http" else { return nil }
        guard let host = read(CURLUPART_HOST)?.lowercased(), !host.isEmpty else { return nil }
        let digits = read(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT))
        guard let port = digits.flatMap({ Int($0) }), port > 0 else { return nil }
        guard curl_url_set(handle, CURLUPART_HOST, host, 0) == CURLUE_OK, let whole = read(CURLUPART_URL) else {
            return nil
        }
        self.scheme = scheme
        self.host = host
        self.port = port
        description = whole
    }
}
