import Foundation
import Glibc
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Synchronization
import Testing

/// Two faults after each other (C6): a call fails while a killed run is being ended, or a kill follows a failing call.
@Suite(.timeLimit(.minutes(60)))
struct CompoundFaultTests {
    private static let seed: UInt64 = 20_261_128

    @Test("a call that fails while a killed run is being ended does no harm that the next run does not mend")
    func failureInRecovery() throws {
        let base = try FaultDesk()
        let expected = try KillPointTests.expected(base)
        let calls = try FaultCount(base).all
        let endings = Mutex<[String: Int]>([:])
        concurrently(Array(0..<(Repository.isNightly ? 1_000 : 40))) { index in
            var random = SeededRandom(state: Self.seed &+ UInt64(index))
            let kill = Int.random(in: 1...calls, using: &random)
            let fault = FailingCallTests.fault(upTo: calls, &random)
            let what = "seed \(Self.seed) + \(index): killed at \(kill), then \(fault)"
            let desk = try base.copy()
            try desk.drop(FaultDesk.second)
            let killed = try desk.run(["PEJL_FILES_KILL": "\(kill)"])
            #expect(killed.status == 128 + SIGKILL, "\(what): \(killed.status)")
            let failed = try desk.run(["PEJL_FILES_FAIL": fault])
            #expect([0, 71].contains(failed.status), "\(what): \(failed.status) \(failed.errors)")
            #expect(!failed.errors.contains("was damaged"), "\(what): \(failed.errors)")
            endings.withLock { $0[failed.status == 0 ? "went on" : "failed", default: 0] += 1 }
            try Self.mend(desk, expected, told: killed.errors + failed.errors, what)
        }
        print("calls that fail after a kill: \(endings.withLock { $0 })")
        #expect(endings.withLock { $0["failed", default: 0] } > 10)
    }

    @Test("a kill after a call that failed does no harm that the next run does not mend")
    func killAfterFailure() throws {
        let base = try FaultDesk()
        let expected = try KillPointTests.expected(base)
        let calls = try FaultCount(base).all
        let kills = Mutex(0)
        concurrently(Array(0..<(Repository.isNightly ? 1_000 : 40))) { index in
            var random = SeededRandom(state: Self.seed &- UInt64(index + 1))
            let fault = FailingCallTests.fault(upTo: calls, &random)
            let first = Int(fault.split(separator: " ")[0]) ?? 1
            // Soon after: what a run does about a failure is a few calls.
            let kill = first + Int.random(in: 1...12, using: &random)
            let what = "seed \(Self.seed) - \(index + 1): \(fault), then killed at \(kill)"
            let desk = try base.copy()
            try desk.drop(FaultDesk.second)
            let result = try desk.run(["PEJL_FILES_FAIL": fault, "PEJL_FILES_KILL": "\(kill)"])
            #expect([0, 71, 128 + SIGKILL].contains(result.status), "\(what): \(result.status) \(result.errors)")
            if result.status == 128 + SIGKILL { kills.withLock { $0 += 1 } }
            try Self.mend(desk, expected, told: result.errors, what)
        }
        print("\(kills.withLock { $0 }) kills after a call that failed")
        #expect(kills.withLock { $0 } > 10)
    }

    /// Holds an installation against the oracle, and what an undisturbed run makes of it against what is expected.
    static func mend(_ desk: FaultDesk, _ expected: [String], told: String, _ what: String) throws {
        let publication = try Publication(path: desk.paths.publication)
        #expect(try publication.verify() == [], "\(what)")
        #expect(publication.number >= (told.contains("published number 2") ? 2 : 1), "\(what)")
        let next = try desk.run()
        #expect(next.status == 0 && !next.errors.contains("was damaged"), "\(what): \(next.errors)")
        #expect(try desk.dump() == expected, "\(what)")
        #expect(try desk.violations(acknowledged: 2) == [], "\(what)")
    }
}
