import Foundation
import Glibc
import PejlModel
import PejlPipeline
import PejlStandIn
import PejlStore
import PejlTestSupport
import Testing

/// `pejld` as a service: coming up, signals, reloads, and ending in every state (S4 and S5 of the test plan).
@Suite(.timeLimit(.minutes(30)))
struct ServiceTests {
    @Test("it comes up, publishes, tells its manager of it, and ends with 0 when it is told to")
    func life() throws {
        let desk = try ServiceDesk()
        let program = try desk.start(environment: ["WATCHDOG_USEC": "1000000"])
        #expect(program.says("published number 1", onErrors: true, within: 60))
        #expect(desk.manager.hears("WATCHDOG=1"))
        #expect(desk.manager.hears("STATUS=next at "))
        // Between runs the store is free.
        let verified = try Program.run("pejl", ["verify", "--config", desk.installation.configurationPath])
        #expect(verified.status == 0, "\(verified.errors)")
        program.terminate()
        let result = program.result(within: 30)
        #expect(result.status == 0, "\(result.errors)")
        // A start that takes long asks for more time.
        let besides = ["STATUS=", "WATCHDOG=", "EXTEND_TIMEOUT_USEC="]
        let told = desk.manager.messages.filter { message in !besides.contains { message.hasPrefix($0) } }
        #expect(told.count == 2 && told[0].hasPrefix("READY=1\n") && told[1].hasPrefix("STOPPING=1\n"), "\(told)")
        #expect(try Publication(path: desk.paths.publication).verify() == [])
    }

    @Test("a second daemon ends with 75 and says that there is one, and the first goes on")
    func second() throws {
        let desk = try ServiceDesk()
        let first = try desk.start()
        #expect(desk.manager.hears("READY=1"))
        for _ in 0..<(Repository.isNightly ? 50 : 5) {
            let result = try desk.start().result(within: 30)
            #expect(result.status == 75, "\(result.errors)")
            #expect(result.errors.contains("locked: another pejld looks after "), "\(result.errors)")
        }
        #expect(!first.hasEnded())
        first.terminate()
        #expect(first.result(within: 30).status == 0)
        #expect(desk.manager.messages.count { $0.hasPrefix("READY=1") } == 1)
    }

    @Test("a configuration that cannot be read at the start ends it with 78 and what is wrong")
    func badStart() throws {
        let desk = try ServiceDesk()
        try desk.installation.folder.write("municipality = \"999\"\n", to: "etc/pejl.toml")
        let result = try desk.start().result(within: 30)
        #expect(result.status == 78)
        #expect(result.errors.contains("pejl.toml:1: municipality"), "\(result.errors)")
        #expect(desk.manager.messages == [])
    }

    /// What a configuration file may be changed to: the text for one that stands, and whether it is taken.
    private static func changed(_ text: String, _ number: Int) -> (text: String, isValid: Bool) {
        switch number % 5 {
        case 0: (text + "\n# \(number)\n", true)
        case 1: (text.replacing("municipality = \"766\"", with: "municipality = \"\(number)x\""), false)
        // Half written: the file ends within a line.
        case 2: (String(text.prefix(text.count * (1 + number % 7) / 9)) + "x", false)
        case 3: (text + "\n[log]\nlevel = \"\(number % 2 == 0 ? "info" : "debug")\"\n", true)
        default: ("", false)
        }
    }

    @Test("of configurations that are valid, wrong and half written, the valid ones are taken, and it never ends")
    func reloads() throws {
        let desk = try ServiceDesk()
        let path = "etc/pejl.toml"
        let text = try String(contentsOfFile: desk.installation.configurationPath, encoding: .utf8)
        let program = try desk.start()
        #expect(desk.manager.hears("READY=1"))
        var taken = 0
        var refused = 0
        for number in 0..<(Repository.isNightly ? 500 : 50) {
            let (changed, isValid) = Self.changed(text, number)
            try desk.installation.folder.write(changed, to: path)
            // Fetches go on meanwhile: every tenth one is asked for what it has anew.
            if number % 10 == 0 { desk.installation.standIn.misbehave(.tooManyRequests429(retryAfter: "1"), times: 1) }
            kill(program.pid, SIGHUP)
            (taken, refused) = isValid ? (taken + 1, refused) : (taken, refused + 1)
            #expect(desk.manager.hears("RELOADING=1", times: number + 1), "\(number)")
            #expect(desk.manager.hears("READY=1", times: number + 2), "\(number)")
            #expect(!program.hasEnded(), "\(number)")
        }
        program.terminate()
        let result = program.result(within: 30)
        #expect(result.status == 0)
        #expect(result.errors.ranges(of: "the configuration was read anew").count == taken)
        #expect(result.errors.ranges(of: "the old configuration stands: ").count == refused)
    }

