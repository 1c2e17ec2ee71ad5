import Foundation
import Glibc
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Synchronization
import Testing

/// `pejld` killed while it publishes, beside a reader who never stops reading (C11 of the test plan).
@Suite(.timeLimit(.minutes(30)))
struct PublishingKillTests {
    @Test(
        "killed at any moment of publishing, a reader beside it meets whole publications only, and never an older one"
    )
    func moments() throws {
        let desk = try FaultDesk()
        let kills = Repository.isNightly ? 2_000 : 100
        let watch = Watch(desk.paths.publication)
        defer { watch.stop() }
        var duration = try Self.publish(desk, number: 2)
        var random = SeededRandom(state: 20_261_130)
        var number = 2
        var before = 0
        var leftovers = 0
        for kill in 0..<kills {
            try desk.drop(Self.figures(kill))
            let program = try Program("pejld", ["--once", "--config", desk.configuration])
            #expect(program.says("making publication", onErrors: true))
            // From the first moment of publishing to the last, each of a hundred parts of it as often.
            let part = Double((kill * 37) % 100) + Double.random(in: 0..<1, using: &random)
            usleep(UInt32(duration * part / 100))
            program.end()
            let told = program.result().errors
            let acknowledged = told.contains("published number \(number + 1)") ? number + 1 : number
            if desk.folder.files().contains(where: { $0.contains("candidate") }) { leftovers += 1 }
            let publication = try Publication(path: desk.paths.publication)
            #expect([number, number + 1].contains(publication.number), "kill \(kill)")
            #expect(publication.number >= acknowledged, "kill \(kill)")
            if publication.number == number { before += 1 }
            // The machine may be faster or slower than it was.
            if part > 90, publication.number == number { duration *= 1.1 }
            if part < 80, publication.number > number { duration *= 0.95 }
            // The next start clears what was left, and everything is as it should be.
            #expect(try desk.violations(acknowledged: publication.number) == [], "kill \(kill)")
            number = publication.number
        }
        let (reads, complaints) = watch.end()
        print("\(kills) kills, \(before) before the rename, \(leftovers) left a candidate; \(reads) reads")
        #expect(complaints.isEmpty, "\(complaints.count): \(complaints.prefix(5))")
        #expect(reads > kills && before > kills / 4 && before < kills && leftovers > kills / 10)
        // What the last killed run had loaded is published by the next, with nobody's help.
        #expect(try desk.run().status == 0)
        let dump = try desk.dump()
        #expect(dump.contains { $0.contains("real(\(Double(Self.figure(kills - 1))))") }, "\(dump)")
    }

    @Test("what a killed run left of a candidate, a report or its status is gone after the next start")
    func leftovers() throws {
        let desk = try FaultDesk()
        let paths = desk.paths
        let left = [paths.candidate, paths.candidate + "-journal", paths.report + ".new", paths.status + ".new"]
        for path in left { try Data("half".utf8).write(to: URL(fileURLWithPath: path)) }
        // The oracle starts a pipeline and makes no run.
        #expect(try desk.violations(acknowledged: 1) == [])
        for path in left { #expect(!FileManager.default.fileExists(atPath: path), "\(path)") }
    }

    /// A figure that no other kill has, near enough to the last one for the gate.
    private static func figure(_ kill: Int) -> Int { 5_901 + kill }

    private static func figures(_ kill: Int) -> String {
        FaultDesk.second.replacing("766;2025;5900", with: "766;2025;\(figure(kill))")
    }

    /// Publishes undisturbed; how long that took, in microseconds.
    private static func publish(_ desk: FaultDesk, number: Int) throws -> Double {
        try desk.drop(FaultDesk.second)
        let program = try Program("pejld", ["--once", "--config", desk.configuration])
        #expect(program.says("making publication", onErrors: true))
        let begun = ContinuousClock().now
        #expect(program.says("published number \(number)", onErrors: true))
        let duration = ContinuousClock().now - begun
        #expect(program.result().status == 0)
        return duration / .microseconds(1)
    }

    /// A reader in a thread of its own: opens the publication anew each time and looks at all of it.
    private final class Watch: Sendable {
        private struct State {
            var isEnding = false
            var reads = 0
            var complaints: [String] = []
        }

        private let state = Mutex(State())
        private let ended = DispatchSemaphore(value: 0)

        init(_ path: String) {
            Thread.detachNewThread { [self] in
                var last = 0
                while !state.withLock({ $0.isEnding }) {
                    let complaint = Self.complaint(path, &last)
                    state.withLock { state in
                        state.reads += 1
                        if let complaint { state.complaints.append(complaint) }
                    }
                }
                ended.signal()
            }
        }

        /// Lets it stop reading, some time soon.
        func stop() { state.withLock { $0.isEnding = true } }

        /// Stops reading; how often it read, and what was wrong.
        func end() -> (reads: Int, complaints: [String]) {
            stop()
            ended.wait()
            return state.withLock { ($0.reads, $0.complaints) }
        }

        private static func complaint(_ path: String, _ last: inout Int) -> String? {
            do {
                // One connection: whatever is renamed meanwhile, it stays with the file that it opened.
                let publication = try Publication(path: path)
                guard publication.number >= last else { return "\(publication.number) after \(last)" }
                last = publication.number
                let count = publication.observations
                guard count == (last == 1 ? 4 : 6) else { return "\(last): \(count) observations" }
                let faults = try publication.verify()
                return faults.isEmpty ? nil : "\(last): \(faults)"
            } catch {
                return "after \(last): \(error)"
            }
        }
    }
}
