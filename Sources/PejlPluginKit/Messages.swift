/// The protocol between pejl and a process plugin: JSON-RPC 2.0, one message a line, on stdin and stdout.
///
/// `docs/plugin-protocol.md` describes it with complete conversations.
public enum PluginProtocol {
    /// The version this kit speaks.
    public static let version = 1
    /// Longest line either side may send, in bytes, the line feed included.
    public static let maximumLineBytes = 1 << 20
}

/// What every line has: a request has an id and a method, a notification a method, a response an id.
public struct MessageHead: Codable, Sendable {
    /// Always `2.0`.
    public var jsonrpc: String
    /// Number of the request, or of the request a response answers.
    public var id: Int?
    /// What is asked or told.
    public var method: String?
    /// Why a request failed.
    public var error: ErrorObject?

    /// The error of a JSON-RPC response.
    public struct ErrorObject: Codable, Sendable, Equatable {
        /// `-32000` config, `-32001` transient, `-32002` system; others as JSON-RPC 2.0 reserves them.
        public var code: Int
        /// What happened and what to do.
        public var message: String

        /// Makes one of its parts.
        public init(code: Int, message: String) {
            self.code = code
            self.message = message
        }
    }
}

/// A request or notification with its parameters.
public struct Message<Parameters: Codable & Sendable>: Codable, Sendable {
    /// Always `2.0`.
    public var jsonrpc = "2.0"
    /// Number of the request; absent in a notification.
    public var id: Int?
    /// What is asked or told.
    public var method: String
    /// What it is about.
    public var params: Parameters

    /// Makes one of its parts.
    public init(id: Int? = nil, method: String, params: Parameters) {
        self.id = id
        self.method = method
        self.params = params
    }
}

/// The answer to a request.
public struct Response<Result: Codable & Sendable>: Codable, Sendable {
    /// Always `2.0`.
    public var jsonrpc = "2.0"
    /// Number of the request.
    public var id: Int
    /// What was asked for; absent on failure.
    public var result: Result?
    /// Why it failed; absent on success.
    public var error: MessageHead.ErrorObject?

    /// Makes one of its parts.
    public init(id: Int, result: Result?, error: MessageHead.ErrorObject? = nil) {
        self.id = id
        self.result = result
        self.error = error
    }
}

/// Parameters of `initialize`, the first request.
public struct InitializeParameters: Codable, Sendable {
    /// The lowest version the host speaks.
    public var minimum: Int
    /// The highest version the host speaks.
    public var maximum: Int
    /// Name and version of the host.
    public var host: String

    /// Makes one of its parts.
    public init(minimum: Int, maximum: Int, host: String) {
        self.minimum = minimum
        self.maximum = maximum
        self.host = host
    }
}

/// Result of `initialize`.
public struct InitializeResult: Codable, Sendable {
    /// The version both will speak.
    public var version: Int
    /// Identifier of the plugin, as in its manifest.
    public var plugin: String

    /// Makes one of its parts.
    public init(version: Int, plugin: String) {
        self.version = version
        self.plugin = plugin
    }
}

/// Parameters of `data/end`.
public struct DataEnd: Codable, Sendable {
    /// Number of `data/series` lines that were sent.
    public var series: Int
    /// Number of `data/finding` lines that were sent; absent where the manifest asks for no findings.
    public var findings: Int?

    /// Makes one of its parts.
    public init(series: Int, findings: Int? = nil) {
        self.series = series
        self.findings = findings
    }
}

/// Result of `analyse`.
public struct AnalyseResult: Codable, Sendable {
    /// Number of `finding` notifications that were sent.
    public var findings: Int

    /// Makes one of its parts.
    public init(findings: Int) { self.findings = findings }
}

/// How much a line of the log matters.
public enum LogLevel: String, Codable, Sendable, CaseIterable {
    /// For the author only.
    case debug
    /// What happens.
    case info
    /// What somebody should look at.
    case warning
    /// What went wrong.
    case error
}

/// Parameters of `log` and of `progress`.
public struct LogLine: Codable, Sendable {
    /// `debug`, `info`, `warning` or `error`.
    public var level: String
    /// What happened, one line.
    public var message: String

    /// Makes one of its parts.
    public init(level: String, message: String) {
        self.level = level
        self.message = message
    }
}

/// No parameters or no result.
public struct Nothing: Codable, Sendable {
    /// Nothing to tell.
    public init() {}
}
