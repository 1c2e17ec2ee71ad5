package import PejlModel

/// When a key ends by its own word.
///
/// The keys of uddannelsesstatistik.dk are JSON Web Tokens. Only `exp` is read and nothing is verified: that is the
/// publisher's affair. Whatever stands in the key is somebody's text; it is bounded here and never shown.
package enum KeyExpiry {
    /// Days before its end from which a key is worth a warning.
    package static let warningDays = 30
    private static let sizeLimit = 16 << 10
    private static let lastInstant = 253_402_300_799.0

    /// The moment a key ends; nothing where it does not say so, or is no JSON Web Token.
    package static func instant(of key: Secret) -> UTCInstant? {
        let parts = key.reveal().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].utf8.count <= sizeLimit, let payload = base64(parts[1].utf8) else {
            return nil
        }
        guard let claims = try? JSONValue(payload), let digits = claims["exp"]?.digits, let seconds = Double(digits),
            (0...lastInstant).contains(seconds)
        else { return nil }
        return UTCInstant(secondsSince1970: Int(seconds))
    }

    /// The bytes behind the URL form of base 64 (RFC 4648 §5); padding may be left out.
    private static func base64(_ text: Substring.UTF8View) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for letter in text {
            let value: UInt32
            switch letter {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = UInt32(letter - UInt8(ascii: "A"))
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = UInt32(letter - UInt8(ascii: "a")) + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(letter - UInt8(ascii: "0")) + 52
            case UInt8(ascii: "-"), UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "_"), UInt8(ascii: "/"): value = 63
            case UInt8(ascii: "="): continue
            default: return nil
            }
            bits = (bits << 6 | value) & 0xFFFFFF
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
        return bytes
    }
}

extension FetchOptions {
    /// The keys of some publishers that end within ``KeyExpiry/warningDays`` days, or have ended.
    package func endingKeys(of publishers: [Publisher], now: UTCInstant) -> [EndingKey] {
        var known: Set<Publisher> = []
        return publishers.compactMap { publisher in
            guard publisher.needsKey, known.insert(publisher).inserted, let key = keys[publisher],
                let end = KeyExpiry.instant(of: key), end <= now.adding(seconds: KeyExpiry.warningDays * 86_400)
            else { return nil }
            return EndingKey(publisher: publisher, endsAt: end)
        }
    }
}
