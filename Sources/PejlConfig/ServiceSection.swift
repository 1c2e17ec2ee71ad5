import PejlDaemon
import PejlPipeline

/// `[schedule]` and `[log]`: what the daemon is told besides what its runs do.
struct ServiceSection {
    private var splaySeconds: Int?
    private var level: LogEntry.Level?
    private var format: ServiceLog.Format?

    /// - Throws: ``ConfigurationError`` naming file, line and key.
    init(_ top: TOMLSection) throws(ConfigurationError) {
        if let section = try top.section("schedule") {
            splaySeconds = try section.integer("splay_seconds", 0...86_400)
            try section.refuseUnknownKeys()
        }
        if let section = try top.section("log") {
            level = try section.choice("level", Level.self)?.level
            format = try section.choice("format", ServiceLog.Format.self)
            try section.refuseUnknownKeys()
        }
    }

    /// The daemon's options, with defaults for what the file leaves out.
    func options(_ pipeline: PipelineOptions) -> DaemonOptions {
        var options = DaemonOptions(pipeline: pipeline)
        if let splaySeconds { options.splaySeconds = splaySeconds }
        if let level { options.logLevel = level }
        if let format { options.logFormat = format }
        return options
    }

    /// Levels by the names they have in the file.
    private enum Level: String, CaseIterable {
        case error, warning, notice, info, debug

        var level: LogEntry.Level {
            switch self {
            case .error: .error
            case .warning: .warning
            case .notice: .notice
            case .info: .info
            case .debug: .debug
            }
        }
    }
}
