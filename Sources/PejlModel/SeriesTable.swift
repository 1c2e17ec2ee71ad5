/// What the numbers in a load's chunks stand for, columns that only grow.
package struct SeriesTable: Sendable {
    /// Identifiers of the indicators by number.
    package internal(set) var indicators: [String] = []
    /// Codes of the areas by number.
    package internal(set) var areas: [String] = []
    /// Breakdowns by number.
    package internal(set) var breakdowns: [Breakdown] = []
    /// Periods by number.
    package internal(set) var periods: [Period] = []
    /// For each series the number of its indicator.
    package internal(set) var seriesIndicators: [Int32] = []
    /// For each series the number of its area.
    package internal(set) var seriesAreas: [Int32] = []
    /// For each series the number of its breakdown.
    package internal(set) var seriesBreakdowns: [Int32] = []
    /// The institutions among the areas of the series, as far as they are known, by code.
    package internal(set) var institutions: [String: Area] = [:]

    package init() {}

    /// What has come since the table was as large as `other`; given to ``append(_:)``, it makes the two equal.
    ///
    /// Institutions are all in it, because what they are called may change.
    package func growth(since size: SeriesTableSize) -> SeriesTable {
        var growth = SeriesTable()
        growth.indicators = Array(indicators[size.indicators...])
        growth.areas = Array(areas[size.areas...])
        growth.breakdowns = Array(breakdowns[size.breakdowns...])
        growth.periods = Array(periods[size.periods...])
        growth.seriesIndicators = Array(seriesIndicators[size.series...])
        growth.seriesAreas = Array(seriesAreas[size.series...])
        growth.seriesBreakdowns = Array(seriesBreakdowns[size.series...])
        growth.institutions = institutions
        return growth
    }

    /// Adds what ``growth(since:)`` gave.
    package mutating func append(_ growth: SeriesTable) {
        indicators += growth.indicators
        areas += growth.areas
        breakdowns += growth.breakdowns
        periods += growth.periods
        seriesIndicators += growth.seriesIndicators
        seriesAreas += growth.seriesAreas
        seriesBreakdowns += growth.seriesBreakdowns
        institutions = growth.institutions
    }

    /// How large it is.
    package var size: SeriesTableSize {
        SeriesTableSize(
            indicators: indicators.count,
            areas: areas.count,
            breakdowns: breakdowns.count,
            periods: periods.count,
            series: seriesAreas.count
        )
    }
}

/// How many entries a ``SeriesTable`` has of each kind.
package struct SeriesTableSize: Sendable {
    fileprivate var indicators = 0
    fileprivate var areas = 0
    fileprivate var breakdowns = 0
    fileprivate var periods = 0
    fileprivate var series = 0

    /// Of an empty table.
    package init() {}

    fileprivate init(indicators: Int, areas: Int, breakdowns: Int, periods: Int, series: Int) {
        self.indicators = indicators
        self.areas = areas
        self.breakdowns = breakdowns
        self.periods = periods
        self.series = series
    }
}
