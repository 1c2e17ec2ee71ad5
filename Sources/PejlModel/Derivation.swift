/// A formula over indicators that the store holds; its value is an indicator of its own.
///
/// Two ways were weighed: a small language of expressions, and a closed list of formulas. The list was chosen: each
/// formula of the field has rules of its own for periods, definitions and missing figures, and a reader can check four
/// of them, but not every expression that somebody may write.
package enum Derivation: Hashable, Sendable {
    /// `100 − input` in per cent: segregation from inclusion, within one definition.
    case complement(of: String)
    /// `factor × numerator ÷ denominator` for equal periods.
    case ratio(numerator: DerivedInput, denominator: DerivedInput, factor: Double)
    /// `factor × numerator ÷ denominator`, the numerator of a calendar year Y and the denominator counted once a
    /// school year: 7/12 of the count in Y−1/Y and 5/12 of that in Y/Y+1 (`domain.md` §4.0; the same convention as
    /// Norway's KOSTRA). The values are flagged as bridged.
    case bridgedRatio(numerator: DerivedInput, denominator: DerivedInput, factor: Double)

    /// Identifiers of the indicators it reads.
    package var inputs: [String] {
        switch self {
        case .complement(let input): [input]
        case .ratio(let numerator, let denominator, _), .bridgedRatio(let numerator, let denominator, _):
            [numerator.indicator, denominator.indicator]
        }
    }
}

/// One input of a formula: an indicator, and the members that are taken of its breakdown.
package struct DerivedInput: Hashable, Sendable {
    /// Identifier of the indicator.
    package let indicator: String
    /// The members taken, each dimension's values added up; dimensions that are not named must agree or be absent.
    package let members: [String: [String]]

    package init(indicator: String, members: [String: [String]] = [:]) {
        self.indicator = indicator
        self.members = members
    }
}
