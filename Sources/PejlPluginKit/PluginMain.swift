// JSON is all that is wanted of Foundation; loading the rest of it takes longer than everything else at a plugin's start.
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#endif

/// An analysis: figures in, findings out.
///
/// ```swift
/// struct Highest: AnalysisPlugin {
///     static let id = "highest"
///     func analyse(_ request: AnalysisRequest, _ series: [SeriesData], emit: (PluginFinding) throws -> Void) throws {
///         …
///     }
/// }
///
/// PluginMain.run(Highest())
/// ```
public protocol AnalysisPlugin {
    /// Identifier, as in the manifest.
    static var id: String { get }

    /// Computes findings.
    ///
    /// - Parameters:
    ///   - request: The municipality, groups, indicators and settings.
    ///   - series: The declared figures, in the order of indicator, breakdown and area.
    ///   - emit: Sends one finding to the host.
    /// - Throws: ``PluginFailure``, or any error, which counts as a system failure.
    func analyse(_ request: AnalysisRequest, _ series: [SeriesData], emit: (PluginFinding) throws -> Void) throws
}

/// Why an analysis could not be made; the kind tells the host what to do next.
public enum PluginFailure: Error, Equatable {
    /// The settings are wrong.
    case config(String)
    /// Another try may succeed.
    case transient(String)
    /// Something else.
    case system(String)

    var errorObject: MessageHead.ErrorObject {
        switch self {
        case .config(let message): MessageHead.ErrorObject(code: -32000, message: message)
        case .transient(let message): MessageHead.ErrorObject(code: -32001, message: message)
        case .system(let message): MessageHead.ErrorObject(code: -32002, message: message)
        }
    }
}

/// Speaks the protocol on stdin and stdout for one plugin.
public enum PluginMain {
    /// Serves one analysis and ends the process: status 0, or 70 when the host's messages make no sense.
    public static func run(_ plugin: some AnalysisPlugin) -> Never {
        guard isatty(STDIN_FILENO) == 0 else {
            complain("\(type(of: plugin).id) is a plugin of pejl; see `pejl --help` for how to run it")
            exit(64)
        }
        var session = PluginSession(plugin) { try writeAll($0) }
        var reader = LineReader()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        do {
            while true {
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { exit(0) }
                for line in try reader.lines(adding: buffer[..<count]) {
                    guard try session.receive(line) else { exit(0) }
                }
            }
        } catch {
            complain("\(error)")
            exit(70)
        }
    }

    /// Tells the host what happens, on one line; `debug` is not logged by it.
    public static func log(_ message: String, level: LogLevel = .info) { tell("log", level, message) }

    /// Tells the host how far the analysis is; any such line is a sign of life.
    public static func progress(_ message: String) { tell("progress", .info, message) }

    private static func tell(_ method: String, _ level: LogLevel, _ message: String) {
        let text = message.unicodeScalars.prefix(2000).map {
            $0.properties.generalCategory == .control ? " " : String($0)
        }
        let line = LogLine(level: level.rawValue, message: text.joined())
        guard let data = try? JSONEncoder().encode(Message(method: method, params: line)) else { return }
        // A host that no longer reads is noticed by the next finding.
        try? writeAll(Array(data) + [UInt8(ascii: "\n")])
    }

    private static func complain(_ text: String) { try? writeAll(Array("\(text)\n".utf8), to: STDERR_FILENO) }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw PluginFailure.system("the host no longer reads") }
            sent += count
        }
    }
}
