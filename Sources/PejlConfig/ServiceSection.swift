import PejlDaemon
import PejlPipeline

/// `[schedule]`, `[log]` and `[control]`: what the daemon is told besides what its runs do.
struct ServiceSection {
    private var splaySeconds: Int?
    private var level: LogEntry.Level?
    private var format: ServiceLog.Format?
    private var socket: String?
    private var readGroup: String?
    private var adminGroup: String?

    /// - Parameters:
    ///   - top: The file.
    ///   - resolve: Makes a path of one that is relative to the file.
    /// - Throws: ``ConfigurationError`` naming file, line and key.
    init(_ top: TOMLSection, resolve: (String) -> String) throws(ConfigurationError) {
        if let section = try top.section("schedule") {
            splaySeconds = try section.integer("splay_seconds", 0...86_400)
            try section.refuseUnknownKeys()
        }
        if let section = try top.section("log") {
            level = try section.choice("level", Level.self)?.level
            format = try section.choice("format", ServiceLog.Format.self)
            try section.refuseUnknownKeys()
        }
        if let section = try top.section("control") {
            socket = try section.string("socket").flatMap { $0.isEmpty ? nil : resolve($0) }
            readGroup = try section.string("read_group")
            adminGroup = try section.string("admin_group")
            try section.refuseUnknownKeys()
        }
    }

    /// The daemon's options, with defaults for what the file leaves out.
    func options(_ pipeline: PipelineOptions) -> DaemonOptions {
        var options = DaemonOptions(pipeline: pipeline)
        if let splaySeconds { options.splaySeconds = splaySeconds }
        if let level { options.logLevel = level }
        if let format { options.logFormat = format }
        options.control = control(pipeline.paths)
        return options
    }

    /// Where the daemon is asked.
    func control(_ paths: StatePaths) -> ControlPlace {
        var place = ControlPlace(path: socket ?? paths.controlSocket)
        if let readGroup { place.readGroup = readGroup }
        if let adminGroup { place.adminGroup = adminGroup }
        return place
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
