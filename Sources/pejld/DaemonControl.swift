import Foundation
import PejlControl
import PejlDaemon
import PejlFetch
import PejlModel
import PejlPipeline
import PejlStore
import Synchronization

/// Carries out what is asked over the control socket.
///
/// What looks reads the daemon's state and files, and waits for no run. What is to change something, and what was refused,
/// is logged at once, and among the store's events with the next run: between runs the store is not the daemon's.
final class DaemonControl: ControlHandler {
    private let daemon: Daemon
    private let options: DaemonOptions
    private let log: ServiceLog
    private let requests = Mutex<[DaemonCounters.Request: Int]>([:])

    init(_ daemon: Daemon, _ options: DaemonOptions, _ log: ServiceLog) {
        self.daemon = daemon
        self.options = options
        self.log = log
    }

    /// Opens the socket.
    ///
    /// - Throws: ``ControlSocketError``.
    func serve() throws -> ControlServer {
        let server = try ControlServer(
            path: options.control.path,
            groups: ControlGroups(read: options.control.readGroup, admin: options.control.adminGroup),
            handler: self,
            audit: { [self] in note($0) }
        )
        if !server.isOpenToGroup {
            let group = options.control.readGroup
            log.write(
                LogEntry(
                    .warning,
                    "the group \(group) cannot reach the control socket: it is missing, or pejld is no member"
                )
            )
        }
        return server
    }

    func answer(
        _ request: ControlRequest,
        from caller: ControlCaller,
        progress: @escaping @Sendable (ControlProgress) -> Void
    ) async throws -> String {
        switch request {
        case .status: return status().json()
        case .metrics: return metrics()
        case .version: return DocumentJSON.text(Versions())
        case .runs(let limit): return DocumentJSON.text(RunList(daemon.state, limit: limit))
        case .logLevel: return DocumentJSON.text(["level": log.level.name])
        case .setLogLevel(let level):
            log.level = LogEntry.Level(level)
            return DocumentJSON.text(["level": log.level.name])
        case .reload:
            try await daemon.reload()
            return DocumentJSON.text(["reloaded": true])
        case .cancel(let run):
            guard await daemon.cancel(run: run) else { throw Self.notRunning(run) }
            return DocumentJSON.text(["cancelled": run])
        case .fetch(let fetch): return try await self.fetch(fetch, progress)
        }
    }

    // MARK: - Looking

    private func status() -> StatusDocument {
        let state = daemon.state
        let municipality = options.pipeline.municipality.code
        var document =
            StatusDocument(path: options.pipeline.paths.status)
            ?? StatusDocument(nothingYetFor: municipality, since: state.startedAt)
        var standing = StatusDocument.Daemon(startedAt: state.startedAt.description, run: state.runNumber)
        standing.doing = state.doing?.text
        standing.subject = state.doing?.subject
        standing.runningSince = state.runningSince?.description
        standing.nextAt = state.nextAt?.description
        standing.reloadedAt = state.reload?.at.description
        standing.reloadFailure = state.reload?.failure
        document.daemon = standing
        return document
    }

    private func metrics() -> String {
        let state = daemon.state
        var counters = DaemonCounters(version: PejlVersion.current, startedAt: state.startedAt)
        (counters.soundRuns, counters.failedRuns) = state.outcomes
        counters.failures = state.failures
        counters.receivedBytes = state.receivedBytes
        counters.requests = requests.withLock { $0 }
        counters.reload = state.reload.map { .init(at: $0.at, isSuccessful: $0.failure == nil) }
        let paths = options.pipeline.paths
        let publication = try? Publication(path: paths.publication)
        counters.publishedAt = publication.flatMap { UTCInstant($0.madeAt) }
        let size = try? FileManager.default.attributesOfItem(atPath: paths.workStore)[.size]
        counters.storeBytes = size as? Int
        return Metrics.text(StatusDocument(path: paths.status), counters, now: SystemClock.now())
    }

    // MARK: - Doing

    private func fetch(
        _ fetch: ControlRequest.Fetch,
        _ progress: @escaping @Sendable (ControlProgress) -> Void
    ) async throws -> String {
        let choice = try choice(fetch.scope)
        guard fetch.wait else {
            daemon.queue(choice, insisting: fetch.force)
            return DocumentJSON.text(["queued": true])
        }
        let teller = Task { [daemon] in
            while !Task.isCancelled {
                if let step = daemon.state.doing {
                    let unit = step.bytes == nil ? nil : "byte"
                    progress(ControlProgress(step.text, subject: step.subject, done: step.bytes, unit: unit))
                }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        defer { teller.cancel() }
        return StatusDocument(try await daemon.fetch(choice, insisting: fetch.force)).json()
    }

    private func choice(_ scope: ControlRequest.Fetch.Scope) throws -> RefreshChoice {
        guard case .named(let names) = scope else { return .all }
        let known = daemon.state.datasets
        if let unknown = names.first(where: { !known.contains($0) }) { throw Self.unknown(unknown, known) }
        return .named(Set(names))
    }

    private static func unknown(_ name: String, _ known: [String]) -> ControlError {
        let all = known.sorted().joined(separator: ", ")
        return ControlError(
            name: "unknown-dataset",
            status: .usage,
            text: Localised(
                da: "datasættet \"\(name)\" findes ikke i opsætningen; der er \(all)",
                en: "there is no dataset \"\(name)\" in the configuration; there are \(all)"
            )
        )
    }

    private static func notRunning(_ run: Int) -> ControlError {
        ControlError(
            name: "not-running",
            status: .unavailable,
            text: Localised(da: "kørsel \(run) er ikke i gang", en: "run \(run) does not go on")
        )
    }

    private func note(_ audit: ControlAudit) {
        let request = DaemonCounters.Request(verb: audit.request.verb, isAllowed: audit.isAllowed)
        requests.withLock { $0[request, default: 0] += 1 }
        let (verb, outcome) = (audit.request.verb, audit.error ?? "done")
        let matters = verb.access == .admin || !audit.isAllowed
        let actor = "user \(audit.caller.user)"
        log.write(LogEntry(matters ? .notice : .debug, "control: \(verb.rawValue) by \(actor): \(outcome)"))
        guard matters else { return }
        daemon.record(
            DaemonEvent(
                at: SystemClock.now(),
                actor: actor,
                verb: "control-\(verb.rawValue)",
                subject: String(decoding: audit.request.frame(), as: UTF8.self),
                detail: outcome
            )
        )
    }
}

/// The answer to `version`.
private struct Versions: Encodable {
    let pejl = PejlVersion.current
    let sqlite = Store.sqliteVersion
    let curl = CurlLibrary.version
}

/// The answer to `runs`.
private struct RunList: Encodable {
    struct Run: Encodable {
        let number: Int
        let startedAt: String
        let finishedAt: String
        let failures: [String]
        let publication: Int?
    }

    /// The number of the run that goes on.
    let running: Int?
    /// Oldest first.
    let runs: [Run]

    init(_ state: DaemonState, limit: Int) {
        running = state.runningSince == nil ? nil : state.runNumber
        runs = state.runs.suffix(limit).map { run in
            Run(
                number: run.number,
                startedAt: run.startedAt.description,
                finishedAt: run.finishedAt.description,
                failures: run.failures,
                publication: run.publication
            )
        }
    }
}

extension LogEntry.Level {
    fileprivate init(_ level: ControlLogLevel) {
        switch level {
        case .debug: self = .debug
        case .info: self = .info
        case .notice: self = .notice
        case .warning: self = .warning
        case .error: self = .error
        }
    }
}
