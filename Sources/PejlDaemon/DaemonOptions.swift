package import PejlPipeline

/// What a daemon is run with; the configuration makes one of these.
package struct DaemonOptions: Sendable {
    /// What each run works with.
    package var pipeline: PipelineOptions
    /// How many seconds at the most this installation comes after its schedules: 300.
    package var splaySeconds = 300
    /// The least that is logged.
    package var logLevel = LogEntry.Level.info
    /// How the log is written.
    package var logFormat = ServiceLog.Format.automatic
    /// Where it is asked; a change needs a restart.
    package var control: ControlPlace

    package init(pipeline: PipelineOptions) {
        self.pipeline = pipeline
        control = ControlPlace(path: pipeline.paths.controlSocket)
    }
}

/// Where a daemon is asked, and by whom.
package struct ControlPlace: Sendable, Hashable {
    /// The path of the socket; `control.sock` in the state directory unless it is named.
    package var path: String
    /// The group that may look.
    package var readGroup = "pejl"
    /// The group that may also tell the daemon what to do.
    package var adminGroup = "pejl-admin"

    package init(path: String) { self.path = path }
}
