import Dispatch
import PejlAnalyse
import PejlModel
import PejlPluginKit
import PejlStore
import Synchronization

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

    /// The plugins that rest, and those that wait for one that does, and why.
    func holds() throws -> [String: AnalyseError] {
        var holds: [String: AnalyseError] = [:]
        for plugin in options.plugins {
            let record = try store.pluginRecord(plugin.id)
            guard let until = Self.breaker.restsUntil(record, now: now()) else { continue }
            holds[plugin.id] = .held(plugin: plugin.id, failures: record.failuresInARow, until: until)
        }
        for plugin in try PluginOrder.stages(options.plugins).joined() where holds[plugin.id] == nil {
            guard let other = plugin.findings.first(where: { holds[$0] != nil }) else { continue }
            holds[plugin.id] = .waits(plugin: plugin.id, other: other)
        }
        return holds
    }

    /// Holds every file of some plugins against the lock.
    func check(_ plugins: [PluginManifest]) throws -> [Trusted] {
        try plugins.map { ($0, try options.trust.check($0).digest) }
    }

    /// What one plugin came to, before any of it is stored.
    private struct Attempt: Sendable {
        var confinement: Confinement?
        var time: ClosedRange<UTCInstant>
        var result: Result<Done, any Error>
    }

    /// What a sound run came to, and what it rested on.
    private struct Done: Sendable {
        let outcome: PluginOutcome
        let digest: ContentDigest
        let groups: [ComparisonGroup]
    }

    /// Runs plugins that do not wait for each other, as many at a time as there are cores.
    ///
    /// Each reads the candidate by a connection of its own. Runs are begun and closed in the plugins' order on this
    /// thread, so that the store says the same however they were interleaved.
    ///
    /// - Parameters:
    ///   - plugins: The plugins, in the order of their runs.
    ///   - figures: Opens what each is told.
    /// - Returns: For each plugin what is to be stored and what it took, or why nothing came of it; its run says so, too.
    /// - Throws: ``StoreError``.
    func analyse(
        _ plugins: [PluginManifest],
        _ figures: @Sendable () throws -> AnalysisFigures
    ) throws -> [Result<(AnalysisResult, PluginOutcome), any Error>] {
        let startedAt = now()
        let runs = try store.beginRuns(.analyse, subjects: plugins.map(\.id), at: startedAt)
        let attempts = Mutex<[Attempt?]>(plugins.map { _ in nil })
        DispatchQueue.concurrentPerform(iterations: plugins.count) { index in
            let attempt = attempt(plugins[index], figures, since: startedAt)
            attempts.withLock { $0[index] = attempt }
        }
        let made = attempts.withLock { $0 }
        return try zip(plugins, zip(runs, made)).map { plugin, pair in
            guard let attempt = pair.1 else { preconditionFailure("a plugin was not attempted") }
            return try close(pair.0, of: plugin, attempt)
        }
    }

    /// Runs one plugin; the thread is its own until it has ended.
    private func attempt(
        _ manifest: PluginManifest,
        _ figures: () throws -> AnalysisFigures,
        since startedAt: UTCInstant
    ) -> Attempt {
        progress(.analysing(plugin: manifest.id))
        var confinement: Confinement?
        let result = Result {
            let figures = try figures()
            // Opened and hashed again: what is run now is what is trusted.
            let program = try options.trust.open(manifest)
            var launcher = options.launcher
            launcher.candidate = figures.path
            let host = PluginHost(manifest, context: figures.context, launcher: launcher)
            let outcome = try host.run(
                program,
                started: { confinement = $0 },
                told: { progress(.remarked(plugin: manifest.id, $0)) },
                series: figures.series
            )
            // What it read beside its program was the trusted bytes, then and now.
            let digest = try options.trust.check(manifest).digest
            return Done(outcome: outcome, digest: digest, groups: figures.context.groups)
        }
        return Attempt(confinement: confinement, time: startedAt...max(now(), startedAt), result: result)
    }

    /// Writes what became of a run.
    private func close(
        _ run: Int,
        of manifest: PluginManifest,
        _ attempt: Attempt
    ) throws -> Result<(AnalysisResult, PluginOutcome), any Error> {
        if let confinement = attempt.confinement { try record(confinement, of: manifest.id, run) }
        switch attempt.result {
        case .failure(let error):
            try store.failRun(run, at: attempt.time.upperBound, Failure(error), retryAt: nil)
            return .failure(error)
        case .success(let done):
            try store.finishRun(run, at: attempt.time.upperBound)
            progress(.analysed(plugin: manifest.id, findings: done.outcome.findings.count))
            let result = AnalysisResult(
                run: run,
                time: attempt.time,
                plugin: manifest.id,
                version: manifest.version,
                digest: done.digest,
                settings: manifest.settings.mapValues(\.description),
                groups: done.groups,
                findings: done.outcome.findings
            )
            return .success((result, done.outcome))
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
