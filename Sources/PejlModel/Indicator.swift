/// The unit of an indicator's values.
package enum Unit: String, Sendable, CaseIterable {
    /// Per cent, 0 to 100 for shares.
    case percent = "%"
    /// A number of persons.
    case persons
    /// A number of things.
    case count
    /// Danish kroner, current prices unless the title says otherwise.
    case kroner = "dkk"
    /// Points on a scale.
    case points
    /// A ratio of two like quantities.
    case ratio

    /// How the unit is written after a number in Danish; empty for plain numbers.
    package var symbol: String {
        switch self {
        case .percent: "%"
        case .kroner: "kr."
        case .persons, .count, .points, .ratio: ""
        }
    }
}

/// Which way an indicator is better, if either.
package enum Direction: String, Sendable, CaseIterable {
    case higherBetter = "higher_better"
    case lowerBetter = "lower_better"
    /// Neither way is better; colours and words stay neutral.
    case neutral
}

/// A warning that belongs to some periods of an indicator and travels with every finding on them.
package struct IndicatorCaveat: Hashable, Sendable {
    /// Stable identifier, such as `covid-19`.
    package let code: String
    /// Codes of the periods it holds for.
    package let periods: [String]
    /// The warning.
    package let text: Localised

    package init(code: String, periods: [String], text: Localised) {
        self.code = code
        self.periods = periods
        self.text = text
    }
}

/// The indicator whose values weigh a mean of this one.
package struct IndicatorWeight: Hashable, Sendable {
    /// Identifier of the weighing indicator.
    package let indicator: String
    /// Code of the period its values are taken from.
    package let period: String
    /// Whether the weight is the rate's own denominator; if not, every weighted mean says so.
    package let isDenominator: Bool

    package init(indicator: String, period: String, isDenominator: Bool) {
        self.indicator = indicator
        self.period = period
        self.isDenominator = isDenominator
    }
}

/// A defined statistic; two definitions are two indicators.
package struct Indicator: Hashable, Sendable {
    /// Identifier in the store: lower-case letters, digits and `_`.
    package let id: String
    /// Name of the value column or measure at the publisher.
    package let measure: String
    /// The name readers see.
    package let title: Localised
    /// What is counted, who is in the denominator, at which date.
    package let definition: Localised
    /// Identifier of the definition; a changed definition gets a new one.
    package let definitionID: String
    /// Unit of the values.
    package let unit: Unit
    /// Digits after the decimal comma as published.
    package let decimals: Int
    /// Which way is better.
    package let direction: Direction
    /// Values outside are nonsense and refused.
    package let bounds: ClosedRange<Double>?
    /// Warnings for some periods.
    package let caveats: [IndicatorCaveat]
    /// The weight of a weighted mean, where one is known.
    package let weight: IndicatorWeight?

    package init(
        id: String,
        measure: String,
        title: Localised,
        definition: Localised,
        definitionID: String,
        unit: Unit,
        decimals: Int,
        direction: Direction,
        bounds: ClosedRange<Double>? = nil,
        caveats: [IndicatorCaveat] = [],
        weight: IndicatorWeight? = nil
    ) {
        self.id = id
        self.measure = measure
        self.title = title
        self.definition = definition
        self.definitionID = definitionID
        self.unit = unit
        self.decimals = decimals
        self.direction = direction
        self.bounds = bounds
        self.caveats = caveats
        self.weight = weight
    }
}
