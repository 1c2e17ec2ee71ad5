import PejlModel

/// A series that was asked for and may not have come.
struct AskedSeries {
    private let indicator: Int32
    private let area: Int32
    private let breakdown: Int32
    private let known: Int32?

    init(indicator: Int32, area: Int32, breakdown: Int32, in keys: ObservationKeys) {
        self.indicator = indicator
        self.area = area
        self.breakdown = breakdown
        known = keys.knownNumber(indicator: indicator, area: area, breakdown: breakdown)
    }

    func isSeen(in seen: SeenFigures, _ period: Int32) -> Bool {
        known.map { seen.contains(series: $0, period: period) } ?? false
    }

    /// The number of the series, given now if it is new.
    func number(in keys: ObservationKeys) -> Int32 {
        keys.number(indicator: indicator, area: area, breakdown: breakdown)
    }
}
