import PejlAnalyse
package import PejlModel
package import PejlPipeline
import PejlPluginKit
import PejlStore

extension LogEntry {
    /// The line for a step of a run; nothing where it is for a progress bar alone.
    package init?(_ event: PipelineEvent) {
        switch event {
        case .asking(let dataset): self.init(.debug, "\(dataset): asking", [.dataset: dataset])
        case .fetching: return nil
        case .refreshed(let dataset, let outcome):
            guard let entry = Self(dataset, outcome) else { return nil }
            self = entry
        case .dropped(let dataset, let file, _, let path):
            let kept = path.map { "kept as \($0)" } ?? "stays in the drop folder"
            self.init(.info, "\(dataset): \(file): \(kept)", [.dataset: dataset])
        case .analysing(let plugin): self.init(.debug, "\(plugin): running", [.plugin: plugin])
        case .caged(let plugin, let lacking):
            let parts = lacking.joined(separator: ", no ")
            self.init(.warning, "\(plugin): this machine gave its cage no \(parts)", [.plugin: plugin])
        case .remarked(let plugin, let remark):
            guard !remark.isProgress else { return nil }
            self.init(
                Level(remark.level),
                "\(plugin): \(remark.level.rawValue): \(remark.message)",
                [.plugin: plugin]
            )
        case .analysed(let plugin, let findings):
            self.init(.info, "\(plugin): \(findings) findings", [.plugin: plugin])
        case .inspecting: self.init(.info, "looking at the store, the publication and the archive")
        case .rebuilt(let rebuild):
            self.init(
                .rebuilt,
                .error,
                "the store was damaged (\(rebuild.fault)); it is kept as \(rebuild.aside), and a new one was made of "
                    + "publication \(rebuild.publication)"
            )
        case .publishing(let number):
            self.init(.info, "making publication \(number)", [.publication: String(number)])
        }
    }

    private init?(_ dataset: String, _ outcome: RefreshOutcome) {
        let fields = [Field.dataset: dataset]
        switch outcome {
        case .unchanged: self.init(.info, "\(dataset): unchanged", fields)
        case .loaded(let difference):
            self.init(
                .notice,
                "\(dataset): \(difference.now) observations, \(difference.added) new, \(difference.changed) changed, "
                    + "\(difference.withdrawn) withdrawn",
                fields
            )
        case .awaitingFile(let folder): self.init(.info, "\(dataset): waiting for a file in \(folder)", fields)
        // Told when the run is over, with what became of the others.
        case .failed, .notDue: return nil
        }
    }

    /// The lines that sum up a run: every failure, and what publishing came to.
    package static func lines(_ summary: RefreshSummary) -> [LogEntry] {
        summary.datasets.compactMap(line) + summary.plugins.compactMap(line)
            + [summary.damage.map { failed(.damaged, $0) }, summary.report.map { failed(.notPublished, $0) }]
            .compactMap(\.self) + line(summary.publication)
    }

    /// The line for what ended a run or kept a daemon from starting.
    package static func failed(_ failure: Failure) -> LogEntry {
        LogEntry(.error, "failed: \(failure)", [.failure: failure.name])
    }

    private static func failed(
        _ id: MessageID,
        _ failure: Failure,
        _ fields: [Field: String] = [:]
    ) -> LogEntry {
        LogEntry(id, .error, "failed: \(failure)", fields.merging([.failure: failure.name]) { $1 })
    }

    private static func line(_ dataset: RefreshSummary.Dataset) -> LogEntry? {
        guard case .failed(let failure) = dataset.outcome else { return nil }
        return failed(.datasetFailed, failure, [.dataset: dataset.id])
    }

    private static func line(_ plugin: RefreshSummary.Plugin) -> LogEntry? {
        guard case .held(let failure) = plugin.outcome else { return nil }
        return failed(.pluginFailed, failure, [.plugin: plugin.id])
    }

    private static func line(_ publication: RefreshSummary.Publication) -> [LogEntry] {
        switch publication {
        case .published(let number, let digest):
            let text = "published number \(number), content \(digest)"
            return [LogEntry(.published, .notice, text, [.publication: String(number)])]
        case .unchanged(let number, let digest):
            return [LogEntry(.info, "nothing new; publication \(number) stands, content \(digest)")]
        case .nothing: return [LogEntry(.info, "there is nothing to publish yet")]
        case .failed(let failure):
            return [
                failed(.notPublished, failure),
                LogEntry(.error, "not published; the last publication stands"),
            ]
        }
    }
}

extension LogEntry.Level {
    fileprivate init(_ level: LogLevel) {
        switch level {
        case .debug: self = .debug
        case .info: self = .info
        case .warning: self = .warning
        case .error: self = .error
        }
    }
}
