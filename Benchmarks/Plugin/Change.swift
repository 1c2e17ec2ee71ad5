import PejlPluginKit

/// The change of every area from its first to its last period, and the median of each end: 100 findings an indicator.
///
/// It looks at every figure, and says how many there were and what they add up to.
struct Change: AnalysisPlugin {
    static let id = "bench"

    /// What was looked at.
    struct Total {
        var count = 0
        var sum = 0.0
    }

    func analyse(_ request: AnalysisRequest, _ series: [SeriesData], emit: (PluginFinding) throws -> Void) throws {
        let units = Dictionary(request.indicators.map { ($0.id, $0.unit) }) { first, _ in first }
        let total = try find(series, municipality: request.municipality, unit: { units[$0] ?? "" }, emit)
        PluginMain.log("\(total.count) \(total.sum)")
    }

    /// Makes the findings of series that come in the order of their indicators.
    func find(
        _ series: [SeriesData],
        municipality: String,
        unit: (String) -> String,
        _ emit: (PluginFinding) throws -> Void
    ) throws -> Total {
        var total = Total()
        var ends: [(area: String, first: Double, last: Double)] = []
        for (place, one) in series.enumerated() {
            for case let value? in one.values {
                total.count += 1
                total.sum += value
            }
            if let first = one.values.first ?? nil, let last = one.values.last ?? nil {
                ends.append((one.area, first, last))
                try emit(change(one, first, last, unit(one.indicator)))
            }
            guard place == series.count - 1 || series[place + 1].indicator != one.indicator else { continue }
            if !ends.isEmpty {
                let period = (first: one.periods[0], last: one.periods[one.periods.count - 1])
                let areas = ends.map(\.area)
                for (period, values) in [(period.first, ends.map(\.first)), (period.last, ends.map(\.last))] {
                    try emit(median(values.sorted(), one, period, areas, municipality, unit(one.indicator)))
                }
            }
            ends.removeAll(keepingCapacity: true)
        }
        return total
    }

    private func change(_ one: SeriesData, _ first: Double, _ last: Double, _ unit: String) -> PluginFinding {
        let ends = [one.periods[0], one.periods[one.periods.count - 1]]
        let difference = last - first
        return PluginFinding(
            kind: "change",
            indicator: one.indicator,
            area: one.area,
            breakdown: one.breakdown,
            period: ends[1],
            group: "country",
            statistic: "change",
            value: difference,
            unit: unit,
            count: 1,
            caveats: [],
            text: PluginText(
                da: "\(one.area): fra \(first) i \(ends[0]) til \(last) i \(ends[1]).",
                en: "\(one.area): from \(first) in \(ends[0]) to \(last) in \(ends[1])."
            ),
            inputs: ends.map {
                PluginFinding.Input(
                    indicator: one.indicator,
                    breakdown: one.breakdown,
                    period: $0,
                    areas: [one.area]
                )
            }
        )
    }

    private func median(
        _ sorted: [Double],
        _ one: SeriesData,
        _ period: String,
        _ areas: [String],
        _ municipality: String,
        _ unit: String
    ) -> PluginFinding {
        let middle = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        return PluginFinding(
            kind: "change",
            indicator: one.indicator,
            area: municipality,
            breakdown: one.breakdown,
            period: period,
            group: "country",
            statistic: "median",
            value: middle,
            unit: unit,
            count: sorted.count,
            caveats: [],
            text: PluginText(da: "Medianen i \(period) er \(middle).", en: "The median in \(period) is \(middle)."),
            inputs: [
                PluginFinding.Input(
                    indicator: one.indicator,
                    breakdown: one.breakdown,
                    period: period,
                    areas: areas
                )
            ]
        )
    }
}
