/// A formula over indicators that the store holds; its value is an indicator of its own.
///
/// Two ways were weighed: a small language of expressions, and a closed list of formulas. The list was chosen: each
/// formula of the field has rules of its own for periods, definitions and missing figures, and a reader can check four
/// of them, but not every expression that somebody may write.
package enum Derivation: Hashable, Sendable {
    /// `100 − input` in per cent: segregation from inclusion, within one definition.
    case complement(of: DerivedInput)
    /// `factor × numerator ÷ denominator` for equal periods.
    case ratio(numerator: DerivedInput, denominator: DerivedInput, factor: Double)
    /// `factor × numerator ÷ denominator`, the numerator of a calendar year Y and the denominator counted once a
    /// school year: 7/12 of the count in Y−1/Y and 5/12 of that in Y/Y+1 (`domain.md` §4.0; the same convention as
    /// Norway's KOSTRA). The values are flagged as bridged.
    case bridgedRatio(numerator: DerivedInput, denominator: DerivedInput, factor: Double)

    /// What it reads: the input, or numerator and denominator.
    package var parts: [DerivedInput] {
        switch self {
        case .complement(let input): [input]
        case .ratio(let numerator, let denominator, _), .bridgedRatio(let numerator, let denominator, _):
            [numerator, denominator]
        }
    }

    /// Identifiers of the indicators it reads.
    package var inputs: [String] { parts.map(\.indicator) }

    /// Flags of every value, as the view `figures` shows them; empty for none.
    package var flags: String {
        if case .bridgedRatio = self { Self.bridged } else { "" }
    }

    /// The flag, and the caveat of findings, of values that bring a calendar year and school years together.
    package static let bridged = "bridged"

    /// What that flag means, for readers.
    package static let bridgedMeaning = Localised(
        da: "Tælleren er fra et kalenderår og nævneren fra skoleår: 7/12 af tallet i skoleåret, der slutter i året, og "
            + "5/12 af tallet i det, der begynder i året.",
        en: "The numerator is of a calendar year and the denominator of school years: 7/12 of the count in the school "
            + "year that ends in the year, and 5/12 of that in the one that begins in it."
    )

    /// The formula as readers see it, the same for equal formulas: `100 − inclusion`.
    package var text: String {
        switch self {
        case .complement(let input): "100 − \(input.text)"
        case .ratio(let numerator, let denominator, let factor):
            "\(Self.times(factor))\(numerator.text) ÷ \(denominator.text)"
        case .bridgedRatio(let numerator, let denominator, let factor):
            "\(Self.times(factor))\(numerator.text) (Y) ÷ (7/12 × \(denominator.text) (Y−1/Y) + 5/12 × "
                + "\(denominator.text) (Y/Y+1))"
        }
    }

    private static func times(_ factor: Double) -> String {
        factor == 1 ? "" : "\(Int(exactly: factor).map(String.init) ?? "\(factor)") × "
    }
}

/// One input of a formula: an indicator, and the members that are taken of its breakdown.
package struct DerivedInput: Hashable, Sendable {
    /// Identifier of the indicator.
    package let indicator: String
    /// The definition that the indicator must have; figures of another one are never read.
    package let definitionID: String
    /// The members taken, each dimension's values added up; dimensions that are not named must agree or be absent.
    package let members: [String: [String]]
    /// Whether a calendar year Y of the indicator is a count in the autumn of Y, and so that of the school year Y/Y+1.
    package let isAutumnCount: Bool

    package init(
        indicator: String,
        definitionID: String,
        members: [String: [String]] = [:],
        isAutumnCount: Bool = false
    ) {
        self.indicator = indicator
        self.definitionID = definitionID
        self.members = members
        self.isAutumnCount = isAutumnCount
    }

    /// Whether figures of a breakdown are read: every dimension that is named has one of the members taken.
    package func reads(_ breakdown: Breakdown) -> Bool {
        members.allSatisfy { dimension, wanted in
            breakdown.parts.contains { $0.dimension == dimension && wanted.contains($0.member) }
        }
    }

    /// The input as readers see it: `pupils{grade=8+9, autumn count}`.
    package var text: String {
        let named = members.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.sorted().joined(separator: "+"))" }
        let marks = named + (isAutumnCount ? ["autumn count"] : [])
        return marks.isEmpty ? indicator : "\(indicator){\(marks.joined(separator: ", "))}"
    }
}

extension RecipeRequest {
    /// The formula, where the figures are computed and not fetched.
    package var derivation: Derivation? {
        guard case .derived(let derivation) = self else { return nil }
        return derivation
    }
}

extension Recipe {
    /// The formula, where the figures are computed and not fetched.
    package var derivation: Derivation? { request.derivation }
}
