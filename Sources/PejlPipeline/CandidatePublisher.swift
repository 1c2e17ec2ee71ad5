import PejlAnalyse
import PejlModel
import PejlPluginKit
import PejlReport
import PejlStore

#if canImport(Glibc)
import Glibc
#endif

/// From the store's present state to a publication and its report: candidate, plugins, verification, rename.
///
/// A plugin that fails stops the publication, and the last one stands: figures without their analysis would look
/// like an analysis without findings. What a run publishes are the findings of its own plugins and no older ones.
struct CandidatePublisher: Sendable {
    private let store: Store
    private let options: PipelineOptions
    private let now: @Sendable () -> UTCInstant
    private let progress: @Sendable (PipelineEvent) -> Void

    init(
        store: Store,
        options: PipelineOptions,
        now: @escaping @Sendable () -> UTCInstant,
        progress: @escaping @Sendable (PipelineEvent) -> Void
    ) {
        self.store = store
        self.options = options
        self.now = now
        self.progress = progress
    }

    private var paths: StatePaths { options.paths }

    private var groups: [ComparisonGroup] {
        AreaCatalogue.denmark.comparisonGroups(for: options.municipality)
    }

    /// Publishes when figures, plugins, groups or the municipality changed since the last publication, or when forced.
    func publishIfNeeded(isForced: Bool = false) -> (RefreshSummary.Publication, report: Failure?) {
        do {
            let programs = try openPrograms()
            let analysis = analysisDigest(programs)
            let isNeeded = try isForced || store.needsPublication(analysis: analysis, published: paths.publication)
            guard isNeeded else { return try unchanged() }
            guard try store.hasObservations() else { return (.nothing, nil) }
            return try publish(programs.map(\.manifest), analysis)
        } catch {
            return (.failed(Failure(error)), nil)
        }
    }

    /// Indicators of the datasets that are switched on; figures of others stay in the store and are not analysed.
    private var indicators: Set<String> { Set(options.recipes.flatMap(\.indicators).map(\.id)) }

    private func unchanged() throws -> (RefreshSummary.Publication, report: Failure?) {
        let publication = try Publication(path: paths.publication)
        guard let digest = publication.digest else { return (.nothing, nil) }
        // A kill between the rename and the report leaves an older report, or none.
        return (.unchanged(number: publication.number, digest: digest), report(publication))
    }

    private func publish(
        _ plugins: [PluginManifest],
        _ analysis: ContentDigest
    ) throws -> (RefreshSummary.Publication, report: Failure?) {
        // A step that failed earlier in this process may have left one prepared.
        try store.recoverPublication(at: paths.publication)
        defer { store.discardCandidate(at: paths.candidate) }
        let shelf = PublicationShelf(paths: paths, rule: options.publication)
        try shelf.refuseWithoutRoom()
        let number = try store.nextPublicationNumber()
        let clock = now()
        progress(.publishing(number: number))
        try store.saveComparisonGroups(groups)
        try store.saveAreaChanges(options.areaChanges)
        try store.makeCandidate(at: paths.candidate)
        let candidate = try Publication(path: paths.candidate)
        let context = try AnalysisContext(
            publication: number,
            municipality: options.municipality,
            areas: AreaCatalogue.denmark.adding(options.recipes.flatMap(\.areas)).areas
                + candidate.areas(.institution),
            groups: groups,
            indicators: candidate.indicators().filter { indicators.contains($0.id) },
            clock: clock
        )
        let results = try plugins.map { try analyse($0, context, candidate) }
        shelf.shelve(number: number - 1)
        let digest = try store.publish(
            PublicationDescription(
                number: number,
                madeAt: clock,
                municipality: options.municipality.code,
                analysis: analysis
            ),
            results,
            candidate: paths.candidate,
            to: paths.publication
        )
        shelf.clear(present: number)
        return (.published(number: number, digest: digest), report(try Publication(path: paths.publication)))
    }

    // MARK: - Plugins

    private typealias TrustedProgram = (manifest: PluginManifest, digest: ContentDigest)

    /// Opens and hashes every plugin's program, and refuses those that nobody trusted.
    private func openPrograms() throws -> [TrustedProgram] {
        try options.plugins.map { manifest in
            let program = try PluginProgram(manifest, programs: options.programs)
            try checkTrust(manifest.id, program.digest)
            return (manifest, program.digest)
        }
    }

