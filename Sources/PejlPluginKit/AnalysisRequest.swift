/// A text in both languages.
public struct PluginText: Codable, Sendable, Hashable {
    /// Danish.
    public var da: String
    /// English.
    public var en: String

    /// Makes one of its parts.
    public init(da: String, en: String) {
        self.da = da
        self.en = en
    }
}

/// Parameters of `analyse`: everything a plugin is told besides the figures.
///
/// The same request with the same figures must give the same findings; clock and seed are inputs.
public struct AnalysisRequest: Codable, Sendable {
    /// Number of the publication that is being made.
    public var publication: Int
    /// Code of the municipality the analysis is for.
    public var municipality: String
    /// The areas that figures may name.
    public var areas: [AnalysisArea]
    /// The groups to compare with, the municipality itself among the members.
    public var groups: [AnalysisGroup]
    /// The indicators whose figures follow.
    public var indicators: [AnalysisIndicator]
    /// Every setting that the manifest declares, checked against it; defaults are filled in.
    public var settings: [String: PluginSetting]
    /// The moment the analysis counts as made, ISO 8601 in UTC.
    public var clock: String
    /// Seed for anything random.
    public var seed: UInt64
    /// Findings of the plugins that the manifest names under `inputs`; they come on lines of their own.
    public var findings: [ReceivedFinding] = []

    private enum CodingKeys: String, CodingKey {
        case publication, municipality, areas, groups, indicators, settings, clock, seed
    }

    /// Makes one of its parts.
    public init(
        publication: Int,
        municipality: String,
        areas: [AnalysisArea],
        groups: [AnalysisGroup],
        indicators: [AnalysisIndicator],
        settings: [String: PluginSetting],
        clock: String,
        seed: UInt64
    ) {
        self.publication = publication
        self.municipality = municipality
        self.areas = areas
        self.groups = groups
        self.indicators = indicators
        self.settings = settings
        self.clock = clock
        self.seed = seed
    }
}

/// An area.
public struct AnalysisArea: Codable, Sendable, Hashable {
    /// Three digits.
    public var code: String
    /// Name in Danish.
    public var name: String

    /// Makes one of its parts.
    public init(code: String, name: String) {
        self.code = code
        self.name = name
    }
}

/// A comparison group.
public struct AnalysisGroup: Codable, Sendable, Hashable {
    /// Identifier, such as `country`.
    public var id: String
    /// The name readers see, in the middle of a sentence.
    public var title: PluginText
    /// Area codes, ascending.
    public var members: [String]

    /// Makes one of its parts.
    public init(id: String, title: PluginText, members: [String]) {
        self.id = id
        self.title = title
        self.members = members
    }
}

/// An indicator.
public struct AnalysisIndicator: Codable, Sendable, Hashable {
    /// Identifier.
    public var id: String
    /// The name readers see.
    public var title: PluginText
    /// `%`, `persons`, `count`, `dkk`, `points` or `ratio`.
    public var unit: String
    /// Digits after the point, as published.
    public var decimals: Int
    /// `higher_better`, `lower_better` or `neutral`.
    public var direction: String
    /// Identifier of the definition.
    public var definition: String
    /// Warnings, by code, with the periods they hold for.
    public var caveats: [String: [String]]
    /// Days from which figures cannot be compared with earlier ones, ascending; absent where there are none.
    ///
    /// ISO 8601, the first day of the first period that is counted the new way. Nothing may be computed across one.
    public var breaks: [String]?
    /// The indicator that weighs a mean of this one, if one is known.
    public var weight: Weight?

    /// Where weights come from.
    public struct Weight: Codable, Sendable, Hashable {
        /// Identifier of the weighing indicator.
        public var indicator: String
        /// Period its values are taken from.
        public var period: String
        /// Whether it is the rate's own denominator.
        public var isDenominator: Bool

        /// Makes one of its parts.
        public init(indicator: String, period: String, isDenominator: Bool) {
            self.indicator = indicator
            self.period = period
            self.isDenominator = isDenominator
        }
    }

    /// Makes one of its parts.
    public init(
        id: String,
        title: PluginText,
        unit: String,
        decimals: Int,
        direction: String,
        definition: String,
        caveats: [String: [String]],
        breaks: [String]? = nil,
        weight: Weight?
    ) {
        self.id = id
        self.title = title
        self.unit = unit
        self.decimals = decimals
        self.direction = direction
        self.definition = definition
        self.caveats = caveats
        self.breaks = breaks
        self.weight = weight
    }
}

/// Parameters of `data/series`: one series as columns.
public struct SeriesData: Codable, Sendable, Hashable {
    /// Identifier of the indicator.
    public var indicator: String
    /// Code of the area.
    public var area: String
    /// Remaining dimensions: dimension to member.
    public var breakdown: [String: String]
    /// The breakdown as readers see it; empty when there is none.
    public var breakdownTitle: PluginText
    /// Codes of the periods, in the order of time.
    public var periods: [String]
    /// Values; null where the status has none.
    public var values: [Double?]
    /// One letter of SDMX `CL_OBS_STATUS` a period, such as A for a normal value and Q for a suppressed one.
    public var statuses: [String]

    /// Makes one of its parts.
    public init(
        indicator: String,
        area: String,
        breakdown: [String: String],
        breakdownTitle: PluginText,
        periods: [String],
        values: [Double?],
        statuses: [String]
    ) {
        self.indicator = indicator
        self.area = area
        self.breakdown = breakdown
        self.breakdownTitle = breakdownTitle
        self.periods = periods
        self.values = values
        self.statuses = statuses
    }
}
