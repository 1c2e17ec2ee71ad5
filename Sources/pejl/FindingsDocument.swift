import Foundation
import PejlModel

/// Findings as JSON under stable names.
struct FindingsDocument: Encodable {
    private struct Input: Encodable {
        let indicator, breakdown, period: String
        let areas: [String]
    }

    private struct Entry: Encodable {
        let id, plugin, kind, indicator, area, breakdown, period, group, statistic, unit: String
        let value: Double
        let lower, upper: Double?
        let rank, rank_low, rank_high: Int?
        let n: Int
        let caveats: [String]
        let text_da, text_en: String
        let inputs: [Input]
    }

    private let findings: [Entry]

    init(_ findings: [Finding]) {
        self.findings = findings.map { finding in
            Entry(
                id: finding.id,
                plugin: finding.plugin,
                kind: finding.kind,
                indicator: finding.indicator,
                area: finding.area,
                breakdown: finding.breakdown.code,
                period: finding.period,
                group: finding.group,
                statistic: finding.statistic,
                unit: finding.unit,
                value: finding.value,
                lower: finding.lower,
                upper: finding.upper,
                rank: finding.rank,
                rank_low: finding.rankLow,
                rank_high: finding.rankHigh,
                n: finding.count,
                caveats: finding.caveats,
                text_da: finding.text.da,
                text_en: finding.text.en,
                inputs: finding.inputs.map {
                    Input(indicator: $0.indicator, breakdown: $0.breakdown.code, period: $0.period, areas: $0.areas)
                }
            )
        }
    }

    /// The list of findings.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(findings), as: UTF8.self) + "\n"
    }
}
