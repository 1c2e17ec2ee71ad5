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

    package init(pipeline: PipelineOptions) { self.pipeline = pipeline }
}
