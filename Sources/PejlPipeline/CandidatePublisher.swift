import PejlAnalyse
import PejlModel
import PejlReport
import PejlStore

#if canImport(Glibc)
import Glibc
#endif

/// From the store's present state to a publication and its report: candidate, plugins, verification, rename.
///
/// A plugin that fails stops the publication, and the last one stands: figures without their analysis would look
/// like an analysis without findings. One that fails again and again rests (``PluginRunner/breaker``), the publication is
/// made without it, and its report says so. What a run publishes are the findings of its own plugins and no older ones.
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

    private var runner: PluginRunner {
        PluginRunner(store: store, options: options, now: now, progress: progress)
    }

    private var groups: [ComparisonGroup] {
        AreaCatalogue.denmark.comparisonGroups(for: options.municipality)
    }

    /// What came of publishing: the publication, its report, and each plugin.
    struct Outcome {
        var publication = RefreshSummary.Publication.nothing
        /// Why the report could not be written.
        var report: Failure?
        /// What the plugins came to, by plugin; those that were not needed are not in it.
        var plugins: [String: RefreshSummary.PluginOutcome] = [:]
    }

    /// Publishes when figures, plugins, groups or the municipality changed since the last publication, or when forced.
    func publishIfNeeded(isForced: Bool = false) -> Outcome {
        var outcome = Outcome()
        do {
            let holds = try runner.holds()
            for (plugin, hold) in holds { outcome.plugins[plugin] = .held(hold.failure) }
            let plugins = try runner.check(options.plugins.filter { holds[$0.id] == nil })
            let analysis = analysisDigest(plugins)
            let isNeeded = try isForced || store.needsPublication(analysis: analysis, published: paths.publication)
            if !isNeeded {
                try reportAgain(&outcome)
            } else if try store.hasObservations() {
                try publish(plugins.map(\.manifest), analysis, &outcome)
            }
        } catch {
            outcome.publication = .failed(Failure(error))
        }
        return outcome
    }

    /// Indicators of the datasets that are switched on; figures of others stay in the store and are not analysed.
    private var indicators: Set<String> { Set(options.recipes.flatMap(\.indicators).map(\.id)) }

    private func reportAgain(_ outcome: inout Outcome) throws {
        let publication = try Publication(path: paths.publication)
        guard let digest = publication.digest else { return }
        // A kill between the rename and the report leaves an older report, or none.
        outcome.publication = .unchanged(number: publication.number, digest: digest)
        outcome.report = report(publication)
    }

    private func publish(
        _ plugins: [PluginManifest],
        _ analysis: ContentDigest,
        _ outcome: inout Outcome
    ) throws {
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
        let results = try findings(of: plugins, number: number, clock: clock, &outcome)
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
        outcome.publication = .published(number: number, digest: digest)
        outcome.report = report(try Publication(path: paths.publication))
    }

    /// Runs the plugins on the candidate, each after those whose findings it is sent.
    ///
    /// - Returns: What is to be stored, in the order of the runs.
    /// - Throws: Why the first that failed did; those beside it have run, those after it have not.
    private func findings(
        of plugins: [PluginManifest],
        number: Int,
        clock: UTCInstant,
        _ outcome: inout Outcome
    ) throws -> [AnalysisResult] {
        var results: [AnalysisResult] = []
        for stage in try PluginOrder.stages(plugins) {
            let found = results.flatMap(\.findings)
            let attempts = try runner.analyse(stage) {
                var figures = try AnalysisFigures(
                    Publication(path: paths.candidate),
                    number: number,
                    municipality: options.municipality,
                    indicators: indicators,
                    recipeAreas: options.recipes.flatMap(\.areas),
                    clock: clock
                )
                figures.context.findings = found
                return figures
            }
            for (plugin, attempt) in zip(stage, attempts) { outcome.plugins[plugin.id] = Self.outcome(of: attempt) }
            results += try attempts.map { try $0.get().0 }
        }
        return results
    }

    private static func outcome(
        of attempt: Result<(AnalysisResult, PluginOutcome), any Error>
    ) -> RefreshSummary.PluginOutcome {
        switch attempt {
        case .failure(let error): .failed(Failure(error))
        case .success(let (result, cost)):
            .ran(
                RefreshSummary.PluginRun(
                    findings: result.findings.count,
                    milliseconds: cost.milliseconds,
                    startMilliseconds: cost.startMilliseconds,
                    peakBytes: cost.peakBytes
                )
            )
        }
    }

    /// Everything besides the figures that findings follow from.
    private func analysisDigest(_ plugins: [PluginRunner.Trusted]) -> ContentDigest {
        let recipes = options.recipes.map { "\($0.id) \($0.digest.hex)" }
        let digests = groups.map(\.version) + plugins.map(\.digest) + options.areaChanges.map(\.version)
        let settings = plugins.flatMap { plugin in
            plugin.manifest.settings.sorted { $0.key < $1.key }.map { "\(plugin.manifest.id) \($0.key) \($0.value)" }
        }
        let parts = [options.municipality.code] + recipes + digests.map(\.hex) + settings
        return ContentDigest(of: parts.joined(separator: "\n"))
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
        let builder = try ReportBuilder(
            publication,
            municipality: options.municipality,
            indicators: indicators,
            plugins: options.plugins
        )
        let model = try builder.model()
        let html = Report.html(model, language: options.language)
        guard StateFolders.contents(paths.report) != html else { return }
        try StateFolders.replace(paths.report, with: html)
    }
}
