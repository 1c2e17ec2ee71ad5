import PejlAnalyse
import PejlModel
import PejlReport

extension AnalysisNote {
    /// How many findings of one plugin the report has room for; all are in the publication.
    private static let room = 40

    /// What a plugin found, as the report shows it; nothing where the publication was made without it.
    init(_ plugin: PluginManifest, _ findings: [Finding]?) {
        self.init(
            title: plugin.title,
            findings: findings?.prefix(Self.room).map { finding in
                Found(
                    id: finding.id,
                    text: finding.text,
                    caveats: CaveatTexts.known.filter { finding.caveats.contains($0.code) }.map(\.text)
                )
            },
            hidden: max(0, (findings?.count ?? 0) - Self.room)
        )
    }
}
