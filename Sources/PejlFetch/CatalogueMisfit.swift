/// Why a recipe's question does not fit what the publisher's own catalogue holds.
///
/// Found before any figure is asked for, or from what came where the publisher has no word for it. Names are the
/// publisher's or the recipe's own and made printable here.
package enum CatalogueMisfit: Error, Sendable, Equatable, CustomStringConvertible {
    /// What a name names.
    package enum Item: String, Sendable, CaseIterable {
        case area, subject, cube, measure, level, member, variable, value, indicator
    }

    /// The catalogue has no such name; `near` are the names it has that resemble it most, or some that it has.
    case unknown(Item, String, near: [String])
    /// A variable is asked for twice.
    case repeatedVariable(String)
    /// A variable that cannot be summed away is not chosen from.
    case mustChoose(variable: String, example: String)
    /// A code that the interface has no way to be asked for.
    case unaskable(code: String, variable: String)
    /// Too many cells, and no way to ask for them in at most so many requests.
    case tooManyCells(Int, limit: Int, requests: Int)

    /// The refusal of a name, with the nearest ones among those that the catalogue has.
    package static func unknown(_ item: Item, _ name: String, among names: [String]) -> CatalogueMisfit {
        .unknown(item, name, near: Nearest.names(to: name, among: names))
    }

    /// Stable name in kebab case.
    package var name: String {
        switch self {
        case .unknown(let item, _, _): "unknown-\(item.rawValue)"
        case .repeatedVariable: "unknown-variable"
        case .mustChoose: "variable-not-chosen"
        case .unaskable: "unknown-value"
        case .tooManyCells: "too-many-cells"
        }
    }

    /// What happened and what to do.
    package var description: String {
        switch self {
        case .unknown(let item, let name, let near):
            "the publisher has no \(item.rawValue) \(Self.shown(name))\(Self.suggestion(near))"
                + "it may have been renamed: compare the definition before changing the recipe"
        case .repeatedVariable(let code):
            "the variable \(Self.shown(code)) is asked for twice; put its values into one [[request.variables]]"
        case .mustChoose(let variable, let example):
            "\(Self.shown(variable)) cannot be summed away and nothing is chosen from it; add [[request.variables]] "
                + "with code = \(Self.shown(variable)) and values = [\(Self.shown(example))]"
        case .unaskable(let code, let variable):
            "the value \(Self.shown(code)) of \(Self.shown(variable)) cannot be asked for by name; choose * or other "
                + "values"
        case .tooManyCells(let cells, let limit, let requests):
            "\(cells) cells are more than \(limit) and would take more than \(requests) requests; choose fewer values"
        }
    }

    private static func shown(_ name: String) -> String { "\"\(PrintableText()(name, limit: 120))\"" }

    private static func suggestion(_ near: [String]) -> String {
        near.isEmpty ? "; " : "; nearest are \(near.map(shown).joined(separator: ", ")): "
    }
}

/// Finds the names that somebody may have meant whose name is gone.
///
/// A renamed measure keeps most of its words but not its letters ("Normering til og med 2022", "Normering fra 2023"),
/// so words in common count before letters in common.
enum Nearest {
    private static let nameLimit = 2_000
    private static let resultLimit = 3

    /// At most three names, nearest first; where nothing resembles it, the first three that there are.
    static func names(to wanted: String, among names: [String]) -> [String] {
        let words = self.words(wanted)
        let scored = names.prefix(nameLimit).enumerated().map { place, name in
            let other = self.words(name)
            let common = words.intersection(other).count
            let share = Double(common) / Double(max(1, words.union(other).count))
            return (score: max(share, pairs(wanted, name)), place: place, name: name)
        }
        let near = scored.filter { $0.score >= 0.3 }.sorted { ($1.score, $0.place) < ($0.score, $1.place) }
        return near.isEmpty ? Array(names.prefix(resultLimit)) : near.prefix(resultLimit).map(\.name)
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }

    /// Dice's measure over pairs of neighbouring letters, of the first 100.
    private static func pairs(_ left: String, _ right: String) -> Double {
        func pairs(_ text: String) -> Set<String> {
            let letters = Array(text.lowercased().prefix(100))
            return Set(zip(letters, letters.dropFirst()).map { "\($0)\($1)" })
        }
        let (one, other) = (pairs(left), pairs(right))
        guard !one.isEmpty, !other.isEmpty else { return left.lowercased() == right.lowercased() ? 1 : 0 }
        return 2 * Double(one.intersection(other).count) / Double(one.count + other.count)
    }
}
