import Glibc
import PejlControl
import PejlModel
import Synchronization

/// A control socket without a daemon behind it, in a process of its own: its descriptors are counted, it is killed, and it
/// asks as another user.
///
///     pejl-test-control serve PATH READ-GROUP ADMIN-GROUP IDLE-MS FRAME-MS
///     pejl-test-control ask PATH VERB USER GROUP SUPPLEMENTARY-GROUP…
///     pejl-test-control metrics STATUS NOW
///
/// `serve` says `ready MODE` and ends with its standard input. `ask` becomes that user, and says the result or the name of
/// the error. `metrics` writes those of a `status.json` at a moment, in seconds since 1970.
@main
struct TestControl {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "serve": try serve(Array(arguments.dropFirst()))
        case "ask": ask(Array(arguments.dropFirst()))
        case "metrics": metrics(Array(arguments.dropFirst()))
        default: exit(64)
        }
    }

    private static func metrics(_ arguments: [String]) {
        guard let status = StatusDocument(path: arguments[0]), let seconds = Int(arguments[1]) else { exit(65) }
        let now = UTCInstant(secondsSince1970: seconds)
        print(Metrics.text(status, DaemonCounters(version: "test", startedAt: now), now: now), terminator: "")
    }

    private static func serve(_ arguments: [String]) throws {
        var limits = ControlLimits()
        limits.idle = .milliseconds(Int(arguments[3]) ?? 10_000)
        limits.frame = .milliseconds(Int(arguments[4]) ?? 10_000)
        let groups = ControlGroups(read: arguments[1], admin: arguments[2])
        let server: ControlServer
        do throws(ControlSocketError) {
            server = try ControlServer(path: arguments[0], groups: groups, limits: limits, handler: TestHandler()) {
                _ in
            }
        } catch {
            say("failed \(error)")
            exit(71)
        }
        say("ready \(server.isOpenToGroup ? "group" : "owner")")
        var byte: UInt8 = 0
        while read(STDIN_FILENO, &byte, 1) > 0 {}
        server.stop()
    }

    private static func ask(_ arguments: [String]) {
        let numbers = arguments.dropFirst(2).compactMap(UInt32.init)
        let supplementary = Array(numbers.dropFirst(2))
        guard setgroups(supplementary.count, supplementary) == 0, setgid(numbers[1]) == 0, setuid(numbers[0]) == 0
        else {
            exit(71)
        }
        let request: ControlRequest = arguments[1] == "reload" ? .reload : .status
        do throws(ControlError) {
            say(try ControlClient(path: arguments[0]).ask(request))
        } catch {
            say(error.name)
        }
    }

    private static func say(_ text: String) {
        let line = Array("\(text)\n".utf8)
        _ = write(STDOUT_FILENO, line, line.count)
    }
}

/// Answers at once.
private struct TestHandler: ControlHandler {
    private final class Level: Sendable {
        let value = Mutex(ControlLogLevel.info)
    }

    private let level = Level()

    func answer(
        _ request: ControlRequest,
        from caller: ControlCaller,
        progress: @escaping @Sendable (ControlProgress) -> Void
    ) async throws -> String {
        switch request {
        case .status: return "standing"
        case .reload: return "read again"
        case .runs(let limit): return String(repeating: "0123456789abcdef", count: limit * 60)
        case .setLogLevel(let new):
            level.value.withLock { $0 = new }
            return new.rawValue
        case .logLevel: return level.value.withLock { $0.rawValue }
        case .metrics, .version, .cancel: return ""
        case .fetch:
            for number in 0..<20 { progress(ControlProgress(Localised(same: "row"), done: number)) }
            return "fetched"
        }
    }
}
