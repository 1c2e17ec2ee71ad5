package import PejlModel
package import PejlPluginKit

/// Why a plugin's run came to nothing; none of its findings is published.
package enum AnalyseError: FailureConvertible, Equatable, CustomStringConvertible {
    /// The program is missing or may not be run.
    case notFound(plugin: String, program: String)
    /// Nobody has trusted these bytes.
    case notTrusted(plugin: String, digest: ContentDigest)
    /// Some file differs from what was trusted.
    case changed(plugin: String, differences: String)
    /// A file of it could be changed by others, or is none.
    case unsafeFile(plugin: String, path: String, problem: String)
    /// It runs after one that rests.
    case waits(plugin: String, other: String)
    /// It failed too often and rests until an instant.
    case held(plugin: String, failures: Int, until: UTCInstant)
    /// The process could not be started; `code` is an `errno`.
    case cannotStart(plugin: String, code: Int32)
    /// The program that starts plugins in their cage is missing.
    case noLauncher(plugin: String, path: String)
    /// A part of the cage could not be had, and the configuration wants it, or no start is safe without it.
    case noCage(plugin: String, part: String, code: Int32)
    /// A copy of it runs already.
    case running(plugin: String)
    /// It speaks no version of the protocol that the host speaks, or gave another name.
    case handshake(plugin: String, detail: String)
    /// A limit was passed.
    case limit(plugin: String, limit: String)
    /// It did not do in time what it is given time for.
    case overdue(plugin: String, limit: String, log: String = "")
    /// The process ended before its work was done.
    case ended(plugin: String, how: String, log: String)
    /// A line it sent is not what the protocol allows.
    case badOutput(plugin: String, line: Int, detail: String)
    /// The statement of an SQL plugin came to nothing.
    case statement(plugin: String, reason: StatementFailure.Reason, message: String)
    /// It reported a failure of its own.
    case reported(plugin: String, kind: FailureKind, message: String)

    package var description: String {
        switch self {
        case .notFound(let plugin, let program):
            "plugin \(plugin): \(program) is missing or may not be run; install it or correct `command`"
        case .notTrusted(let plugin, let digest):
            "plugin \(plugin): nobody has trusted it (\(digest.hex.prefix(12))…); look at it, then run "
                + "`pejl plugin trust \(plugin)`"
        case .changed(let plugin, let differences):
            "plugin \(plugin): it is not what was trusted: \(differences); look at it, then run "
                + "`pejl plugin trust \(plugin)`"
        case .unsafeFile(let plugin, let path, let problem): "plugin \(plugin): \(path): \(problem)"
        case .waits(let plugin, let other): "plugin \(plugin): it waits for the findings of \(other), which rests"
        case .held(let plugin, let failures, let until):
            "plugin \(plugin): it failed \(failures) times in a row and rests until \(until); "
                + "mend it, then run `pejl plugin reset \(plugin)`"
        case .cannotStart(let plugin, let code): "plugin \(plugin): it could not be started (errno \(code))"
        case .noLauncher(let plugin, let path):
            "plugin \(plugin): \(path) is missing, and nothing is started without it; install it beside pejld"
        case .noCage(let plugin, let part, let code):
            "plugin \(plugin): it was not started, because its cage could not be made: \(part) (errno \(code))"
        case .running(let plugin): "plugin \(plugin): a copy of it runs already"
        case .handshake(let plugin, let detail): "plugin \(plugin): \(detail)"
        case .limit(let plugin, let limit): "plugin \(plugin): stopped because it passed \(limit)"
        case .overdue(let plugin, let limit, let log):
            "plugin \(plugin): stopped because it passed \(limit)" + (log.isEmpty ? "" : "; its last words: \(log)")
        case .ended(let plugin, let how, let log):
            "plugin \(plugin): \(how)" + (log.isEmpty ? "" : "; its last words: \(log)")
        case .badOutput(let plugin, let line, let detail): "plugin \(plugin): line \(line) of its output: \(detail)"
        case .statement(let plugin, _, let message), .reported(let plugin, _, let message):
            "plugin \(plugin): \(message)"
        }
    }

    package var failure: Failure {
        let (kind, name): (FailureKind, String) =
            switch self {
            case .notFound: (.config, "plugin-not-found")
            case .notTrusted: (.config, "plugin-not-trusted")
            case .changed: (.config, "plugin-changed")
            case .unsafeFile: (.config, "plugin-unsafe-file")
            case .held, .waits: (.transient, "plugin-held")
            case .cannotStart: (.system, "plugin-cannot-start")
            case .noLauncher: (.system, "plugin-no-launcher")
            case .noCage: (.system, "plugin-no-cage")
            case .running: (.transient, "plugin-running")
            case .handshake: (.contract, "plugin-handshake")
            case .limit, .overdue: (.contract, "plugin-limit")
            case .ended: (.contract, "plugin-ended")
            case .badOutput: (.contract, "plugin-bad-output")
            case .statement(_, .refused, _): (.config, "plugin-sql-refused")
            case .statement(_, .incorrect, _): (.contract, "plugin-sql-incorrect")
            case .statement(_, .limit, _): (.contract, "plugin-limit")
            case .statement(_, .row, _): (.contract, "plugin-sql-row")
            case .reported(_, let kind, _): (kind, "plugin-failed")
            }
        return Failure(kind: kind, name: name, message: description)
    }
}
