import Foundation
import PejlFetch
import PejlModel
import PejlPipeline
import Synchronization

/// What a daemon's own thread has before it: the configuration, the schedule, the run that goes on and what waits for it.
final class DaemonDesk {
    private let daemon: Daemon
    private let lock: InstanceLock
    private var options: DaemonOptions
    private var schedule: DaemonSchedule
    private var fetcher: Fetcher?
    private var job: Task<Void, Never>?
    private var waiting: [DaemonRequest] = []
    /// Who wants to know when there is nothing to do.
    private var idlers: [DaemonRequest] = []
    /// Who asked for the run that goes on.
    private var asking: [DaemonRequest] = []
    /// Whether the schedule is that of another configuration than the one in force.
    private var isPlanStale = false
    /// What works beside it until it ends.
    private var guest: (any Sendable)?
    private var stopBy: ContinuousClock.Instant?
    private var drops: DropWatch
    private var dropsAt: UTCInstant
    private var lastLook: (wall: UTCInstant, steady: ContinuousClock.Instant)

    private var surroundings: DaemonSurroundings { daemon.surroundings }
    private var now: UTCInstant { surroundings.now() }

    /// Reads the configuration, takes the instance's lock, and opens the store once, as it was left.
    ///
    /// - Throws: What keeps the daemon from starting.
    init(_ daemon: Daemon) throws {
        self.daemon = daemon
        let surroundings = daemon.surroundings
        options = try surroundings.configuration()
        surroundings.log.use(options.logFormat)
        surroundings.log.level = options.logLevel
        lock = try InstanceLock(directory: options.pipeline.stateDirectory)
        let now = surroundings.now()
        schedule = DaemonSchedule(
            splay: options.splaySeconds,
            installation: surroundings.machine + "\n" + options.pipeline.stateDirectory,
            now: now
        )
        drops = DropWatch(options.pipeline)
        // What lies there from before is looked at by the first run, which comes at once.
        dropsAt = drops.isEmpty ? now : now.adding(seconds: -Daemon.dropSeconds)
        lastLook = (now, .now)
        schedule.plan = try Patience.extended(surroundings.notifier) { try plan() }
        show()
        guest = try surroundings.opened(daemon, options)
    }

    /// Works until told to stop.
    func work() -> ProgramStatus {
        surroundings.log.write(LogEntry(.started, .notice, "ready; \(statusText())"))
        surroundings.notifier.ready(status: statusText())
        while true {
            step()
            if let stopBy, job == nil || stopBy < .now { break }
            if let event = daemon.events.take(within: wait()) { take(event) }
        }
        for request in waiting + asking + idlers { request.refuse(Self.stopping) }
        writeDownAsked()
        if job != nil {
            surroundings.log.write(
                LogEntry(.warning, "the run did not end in time; the next start writes down that it was interrupted")
            )
        }
        return .success
    }

    /// What was asked since the last run, if the store is to be had.
    private func writeDownAsked() {
        guard job == nil, !daemon.asked.withLock({ $0.isEmpty }) else { return }
        do {
            let pipeline = try RefreshPipeline(options.pipeline, now: surroundings.now, inspecting: false)
            try daemon.writeDownAsked(pipeline.store)
        } catch {
            surroundings.log.write(LogEntry(.warning, "the last requests are in the log alone: \(Failure(error))"))
        }
    }

    // MARK: - Time

    /// Looks at the clocks, and begins a run where one is due.
    private func step() {
        lookAtClocks()
        if daemon.progress.isAlive() { surroundings.notifier.watchdog() }
        if stopBy == nil, job == nil { beginNext() }
        show()
        guard job == nil else { return }
        for case .idle(let reply) in idlers { reply() }
        idlers = []
    }

