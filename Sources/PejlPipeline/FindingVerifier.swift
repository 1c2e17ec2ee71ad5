package import PejlAnalyse
import PejlModel
import PejlStore

/// Computes a finding again from what its publication recorded, and holds the two against each other.
///
/// What a plugin is told follows from the publication alone (figures, number, moment, municipality, settings, groups), but
/// for three things that are the configuration's and the program's: which datasets are switched on, the areas that recipes
/// add, and the names of groups. They are taken as they are now.
///
/// Two ways were weighed for whom to run: the installed plugin as it is trusted now, or one whose every file has the digest
/// that the run recorded. The latter: another version that comes to the same says nothing of the one that was published.
package struct FindingVerifier {
    private let options: PipelineOptions
    private let installed: [PluginManifest]

    /// - Parameters:
    ///   - options: The configuration as it is now.
    ///   - installed: Every plugin that is there, those that are switched off too.
    package init(_ options: PipelineOptions, installed: [PluginManifest]) {
        self.options = options
        self.installed = installed
    }

    /// Computes a finding again.
    ///
    /// - Parameters:
    ///   - id: Its identifier.
    ///   - path: The publication to look in; the present one and the earlier ones that are kept where nil.
    ///   - started: Told what of the cage is in force.
    /// - Returns: What is the same and what is not.
    /// - Throws: ``VerificationError`` where it cannot be computed again; ``AnalyseError`` or ``StoreError``.
    package func verify(
        _ id: String,
        in path: String?,
        started: (Confinement) throws -> Void = { _ in }
    ) throws -> FindingVerification {
        let (publication, run) = try find(id, path.map { [$0] } ?? kept)
        let found = try compute(run, publication, id, started)
        let recorded = try publication.findings(ofRun: run.number)
        guard let subject = recorded.first(where: { $0.id == id }) else {
            throw VerificationError.unknown(finding: id, publications: [publication.number])
        }
        return FindingVerification(
            subject,
            run: run,
            publication: publication,
            content: try publication.contentDigest(),
            recorded: recorded,
            found: found,
            figures: try publication.figures(of: Set(found.map(\.inputs)))
        )
    }

    // MARK: - What was recorded

    /// The present publication and those before it, the newest first.
    private var kept: [String] {
        [options.paths.publication] + PublicationShelf(paths: options.paths, rule: options.publication).earlier
    }

    /// The publication that a finding was made for, and its run.
    private func find(_ id: String, _ paths: [String]) throws -> (Publication, RecordedRun) {
        var numbers: [Int] = []
        var last: RecordedRun?
        for path in paths {
            let publication = try Publication(path: path)
            numbers.append(publication.number)
            guard let run = try publication.run(ofFinding: id) else { continue }
            if run.publication == publication.number { return (publication, run) }
            // A publication knows the findings of those before it, but not the figures as they were then.
            last = last ?? run
        }
        guard let last else { throw VerificationError.unknown(finding: id, publications: numbers) }
        throw VerificationError.publicationGone(finding: id, publication: last.publication, madeAt: last.madeAt)
    }

    /// The installed plugin with the files and settings of a run.
    private func plugin(_ run: RecordedRun, _ id: String) throws -> (PluginManifest, PluginPins) {
        guard var manifest = installed.first(where: { $0.id == run.plugin }) else {
            throw VerificationError.pluginGone(plugin: run.plugin, known: installed.map(\.id))
        }
        let pins = try PluginPins(
            of: manifest,
            programs: options.trust.programs,
            checkingOwners: options.trust.checksOwners
        )
        guard pins.digest.hex == run.digest else {
            throw VerificationError.pluginChanged(
                plugin: run.plugin,
                recorded: run.digest,
                installed: pins.digest.hex
            )
        }
        guard let settings = run.settings, !run.groups.isEmpty else {
            throw VerificationError.notNoted(finding: id, run: run.number)
        }
        for (name, text) in settings {
            guard let value = manifest.settingRules.first(where: { $0.name == name })?.accepted(text: text) else {
                throw VerificationError.setting(plugin: run.plugin, name: name, value: text)
            }
            manifest.settings[name] = value
        }
        return (manifest, pins)
    }

    // MARK: - Running again

    /// A plugin as it ran.
    private typealias Recorded = (run: RecordedRun, manifest: PluginManifest, pins: PluginPins)

    /// Runs a plugin after those whose findings it is sent, as they were run then.
    ///
    /// What those found is computed again, too: a publication keeps which figures a finding rests on, but not the list by
    /// which its plugin named them, and that list is part of what is sent.
    private func compute(
        _ run: RecordedRun,
        _ publication: Publication,
        _ id: String,
        _ started: (Confinement) throws -> Void
    ) throws -> [Finding] {
        var needed: [String: Recorded] = [:]
        var waiting = [run]
        while let next = waiting.popLast() {
            let (manifest, pins) = try plugin(next, id)
            needed[next.plugin] = (next, manifest, pins)
            for other in manifest.findings where needed[other] == nil {
                guard let before = try publication.run(of: other, publication: run.publication) else {
                    throw VerificationError.notNoted(finding: id, run: next.number)
                }
                waiting.append(before)
            }
        }
        var found: [Finding] = []
        for manifest in try PluginOrder.stages(needed.values.map(\.manifest)).joined() {
            guard let one = needed[manifest.id] else { continue }
            let findings = try compute(one, publication, sending: found, started)
            if manifest.id == run.plugin { return findings }
            found += findings
        }
        return []
    }

    private func compute(
        _ one: Recorded,
        _ publication: Publication,
        sending findings: [Finding],
        _ started: (Confinement) throws -> Void
    ) throws -> [Finding] {
        var (context, source) = try figures(one.run, publication)
        context.findings = findings
        // The files were compared with the run's digest; nothing else is opened, and they are looked at again afterwards.
        var trust = options.trust
        trust.pins = [one.manifest.id: one.pins]
        let program = try trust.open(one.manifest)
        var launcher = options.launcher
        launcher.candidate = source.path
        let host = PluginHost(one.manifest, context: context, launcher: launcher)
        let outcome = try host.run(program, started: started, series: source.series)
        _ = try trust.check(one.manifest)
        return outcome.findings
    }

    /// What the plugin was told.
    private func figures(
        _ run: RecordedRun,
        _ publication: Publication
    ) throws -> (context: AnalysisContext, source: AnalysisFigures) {
        let municipalities = AreaCatalogue.denmark.municipalities
        guard let municipality = municipalities.first(where: { $0.code == publication.municipality }) else {
            throw VerificationError.municipality(code: publication.municipality)
        }
        guard let clock = UTCInstant(run.madeAt) else {
            throw VerificationError.notNoted(finding: run.plugin, run: run.number)
        }
        let source = try AnalysisFigures(
            publication,
            number: run.publication,
            municipality: municipality,
            indicators: Set(options.recipes.flatMap(\.indicators).map(\.id)),
            recipeAreas: options.recipes.flatMap(\.areas),
            clock: clock
        )
        let context = AnalysisContext(
            publication: source.context.publication,
            municipality: municipality,
            areas: source.context.areas,
            groups: inOrder(run.groups, source.context.groups),
            indicators: source.context.indicators,
            clock: clock
        )
        return (context, source)
    }

    /// The groups of a run in the order in which plugins are told groups.
    private func inOrder(_ groups: [ComparisonGroup], _ present: [ComparisonGroup]) -> [ComparisonGroup] {
        let order = present.map(\.id)
        func place(_ group: ComparisonGroup) -> Int { order.firstIndex(of: group.id) ?? order.count }
        return groups.sorted { (place($0), $0.id) < (place($1), $1.id) }
    }
}
