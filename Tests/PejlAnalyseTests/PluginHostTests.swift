import PejlAnalyse
import PejlModel
import PejlPluginKit
import PejlTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// The host against plugins of every manner; each is a process of its own.
struct PluginHostTests {
    static func run(
        _ manner: String,
        seconds: Int = 20,
        outputBytes: Int = 1 << 20,
        repeats: Int = 1
    ) throws -> [Finding] {
        var run = TestPluginRun(manner)
        run.limits.seconds = seconds
        run.limits.handshakeSeconds = min(seconds, 5)
        run.limits.outputBytes = outputBytes
        run.repeats = repeats
        return try run.run(asked: { indicators, kinds in
            #expect(indicators == ["absence"])
            #expect(kinds == [.municipality])
        })
    }

    @Test("a plugin is told the days of breaks, in the order of time, of the indicators that it may see")
    func breaks() throws {
        let told = try Self.run("breaks").map(\.text.en)
        #expect(told.count == 2 && Set(told) == [#"absence: ["2012-01-01", "2017-01-01"]"#])
    }

    @Test("a finding that is computed from another period carries the caveats of both")
    func earlierInput() throws {
        let findings = try Self.run("earlier-input")
        #expect(findings.count == 2)
        for finding in findings {
            #expect(finding.inputs.map(\.period) == ["2023", "2024"] && finding.period == "2024")
            #expect(finding.caveats == ["covid-19", "one-figure", "strike"])
        }
    }

    @Test("a plugin is told its settings, each of its own type")
    func settings() throws {
        #expect(Set(try Self.run("settings").map(\.text.en)) == ["all: true share: 0.5"])
    }

    @Test("a sound plugin's findings are taken, a suppressed figure makes none")
    func sound() throws {
        let findings = try Self.run("sound")
        #expect(findings.map(\.area).sorted() == ["615", "766"])
        #expect(findings.allSatisfy { $0.text == Localised(da: "tal", en: "figure") })
        #expect(findings.map(\.id) == findings.map(\.id).sorted())
        let run = TestPluginRun("sound")
        #expect(try run.run() == run.run())
        #expect(try Self.run("nothing") == [])
    }

    @Test(
        "a plugin that misbehaves is named, and nothing of it is taken",
        arguments: [
            ("exit", "plugin-ended", "exit status 3"),
            ("abort", "plugin-ended", "signal 6"),
            ("exit-midway", "plugin-ended", "exit status 4"),
            ("flood", "plugin-bad-output", "line 1 of its output: it is not a message of the protocol"),
            ("long-line", "plugin-limit", "1048576 bytes in one line"),
            ("version-0", "plugin-handshake", "it chose version 0"),
            ("version-2", "plugin-handshake", "it chose version 2"),
            ("version-999", "plugin-handshake", "it chose version 999"),
            ("version-text", "plugin-bad-output", "line 1 of its output: it is not a message of the protocol"),
            ("version-missing", "plugin-bad-output", "line 1 of its output: it is not a message of the protocol"),
            ("other-name", "plugin-handshake", "it calls itself somebody-else"),
            ("not-json", "plugin-bad-output", "line 2 of its output: it is not a message of the protocol (not JSON)"),
            ("not-utf8", "plugin-bad-output", "line 2 of its output: it is not UTF-8"),
            ("infinite", "plugin-bad-output", "line 2 of its output"),
            ("wrong-count", "plugin-bad-output", "it says 7 findings, 0 came"),
            ("early-finding", "plugin-bad-output", "line 1 of its output: a finding outside an analysis"),
            ("undeclared-kind", "plugin-bad-output", "kind other is not declared"),
            ("undeclared-input", "plugin-bad-output", "inputs that it was not sent: grades 2024"),
            ("no-area", "plugin-bad-output", "no area 999"),
            ("no-sentence", "plugin-bad-output", "a finding without a sentence"),
            ("other-unit", "plugin-bad-output", "the unit of value is percentage_points, not %"),
            ("other-statistic", "plugin-bad-output", "statistic median is not declared for kind test"),
            ("no-caveat", "plugin-bad-output", "value without its caveat covid-19"),
            (
                "no-input-caveat", "plugin-bad-output",
                "value without the caveat strike of its input absence 2023"
            ),
            ("reports", "plugin-failed", "try again tomorrow"),
        ]
    )
    func misbehaves(manner: String, name: String, message: String) {
        let failure = failure { try Self.run(manner) }
        #expect(failure?.name == name)
        #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "no failure")")
    }