    /// How long nothing needs to be looked at, in seconds.
    private func wait() -> Double {
        var seconds = Daemon.maximumWait
        if let watchdog = surroundings.notifier.watchdogSeconds { seconds = min(seconds, watchdog / 2) }
        if let stopBy { return max(0.01, min(seconds, (stopBy - .now) / .seconds(1))) }
        if job == nil, let next = schedule.nextAt {
            seconds = min(seconds, Double(next.secondsSince1970 - now.secondsSince1970))
        }
        // A second at the least where something is overdue and may not be begun.
        return max(seconds, 1)
    }

    /// Notices a wall clock that was set, and a machine that slept.
    private func lookAtClocks() {
        let (wall, steady) = (now, ContinuousClock.now)
        let passed = Int((steady - lastLook.steady) / .seconds(1))
        let shown = wall.secondsSince1970 - lastLook.wall.secondsSince1970
        lastLook = (wall, steady)
        let jumped = abs(shown - passed) > Daemon.jumpSeconds
        guard jumped || passed > Daemon.sleepSeconds else { return }
        schedule.noticeJump(at: wall)
        isPlanStale = true
        let what = jumped ? "the clock moved \(shown - passed) s" : "nothing ran for \(passed) s"
        surroundings.log.write(LogEntry(.notice, "\(what); what was missed is made good once"))
    }

    // MARK: - Runs

    private func beginNext() {
        if isPlanStale { renewPlan() }
        if let first = waiting.first, case .fetch(let choice, let insisting, _) = first {
            // Who asked for the same is served by the same run.
            let isSame = { (request: DaemonRequest) in
                if case .fetch(choice, insisting, _) = request { true } else { false }
            }
            let same = waiting.filter(isSame)
            waiting.removeAll(where: isSame)
            begin(choice, insisting: insisting, for: same)
        } else if isDue() {
            begin(.due, insisting: false, for: [])
        }
    }

    /// Whether a dataset, a look at everything or a drop folder is due.
    private func isDue() -> Bool {
        let now = now
        if let next = schedule.nextAt, next <= now { return true }
        let found = DropWatch(options.pipeline)
        guard !found.isEmpty else {
            drops = found
            return false
        }
        return found != drops || dropsAt.adding(seconds: Daemon.dropSeconds) <= now
    }

    private func begin(_ choice: RefreshChoice, insisting: Bool, for requests: [DaemonRequest]) {
        asking = requests
        daemon.progress.mark()
        daemon.shown.withLock { ($0.doing, $0.runningSince) = (.init("begynder", "starting"), now) }
        let job = DaemonJob(
            options: options.pipeline,
            choice: choice,
            insisting: insisting,
            fetcher: fetcher,
            daemon: daemon
        )
        self.job = Task.detached { [daemon] in daemon.events.put(.done(await job.run())) }
    }

    private func finish(_ outcome: DaemonJob.Outcome) {
        job = nil
        daemon.progress.end()
        let startedAt = daemon.state.runningSince ?? now
        daemon.shown.withLock { ($0.doing, $0.runningSince) = (nil, nil) }
        drops = DropWatch(options.pipeline)
        dropsAt = now
        let result: Result<RefreshSummary, any Error>
        switch outcome {
        case .ran(let summary, let plan, let fetcher):
            surroundings.log.write(LogEntry.lines(summary))
            daemon.shown.withLock { $0.note(summary) }
            schedule.succeeded()
            if !isPlanStale {
                (schedule.plan, self.fetcher) = (plan, fetcher)
                // What is due again at once would be asked for without end.
                if let next = schedule.nextAt, next <= now { schedule.failed(at: now) }
            }
            result = .success(summary)
        case .stopped(let plan, let fetcher):
            surroundings.log.write(LogEntry(.notice, "the run was ended before it was done; nothing was published"))
            if !isPlanStale { (schedule.plan, self.fetcher) = (plan, fetcher) }
            // What was broken off by a person is not begun again in the same second.
            schedule.failed(at: now)
            let failure = Failure(CancellationError())
            daemon.shown.withLock { $0.note(failure, from: startedAt, to: now) }
            result = .failure(failure)
        case .failed(let failure):
            surroundings.log.write(.failed(failure))
            daemon.shown.withLock { $0.note(failure, from: startedAt, to: now) }
            schedule.failed(at: now)
            result = .failure(failure)
        }
        for case .fetch(_, _, let reply) in asking { reply(result) }
        asking = []
    }

