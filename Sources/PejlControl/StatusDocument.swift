import Foundation
package import PejlModel

/// What `pejld` tells `pejl` between runs: `status.json` in the state directory, written whole or not at all.
///
/// Two ways were weighed: reading the work store, which only `pejld` may open, and a file of its own. A failed run
/// publishes nothing, so its failure cannot be in the publication either; hence the file.
package struct StatusDocument: Codable, Sendable, Equatable {
    /// Version of this format.
    package var format = 1
    /// When the last run began, ISO 8601 in UTC.
    package var startedAt: String
    /// When it ended.
    package var finishedAt: String
    /// Code of the municipality.
    package var municipality: String
    /// The datasets in the order of the run.
    package var datasets: [Dataset]
    /// What publishing came to.
    package var publication: Publication
    /// Why the report could not be written, if it could not.
    package var report: Failure?
    /// The plugins in the order of their identifiers; absent where a pejl without plugin states wrote this.
    package var plugins: [Plugin]?
    /// What is damaged in store, publication or archive, where everything was looked at; once a day.
    package var damage: Failure?

    /// How the daemon stands; absent in the file, which is written between its runs and outlives it.
    package var daemon: Daemon?

    /// How the daemon stands.
    package struct Daemon: Codable, Sendable, Equatable {
        /// When it came up, ISO 8601 in UTC.
        package var startedAt: String
        /// What a run is doing now; absent between runs.
        package var doing: Localised?
        /// The dataset or plugin that is about.
        package var subject: String?
        /// When the run that goes on began.
        package var runningSince: String?
        /// The number of the run that goes on, or of the next one.
        package var run: Int
        /// When it works next; absent where nothing is ever due.
        package var nextAt: String?
        /// When the configuration was last read anew.
        package var reloadedAt: String?
        /// Why the configuration before that stands, where it does.
        package var reloadFailure: Failure?

        package init(startedAt: String, run: Int) {
            self.startedAt = startedAt
            self.run = run
        }
    }

    /// One dataset.
    package struct Dataset: Codable, Sendable, Equatable {
        /// Identifier of the dataset.
        package var id: String
        /// The name readers see.
        package var title: Localised
        /// `loaded`, `unchanged`, `failed`, `not_due` where it was not due, or `awaiting-file`.
        package var state: String
        /// The folder that a file is waited for in.
        package var folder: String?
        /// Observations that a load added.
        package var added: Int?
        /// Observations that it changed.
        package var changed: Int?
        /// Observations that it withdrew.
        package var withdrawn: Int?
        /// When it was last loaded or found unchanged.
        package var lastGoodAt: String?
        /// Why it failed.
        package var failure: Failure?
        /// When it is tried again.
        package var retryAt: String?
        /// When it is due next.
        package var nextAt: String?
    }

    /// One plugin.
    package struct Plugin: Codable, Sendable, Equatable {
        /// Identifier of the plugin.
        package var id: String
        /// The name readers see.
        package var title: Localised
        /// Its version.
        package var version: String
        /// `ran`, `failed`, `held` where it failed so often that it rests, or `not-needed`.
        package var state: String
        /// When it last ran, ISO 8601 in UTC.
        package var lastRunAt: String?
        /// How often it has failed in a row.
        package var failuresInARow: Int
        /// What its last run that came to something took.
        package var run: Run?
        /// Why it failed or rests.
        package var failure: Failure?

        /// What a run took.
        package struct Run: Codable, Sendable, Equatable {
            /// Findings that it made.
            package var findings: Int
            /// From its start to its end.
            package var milliseconds: Int
            /// From its start, cage and all, to its first answer.
            package var startMilliseconds: Int
            /// The most memory that one process of it had in use.
            package var peakBytes: Int
        }
    }

    /// What publishing came to.
    package struct Publication: Codable, Sendable, Equatable {
        /// `published`, `unchanged`, `nothing` or `failed`.
        package var state: String
        /// Number of the publication that stands.
        package var number: Int?
        /// Digest of its content, 64 hexadecimal digits.
        package var digest: String?
        /// Why it failed.
        package var failure: Failure?
    }

    /// The document of a run.
    ///
    /// - Parameters:
    ///   - summary: What the run came to.
    ///   - previous: The document before it, which knows what plugins took that were not needed now.
    package init(_ summary: RefreshSummary, after previous: StatusDocument? = nil) {
        startedAt = summary.startedAt.description
        finishedAt = summary.finishedAt.description
        municipality = summary.municipality
        datasets = summary.datasets.map(Dataset.init(_:))
        publication = Publication(summary.publication)
        report = summary.report
        let known = Dictionary((previous?.plugins ?? []).map { ($0.id, $0) }) { first, _ in first }
        plugins = summary.plugins.map { Plugin($0, after: known[$0.id]) }
        damage = summary.damage
    }

    /// The document before the first run has ended.
    package init(nothingYetFor municipality: String, since: UTCInstant) {
        (startedAt, finishedAt) = (since.description, since.description)
        self.municipality = municipality
        datasets = []
        publication = Publication(.nothing)
    }

    /// Reads `status.json`, or nothing where there is none that can be read.
    package init?(path: String) {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        guard let document = try? JSONDecoder().decode(StatusDocument.self, from: data) else { return nil }
        self = document
    }

    /// Every failure that is told of.
    package var failures: [Failure] {
        datasets.compactMap(\.failure) + (plugins ?? []).compactMap(\.failure)
            + [publication.failure, report, damage].compactMap(\.self)
    }

    /// The document as JSON with sorted keys.
    package func json() -> String {
        DocumentJSON.text(self)
    }
}

extension StatusDocument.Dataset {
    fileprivate init(_ dataset: RefreshSummary.Dataset) {
        id = dataset.id
        title = dataset.title
        lastGoodAt = dataset.lastGoodAt
        retryAt = dataset.retryAt?.description
        nextAt = dataset.nextAt?.description
        switch dataset.outcome {
        case .unchanged: state = "unchanged"
        case .loaded(let difference):
            state = "loaded"
            added = difference.added
            changed = difference.changed
            withdrawn = difference.withdrawn
        case .notDue(nil): state = "not_due"
        case .awaitingFile(let folder):
            state = "awaiting-file"
            self.folder = folder
        case .failed(let failure), .notDue(.some(let failure)):
            state = "failed"
            self.failure = failure
        }
    }
}

extension StatusDocument.Plugin {
    fileprivate init(_ plugin: RefreshSummary.Plugin, after previous: StatusDocument.Plugin?) {
        id = plugin.id
        title = plugin.title
        version = plugin.version
        lastRunAt = plugin.lastRunAt?.description
        failuresInARow = plugin.failuresInARow
        run = previous?.version == plugin.version ? previous?.run : nil
        switch plugin.outcome {
        case .ran(let cost):
            state = "ran"
            run = Run(
                findings: cost.findings,
                milliseconds: cost.milliseconds,
                startMilliseconds: cost.startMilliseconds,
                peakBytes: cost.peakBytes
            )
        case .failed(let failure): (state, self.failure) = ("failed", failure)
        case .held(let failure): (state, self.failure) = ("held", failure)
        case .notNeeded: state = "not-needed"
        }
    }
}

extension StatusDocument.Publication {
    fileprivate init(_ publication: RefreshSummary.Publication) {
        switch publication {
        case .published(let number, let digest): (state, self.number, self.digest) = ("published", number, digest.hex)
        case .unchanged(let number, let digest): (state, self.number, self.digest) = ("unchanged", number, digest.hex)
        case .nothing: state = "nothing"
        case .failed(let failure): (state, self.failure) = ("failed", failure)
        }
    }
}
