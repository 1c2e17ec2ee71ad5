import PejlAnalyse
import PejlModel
import PejlPluginKit
import PejlStore

/// Runs the plugins of one publication, each as it was trusted, and keeps a run for each.
struct PluginRunner: Sendable {
    /// A plugin that fails three times in a row rests for a day: what it would find is missing, the figures are not.
    static let breaker = PluginBreaker(failures: 3, restSeconds: 86_400)

    let store: Store
    let options: PipelineOptions
    let now: @Sendable () -> UTCInstant
    let progress: @Sendable (PipelineEvent) -> Void

    /// A plugin and the digest of its every file, as somebody trusted them.
    typealias Trusted = (manifest: PluginManifest, digest: ContentDigest)

    /// The plugins that rest, and why.
    func holds() throws -> [String: AnalyseError] {
        var holds: [String: AnalyseError] = [:]
        for plugin in options.plugins {
            let record = try store.pluginRecord(plugin.id)
            guard let until = Self.breaker.restsUntil(record, now: now()) else { continue }
            holds[plugin.id] = .held(plugin: plugin.id, failures: record.failuresInARow, until: until)
        }
        return holds
    }

    /// Holds every file of some plugins against the lock.
    func check(_ plugins: [PluginManifest]) throws -> [Trusted] {
        try plugins.map { ($0, try options.trust.check($0).digest) }
    }

    /// Runs one plugin on the figures of a candidate.
    ///
    /// - Returns: What is to be stored, and what it took.
    /// - Throws: Why nothing came of it; the run then says so, too.
    func analyse(
        _ manifest: PluginManifest,
        _ figures: AnalysisFigures
    ) throws -> (AnalysisResult, PluginOutcome) {
        progress(.analysing(plugin: manifest.id))
        let startedAt = now()
        let run = try store.beginRun(.analyse, subject: manifest.id, at: startedAt)
        do {
            // Opened and hashed again: what is run now is what is trusted.
            let program = try options.trust.open(manifest)
            var launcher = options.launcher
            launcher.candidate = figures.path
            let host = PluginHost(manifest, context: figures.context, launcher: launcher)
            let outcome = try host.run(
                program,
                started: { try record($0, of: manifest.id, run) },
                told: { progress(.remarked(plugin: manifest.id, $0)) },
                series: figures.series
            )
            // What it read beside its program was the trusted bytes, then and now.
            let pins = try options.trust.check(manifest)
            let finishedAt = max(now(), startedAt)
            try store.finishRun(run, at: finishedAt)
            progress(.analysed(plugin: manifest.id, findings: outcome.findings.count))
            let result = AnalysisResult(
                run: run,
                time: startedAt...finishedAt,
                plugin: manifest.id,
                version: manifest.version,
                digest: pins.digest,
                settings: manifest.settings.mapValues(\.description),
                groups: figures.context.groups,
                findings: outcome.findings
            )
            return (result, outcome)
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
}
