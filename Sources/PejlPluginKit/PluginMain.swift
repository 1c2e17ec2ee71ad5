import Foundation

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
            FileHandle.standardError.write(
                Data("\(type(of: plugin).id) is a plugin of pejl; see `pejl --help` for how to run it\n".utf8)
            )
            exit(64)
        }
        var session = PluginSession(plugin, write: writeAll)
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
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(70)
        }
    }

    private static func writeAll(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw PluginFailure.system("the host no longer reads") }
            sent += count
        }
    }
}
