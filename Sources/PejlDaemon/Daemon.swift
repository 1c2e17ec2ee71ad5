package import PejlModel
package import PejlPipeline
import PejlFetch
import Synchronization

/// Keeps one installation's figures fresh: waits, works, reads its configuration anew, and ends when it is told to.
///
/// Two ways were weighed: to hold the store for the daemon's whole life, and to open it for each run (chosen). Opening
/// costs milliseconds beside a run of minutes; between runs the administrator's `pejl dataset approve`, `replay` and
/// `verify` find the store free; every run begins the way a start after a kill does, which the tests try thousands of
/// times; and a new configuration is simply what the next run is made with. A lock of its own keeps a second daemon away.
///
/// One thread waits for events: signals, requests, a run that is over, the time. It never waits longer than
/// ``maximumWait`` and by a clock that nobody sets, so a wall clock that jumps is noticed within that time.
package final class Daemon: Sendable {
    /// The longest wait, in seconds.
    static let maximumWait = 30.0
    /// How long the wall clock may differ from the other before it has jumped, in seconds.
    static let jumpSeconds = 5
    /// A wait that lasted so much longer than it should have: the machine slept, or the process was stopped.
    static let sleepSeconds = 120
    /// Files that stay in a drop folder are tried again after a quarter of an hour.
    static let dropSeconds = 900

    enum Event: Sendable {
        case signal(ServiceSignal)
        case wake
        case asked(DaemonRequest)
        case done(DaemonJob.Outcome)
    }

    let surroundings: DaemonSurroundings
    let events = EventQueue<Event>()
    let progress = ProgressWatch()
    let shown: Mutex<DaemonState>
    /// What was asked of it since the last run, for the store's events.
    let asked = Mutex<[DaemonEvent]>([])

    package init(_ surroundings: DaemonSurroundings) {
        self.surroundings = surroundings
        shown = Mutex(DaemonState(startedAt: surroundings.now()))
    }

    /// How it stands.
    package var state: DaemonState { shown.withLock { $0 } }

    /// Takes a signal, from any thread.
    package func take(_ signal: ServiceSignal) { events.put(.signal(signal)) }

    /// Has it look at the clock at once.
    func wake() { events.put(.wake) }

    /// Refreshes datasets as soon as no run goes on, and waits for what that comes to.
    ///
    /// - Throws: ``Failure``: what kept the run from being made; `stopping` where the daemon ends first.
    package func fetch(_ choice: RefreshChoice, insisting: Bool = false) async throws -> RefreshSummary {
        try await withCheckedThrowingContinuation { continuation in
            events.put(.asked(.fetch(choice, insisting: insisting) { continuation.resume(with: $0) }))
        }
    }

    /// Refreshes datasets as soon as no run goes on; nobody waits for what that comes to.
    package func queue(_ choice: RefreshChoice, insisting: Bool = false) {
        events.put(.asked(.fetch(choice, insisting: insisting) { _ in }))
    }

    /// Reads the configuration anew.
    ///
    /// - Throws: ``Failure``: why the old one stands.
    package func reload() async throws {
        try await withCheckedThrowingContinuation { continuation in
            events.put(.asked(.reload { continuation.resume(with: $0) }))
        }
    }

    /// Ends the run of a number, if it is the one that goes on; whether it is.
    package func cancel(run: Int) async -> Bool {
        await withCheckedContinuation { continuation in
            events.put(.asked(.cancel(run: run) { continuation.resume(returning: $0) }))
        }
    }

    /// Waits until nothing goes on and nothing is due.
    func idle() async {
        await withCheckedContinuation { continuation in
            events.put(.asked(.idle { continuation.resume() }))
        }
    }

    /// Runs until it is told to stop.
    ///
    /// It blocks the thread that calls it.
    ///
    /// - Returns: What the program ends with: success after a stop, otherwise what kept it from starting.
    package func run() -> ProgramStatus {
        do {
            let desk = try DaemonDesk(self)
            // It holds the instance's lock until it is let go.
            return withExtendedLifetime(desk) { desk.work() }
        } catch {
            let failure = Failure(error)
            surroundings.log.write(.failed(failure))
            return ProgramStatus(failure)
        }
    }

    /// Has the next run write down who asked for what; the newest thousand are kept until then.
    package func record(_ event: DaemonEvent) {
        asked.withLock { asked in
            if asked.count == 1_000 { asked.removeFirst() }
            asked.append(event)
        }
    }

    /// A step of a run.
    func note(_ event: PipelineEvent) {
        progress.mark()
        shown.withLock { $0.note(event) }
        if let entry = LogEntry(event) { surroundings.log.write(entry) }
    }
}

/// What somebody asks of a running daemon, and whom to tell what came of it.
enum DaemonRequest: Sendable {
    case fetch(RefreshChoice, insisting: Bool, @Sendable (Result<RefreshSummary, any Error>) -> Void)
    case reload(@Sendable (Result<Void, any Error>) -> Void)
    case cancel(run: Int, @Sendable (Bool) -> Void)
    case idle(@Sendable () -> Void)

    /// Tells whoever asked that nothing comes of it any more.
    func refuse(_ failure: Failure) {
        switch self {
        case .fetch(_, _, let reply): reply(.failure(failure))
        case .reload(let reply): reply(.failure(failure))
        case .cancel(_, let reply): reply(false)
        case .idle(let reply): reply()
        }
    }
}
