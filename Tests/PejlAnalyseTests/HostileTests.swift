import PejlAnalyse
import PejlModel
import PejlTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Plugins that mean harm, each under a host of its own: what the host calls it, what it costs, what is left.
///
/// Two runs each; 50 with `PEJL_NIGHTLY`.
@Suite(.serialized)
struct HostileTests {
    private static let times = Repository.isNightly ? 50 : 2

    /// One manner and what becomes of it.
    struct Case: CustomTestStringConvertible {
        let manner: String
        let name: String
        let message: String
        var seconds = 20
        var processes = 0
        var testDescription: String { processes == 0 ? manner : "\(manner) with leave to start processes" }
    }

    /// What every plugin may try; the messages are the kernel's own, or ours with the limit in it.
    static let cases = [
        Case(manner: "exit", name: "plugin-ended", message: "exit status 3"),
        Case(manner: "segfault", name: "plugin-ended", message: "signal 11"),
        Case(manner: "hang", name: "plugin-limit", message: "its time of 1 s", seconds: 1),
        Case(manner: "hang-midway", name: "plugin-limit", message: "its time of 1 s", seconds: 1),
        Case(manner: "ignores-term", name: "plugin-limit", message: "its time of 1 s", seconds: 1),
        Case(manner: "stops-reading", name: "plugin-limit", message: "its time of 1 s", seconds: 1),
        Case(manner: "processor", name: "plugin-limit", message: "its time of 1 s", seconds: 1),
        Case(manner: "fork", name: "plugin-ended", message: "refused: Operation not permitted"),
        Case(manner: "fork-bomb", name: "plugin-ended", message: "refused: Operation not permitted"),
        Case(manner: "double-fork", name: "plugin-ended", message: "refused: Operation not permitted"),
        // With leave they may, and are gone all the same.
        Case(manner: "fork-bomb", name: "findings", message: "2", processes: 256),
        Case(manner: "double-fork", name: "findings", message: "2", processes: 8),
        Case(manner: "memory", name: "plugin-ended", message: "refused: Cannot allocate memory"),
        Case(manner: "log-flood", name: "plugin-limit", message: "1048576 bytes of output"),
        Case(manner: "error-flood", name: "plugin-limit", message: "its time of 1 s", seconds: 1),
        Case(manner: "long-line", name: "plugin-limit", message: "1048576 bytes"),
        Case(manner: "not-utf8", name: "plugin-bad-output", message: "line 2 of its output: it is not UTF-8"),
        Case(manner: "not-a-number", name: "plugin-bad-output", message: "line 2 of its output"),
        Case(manner: "deep", name: "plugin-bad-output", message: "line 2 of its output"),
        Case(manner: "version-999", name: "plugin-handshake", message: "it chose version 999"),
        Case(manner: "other-run", name: "plugin-bad-output", message: "nor an answer that is awaited"),
        Case(manner: "socket", name: "plugin-ended", message: "refused: Operation not permitted"),
        Case(manner: "read-passwd", name: "plugin-ended", message: "refused: Permission denied"),
        Case(manner: "read-store", name: "plugin-ended", message: "refused: Permission denied"),
        Case(manner: "write", name: "plugin-ended", message: "refused: Permission denied"),
        Case(manner: "descriptor", name: "plugin-ended", message: "refused: Bad file descriptor"),
        Case(manner: "signal-host", name: "plugin-ended", message: "refused: Operation not permitted"),
        Case(manner: "signal-host", name: "plugin-ended", message: "refused: Operation not permitted", processes: 8),
        Case(manner: "limit-host", name: "plugin-ended", message: "refused: Operation not permitted"),
        Case(manner: "death-signal", name: "plugin-ended", message: "refused: Operation not permitted"),
        Case(manner: "privileges", name: "plugin-ended", message: "refused: Operation not permitted"),
        Case(manner: "environment", name: "plugin-ended", message: "refused: "),
    ]

    @Test(
        "a hostile plugin is named, nothing of it is taken, and neither host nor machine keeps anything",
        arguments: cases
    )
    func hostile(_ one: Case) throws {
        let folder = try TemporaryFolder()
        try folder.write("figures", to: "work.sqlite")
        let store = folder.file("work.sqlite")
        let result = try Program.run(
            "pejl-test-host",
            [one.manner, "\(Self.times)", "\(one.seconds)", "\(one.processes)", store]
        )
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        #expect(lines.count == Self.times + 1, "\(result.output)\(result.errors)")
        for line in lines.dropLast() {
            #expect(line[0] == one.name && line[2].contains(one.message), "\(line)")
            #expect(try #require(Int(line[1])) <= one.seconds * 1000 + 3000, "\(line)")
            #expect(line[3] == "0", "processes are left: \(line)")
        }
        let cost = try #require(lines.last)
        #expect(cost[0] == "grew")
        #expect(try #require(Int(cost[1])) <= 32 << 10, "memory grew by \(cost[1]) KiB")
        #expect(abs(try #require(Int(cost[2]))) <= 2, "descriptors: \(cost[2])")
        #expect(folder.files() == ["work.sqlite"])
    }

    @Test("when the host is killed, its plugins and all they started are gone within two seconds", arguments: [0, 8])
    func hostKilled(processes: Int) throws {
        for _ in 0..<(Repository.isNightly ? 20 : 3) {
            let manner = processes == 0 ? "ignores-term" : "double-fork-hang"
            let host = try Program("pejl-test-host", [manner, "hold", "60", "\(processes)", ""])
            #expect(host.says("started", times: 8, within: 20))
            let marker = "test-\(host.pid)-"
            #expect(TestPluginRun.processes(naming: marker).count >= 16)
            host.end()
            var left = TestPluginRun.processes(naming: marker)
            for _ in 0..<40 where !left.isEmpty {
                usleep(50_000)
                left = TestPluginRun.processes(naming: marker)
            }
            #expect(left.isEmpty, "\(left.map { TestPluginRun.commandLine($0) ?? "" })")
        }
    }

    @Test("when the supervisor of a plugin is killed, the host ends the plugin and all it started")
    func supervisorKilled() throws {
        let host = try Program("pejl-test-host", ["double-fork-hang", "hold", "60", "8", ""])
        #expect(host.says("started", times: 8, within: 20))
        let supervisors = TestPluginRun.processes(naming: "test-\(host.pid)-").filter {
            TestPluginRun.commandLine($0)?.contains("--parent") == true
        }
        #expect(supervisors.count == 8)
        usleep(300_000)
        for supervisor in supervisors { kill(supervisor, SIGKILL) }
        #expect(host.says("ended plugin-ended", times: 8, within: 10))
        #expect(TestPluginRun.processes(naming: "test-\(host.pid)-").isEmpty)
        host.end()
    }
}
