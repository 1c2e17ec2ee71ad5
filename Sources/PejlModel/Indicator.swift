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

/// A day from which figures of an indicator cannot be compared with earlier ones.
package struct IndicatorBreak: Hashable, Sendable {
    /// First day of the first period that is counted the new way.
    package let day: CalendarDay
    /// What changed.
    package let reason: Localised
    /// Who says so: publisher and document.
    package let source: String

    package init(day: CalendarDay, reason: Localised, source: String) {
        self.day = day
        self.reason = reason
        self.source = source
    }
}

/// A defined statistic; two definitions are two indicators.
package struct Indicator: Hashable, Sendable {
    /// Identifier in the store: lower-case letters, digits and `_`.
    package let id: String
    /// Name of the value column or measure at the publisher.
    package let measure: String
    /// Of each selector column the member whose rows are this indicator's, in the publisher's words.
    package let members: [String: String]
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
    /// What the publisher's numbers are multiplied by: 1,000 where it writes thousands of kroner.
    package let scale: Int
    /// Values outside are nonsense and refused; they are in the indicator's own unit.
    package let bounds: ClosedRange<Double>?
    /// Warnings for some periods.
    package let caveats: [IndicatorCaveat]
    /// Days from which figures cannot be compared with earlier ones.
    package let breaks: [IndicatorBreak]
    /// The weight of a weighted mean, where one is known.
    package let weight: IndicatorWeight?
    /// Counts from 1 to just below this are hidden before they are stored; nil where all are shown.
    package var hidesBelow: Int?

    package init(
        id: String,
        measure: String,
        members: [String: String] = [:],
        title: Localised,
        definition: Localised,
        definitionID: String,
        unit: Unit,
        decimals: Int,
        direction: Direction,
        scale: Int = 1,
        bounds: ClosedRange<Double>? = nil,
        caveats: [IndicatorCaveat] = [],
        breaks: [IndicatorBreak] = [],
        weight: IndicatorWeight? = nil
    ) {
        self.id = id
        self.measure = measure
        self.members = members
        self.title = title
        self.definition = definition
        self.definitionID = definitionID
        self.unit = unit
        self.decimals = decimals
        self.direction = direction
        self.scale = scale
        self.bounds = bounds
        self.caveats = caveats
        self.breaks = breaks
        self.weight = weight
    }
}
