/// The observations that a finding was computed from: one indicator, breakdown and period over some areas.
package struct FindingInput: Hashable, Sendable {
    /// Identifier of the indicator.
    package let indicator: String
    /// The remaining dimensions.
    package let breakdown: Breakdown
    /// Code of the period.
    package let period: String
    /// Codes of the areas, ascending.
    package let areas: [String]

    package init(indicator: String, breakdown: Breakdown, period: String, areas: [String]) {
        self.indicator = indicator
        self.breakdown = breakdown
        self.period = period
        self.areas = areas
    }
}

/// One typed result of a plugin.
package struct Finding: Hashable, Sendable {
    /// Identifier of the plugin.
    package let plugin: String
    /// Kind of finding that the plugin's manifest declares, such as `benchmark`.
    package let kind: String
    /// Identifier of the indicator.
    package let indicator: String
    /// Code of the area it is about.
    package let area: String
    /// The remaining dimensions.
    package let breakdown: Breakdown
    /// Code of the period.
    package let period: String
    /// Identifier of the comparison group.
    package let group: String
    /// Name of the statistic, such as `rank` or `median`.
    package let statistic: String
    /// Its value, in `unit`.
    package let value: Double
    /// Unit: a ``Unit``, or `percentage_points`, `standard_deviations`, `rank`, `quartile`, `percentile`.
    package let unit: String
    /// Lower end of its interval, where one is known.
    package let lower: Double?
    /// Upper end of its interval, where one is known.
    package let upper: Double?
    /// Standard competition rank: 1, 2, 2, 4.
    package let rank: Int?
    /// The best rank that ties allow.
    package let rankLow: Int?
    /// The worst rank that ties allow.
    package let rankHigh: Int?
    /// Number of areas with a value.
    package let count: Int
    /// Identifiers of the warnings that belong to it.
    package let caveats: [String]
    /// The finding as a sentence.
    package let text: Localised
    /// What it was computed from.
    package let inputs: [FindingInput]

    package init(
        plugin: String,
        kind: String,
        indicator: String,
        area: String,
        breakdown: Breakdown,
        period: String,
        group: String,
        statistic: String,
        value: Double,
        unit: String,
        lower: Double? = nil,
        upper: Double? = nil,
        rank: Int? = nil,
        rankLow: Int? = nil,
        rankHigh: Int? = nil,
        count: Int,
        caveats: [String],
        text: Localised,
        inputs: [FindingInput]
    ) {
        self.plugin = plugin
        self.kind = kind
        self.indicator = indicator
        self.area = area
        self.breakdown = breakdown
        self.period = period
        self.group = group
        self.statistic = statistic
        self.value = value
        self.unit = unit
        self.lower = lower
        self.upper = upper
        self.rank = rank
        self.rankLow = rankLow
        self.rankHigh = rankHigh
        self.count = count
        self.caveats = caveats
        self.text = text
        self.inputs = inputs
    }

    /// Identifier made of the content: the same result on the same figures has the same one.
    ///
    /// `f` and 16 hexadecimal digits of a SHA-256 over everything that identifies and values the finding.
    package var id: String {
        func text<Number: Numeric>(_ number: Number?) -> String { number.map { $0 == .zero ? "0" : "\($0)" } ?? "" }
        let parts = breakdown.parts.flatMap { [$0.dimension, $0.member] }
        let key = [plugin, kind, indicator, area, period, group, statistic, unit, String(parts.count)] + parts
        let numbers = [text(value), text(lower), text(upper), text(rank), text(rankLow), text(rankHigh), text(count)]
        // Each part with its length, so that no two lists of parts are the same text.
        let content = (key + numbers + caveats).map { "\($0.utf8.count):\($0)" }.joined()
        return "f" + ContentDigest(of: content).hex.prefix(16)
    }
}
