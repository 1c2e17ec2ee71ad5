/// Finds what somebody may have meant who wrote a word that is not there.
package enum NearMatch {
    /// Most words looked through; a table has no more values that a person wrote by heart.
    private static let wordLimit = 5000
    private static let resultLimit = 3

    /// The words nearest to `wanted`, best first, each a code with its label; none where nothing is near.
    ///
    /// A label that says the same as `wanted` is nearest, then words that differ in case, then those a letter or two
    /// away.
    package static func near(_ wanted: String, among words: [(code: String, label: String)]) -> [String] {
        let lower = wanted.lowercased()
        let letters = Array(lower)
        guard letters.count <= 64 else { return [] }
        var scored: [(score: Int, text: String)] = []
        for (code, label) in words.prefix(wordLimit) {
            let score =
                [code.lowercased(), label.lowercased()].map { word in
                    word == lower ? 0 : distance(letters, Array(word), limit: letters.count < 4 ? 1 : 2)
                }.min() ?? .max
            if score < .max { scored.append((score, label.isEmpty ? code : "\(code) (\(label))")) }
        }
        // The order of the table decides between equals, so that the same mistake has the same answer.
        let ranked = scored.enumerated().sorted { ($0.element.score, $0.offset) < ($1.element.score, $1.offset) }
        return ranked.prefix(resultLimit).map(\.element.text)
    }

    /// How many letters must be put in, left out or exchanged; `Int.max` where more than `limit`.
    private static func distance(_ left: [Character], _ right: [Character], limit: Int) -> Int {
        guard abs(left.count - right.count) <= limit else { return .max }
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let substituted = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count] <= limit ? row[right.count] : .max
    }
}
