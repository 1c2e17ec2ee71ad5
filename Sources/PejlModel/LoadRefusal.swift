/// A rule of the gate that a load breaks.
package struct BrokenRule: Hashable, Sendable {
    /// Stable name in kebab case, such as `areas-missing`.
    package let rule: String
    /// What was found against what was expected, in English.
    package let finding: String
    /// The finding in Danish; in English where the rule has no words for it.
    package let danish: String
    /// Whether a person may let the load in all the same: only rules about how it differs from the last one.
    package let isWaivable: Bool

    package init(_ rule: String, _ finding: String, da danish: String? = nil, isWaivable: Bool = false) {
        self.rule = rule
        self.finding = finding
        self.danish = danish ?? finding
        self.isWaivable = isWaivable
    }

    /// The same finding is the same in every language; a store keeps the English one.
    package static func == (left: BrokenRule, right: BrokenRule) -> Bool {
        left.rule == right.rule && left.finding == right.finding && left.isWaivable == right.isWaivable
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(rule)
        hasher.combine(finding)
    }

    /// The finding in the languages of the program.
    package var text: Localised { Localised(da: danish, en: finding) }
}

/// Why a load was stopped before it was stored; the last good state stands.
package struct LoadRefusal: FailureConvertible, Equatable, CustomStringConvertible {
    /// Identifier of the dataset.
    package let dataset: String
    /// Every rule that is broken, the most telling one first; never empty.
    package let rules: [BrokenRule]

    /// Nothing where no rule is broken.
    package init?(dataset: String, rules: [BrokenRule]) {
        guard !rules.isEmpty else { return nil }
        self.dataset = dataset
        self.rules = rules
    }

    /// Whether a person may let the load in.
    package var isWaivable: Bool { rules.allSatisfy(\.isWaivable) }

    package var description: String {
        let remedy =
            isWaivable
            ? "`pejl dataset diff \(dataset)` shows it, `pejl dataset approve \(dataset)` lets it in"
            : "compare the recipe with what the publisher says of the table"
        return "\(dataset): \(rules.map(\.finding).joined(separator: "; ")); \(remedy)"
    }

    package var failure: Failure {
        Failure(kind: .contract, name: rules.first?.rule ?? "refused", message: description)
    }
}