    @Test("a plugin that hangs is ended at its limit", arguments: ["hang", "stops-reading"])
    func hangs(manner: String) {
        let started = time(nil)
        // Enough figures to fill the pipe of a plugin that does not read them.
        let failure = failure { try Self.run(manner, seconds: 2, repeats: 2000) }
        #expect(failure?.name == "plugin-limit")
        #expect(failure?.message.contains("its time of 2 s") == true)
        #expect(time(nil) - started <= 6)
    }

    @Test("a plugin that is past its time is told, and what it says then is told on")
    func cancelled() {
        let failure = failure { try Self.run("cancelled", seconds: 1) }
        #expect(failure?.name == "plugin-limit")
        #expect(
            failure?.message.hasSuffix("stopped because it passed its time of 1 s; its last words: told to stop")
                == true
        )
    }

    @Test("a plugin that says nothing for too long is ended, and one that says how far it is is not")
    func silence() throws {
        var hanging = TestPluginRun("silent")
        hanging.limits.silentSeconds = 1
        let failure = failure { try hanging.run() }
        #expect(failure?.message.contains("stopped because it passed 1 s without a word") == true)
        var slow = TestPluginRun("whispers")
        slow.limits.silentSeconds = 1
        #expect(try slow.run().count == 2)
    }

    @Test("what a plugin remarks is handed on, a thousand lines at most, one line each")
    func remarks() throws {
        var remarks: [PluginRemark] = []
        _ = try TestPluginRun("talks").outcome(told: { remarks.append($0) })
        #expect(remarks.count == 1_001)
        #expect(remarks.first == PluginRemark(isProgress: false, level: .warning, message: "line 0 å"))
        #expect(remarks.last == PluginRemark(isProgress: false, level: .info, message: "201 more lines are not shown"))
    }

    @Test("a plugin that writes without end is stopped at its limit")
    func floods() {
        let failure = failure { try Self.run("long-line", outputBytes: 1 << 19) }
        #expect(failure?.message.contains("524288 bytes of output") == true)
    }

    @Test("a plugin has descriptors 0 to 2 only, whatever a library has left open")
    func inheritsNothing() throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { for descriptor in ends + [socket] { close(descriptor) } }
        let result = try Program.run("/bin/ls", ["/proc/self/fd"])
        // The fourth is the folder that ls itself reads.
        #expect(result.output == "0\n1\n2\n3\n")
    }

    @Test("a program that is missing or lies elsewhere is refused", arguments: ["missing", "../bin/sh", "/bin/sh", ""])
    func refusesProgram(name: String) {
        let manifest = PluginManifest(
            id: "test-plugin",
            version: "1",
            title: Localised(same: "test"),
            protocolVersions: 1...1,
            body: .process(command: [name], interpreter: nil),
            indicators: ["*"],
            areaKinds: [.municipality],
            outputs: [],
            limits: PluginLimits(),
            digest: ContentDigest(of: ""),
            folder: "/nonexistent"
        )
        let failure = failure {
            _ = try PluginProgram(manifest, programs: Repository.programs)
            return []
        }
        #expect(failure?.name == "plugin-not-found")
    }

    @Test("no descriptor is left open by many runs", arguments: ["sound", "exit"])
    func leavesNoDescriptors(manner: String) throws {
        let result = try Program.run("pejl-test-host", [manner, "40", "20", "0", ""])
        let cost = try #require(result.output.split(separator: "\n").last).split(separator: "\t")
        #expect(cost.first == "grew" && cost.last == "0")
    }

    private func failure(_ body: () throws -> [Finding]) -> Failure? {
        do {
            _ = try body()
            return nil
        } catch {
            return Failure(error)
        }
    }
}
