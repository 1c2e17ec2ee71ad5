/// Text from outside made fit for a message: one line, no control characters, no key.
package struct PrintableText: Sendable {
    /// Longest text of an error answer, in characters.
    package static let answerLimit = 400
    /// Longest beginning of an unexpected document, in characters.
    package static let beginningLimit = 200

    private let secret: String?

    /// - Parameter secret: A key that must not be shown, even where the publisher sends it back.
    package init(hiding secret: String? = nil) { self.secret = secret?.isEmpty == true ? nil : secret }

    /// The first `limit` characters of `bytes` read as UTF-8.
    package func callAsFunction(_ bytes: [UInt8], limit: Int) -> String {
        callAsFunction(String(decoding: bytes, as: UTF8.self), limit: limit)
    }

    /// The first `limit` characters of `text`.
    package func callAsFunction(_ text: String, limit: Int = .max) -> String {
        var result = ""
        for scalar in hiding(text).unicodeScalars.prefix(limit) {
            if Self.isPrintable(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result
    }

    /// The text as it is, but without the key.
    package func hiding(_ text: String) -> String {
        guard let secret else { return text }
        return text.replacing(secret, with: "(secret)")
    }

    /// Control characters, and those that reorder or hide their neighbours, are written as escapes.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }
}
