import Dispatch
import Glibc
import PejlControl
import PejlModel
import PejlTestSupport
import Synchronization

/// A folder with a control socket that this process serves.
final class Desk: Sendable {
    let folder: TemporaryFolder
    let path: String
    let handler = ScriptedHandler()
    let server: ControlServer
    private let notes: Notes

    init(_ change: (inout ControlLimits) -> Void = { _ in }) throws {
        var limits = ControlLimits()
        change(&limits)
        let folder = try TemporaryFolder()
        let notes = Notes()
        path = folder.file("run/pejld.sock")
        server = try ControlServer(path: path, limits: limits, handler: handler) { note in
            notes.add(note)
        }
        self.folder = folder
        self.notes = notes
    }

    deinit { server.stop() }

    var client: ControlClient { ControlClient(path: path) }

    /// What was audited.
    var audited: [ControlAudit] { notes.all }
}

/// Does what a test needs: answers with the request, waits, reports, or fails.
final class ScriptedHandler: ControlHandler, Sendable {
    struct Counts: Equatable {
        var now = 0
        var most = 0
        var cancelled = 0
    }

    private let counts = Mutex(Counts())

    /// Requests in work.
    var seen: Counts { counts.withLock { $0 } }

    func answer(
        _ request: ControlRequest,
        from caller: ControlCaller,
        progress: @escaping @Sendable (ControlProgress) -> Void
    ) async throws -> String {
        counts.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
        }
        defer { counts.withLock { $0.now -= 1 } }
        switch request {
        case .fetch(let fetch) where fetch.wait:
            // Ends by being cancelled alone.
            do {
                try await Task.sleep(for: .seconds(3_600))
            } catch {
                counts.withLock { $0.cancelled += 1 }
                throw error
            }
            return ""
        case .fetch:
            for number in 1...100_000 {
                progress(ControlProgress(Localised(da: "række", en: "row"), done: number, total: 100_000, unit: "row"))
            }
            return "fetched"
        case .cancel(let run):
            throw Failure(kind: .transient, name: "no-such-run", message: "run \(run) is not under way")
        case .runs(let limit):
            try await Task.sleep(for: .milliseconds(20))
            return String(repeating: "æ", count: limit * 512)
        case .metrics: return String(repeating: "x", count: (1 << 20) + 1)
        case .logLevel:
            // Does not end by being cancelled.
            await withCheckedContinuation { continuation in
                DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) { continuation.resume() }
            }
            return "info"
        default: return "\(request)"
        }
    }
}

/// Waits for something that another thread does; whether it came to pass.
func comesTrue(within seconds: Double = 5, _ condition: () -> Bool) -> Bool {
    let deadline = ContinuousClock.now + .milliseconds(Int(seconds * 1000))
    while !condition() {
        guard ContinuousClock.now < deadline else { return false }
        usleep(2_000)
    }
    return true
}
