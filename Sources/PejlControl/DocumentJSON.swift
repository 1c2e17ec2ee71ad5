import Foundation

/// Documents as JSON, the same bytes for the same document.
package enum DocumentJSON {
    /// Indented, with sorted keys and a line feed at the end.
    package static func text(_ document: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(document) else { return "{}\n" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
