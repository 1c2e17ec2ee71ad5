import PejlModel
import PejlPluginKit
import PejlStatistics

/// Turns one sample into findings.
struct FindingMaker {
    let sample: Sample
    let municipality: String
    let name: String

    /// The findings, own statistics first, then those of the group.
    var findings: [PluginFinding] {
        let values = sample.sorted
        var all: [PluginFinding] = []
        if let own = sample.values[municipality] {
            all += ownFindings(own, values)
        }
        let missing = sample.values[municipality] == nil ? ["own-value-missing"] : []
        if let median = Distribution.median(of: values) {
            all.append(make("median", median, unit: sample.indicator.unit, caveats: missing))
        }
        if let mean = Distribution.mean(of: values) {
            all.append(make("mean-unweighted", mean, unit: sample.indicator.unit, caveats: missing + ["unweighted"]))
        }
        if let mean = sample.weightedMean, let weight = sample.indicator.weight {
            let ofWeights = sample.weightCaveats + (weight.isDenominator ? [] : ["weight-is-not-the-denominator"])
            all.append(make("mean-weighted", mean, unit: sample.indicator.unit, caveats: missing + ofWeights))
        }
        return all
    }

    private func ownFindings(_ own: Double, _ values: [Double]) -> [PluginFinding] {
        // The value itself is the same in every group; it is found once, in the first.
        var all = sample.isFirstGroup ? [make("value", own, unit: sample.indicator.unit)] : []
        // Among a few selected members a place says nothing about the group.
        guard sample.isWhole else { return all }
        let rank = Ranking.rank(of: own, among: values, sample.order)
        // The interval of a rank here is that of ties; chance cannot be judged without the pupils behind the shares.
        all.append(
            make(
                "rank",
                Double(rank.rank),
                unit: "rank",
                rank: rank,
                caveats: ["interval-of-ties-only"] + (rank.isTied ? ["tied"] : [])
            )
        )
        if let percentile = Ranking.percentile(of: own, among: values) {
            all.append(make("percentile", percentile, unit: "percentile"))
        }
        if let quartile = Ranking.quartile(of: own, among: values) {
            all.append(make("quartile", Double(quartile), unit: "quartile"))
        }
        if let score = Distribution.standardScore(of: own, among: values) {
            all.append(make("z", score, unit: "standard_deviations"))
        }
        if let median = Distribution.median(of: values) {
            let unit = sample.indicator.unit == Unit.percent.rawValue ? "percentage_points" : sample.indicator.unit
            all.append(make("distance-to-median", own - median, unit: unit))
        }
        return all
    }

    private func make(
        _ statistic: String,
        _ value: Double,
        unit: String,
        rank: Rank? = nil,
        caveats: [String] = []
    ) -> PluginFinding {
        PluginFinding(
            kind: "benchmark",
            indicator: sample.indicator.id,
            area: municipality,
            breakdown: sample.breakdown,
            period: sample.period,
            group: sample.group.id,
            statistic: statistic,
            value: value,
            unit: unit,
            rank: rank?.rank,
            rankLow: rank?.rank,
            rankHigh: rank?.last,
            count: sample.values.count,
            caveats: Set(sample.caveats + caveats).sorted(),
            text: Sentence(sample: sample, name: name).text(statistic, value, rank),
            inputs: inputs(statistic)
        )
    }

    private func inputs(_ statistic: String) -> [PluginFinding.Input] {
        var inputs = [
            PluginFinding.Input(
                indicator: sample.indicator.id,
                breakdown: sample.breakdown,
                period: sample.period,
                areas: sample.members
            )
        ]
        if statistic == "mean-weighted", let weight = sample.indicator.weight {
            inputs.append(
                PluginFinding.Input(
                    indicator: weight.indicator,
                    breakdown: [:],
                    period: weight.period,
                    areas: sample.weights.keys.sorted()
                )
            )
        }
        return inputs
    }
}
