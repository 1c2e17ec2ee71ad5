import PejlAnalyse
import PejlModel
import PejlReport

extension AnalysisNote {
    /// How many findings of one plugin the report has room for; all are in the publication.
    private static let room = 40

    /// What a plugin found, as the report shows it: the newest first, with the reservations of plugins and of indicators.
    ///
    /// - Parameters:
    ///   - plugin: The plugin.
    ///   - findings: Its findings about the municipality; nothing where the publication was made without it.
    ///   - indicators: The indicators that they are about or were computed from.
    ///   - firstDays: The first day of each period, as ISO text.
    init(_ plugin: PluginManifest, _ findings: [Finding]?, _ indicators: [Indicator], firstDays: [String: String]) {
        func place(_ finding: Finding) -> [String] {
            [finding.indicator, finding.breakdown.code, finding.statistic, finding.id]
        }
        let newest = findings?.sorted { left, right in
            let days = (firstDays[left.period] ?? "", firstDays[right.period] ?? "")
            return days.0 == days.1 ? place(left).lexicographicallyPrecedes(place(right)) : days.0 > days.1
        }
        self.init(
            title: plugin.title,
            findings: newest?.prefix(Self.room).map { finding in
                // A plugin may say more than it must: a caveat that its indicator has for other periods.
                let own =
                    indicators.caveats(of: [finding])
                    + (indicators.first { $0.id == finding.indicator }?.caveats ?? [])
                let texts = finding.caveats.map { code in
                    own.first { $0.code == code }?.text ?? CaveatTexts.known.first { $0.code == code }?.text
                        // A code says less than a sentence, and more than nothing.
                        ?? Localised(same: "[\(code)]")
                }
                return Found(id: finding.id, text: finding.text, caveats: texts)
            },
            hidden: max(0, (findings?.count ?? 0) - Self.room)
        )
    }
}
