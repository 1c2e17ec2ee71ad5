import Glibc
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Synchronization
import Testing

/// SQLite gets no memory (C5): once, or from a request on.
@Suite(.timeLimit(.minutes(60)))
struct MemoryFaultTests {
    private static let seed: UInt64 = 20_261_129

    @Test("where SQLite gets no memory, a run ends or goes on, and nothing is lost that the next run does not mend")
    func requests() throws {
        let base = try FaultDesk()
        let expected = try KillPointTests.expected(base)
        let requests = try FaultCount(base).allocations
        #expect(requests > 1_000, "the library is not before SQLite")
        let endings = Mutex<[String: Int]>([:])
        concurrently(Array(0..<(Repository.isNightly ? 2_000 : 60))) { index in
            var random = SeededRandom(state: Self.seed &+ UInt64(index))
            let request = Int.random(in: 1...requests, using: &random)
            let fault = "\(request)\(Bool.random(using: &random) ? " always" : "")"
            let what = "seed \(Self.seed) + \(index): memory \(fault)"
            let desk = try base.copy()
            try desk.drop(FaultDesk.second)
            let result = try desk.run(["PEJL_FILES_MEMORY": fault, "SWIFT_BACKTRACE": "enable=no"])
            let ending = Self.ending(result)
            endings.withLock { $0[ending ?? "?", default: 0] += 1 }
            #expect(ending != nil, "\(what): \(result.status) \(result.errors)")
            try CompoundFaultTests.mend(desk, expected, told: result.errors, what)
        }
        print("SQLite asks for memory \(requests) times; of requests that failed: \(endings.withLock { $0 })")
        #expect(endings.withLock { $0["named", default: 0] } > 10)
    }

    /// How GRDB ends a program: where a roll-back failed too, and where a statement failed that it holds to be infallible.
    private static let stopped = [
        "Fatal error: A transaction has been left opened at the end of a database access",
        "Fatal error: 'try!' expression unexpectedly raised an error: SQLite error 7: out of memory",
    ]

    /// How a run may end that SQLite could not serve; nothing for any other end.
    private static func ending(_ result: ProgramResult) -> String? {
        switch result.status {
        case 0: return "went on"
        case 71 where result.errors.contains("out of memory"): return "named"
        // Without memory SQLite cannot roll back either; GRDB then ends the program, which leaves what a kill leaves.
        case 128 + SIGILL, 128 + SIGTRAP: return stopped.contains(where: result.errors.contains) ? "stopped" : nil
        default: return nil
        }
    }
}
