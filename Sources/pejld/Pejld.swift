import ArgumentParser
import Dispatch
import Foundation
import PejlConfig
import PejlControl
import PejlDaemon
import PejlFetch
import PejlModel
import PejlPipeline
import PejlStore
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// The daemon: it waits for the datasets' schedules and makes a run when one comes, or one run alone with `--once`.
@main
struct Pejld: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pejld",
        abstract: "Fetch the configured statistics as scheduled, analyse them and publish.",
        discussion: """
            Without --once it runs until SIGTERM, and reads its configuration anew on SIGHUP; under systemd it tells \
            of itself through NOTIFY_SOCKET. docs/service.md has more.

            Exit status: 0 done, ended as asked, or nothing new; 65 a publisher sent something else than agreed; 69 a \
            publisher did not answer; 71 this machine (disk, store); 75 try later, or another pejld is running; 77 a \
            key is missing or refused; 78 the configuration is wrong. `pejl status` says what and why.

            Examples:
              pejld --config /etc/pejl/pejl.toml
              pejld --once
              pejld --once --due
            """
    )

    @Flag(help: "Make one run and end.")
    var once = false

    @Flag(help: "With --once: ask only for the datasets whose schedule, or whose next try, has come.")
    var due = false

    @Flag(help: "With --once: ask for all figures anew, even where the publisher says that nothing changed.")
    var insist = false

    @Option(name: .long, help: "The configuration file.")
    var config = "/etc/pejl/pejl.toml"

    func validate() throws {
        guard once || !(due || insist) else { throw ValidationError("--due and --insist are for --once") }
    }

    func run() {
        // Before anything that takes time: a SIGHUP would end what has not blocked it.
        if !once { ServiceSignals.block() }
        // Figures are for the owner and the group; nobody else needs to read what is on its way.
        umask(0o027)
        // A limit on the size of files is then an error that has a name, and not the end.
        signal(SIGXFSZ, SIG_IGN)
        let environment = ProcessInfo.processInfo.environment
        let log = ServiceLog(environment: environment)
        log.write(LogEntry(.info, "SQLite \(Store.sqliteVersion), \(CurlLibrary.version)"))
        let status = once ? runOnce(log) : serve(log, environment)
        Glibc.exit(status.rawValue)
    }

    /// One run, in this process alone.
    private func runOnce(_ log: ServiceLog) -> ProgramStatus {
        let done = DispatchSemaphore(value: 0)
        let status = Mutex(ProgramStatus.system)
        Task.detached { [self] in
            let outcome = await run(log)
            status.withLock { $0 = outcome }
            done.signal()
        }
        done.wait()
        return status.withLock { $0 }
    }

    private func run(_ log: ServiceLog) async -> ProgramStatus {
        do {
            let options = try Configuration(path: config).daemon
            log.use(options.logFormat)
            log.level = options.logLevel
            let pipeline = try RefreshPipeline(options.pipeline, now: SystemClock.now) { event in
                if let entry = LogEntry(event) { log.write(entry) }
            }
            let summary = try await pipeline.run(due ? .due : .all, insisting: insist)
            try Self.keep(summary, pipeline)
            log.write(LogEntry.lines(summary))
            return ProgramStatus(summary.failures)
        } catch {
            let failure = Failure(error)
            log.write(.failed(failure))
            return ProgramStatus(failure)
        }
    }

    /// Runs as scheduled until it is told to end.
    private func serve(_ log: ServiceLog, _ environment: [String: String]) -> ProgramStatus {
        let path = config
        var surroundings = DaemonSurroundings(
            notifier: ServiceNotifier(environment: environment),
            log: log,
            machine: Machine.name,
            configuration: { try Configuration(path: path).daemon },
            keep: Self.keep
        )
        surroundings.opened = { daemon, options in try DaemonControl(daemon, options, log).serve() }
        let daemon = Daemon(surroundings)
        let signals = ServiceSignals { daemon.take($0) }
        defer { signals.end() }
        return daemon.run()
    }

    /// Writes `status.json`, which knows of plugins that were not needed this time what it said of them before.
    @Sendable private static func keep(_ summary: RefreshSummary, _ pipeline: RefreshPipeline) throws {
        let previous = StatusDocument(path: pipeline.statusPath)
        try pipeline.saveStatus(StatusDocument(summary, after: previous).json())
    }
}
