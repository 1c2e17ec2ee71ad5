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
    /// A manifest of the test plugin with one manner.
    static func manifest(_ manner: String, limits: PluginLimits = PluginLimits()) -> PluginManifest {
        PluginManifest(
            id: "test-plugin",
            version: "1.0.0",
            title: Localised(same: "test"),
            protocolVersions: 1...1,
            command: ["pejl-test-plugin", manner],
            indicators: ["absence"],
            areaKinds: [.municipality],
            findingKinds: ["test"],
            settings: [:],
            limits: limits,
            digest: ContentDigest(of: manner),
            folder: "/nonexistent"
        )
    }

    /// Three municipalities with one year of absence, and an indicator that is not declared.
    static func run(
        _ manner: String,
        seconds: Int = 20,
        outputBytes: Int = 1 << 20,
        repeats: Int = 1
    ) throws -> [Finding] {
        var limits = PluginLimits()
        limits.seconds = seconds
        limits.handshakeSeconds = min(seconds, 5)
        limits.outputBytes = outputBytes
        let manifest = manifest(manner, limits: limits)
        let program = try PluginProgram(manifest, programs: Repository.programs)
        let hedensted = try #require(AreaCatalogue.denmark.area(code: "766"))
        let context = AnalysisContext(
            publication: 1,
            municipality: hedensted,
            areas: AreaCatalogue.denmark.areas,
            groups: AreaCatalogue.denmark.comparisonGroups(for: hedensted),
            indicators: ["absence", "grades"].map { indicator($0) },
            clock: UTCInstant(secondsSince1970: 0)
        )
        return try PluginHost(manifest, context: context).run(program) { indicators, kinds, send in
            #expect(indicators == ["absence"])
            #expect(kinds == [.municipality])
            for _ in 0..<repeats {
                for (area, value) in [("615", 7.0), ("630", nil), ("766", 8.0)] {
                    try send(
                        SeriesData(
                            indicator: "absence",
                            area: area,
                            breakdown: [:],
                            breakdownTitle: PluginText(da: "", en: ""),
                            periods: ["2024"],
                            values: [value],
                            statuses: [value == nil ? "Q" : "A"]
                        )
                    )
                }
            }
        }
    }

    private static func indicator(_ id: String) -> Indicator {
        Indicator(
            id: id,
            measure: id,
            title: Localised(same: id),
            definition: Localised(same: id),
            definitionID: id,
            unit: .percent,
            decimals: 1,
            direction: .neutral,
            breaks: ["2017-01-01", "2012-01-01"].compactMap(CalendarDay.init(iso:)).map {
                IndicatorBreak(day: $0, reason: Localised(same: "law"), source: "test")
            }
        )
    }

    @Test("a plugin is told the days of breaks, in the order of time, of the indicators that it may see")
    func breaks() throws {
        let told = try Self.run("breaks").map(\.text.en)
        #expect(told.count == 2 && Set(told) == [#"absence: ["2012-01-01", "2017-01-01"]"#])
    }

    @Test("a sound plugin's findings are taken, a suppressed figure makes none")
    func sound() throws {
        let findings = try Self.run("sound")
        #expect(findings.map(\.area).sorted() == ["615", "766"])
        #expect(findings.allSatisfy { $0.plugin == "test-plugin" && $0.text == Localised(da: "tal", en: "figure") })
        #expect(findings.map(\.id) == findings.map(\.id).sorted())
        #expect(try Self.run("sound") == findings)
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
            ("version-9", "plugin-handshake", "it chose version 9"),
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

    @Test("a plugin that writes without end is stopped at its limit")
    func floods() {
        let failure = failure { try Self.run("long-line", outputBytes: 1 << 19) }
        #expect(failure?.message.contains("524288 bytes of output") == true)
    }

    @Test("a child that a plugin left behind ends with it")
    func leavesNoChild() throws {
        let failure = failure { try Self.run("leaves-child", seconds: 1) }
        #expect(failure?.name == "plugin-limit")
        let left = try Program.run(
            "/bin/sh",
            ["-c", "pgrep -g 0 -x sleep || true; ps -eo args | grep -c '^sleep 600' || true"]
        )
        #expect(left.output.split(separator: "\n").last == "0")
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
            command: [name],
            indicators: ["*"],
            areaKinds: [.municipality],
            findingKinds: ["test"],
            settings: [:],
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

    @Test("no descriptor is left open by many runs")
    func leavesNoDescriptors() throws {
        let before = Self.descriptors()
        for _ in 0..<40 {
            _ = try Self.run("sound")
            _ = failure { try Self.run("exit") }
        }
        // Other tests of this process open and close some of their own meanwhile; a leak of one a run would be 80.
        #expect(abs(Self.descriptors() - before) < 15)
    }

    private static func descriptors() -> Int {
        (0..<256).filter { fcntl($0, F_GETFD) >= 0 }.count
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
