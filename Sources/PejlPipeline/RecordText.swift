import Foundation

/// The publisher's own text around a cell: a few lines of the document, or objects of a JSON array.
package struct RecordText: Sendable, Hashable {
    /// A piece of the document.
    package struct Piece: Sendable, Hashable {
        /// Its number in the document, from 1.
        package let number: Int
        /// What it says, without control characters; at most ``RecordText/limit`` characters.
        package let text: String
        /// Whether it names everything that the cell names.
        package let isFound: Bool
    }

    /// Characters of a piece that are shown.
    package static let limit = 1000
    /// Places that are shown where several name the same, as with a figure that comes twice.
    private static let places = 3

    /// The pieces around each place, in the document's order; none where the document names the cell in no one piece, as
    /// a table whose periods stand in its header does.
    package let pieces: [Piece]

    /// Looks in a document for the pieces that name all of some texts.
    ///
    /// - Parameters:
    ///   - texts: What the cell names: members as the publisher writes them.
    ///   - path: The document.
    ///   - context: Pieces before and after each.
    init(naming texts: [String], in path: String, context: Int) {
        guard let data = FileManager.default.contents(atPath: path), !texts.isEmpty else {
            pieces = []
            return
        }
        let isJSON = data.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
            .map { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }
        let all = data.split(separator: UInt8(ascii: isJSON == true ? "}" : "\n"), omittingEmptySubsequences: false)
        // As UTF-8, or else as ISO 8859-1; what neither writes so is not found.
        for encoding in [String.Encoding.utf8, .isoLatin1] {
            let wanted = texts.compactMap { $0.data(using: encoding) }
            guard wanted.count == texts.count else { continue }
            let found = all.indices.lazy.filter { index in wanted.allSatisfy { all[index].range(of: $0) != nil } }
            let places = Array(found.prefix(Self.places))
            guard !places.isEmpty else { continue }
            let shown = Set(places.flatMap { max(0, $0 - context)...min(all.count - 1, $0 + context) })
            pieces = shown.sorted().map { index in
                let text = String(data: all[index], encoding: encoding) ?? ""
                return Piece(
                    number: index + 1,
                    text: Self.printable(isJSON == true ? text + "}" : text),
                    isFound: places.contains(index)
                )
            }
            return
        }
        pieces = []
    }

    private static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
        return String(String(String.UnicodeScalarView(scalars)).prefix(limit))
    }
}
