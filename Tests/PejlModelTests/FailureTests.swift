import PejlModel
import Testing

/// Failures and the exit codes they end a program with (`sysexits.h`).
struct FailureTests {
    private struct Odd: Error, CustomStringConvertible { let description = "odd thing" }
    private struct Named: FailureConvertible {
        var failure: Failure { Failure(kind: .contract, name: "named", message: "m") }
    }

    @Test(
        "a failure's kind decides the exit code",
        arguments: [
            (Failure(kind: .config, name: "n", message: "m"), .configuration, 78),
            (Failure(kind: .auth, name: "n", message: "m"), .permission, 77),
            (Failure(kind: .contract, name: "n", message: "m"), .badData, 65),
            (Failure(kind: .transient, name: "n", message: "m"), .unavailable, 69),
            (Failure(kind: .transient, name: "too-many-requests", message: "m"), .tryLater, 75),
            (Failure(kind: .transient, name: "n", message: "m", retryAfterSeconds: 30), .unavailable, 69),
            (Failure(kind: .system, name: "disk-full", message: "m"), .system, 71),
            (Failure(kind: .system, name: "locked", message: "m"), .tryLater, 75),
        ] as [(Failure, ProgramStatus, Int32)]
    )
    func exitCode(failure: Failure, status: ProgramStatus, code: Int32) {
        #expect(ProgramStatus(failure) == status)
        #expect(ProgramStatus([failure]) == status)
        #expect(status.rawValue == code)
    }

    @Test("no failure is success; of several the one that needs a person most decides")
    func several() {
        let config = Failure(kind: .config, name: "n", message: "m")
        let auth = Failure(kind: .auth, name: "n", message: "m")
        let system = Failure(kind: .system, name: "n", message: "m")
        let contract = Failure(kind: .contract, name: "n", message: "m")
        let later = Failure(kind: .transient, name: "too-many-requests", message: "m", retryAfterSeconds: 3)
        let away = Failure(kind: .transient, name: "n", message: "m")
        #expect(ProgramStatus([Failure]()) == .success)
        #expect(ProgramStatus.success.rawValue == 0)
        #expect(ProgramStatus.usage.rawValue == 64)
        let all = [away, later, contract, system, auth, config]
        let expected: [ProgramStatus] = [.unavailable, .tryLater, .badData, .system, .permission, .configuration]
        for index in all.indices {
            #expect(ProgramStatus(Array(all[...index])) == expected[index])
            #expect(ProgramStatus(Array(all[...index].reversed())) == expected[index])
        }
    }

    @Test("any error becomes a named failure")
    func fromErrors() {
        let failure = Failure(kind: .auth, name: "key-expired", message: "renew it", retryAfterSeconds: 5)
        #expect(Failure(failure) == failure)
        #expect(Failure(Named()) == Failure(kind: .contract, name: "named", message: "m"))
        #expect(
            Failure(CancellationError())
                == Failure(kind: .transient, name: "cancelled", message: "the run was cancelled")
        )
        #expect(Failure(Odd()) == Failure(kind: .system, name: "unexpected", message: "odd thing"))
        #expect(failure.description == "key-expired: renew it")
    }
}
