import Foundation
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Synchronization
import Testing

/// `pejld` stopped at every call that changes a file, as `SIGKILL` does it (C2 of the test plan).
@Suite(.timeLimit(.minutes(30)))
struct KillPointTests {
    @Test(
        "killed at any call that changes a file, the next run ends what was begun, and readers see one whole publication"
    )
    func everyCall() throws {
        let base = try FaultDesk()
        let expected = try Self.expected(base)
        let calls = try FaultCount(base)
        // Every call, and every write once more after half of its bytes; half of any other call is the same as the call.
        let points = (1...calls.all).flatMap { calls.writes.contains($0) ? ["\($0)", "\($0).5"] : ["\($0)"] }
        let reached = Mutex(0)
        concurrently(points) { point in
            let desk = try base.copy()
            try desk.drop(FaultDesk.second)
            let killed = try desk.run(["PEJL_FILES_KILL": point])
            guard killed.status == 128 + SIGKILL else {
                Issue.record("\(point): it ended with \(killed.status), \(killed.errors)")
                return
            }
            reached.withLock { $0 += 1 }
            let publication = try Publication(path: desk.paths.publication)
            #expect([1, 2].contains(publication.number), "\(point)")
            #expect(try publication.verify() == [], "\(point)")
            let told = killed.errors.contains("published number 2") ? 2 : 1
            let next = try desk.run()
            #expect(next.status == 0 && !next.errors.contains("was damaged"), "\(point): \(next.errors)")
            #expect(try desk.dump() == expected, "\(point)")
            #expect(try desk.violations(acknowledged: max(told, 2)) == [], "\(point)")
        }
        print("\(calls.all) calls (\(calls.text)), \(reached.withLock { $0 }) kills, all survived")
        #expect(reached.withLock { $0 } == points.count)
    }

    /// What a run that nothing happens to publishes.
    static func expected(_ base: FaultDesk) throws -> [String] {
        let desk = try base.copy()
        try desk.drop(FaultDesk.second)
        let result = try desk.run()
        guard result.status == 0 else { throw DeskError(result) }
        #expect(try desk.violations(acknowledged: 2) == [])
        let dump = try desk.dump()
        // The same again is nothing new.
        #expect(try desk.run().status == 0)
        #expect(try desk.number() == 2 && desk.dump() == dump)
        return dump
    }
}

/// How many calls that change files a run makes.
struct FaultCount {
    let all: Int
    /// By kind.
    let text: String
    /// Those that write bytes.
    let writes: Set<Int>
    /// How often SQLite asks for memory.
    let allocations: Int

    init(_ base: FaultDesk, dropping text: String = FaultDesk.second) throws {
        let desk = try base.copy()
        try desk.drop(text)
        let file = desk.folder.file("count")
        let log = desk.folder.file("log")
        let result = try desk.run(["PEJL_FILES_COUNT": file, "PEJL_FILES_LOG": log])
        guard result.status == 0 else { throw DeskError(result) }
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
        all = lines.first.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
        self.text = lines.dropFirst().filter { !$0.hasSuffix(" 0") }.joined(separator: ", ")
        allocations = lines.last.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
        writes = Set(try DiskImage.events(log).filter { $0.kind == "write" }.map(\.call))
        #expect(all > 50, "the library is not before the program")
    }
}

/// Runs a body for each item, two at a time; what it throws is an issue.
func concurrently<Item: Sendable>(_ items: [Item], _ body: @Sendable (Item) throws -> Void) {
    DispatchQueue.concurrentPerform(iterations: 2) { lane in
        for index in items.indices where index % 2 == lane {
            do { try body(items[index]) } catch { Issue.record("\(items[index]): \(error)") }
        }
    }
}
