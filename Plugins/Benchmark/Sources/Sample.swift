import PejlPluginKit
import PejlStatistics

/// The values of one indicator, breakdown and period over the members of one group.
struct Sample {
    let indicator: AnalysisIndicator
    let breakdown: [String: String]
    let breakdownTitle: PluginText
    let period: String
    let group: AnalysisGroup
    /// Whether the group is the first of the request.
    let isFirstGroup: Bool
    /// Values of the members that have one, by area code.
    let values: [String: Double]
    /// Codes of the members, with or without a value, ascending.
    let members: [String]
    /// Whether every member was asked for: it has a value, or its value is hidden or missing at the publisher.
    let isWhole: Bool
    /// Warnings that follow from the statuses of the values: provisional, estimated, after a break.
    let statusCaveats: [String]
    /// Weights of the members that have a value and a weight.
    let weights: [String: Double]
    /// Codes of the warnings that hold for the weights: those of their indicator and of their statuses.
    let weightCaveats: [String]

    /// The values in the order of the area codes.
    var sorted: [Double] { members.compactMap { values[$0] } }

    /// Which end has rank 1: low values where less is better, otherwise high ones.
    var order: RankOrder { indicator.direction == "lower_better" ? .lowestFirst : .highestFirst }

    /// Codes of the warnings that hold for every statistic of the sample.
    var caveats: [String] {
        var codes = indicator.caveats.filter { $0.value.contains(period) }.map(\.key) + statusCaveats
        if values.count < members.count { codes.append("partial-group") }
        if !isWhole { codes.append("selected-areas") }
        if indicator.direction == "neutral" { codes.append("neutral-direction") }
        return codes.sorted()
    }

    /// The weighted mean, where every member with a value has a weight.
    var weightedMean: Double? {
        guard indicator.weight != nil, weights.count == values.count else { return nil }
        let pairs = members.compactMap { code in
            values[code].flatMap { value in weights[code].map { (value: value, weight: $0) } }
        }
        return Distribution.weightedMean(of: pairs)
    }
}

/// The figures of an analysis, arranged for comparing areas.
struct Samples {
    /// What stays the same for all areas of a comparison.
    struct Key: Hashable, Comparable {
        let indicator: String
        let breakdown: [String]
        let period: String

        static func < (left: Key, right: Key) -> Bool {
            (left.indicator, left.breakdown.joined(), left.period)
                < (right.indicator, right.breakdown.joined(), right.period)
        }
    }

    private struct Cell {
        var values: [String: Double] = [:]
        /// Statuses of all areas that were asked for.
        var statuses: [String: String] = [:]
        var breakdown: [String: String]
        var title: PluginText
    }

    private var cells: [Key: Cell] = [:]
    private let request: AnalysisRequest

    init(_ request: AnalysisRequest, _ series: [SeriesData]) {
        self.request = request
        for one in series {
            let parts = one.breakdown.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            for (index, (period, value)) in zip(one.periods, one.values).enumerated() {
                let key = Key(indicator: one.indicator, breakdown: parts, period: period)
                let empty = Cell(breakdown: one.breakdown, title: one.breakdownTitle)
                cells[key, default: empty].statuses[one.area] = one.statuses[index]
                if let value { cells[key, default: empty].values[one.area] = value }
            }
        }
    }

    /// Every sample that has a value, in the order of indicator, breakdown, period and the groups as given.
    var all: [Sample] {
        let indicators = Dictionary(request.indicators.map { ($0.id, $0) }) { first, _ in first }
        return cells.keys.sorted().flatMap { key in
            request.groups.compactMap { group in
                guard let cell = cells[key], let indicator = indicators[key.indicator] else { return nil }
                let values = cell.values.filter { group.members.contains($0.key) }
                guard !values.isEmpty else { return nil }
                let weights = weights(of: indicator, values)
                return Sample(
                    indicator: indicator,
                    breakdown: cell.breakdown,
                    breakdownTitle: cell.title,
                    period: key.period,
                    group: group,
                    isFirstGroup: group == request.groups.first,
                    values: values,
                    members: group.members.sorted(),
                    isWhole: group.members.allSatisfy { cell.statuses[$0] != nil },
                    statusCaveats: Self.caveats(Set(values.keys.compactMap { cell.statuses[$0] })),
                    weights: weights.values,
                    weightCaveats: weights.caveats
                )
            }
        }
    }

    /// Values that are not plain ones are ranked like the others, so the reader is told.
    private static func caveats(_ statuses: Set<String>) -> [String] {
        [("P", "provisional-values"), ("E", "estimated-values"), ("B", "break-in-series")]
            .filter { statuses.contains($0.0) }.map(\.1)
    }

    /// The weights of areas that have a value, and what is to be said of them.
    private func weights(
        of indicator: AnalysisIndicator,
        _ values: [String: Double]
    ) -> (values: [String: Double], caveats: [String]) {
        guard let weight = indicator.weight else { return ([:], []) }
        let key = Key(indicator: weight.indicator, breakdown: [], period: weight.period)
        guard let cell = cells[key] else { return ([:], []) }
        let weights = cell.values.filter { values[$0.key] != nil }
        let own = request.indicators.first { $0.id == weight.indicator }?.caveats ?? [:]
        let held = own.filter { $0.value.contains(weight.period) }.map(\.key)
        return (weights, held + Self.caveats(Set(weights.keys.compactMap { cell.statuses[$0] })))
    }
}
