import FoundationEssentials

/// The key of a request to uddannelsesstatistik.dk: any text without quotes, or a JSON Web Token that has not ended.
enum EducationKey {
    private struct Claims: Decodable {
        var exp: Double?
    }

    /// Why the key is not accepted; nothing where it is.
    static func refusal(_ request: HTTPRequest, today: Day) -> String? {
        let words = request.headers.value("Authorization")?.split(separator: " ") ?? []
        guard words.count == 2, words[0].lowercased() == "bearer", !words[1].contains("\"") else {
            return "Unauthorized"
        }
        let parts = words[1].split(separator: ".")
        guard parts.count == 3, let claims = claims(parts[1]), let end = claims.exp else { return nil }
        return end < Double(today.number * 86_400) ? "The token is expired" : nil
    }

    private static func claims(_ payload: Substring) -> Claims? {
        let plain = String(payload.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        let padded = plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)
        return Data(base64Encoded: padded).flatMap { try? JSONDecoder().decode(Claims.self, from: $0) }
    }
}
