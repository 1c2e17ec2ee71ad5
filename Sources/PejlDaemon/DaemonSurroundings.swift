package import PejlModel
package import PejlPipeline

/// What a daemon needs of the machine and of the program around it; tests give it others.
package struct DaemonSurroundings: Sendable {
    /// The wall clock, which waits do not use.
    package var now: @Sendable () -> UTCInstant = SystemClock.now
    /// Tells the service manager how the service stands.
    package var notifier: ServiceNotifier
    /// Where the log goes.
    package var log: ServiceLog
    /// What tells this machine from others; with the state directory it decides the shift.
    package var machine: String
    /// How long a run that is asked to end may take for it, in seconds; less than the service manager's patience.
    package var stopSeconds = 20.0
    /// Reads the configuration anew.
    package var configuration: @Sendable () throws -> DaemonOptions
    /// Done once, when the daemon is alone and in order, and before it says that it is ready.
    ///
    /// What it returns is kept for as long as the daemon works: the server of its socket.
    package var opened: @Sendable (Daemon, DaemonOptions) throws -> (any Sendable)? = { _, _ in nil }
    /// Keeps what a run came to; the pipeline still holds the store.
    package var keep: @Sendable (RefreshSummary, RefreshPipeline) throws -> Void

    package init(
        notifier: ServiceNotifier,
        log: ServiceLog,
        machine: String,
        configuration: @escaping @Sendable () throws -> DaemonOptions,
        keep: @escaping @Sendable (RefreshSummary, RefreshPipeline) throws -> Void
    ) {
        self.notifier = notifier
        self.log = log
        self.machine = machine
        self.configuration = configuration
        self.keep = keep
    }
}
