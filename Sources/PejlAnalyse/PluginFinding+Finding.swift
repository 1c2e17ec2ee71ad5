import PejlModel
import PejlPluginKit

extension PluginFinding {
    /// A finding as it is sent to a plugin that asks for those of another.
    init(_ finding: Finding) {
        self.init(
            kind: finding.kind,
            indicator: finding.indicator,
            area: finding.area,
            breakdown: Self.members(finding.breakdown),
            period: finding.period,
            group: finding.group,
            statistic: finding.statistic,
            value: finding.value,
            unit: finding.unit,
            lower: finding.lower,
            upper: finding.upper,
            rank: finding.rank,
            rankLow: finding.rankLow,
            rankHigh: finding.rankHigh,
            count: finding.count,
            caveats: finding.caveats,
            text: PluginText(da: finding.text.da, en: finding.text.en),
            inputs: finding.inputs.map {
                Input(
                    indicator: $0.indicator,
                    breakdown: Self.members($0.breakdown),
                    period: $0.period,
                    areas: $0.areas
                )
            }
        )
    }

    private static func members(_ breakdown: Breakdown) -> [String: String] {
        Dictionary(breakdown.parts.map { ($0.dimension, $0.member) }) { first, _ in first }
    }
}

extension Breakdown {
    init(_ parts: [String: String]) {
        self.init(parts.map { BreakdownPart(dimension: $0.key, member: $0.value) })
    }
}

extension Finding {
    /// A finding that a plugin sent, once it is checked.
    init(_ finding: PluginFinding, plugin: String) {
        self.init(
            plugin: plugin,
            kind: finding.kind,
            indicator: finding.indicator,
            area: finding.area,
            breakdown: Breakdown(finding.breakdown),
            period: finding.period,
            group: finding.group,
            statistic: finding.statistic,
            value: finding.value,
            unit: finding.unit,
            lower: finding.lower,
            upper: finding.upper,
            rank: finding.rank,
            rankLow: finding.rankLow,
            rankHigh: finding.rankHigh,
            count: finding.count,
            caveats: finding.caveats,
            text: Localised(da: finding.text.da, en: finding.text.en),
            inputs: finding.inputs.map {
                FindingInput(
                    indicator: $0.indicator,
                    breakdown: Breakdown($0.breakdown),
                    period: $0.period,
                    areas: $0.areas.sorted()
                )
            }
        )
    }
}
