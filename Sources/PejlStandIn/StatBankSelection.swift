/// StatBank's ways to choose values: codes, wildcards, ranges and newest or oldest positions.
enum StatBankSelection {
    /// The codes one selector chooses, in the order of `codes`, oldest first; empty when it fits nothing.
    static func codes(_ selector: String, among codes: [String]) -> [String] {
        if let positions = positions(selector, count: codes.count) { return positions.map { codes[$0] } }
        if let bounds = Bounds(selector) { return codes.filter(bounds.contains) }
        let pattern = Array(selector)[...]
        return codes.filter { matches(Array($0)[...], pattern) }
    }

    /// `(n)` the n-th newest, `(-n+k)` the k newest, `-(n)` the n-th oldest, `-(-n+k)` the k oldest.
    private static func positions(_ selector: String, count: Int) -> [Int]? {
        let isOldest = selector.hasPrefix("-(")
        guard selector.hasSuffix(")"), isOldest || selector.hasPrefix("(") else { return nil }
        let inner = selector.dropFirst(isOldest ? 2 : 1).dropLast()
        let isSeveral = inner.hasPrefix("-n+")
        guard let number = Int(inner.dropFirst(isSeveral ? 3 : 0)), number > 0 else { return nil }
        let taken = isSeveral ? Array(1...min(number, max(count, 1))) : [number]
        return taken.filter { $0 <= count }.map { isOldest ? $0 - 1 : count - $0 }.sorted()
    }

    /// `>=a`, `<=b` or `>=a<=b`; the bounds need not exist.
    private struct Bounds {
        var lower: String?
        var upper: String?

        init?(_ selector: String) {
            var rest = Substring(selector)
            if rest.hasPrefix(">=") {
                rest = rest.dropFirst(2)
                lower = String(rest.prefix { $0 != "<" })
                rest = rest.drop { $0 != "<" }
            }
            if rest.hasPrefix("<=") {
                upper = String(rest.dropFirst(2))
                rest = ""
            }
            guard rest.isEmpty, lower != nil || upper != nil else { return nil }
        }

        func contains(_ code: String) -> Bool {
            lower.map { code >= $0 } ?? true && upper.map { code <= $0 } ?? true
        }
    }

    /// `*` stands for any run of characters, `?` for one.
    private static func matches(_ text: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == "*" {
            let rest = pattern.drop { $0 == "*" }
            return matches(text, rest) || (!text.isEmpty && matches(text.dropFirst(), pattern))
        }
        guard let character = text.first, first == "?" || first == character else { return false }
        return matches(text.dropFirst(), pattern.dropFirst())
    }
}
