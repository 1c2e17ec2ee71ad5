import Foundation
import Glibc
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Synchronization
import Testing

/// Calls that change files fail, once or from one on (C4), and disks that are full (C7).
@Suite(.timeLimit(.minutes(60)))
struct FailingCallTests {
    private struct Fault: Sendable, CustomStringConvertible {
        let call: Int
        let code: Int32
        let isLasting: Bool

        var description: String { "\(call) \(code)\(isLasting ? " always" : "")" }
    }

    @Test(
        "a failing call leaves the last publication, is named for what it is, and the next run is as if it had not been"
    )
    func everyCall() throws {
        let base = try FaultDesk()
        let expected = try KillPointTests.expected(base)
        let calls = try FaultCount(base)
        var faults: [Fault] = []
        for call in 1...calls.all {
            for (number, code) in [EIO, ENOSPC].enumerated() {
                for isLasting in [false, true] {
                    // Of the four at each call a different one each time; all of them at night.
                    let isTurn = (call + number * 2 + (isLasting ? 1 : 0)) % 4 == 0
                    if Repository.isNightly || isTurn {
                        faults.append(Fault(call: call, code: code, isLasting: isLasting))
                    }
                }
            }
        }
        let endings = Mutex<[String: Int]>([:])
        concurrently(faults) { fault in
            let desk = try base.copy()
            try desk.drop(FaultDesk.second)
            let result = try desk.run(["PEJL_FILES_FAIL": fault.description])
            // What a run can do without (an old file that should be removed) may fail unnoticed.
            #expect([0, 71].contains(result.status), "\(fault): \(result.status) \(result.errors)")
            if result.status == 71 {
                #expect(result.errors.contains("failed: "), "\(fault): \(result.errors)")
                let name = fault.code == ENOSPC ? "disk-full" : "io-error"
                // SQLite opens what it could not make, to read it, and then says that it is not there.
                let isNamed = result.errors.contains(name) || result.errors.contains("or there is no space")
                endings.withLock { $0[isNamed ? "named" : Self.name(result.errors), default: 0] += 1 }
                #expect(isNamed, "\(fault): \(result.errors)")
            } else {
                endings.withLock { $0["went on", default: 0] += 1 }
            }
            let publication = try Publication(path: desk.paths.publication)
            #expect(try publication.verify() == [], "\(fault)")
            let next = try desk.run()
            #expect(next.status == 0 && !next.errors.contains("was damaged"), "\(fault): \(next.errors)")
            #expect(try desk.dump() == expected, "\(fault)")
            #expect(try desk.violations(acknowledged: 2) == [], "\(fault)")
        }
        print("\(faults.count) failing calls of \(calls.all): \(endings.withLock { $0 })")
    }

    /// A call that fails, drawn at random, as the library takes it.
    static func fault(upTo calls: Int, _ random: inout SeededRandom) -> String {
        Fault(
            call: Int.random(in: 1...calls, using: &random),
            code: [EIO, ENOSPC][Int.random(in: 0...1, using: &random)],
            isLasting: Bool.random(using: &random)
        ).description
    }

    private static func name(_ errors: String) -> String {
        errors.split(separator: "\n").first { $0.contains("failed: ") }
            .map { String($0.split(separator: ":")[2]) } ?? "?"
    }

    @Test("a disk that fills up is named, costs nothing that was published, and is forgotten when there is room again")
    func fullDisk() throws {
        let base = try FaultDesk()
        let expected = try KillPointTests.expected(base)
        var stopped = 0
        for kibibytes in Repository.isNightly
            ? Array(stride(from: 0, through: 1_000, by: 8)) : [0, 40, 160, 320, 480, 640]
        {
            let desk = try base.copy()
            try desk.drop(FaultDesk.second)
            let result = try desk.run(["PEJL_FILES_SPACE": "\(kibibytes << 10)"])
            if result.status != 0 {
                stopped += 1
                #expect(result.status == 71, "\(kibibytes) KiB: \(result.errors)")
                #expect(result.errors.contains("disk-full"), "\(kibibytes) KiB: \(result.errors)")
                #expect(result.errors.contains("free some"), "\(kibibytes) KiB: \(result.errors)")
            }
            #expect(try Publication(path: desk.paths.publication).verify() == [])
            #expect(try desk.run().status == 0)
            #expect(try desk.dump() == expected)
            #expect(try desk.violations(acknowledged: 2) == [])
        }
        #expect(stopped > 2)
    }

    @Test("a limit on the size of files ends a run like a full disk, and not with a signal")
    func fileSizeLimit() throws {
        let base = try FaultDesk()
        let expected = try KillPointTests.expected(base)
        let desk = try base.copy()
        try desk.drop(FaultDesk.second)
        let arguments = ["-c", "ulimit -f 100; exec \"$0\" \"$@\"", Repository.programs + "/pejld", "--once"]
        let result = try Program.run("/bin/sh", arguments + ["--config", desk.configuration])
        #expect(result.status == 71, "\(result.status) \(result.errors)")
        #expect(
            result.errors.contains("file-too-large") || result.errors.contains("limits on files"),
            "\(result.errors)"
        )
        #expect(try Publication(path: desk.paths.publication).verify() == [])
        #expect(try desk.run().status == 0)
        #expect(try desk.dump() == expected)
    }
}
