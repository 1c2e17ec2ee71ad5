/// What one run of the whole line came to.
package struct RefreshSummary: Sendable, Hashable {
    /// What one dataset's refresh came to.
    package struct Dataset: Sendable, Hashable {
        /// Identifier of the dataset.
        package let id: String
        /// The name readers see.
        package let title: Localised
        /// What happened.
        package let outcome: RefreshOutcome
        /// When it was last loaded or found unchanged, ISO 8601.
        package let lastGoodAt: String?
        /// When it is tried again, after a failure that may pass.
        package let retryAt: UTCInstant?
        /// When it is due next: as scheduled, or when it is tried again.
        package let nextAt: UTCInstant?

        package init(
            id: String,
            title: Localised,
            outcome: RefreshOutcome,
            lastGoodAt: String?,
            retryAt: UTCInstant?,
            nextAt: UTCInstant?
        ) {
            self.id = id
            self.title = title
            self.outcome = outcome
            self.lastGoodAt = lastGoodAt
            self.retryAt = retryAt
            self.nextAt = nextAt
        }
    }

    /// What publishing came to.
    package enum Publication: Sendable, Hashable {
        /// A new publication stands.
        case published(number: Int, digest: ContentDigest)
        /// Nothing changed; the last publication stands.
        case unchanged(number: Int, digest: ContentDigest)
        /// There is nothing to publish yet.
        case nothing
        /// A step failed; the last publication stands, if there is one.
        case failed(Failure)
    }

    /// What one run of a plugin took.
    package struct PluginRun: Sendable, Hashable {
        /// How many findings it made.
        package let findings: Int
        /// From its start to its end.
        package let milliseconds: Int
        /// From its start to its first answer.
        package let startMilliseconds: Int
        /// The most memory that one process of it had in use.
        package let peakBytes: Int

        package init(findings: Int, milliseconds: Int, startMilliseconds: Int, peakBytes: Int) {
            self.findings = findings
            self.milliseconds = milliseconds
            self.startMilliseconds = startMilliseconds
            self.peakBytes = peakBytes
        }
    }

    /// What a plugin came to.
    package enum PluginOutcome: Sendable, Hashable {
        /// It ran, and its findings are in the publication.
        case ran(PluginRun)
        /// It failed, and nothing of it is published.
        case failed(Failure)
        /// It failed so often that it rests; a publication is made without it.
        case held(Failure)
        /// Nothing called for it.
        case notNeeded
    }

    /// How one plugin stands after the run.
    package struct Plugin: Sendable, Hashable {
        /// Identifier of the plugin.
        package let id: String
        /// The name readers see.
        package let title: Localised
        /// Its version.
        package let version: String
        /// What happened.
        package let outcome: PluginOutcome
        /// How often it has failed in a row.
        package let failuresInARow: Int
        /// When it last ran, whatever came of it; nothing where it never did.
        package let lastRunAt: UTCInstant?

        package init(
            id: String,
            title: Localised,
            version: String,
            outcome: PluginOutcome,
            failuresInARow: Int,
            lastRunAt: UTCInstant?
        ) {
            self.id = id
            self.title = title
            self.version = version
            self.outcome = outcome
            self.failuresInARow = failuresInARow
            self.lastRunAt = lastRunAt
        }
    }

    /// When the run began.
    package let startedAt: UTCInstant
    /// When it ended.
    package let finishedAt: UTCInstant
    /// Code of the municipality.
    package let municipality: String
    /// What the datasets came to, in the order they were refreshed.
    package let datasets: [Dataset]
    /// What publishing came to.
    package let publication: Publication
    /// Why the report could not be written, if it could not.
    package let report: Failure?
    /// How the plugins stand, in the order of their identifiers.
    package let plugins: [Plugin]
    /// What is damaged in store, publication or archive, where everything was looked at.
    package let damage: Failure?

    package init(
        startedAt: UTCInstant,
        finishedAt: UTCInstant,
        municipality: String,
        datasets: [Dataset],
        publication: Publication,
        report: Failure?,
        plugins: [Plugin] = [],
        damage: Failure? = nil
    ) {
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.municipality = municipality
        self.datasets = datasets
        self.publication = publication
        self.report = report
        self.plugins = plugins
        self.damage = damage
    }

    /// Every failure of the run.
    package var failures: [Failure] {
        var failures: [Failure] = []
        for dataset in datasets { if case .failed(let failure) = dataset.outcome { failures.append(failure) } }
        if case .failed(let failure) = publication { failures.append(failure) }
        for plugin in plugins { if case .held(let failure) = plugin.outcome { failures.append(failure) } }
        if let report { failures.append(report) }
        if let damage { failures.append(damage) }
        return failures
    }
}