    @Test("a SIGHUP before it is ready is kept, and answered when it is")
    func earlyHangup() throws {
        let desk = try ServiceDesk()
        for number in 0..<5 {
            let program = try desk.start()
            // Its first line, before it has read anything.
            #expect(program.says("pejld: SQLite", onErrors: true, within: 30))
            kill(program.pid, SIGHUP)
            try #require(Self.reloads(desk, program, times: number + 1), "\(number)")
            program.end()
        }
    }

    @Test("started as the unit starts it, it outlives a SIGHUP in its first 50 milliseconds")
    func veryEarlyHangup() throws {
        let desk = try ServiceDesk()
        var random = SeededRandom(state: 20_261_128)
        let starts = Repository.isNightly ? 200 : 20
        var answered = 0
        for _ in 0..<starts {
            let program = try desk.startAsUnit()
            usleep(UInt32.random(in: 0..<50_000, using: &random))
            kill(program.pid, SIGHUP)
            if Self.reloads(desk, program, times: answered + 1) {
                answered += 1
                program.end()
            } else {
                // Nothing can be done for a process that has not begun to run.
                let result = program.result(within: 10)
                #expect(result.status == 128 + SIGHUP && result.errors.isEmpty, "\(result)")
            }
        }
        print("\(answered) of \(starts) answered a SIGHUP in their first 50 ms")
        // How many begin to run before the signal comes is the machine's affair, and not much: most do.
        #expect(answered * 2 > starts)
    }

    /// Waits, half a minute at the most, until the daemon tells of so many reloads; no longer than it lives.
    private static func reloads(_ desk: ServiceDesk, _ program: Program, times: Int) -> Bool {
        for _ in 0..<300 where !program.hasEnded() {
            if desk.manager.hears("RELOADING=1", times: times, within: 0.1) { return true }
        }
        return false
    }

    @Test("told to end at any moment it ends with 0 in time, leaves no child, and no run open")
    func stops() throws {
        var desk = try ServiceDesk(datasets: ["folk1am", "elevfravaer"])
        var random = SeededRandom(state: 20_261_129)
        var early = 0
        for number in 0..<(Repository.isNightly ? 200 : 20) {
            // Something to do at each start: all of it, or what a run that was ended had begun.
            if number % 4 == 0 { desk = try ServiceDesk(datasets: ["folk1am", "elevfravaer"]) }
            let program = try desk.start()
            usleep(UInt32.random(in: 0..<1_500_000, using: &random))
            let children = ServiceDesk.children(of: program.pid)
            let asked = ContinuousClock.now
            program.terminate()
            let result = program.result(within: 60)
            #expect(ContinuousClock.now - asked < .seconds(30), "\(number)")
            // Before main there is no one to ask; the service manager takes that for a clean end too.
            if result.status == 143 { early += 1 } else { #expect(result.status == 0, "\(number): \(result.errors)") }
            if result.status == 143 { #expect(result.errors == "", "\(number)") }
            #expect(try Self.openRuns(desk) == 0, "\(number)")
            let left = children.filter { kill($0, 0) == 0 }
            #expect(left.isEmpty || Self.areGone(left), "\(number): \(left)")
        }
        print("ended \(Repository.isNightly ? 200 : 20) times, \(early) of them before main")
        // The next run finds everything as if nothing had been ended.
        let next = try Program.run("pejld", ["--once", "--config", desk.installation.configurationPath])
        #expect(next.status == 0 && !next.errors.contains("damaged"), "\(next.errors)")
        #expect(try Publication(path: desk.paths.publication).verify() == [])
    }

    /// Runs that the store holds for not ended; none where there is no store yet.
    private static func openRuns(_ desk: ServiceDesk) throws -> Int? {
        guard access(desk.paths.workStore, F_OK) == 0 else { return 0 }
        let script = """
            import sqlite3, sys
            store = sqlite3.connect(sys.argv[1])
            there = store.execute("SELECT count(*) FROM sqlite_master WHERE name = 'run'").fetchone()[0]
            print(store.execute("SELECT count(*) FROM run WHERE state = 'running'").fetchone()[0] if there else 0)
            """
        return Int(try Program.python(script, [desk.paths.workStore]).output.filter(\.isNumber))
    }

    /// Whether processes are gone within two seconds.
    private static func areGone(_ pids: [Int32]) -> Bool {
        for _ in 0..<200 {
            if pids.allSatisfy({ kill($0, 0) != 0 }) { return true }
            usleep(10_000)
        }
        return false
    }
}