    // MARK: - Events

    private func take(_ event: Daemon.Event) {
        switch event {
        case .signal(.stop): stop()
        case .signal(.reload): _ = reload()
        case .wake: break
        case .done(let outcome): finish(outcome)
        case .asked(let request):
            guard stopBy == nil else { return request.refuse(Self.stopping) }
            switch request {
            case .fetch: waiting.append(request)
            case .idle: idlers.append(request)
            case .reload(let reply): reply(reload())
            case .cancel(let run, let reply):
                let isMeant = job != nil && daemon.state.runNumber == run
                if isMeant { job?.cancel() }
                reply(isMeant)
            }
        }
    }

    private static let stopping = Failure(kind: .transient, name: "stopping", message: "pejld is ending")

    private func stop() {
        guard stopBy == nil else { return }
        stopBy = .now + .seconds(surroundings.stopSeconds)
        surroundings.log.write(LogEntry(.stopping, .notice, "ending"))
        surroundings.notifier.stopping()
        job?.cancel()
    }

    // MARK: - Configuration

    /// Takes the configuration as it is now, for the next run, or keeps the old one.
    private func reload() -> Result<Void, any Error> {
        guard stopBy == nil else { return .failure(Self.stopping) }
        surroundings.notifier.reloading()
        defer { surroundings.notifier.ready(status: statusText()) }
        do {
            let fresh = try surroundings.configuration()
            guard fresh.pipeline.stateDirectory == options.pipeline.stateDirectory else {
                throw Failure(
                    kind: .config,
                    name: "restart-needed",
                    message: "state_directory changed; that needs a restart: systemctl restart pejld"
                )
            }
            options = fresh
            surroundings.log.use(fresh.logFormat)
            surroundings.log.level = fresh.logLevel
            (isPlanStale, fetcher) = (true, nil)
            note(DaemonState.Reload(at: now, failure: nil))
            let when = job == nil ? "" : "; the run that goes on ends under the old one"
            surroundings.log.write(LogEntry(.reloaded, .notice, "the configuration was read anew\(when)"))
            return .success(())
        } catch {
            let failure = Failure(error)
            note(DaemonState.Reload(at: now, failure: failure))
            surroundings.log.write(
                LogEntry(
                    .reloadRefused,
                    .error,
                    "the old configuration stands: \(failure.message)",
                    [.failure: failure.name]
                )
            )
            return .failure(failure)
        }
    }

    private func note(_ reload: DaemonState.Reload) { daemon.shown.withLock { $0.reload = reload } }

    /// What is due under the configuration in force; the store is opened for it, and left.
    private func plan() throws -> RefreshPlan {
        try RefreshPipeline(options.pipeline, now: surroundings.now, inspecting: false).upcoming()
    }

    private func renewPlan() {
        do {
            schedule.plan = try plan()
            isPlanStale = false
        } catch {
            // Somebody else holds the store for a moment, or it cannot be read: the next run will say so.
            schedule.failed(at: now)
        }
    }

    // MARK: - What is shown

    private func show() {
        let names = options.pipeline.recipes.map(\.id)
        daemon.shown.withLock { state in
            state.datasets = names
            state.nextAt = schedule.nextAt
        }
        if stopBy == nil { surroundings.notifier.status(statusText()) }
    }

    private func statusText() -> String {
        if let doing = daemon.state.doing { return doing.line }
        guard let next = schedule.nextAt else { return "waiting for files" }
        return "next at \(DanishTime.text(max(next, now)))"
    }
}
