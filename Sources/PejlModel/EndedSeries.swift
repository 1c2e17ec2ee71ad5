/// Series of a table that stopped while others of it go on.
package struct EndedSeries: Sendable, Hashable {
    /// Code of the indicator.
    package let indicator: String
    /// The remaining dimensions, empty where there are none.
    package let breakdown: String
    /// Code of the last period with a figure.
    package let lastPeriod: String
    /// Code of the newest period that others have.
    package let newestPeriod: String
    /// Periods that others have had since.
    package let periodsSince: Int
    /// Codes of the areas, in ascending order.
    package let areas: [String]

    package init(
        indicator: String,
        breakdown: String,
        lastPeriod: String,
        newestPeriod: String,
        periodsSince: Int,
        areas: [String]
    ) {
        self.indicator = indicator
        self.breakdown = breakdown
        self.lastPeriod = lastPeriod
        self.newestPeriod = newestPeriod
        self.periodsSince = periodsSince
        self.areas = areas
    }
}
