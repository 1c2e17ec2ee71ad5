/// One way to choose values of a variable, in StatBank's words.
package enum ValueSelector: Sendable, Equatable {
    /// A code.
    case code(String)
    /// A pattern whose `*` stands for any run of characters.
    case pattern(String)
    /// `>=a`, `<=b` or `>=a<=b`.
    case range(lower: String?, upper: String?)
    /// `(n)` and `-(n)`: the n-th newest or oldest.
    case position(Int, fromOldest: Bool)
    /// `(-n+k)` and `-(-n+k)`: the k newest or oldest.
    case several(Int, fromOldest: Bool)
    /// `sum(…)`: computed by the publisher, which pejl leaves to derived indicators.
    case computed(String)

    /// Reads one selector; a text that is a value's code is that code, whatever it looks like.
    package init(_ text: String, among values: [StatBankTable.Value]) {
        self = values.contains { $0.id == text } ? .code(text) : Self.form(text)
    }

    private static func form(_ text: String) -> ValueSelector {
        if let position = position(text) { return position }
        if let range = range(text) { return range }
        for name in ["sum(", "multiply(", "divide("] where text.lowercased().hasPrefix(name) { return .computed(text) }
        return text.contains("*") ? .pattern(text) : .code(text)
    }

    private static func position(_ text: String) -> ValueSelector? {
        let fromOldest = text.hasPrefix("-(")
        guard fromOldest || text.hasPrefix("("), text.hasSuffix(")") else { return nil }
        let inner = text.dropFirst(fromOldest ? 2 : 1).dropLast()
        let isSeveral = inner.hasPrefix("-n+")
        let digits = inner.dropFirst(isSeveral ? 3 : 0)
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits), number > 0 else {
            return nil
        }
        return isSeveral ? .several(number, fromOldest: fromOldest) : .position(number, fromOldest: fromOldest)
    }

    private static func range(_ text: String) -> ValueSelector? {
        if text.hasPrefix("<=") { return .range(lower: nil, upper: String(text.dropFirst(2))) }
        guard text.hasPrefix(">=") else { return nil }
        let inner = text.dropFirst(2)
        guard let end = inner.firstRange(of: "<=") else { return .range(lower: String(inner), upper: nil) }
        return .range(lower: String(inner[..<end.lowerBound]), upper: String(inner[end.upperBound...]))
    }

    /// Positions of the values that it chooses, in their order; empty where it fits none.
    package func chosen(of variable: StatBankTable.Variable) -> [Int] {
        let values = variable.values
        switch self {
        case .code(let code): return values.indices.filter { values[$0].id == code }
        case .pattern(let pattern):
            let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
            return values.indices.filter { Self.fits(values[$0].id, parts) }
        case .range(let lower, let upper): return Self.chosen(from: lower, to: upper, of: variable)
        case .position(let number, let fromOldest):
            guard number <= values.count else { return [] }
            return [fromOldest ? number - 1 : values.count - number]
        case .several(let number, let fromOldest):
            let count = min(number, values.count)
            return fromOldest ? Array(0..<count) : Array(values.count - count..<values.count)
        case .computed: return []
        }
    }

    /// A bound is looked up among the values; periods may also lie between them, other values have no order to go by.
    private static func chosen(from lower: String?, to upper: String?, of variable: StatBankTable.Variable) -> [Int] {
        let values = variable.values
        func place(_ bound: String) -> Int? { values.firstIndex { $0.id == bound } }
        let first = lower.map { place($0) ?? Int.max } ?? 0
        let last = upper.map { place($0) ?? Int.max } ?? values.count - 1
        if variable.isTime {
            return values.indices.filter { index in
                lower.map { values[index].id >= $0 } ?? true && upper.map { values[index].id <= $0 } ?? true
            }
        }
        guard first < values.count, last < values.count, first <= last else { return [] }
        return Array(first...last)
    }

    /// Greedy matching is enough where the only wildcard is a run of anything.
    private static func fits(_ text: String, _ parts: [Substring]) -> Bool {
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return text == parts.first ?? "" }
        guard text.hasPrefix(first), text.count >= first.count + last.count, text.hasSuffix(last) else { return false }
        var rest = text.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
