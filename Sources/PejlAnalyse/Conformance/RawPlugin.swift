import Foundation
import PejlPluginKit

/// A running plugin that is spoken to line by line, also as no host would.
///
/// The cage, the limits and the end are those of every run.
final class RawPlugin {
    /// What came of waiting.
    enum Outcome {
        /// What was waited for came.
        case met
        /// The plugin ended, or broke a limit; how.
        case ended(AnalyseError)
        /// Nothing happened in time.
        case silent
    }

    /// One line of the plugin as JSON; empty where it is none.
    struct Line {
        let fields: [String: Any]

        var id: Int? { fields["id"] as? Int }
        var method: String? { fields["method"] as? String }
        var result: [String: Any]? { fields["result"] as? [String: Any] }
        var error: [String: Any]? { fields["error"] as? [String: Any] }
    }

    private let process: PluginProcess
    private let patience: Int
    /// What it has said so far.
    private(set) var lines: [Line] = []

    /// Starts the plugin.
    ///
    /// - Parameters:
    ///   - manifest: The plugin.
    ///   - programs: The folder of installed programs.
    ///   - launcher: What starts it.
    ///   - patience: Milliseconds that anything may take.
    /// - Throws: ``AnalyseError``.
    init(_ manifest: PluginManifest, programs: String, _ launcher: PluginLauncher, patience: Int) throws {
        process = try PluginProcess(try PluginProgram(manifest, programs: programs), manifest, launcher)
        self.patience = patience
    }

    /// The answer to a request.
    func answer(_ id: Int) -> Line? { lines.first { $0.id == id && $0.method == nil } }

    /// How many findings it has sent.
    var findings: Int { lines.count { $0.method == "finding" } }

    /// Sends bytes.
    func send(_ bytes: [UInt8]) -> Outcome {
        attempt { try process.send(bytes, deadline: deadline) { take($0) } }
    }

    /// Sends a line of JSON.
    @discardableResult
    func send(_ line: String) -> Outcome { send(Array((line + "\n").utf8)) }

    /// Waits until something is the case.
    func wait(until isDone: () -> Bool) -> Outcome {
        attempt { try process.receive(until: isDone, deadline: deadline) { take($0) } }
    }

    /// Sends a line and waits for the answer to a request.
    func ask(_ line: String, id: Int) -> Outcome {
        if case .ended(let error) = send(line) { return .ended(error) }
        return wait { answer(id) != nil }
    }

    /// Closes its input; whether it ended by itself within two seconds.
    func endsWithItsInput() -> Bool {
        let before = process.age
        process.end(patience: 2000)
        return process.age - before < 2000
    }

    /// Ends it at once.
    func kill() { process.end(patience: 0) }

    /// The moment that patience ends, from now on.
    private var deadline: Int { process.moment(after: 0) + process.age + patience }

    private func take(_ line: [UInt8]) {
        let fields = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
        lines.append(Line(fields: fields ?? [:]))
    }

    private func attempt(_ body: () throws -> Void) -> Outcome {
        do {
            try body()
            return .met
        } catch let error as AnalyseError {
            if case .overdue = error { return .silent }
            return .ended(error)
        } catch {
            return .ended(.cannotStart(plugin: "", code: 0))
        }
    }
}
