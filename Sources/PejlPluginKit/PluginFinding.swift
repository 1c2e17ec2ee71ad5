/// Parameters of `data/finding`: what another plugin found on the same figures.
public struct ReceivedFinding: Codable, Sendable, Hashable {
    /// Identifier of that plugin.
    public var plugin: String
    /// What it found.
    public var finding: PluginFinding

    /// Makes one of its parts.
    public init(plugin: String, finding: PluginFinding) {
        self.plugin = plugin
        self.finding = finding
    }
}

/// Parameters of `finding`: one typed result.
public struct PluginFinding: Codable, Sendable, Hashable {
    /// Kind of finding; one of those the manifest declares.
    public var kind: String
    /// Identifier of the indicator it is about.
    public var indicator: String
    /// Code of the area it is about.
    public var area: String
    /// Remaining dimensions: dimension to member.
    public var breakdown: [String: String]
    /// Code of the period.
    public var period: String
    /// Identifier of the comparison group.
    public var group: String
    /// Name of the statistic.
    public var statistic: String
    /// Its value; finite.
    public var value: Double
    /// Unit of the value.
    public var unit: String
    /// Lower end of its interval.
    public var lower: Double?
    /// Upper end of its interval.
    public var upper: Double?
    /// Standard competition rank.
    public var rank: Int?
    /// The best rank that ties allow.
    public var rankLow: Int?
    /// The worst rank that ties allow.
    public var rankHigh: Int?
    /// Number of areas with a value.
    public var count: Int
    /// Codes of the warnings that belong to it.
    public var caveats: [String]
    /// The finding as a sentence.
    public var text: PluginText
    /// The figures it was computed from.
    public var inputs: [Input]

    /// Figures of one indicator, breakdown and period over some areas.
    public struct Input: Codable, Sendable, Hashable {
        /// Identifier of the indicator.
        public var indicator: String
        /// Remaining dimensions.
        public var breakdown: [String: String]
        /// Code of the period.
        public var period: String
        /// Codes of the areas, ascending.
        public var areas: [String]

        /// Makes one of its parts.
        public init(indicator: String, breakdown: [String: String], period: String, areas: [String]) {
            self.indicator = indicator
            self.breakdown = breakdown
            self.period = period
            self.areas = areas
        }
    }

    /// Makes one of its parts.
    public init(
        kind: String,
        indicator: String,
        area: String,
        breakdown: [String: String],
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
        text: PluginText,
        inputs: [Input]
    ) {
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
}
