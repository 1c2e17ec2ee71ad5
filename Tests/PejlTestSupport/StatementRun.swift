package import PejlAnalyse
package import PejlModel
import PejlPluginKit
package import PejlStore
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// One run of a statement on a publication, as `pejld` runs that of an SQL plugin on a candidate.
package struct StatementRun: Sendable {
    /// The statement.
    package let sql: String
    /// The publication that stands in for the candidate.
    package let candidate: Publication
    /// The identifier it goes by, unlike that of every other run on this machine.
    package let id: String
    /// What a run may cost.
    package var limits = PluginLimits()
    /// The indicators and kinds of area that it declares.
    package var indicators = ["*"]
    package var areaKinds: [AreaKind] = [.municipality]
    /// The moment that the analysis counts as made: 2026-01-05T06:01:00Z unless set.
    package var clock = UTCInstant(secondsSince1970: 1_767_592_860)
    /// What its findings may be, and its settings.
    package var outputs = [
        FindingKind(
            name: "test",
            meaning: Localised(same: "test"),
            units: ["value": ["indicator"], "count": ["figures"], "number": ["number"]]
        )
    ]
    package var settings: [SettingRule] = []

    private static let runs = Mutex(0)

    package init(_ sql: String, on candidate: Publication) {
        self.sql = sql
        self.candidate = candidate
        let number = Self.runs.withLock {
            $0 += 1
            return $0
        }
        id = "sql-\(getpid())-\(number)"
        limits.seconds = 20
        limits.memoryBytes = 64 << 20
    }

    /// Runs it.
    ///
    /// - Returns: What came of it, with its findings.
    /// - Throws: ``AnalyseError``.
    package func outcome() throws -> PluginOutcome {
        let folder = try TemporaryFolder(inMemory: true)
        try folder.write(sql, to: "test.sql")
        let manifest = PluginManifest(
            id: id,
            version: "1.0.0",
            title: Localised(same: "test"),
            protocolVersions: 1...1,
            body: .sql(query: "test.sql"),
            indicators: indicators,
            areaKinds: areaKinds,
            outputs: outputs,
            settingRules: settings,
            limits: limits,
            digest: ContentDigest(of: sql),
            folder: folder.path
        )
        guard let own = AreaCatalogue.denmark.area(code: candidate.municipality) else {
            throw ProgramError(program: candidate.municipality, code: ENOENT)
        }
        let context = AnalysisContext(
            publication: candidate.number,
            municipality: own,
            areas: AreaCatalogue.denmark.areas,
            groups: AreaCatalogue.denmark.comparisonGroups(for: own),
            indicators: try candidate.indicators(),
            clock: clock
        )
        var launcher = PluginLauncher(path: Repository.programs + "/pejl-launch")
        launcher.candidate = candidate.path
        let program = try PluginProgram(manifest, programs: Repository.programs)
        return try PluginHost(manifest, context: context, launcher: launcher).run(program) { indicators, kinds, send in
            try candidate.forEachSeries(indicators: indicators, kinds: kinds) { series in
                let parts = series.key.breakdown.parts.map { ($0.dimension, $0.member) }
                try send(
                    SeriesData(
                        indicator: series.key.indicator,
                        area: series.key.area,
                        breakdown: Dictionary(parts) { first, _ in first },
                        breakdownTitle: PluginText(da: "", en: ""),
                        periods: series.periods,
                        values: series.values,
                        statuses: series.statuses.map(\.sdmx)
                    )
                )
            }
        }
    }

    /// Runs it; its findings, or the name and the words of its failure.
    package func result() -> (findings: [Finding], failure: Failure?) {
        do {
            return (try outcome().findings, nil)
        } catch {
            return ([], Failure(error))
        }
    }
}
