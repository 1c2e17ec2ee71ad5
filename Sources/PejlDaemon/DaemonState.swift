package import PejlModel
import PejlPipeline

/// How a daemon stands, for whoever asks while it works.
package struct DaemonState: Sendable {
    /// What came of reading the configuration anew.
    package struct Reload: Sendable, Hashable {
        /// When.
        package let at: UTCInstant
        /// Why the old configuration stands; nothing where the new one does.
        package let failure: Failure?
    }

    /// What a run does at the moment.
    package struct Step: Sendable, Hashable {
        /// In a few words.
        package let text: Localised
        /// The dataset or plugin it is about.
        package let subject: String?
        /// Bytes of the dataset so far.
        package let bytes: Int?

        init(_ da: String, _ en: String, subject: String? = nil, bytes: Int? = nil) {
            text = Localised(da: da, en: en)
            self.subject = subject
            self.bytes = bytes
        }

        /// One line in English.
        var line: String {
            [text.en, subject, bytes.map { "\($0 >> 10) KiB" }].compactMap(\.self).joined(separator: " ")
        }
    }

    /// One run since the daemon started.
    package struct Run: Sendable, Hashable {
        /// Its number: the first is 1.
        package let number: Int
        /// When it began.
        package let startedAt: UTCInstant
        /// When it ended.
        package let finishedAt: UTCInstant
        /// Names of what failed.
        package let failures: [String]
        /// The publication that it made.
        package let publication: Int?
    }

    /// Runs that are remembered.
    private static let remembered = 1_000

    /// When it came up.
    package let startedAt: UTCInstant
    /// What a run is doing now; nothing between runs.
    package internal(set) var doing: Step?
    /// When the run that goes on began.
    package internal(set) var runningSince: UTCInstant?
    /// When it works next; nothing where nothing is ever due.
    package internal(set) var nextAt: UTCInstant?
    /// The datasets that are configured.
    package internal(set) var datasets: [String] = []
    /// The last time that the configuration was read anew; nothing where it is that of the start.
    package internal(set) var reload: Reload?
    /// The newest runs, oldest first.
    package internal(set) var runs: [Run] = []
    /// The number of the run that goes on, or of the next one.
    package internal(set) var runNumber = 1
    /// Runs without and with a failure.
    package internal(set) var outcomes = (sound: 0, failed: 0)
    /// Failures by what they mean: of datasets, plugins and publications, and what kept a run from being made.
    package internal(set) var failures: [FailureKind: Int] = [:]
    /// Bytes of documents that came from publishers.
    package internal(set) var receivedBytes = 0
    private var coming: [String: Int] = [:]

    init(startedAt: UTCInstant) { self.startedAt = startedAt }

    /// A step of the run; one that says nothing new leaves the text as it is.
    mutating func note(_ event: PipelineEvent) {
        switch event {
        case .asking(let dataset): doing = Step("spørger efter", "asking for", subject: dataset)
        case .fetching(let dataset, _, let bytes):
            // A further try starts over.
            coming[dataset] = bytes
            doing = Step("henter", "fetching", subject: dataset, bytes: bytes)
        case .refreshed(let dataset, _):
            receivedBytes += coming.removeValue(forKey: dataset) ?? 0
            doing = Step("færdig med", "done with", subject: dataset)
        case .dropped(let dataset, _, _, _): doing = Step("læser filer til", "reading files of", subject: dataset)
        case .analysing(let plugin): doing = Step("kører analysen", "running the plugin", subject: plugin)
        case .inspecting:
            doing = Step("ser efter i lager, udgivelse og arkiv", "looking at store, publication and archive")
        case .publishing(let number): doing = Step("laver udgivelse \(number)", "making publication \(number)")
        case .caged, .remarked, .analysed, .rebuilt: break
        }
    }

    /// A run is over.
    mutating func note(_ summary: RefreshSummary) {
        let number: Int? = if case .published(let number, _) = summary.publication { number } else { nil }
        end(summary.failures, from: summary.startedAt, to: summary.finishedAt, publication: number)
    }

    /// A run could not be made, or was ended.
    mutating func note(_ failure: Failure, from startedAt: UTCInstant, to finishedAt: UTCInstant) {
        end([failure], from: startedAt, to: finishedAt, publication: nil)
    }

    private mutating func end(
        _ failed: [Failure],
        from startedAt: UTCInstant,
        to finishedAt: UTCInstant,
        publication: Int?
    ) {
        for failure in failed { failures[failure.kind, default: 0] += 1 }
        if failed.isEmpty { outcomes.sound += 1 } else { outcomes.failed += 1 }
        if runs.count == Self.remembered { runs.removeFirst() }
        runs.append(
            Run(
                number: runNumber,
                startedAt: startedAt,
                finishedAt: finishedAt,
                failures: failed.map(\.name),
                publication: publication
            )
        )
        runNumber += 1
    }
}
