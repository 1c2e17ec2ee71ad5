package import PejlModel

/// How values of a figure are written.
package struct FigureUnit: Sendable, Equatable {
    /// What follows a value: `%`, a word, or nothing.
    package var symbol: Localised
    /// Decimals shown, 0 to 6.
    package var decimals: Int
    /// What follows a difference of two values: percentage points for percent.
    package var distance: Localised

    /// A unit; a difference is written with `distance` instead of `symbol`.
    package init(symbol: Localised, decimals: Int, distance: Localised) {
        self.symbol = symbol
        self.decimals = decimals
        self.distance = distance
    }

    /// Percent with one decimal; differences in percentage points.
    package static let percent = FigureUnit(
        symbol: Localised(same: "%"),
        decimals: 1,
        distance: Localised(da: "procentpoint", en: "percentage points")
    )

    /// A whole number without a symbol.
    package static let count = FigureUnit(
        symbol: Localised(same: ""),
        decimals: 0,
        distance: Localised(same: "")
    )
}

extension FigureUnit {
    /// A value with its symbol, never broken over two lines.
    func text(_ value: Double, _ language: Language, decimals: Int? = nil) -> String {
        joined(NumberText.text(value, decimals: decimals ?? self.decimals, language), symbol[language], language)
    }

    /// The size of a difference, without a sign.
    func distanceText(_ value: Double, _ language: Language) -> String {
        joined(NumberText.text(value.magnitude, decimals: decimals, language), distance[language], language)
    }

    /// Whether a difference is shown as zero at this unit's decimals.
    func roundsToZero(_ difference: Double) -> Bool {
        !NumberText.text(difference, decimals: decimals, .english).contains { ("1"..."9").contains($0) }
    }

    private func joined(_ number: String, _ symbol: String, _ language: Language) -> String {
        if symbol.isEmpty { return number }
        return symbol == "%" && language == .english ? number + symbol : number + "\u{A0}" + symbol
    }
}