    private func checkTrust(_ plugin: String, _ digest: ContentDigest) throws {
        guard let trusted = options.trusted[plugin] else {
            throw AnalyseError.notTrusted(plugin: plugin, digest: digest)
        }
        guard trusted == digest else { throw AnalyseError.changed(plugin: plugin, trusted: trusted, found: digest) }
    }

    /// Everything besides the figures that findings follow from.
    private func analysisDigest(_ plugins: [TrustedProgram]) -> ContentDigest {
        let recipes = options.recipes.map { "\($0.id) \($0.digest.hex)" }
        let digests = groups.map(\.version) + plugins.map(\.digest) + options.areaChanges.map(\.version)
        let settings = plugins.flatMap { plugin in
            plugin.manifest.settings.sorted { $0.key < $1.key }.map { "\(plugin.manifest.id) \($0.key) \($0.value)" }
        }
        let parts = [options.municipality.code] + recipes + digests.map(\.hex) + settings
        return ContentDigest(of: parts.joined(separator: "\n"))
    }

    private func analyse(
        _ manifest: PluginManifest,
        _ context: AnalysisContext,
        _ candidate: Publication
    ) throws -> AnalysisResult {
        progress(.analysing(plugin: manifest.id))
        let startedAt = now()
        let run = try store.beginRun(.analyse, subject: manifest.id, at: startedAt)
        do {
            // Opened and hashed again: what is run now is what is trusted.
            let program = try PluginProgram(manifest, programs: options.programs)
            try checkTrust(manifest.id, program.digest)
            let titles = try candidate.memberTitles()
            let host = PluginHost(manifest, context: context, launcher: options.launcher)
            let outcome = try host.run(program) { confinement in
                try record(confinement, of: manifest.id, run)
            } series: { indicators, kinds, send in
                try candidate.forEachSeries(indicators: indicators, kinds: kinds) { series in
                    try send(SeriesData(series, title: titles.title(of: series.key.breakdown)))
                }
            }
            let finishedAt = max(now(), startedAt)
            try store.finishRun(run, at: finishedAt)
            progress(.analysed(plugin: manifest.id, findings: outcome.findings.count))
            return AnalysisResult(
                run: run,
                time: startedAt...finishedAt,
                plugin: manifest.id,
                version: manifest.version,
                digest: program.digest,
                settings: manifest.settings.mapValues(\.description),
                groups: context.groups,
                findings: outcome.findings
            )
        } catch {
            try store.failRun(run, at: now(), Failure(error), retryAt: nil)
            throw error
        }
    }

    /// What the cage of a run lacked is kept with the run, and told.
    private func record(_ confinement: Confinement, of plugin: String, _ run: Int) throws {
        guard !confinement.lacking.isEmpty else { return }
        let parts = confinement.lacking.map(\.name)
        try store.recordEvent(
            at: now(),
            actor: "pejld",
            verb: "cage-lacks",
            subject: plugin,
            detail: "run \(run): \(parts.joined(separator: ", "))"
        )
        progress(.caged(plugin: plugin, lacking: parts))
    }

    // MARK: - Report

    /// Writes the report of a publication, unless the very same stands there already; why it could not.
    ///
    /// The publication stands whatever becomes of its report.
    private func report(_ publication: Publication) -> Failure? {
        do {
            try writeReport(publication)
            return nil
        } catch {
            return Failure(error)
        }
    }

    private func writeReport(_ publication: Publication) throws {
        let builder = try ReportBuilder(publication, municipality: options.municipality, indicators: indicators)
        let model = try builder.model()
        let html = Report.html(model, language: options.language)
        guard StateFolders.contents(paths.report) != html else { return }
        try StateFolders.replace(paths.report, with: html)
    }
}

extension SeriesData {
    fileprivate init(_ series: PublishedSeries, title: Localised) {
        let parts = series.key.breakdown.parts.map { ($0.dimension, $0.member) }
        self.init(
            indicator: series.key.indicator,
            area: series.key.area,
            breakdown: Dictionary(parts) { first, _ in first },
            breakdownTitle: PluginText(da: title.da, en: title.en),
            periods: series.periods,
            values: series.values,
            statuses: series.statuses.map(\.sdmx)
        )
    }
}
