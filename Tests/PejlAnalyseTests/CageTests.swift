import Foundation
import PejlAnalyse
import PejlModel
import PejlTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// What of the cage there is, and what is said where this machine lacks a part of it.
struct CageTests {
    /// The launcher on a kernel without some calls; see `Tests/TestKernel`.
    private static func launcher(_ kernel: String, _ folder: TemporaryFolder) throws -> PluginLauncher {
        let path = folder.file(kernel)
        try FileManager.default.createSymbolicLink(
            atPath: path,
            withDestinationPath: Repository.programs + "/pejl-test-kernel"
        )
        return PluginLauncher(path: path)
    }

    private static func name(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return Failure(error).name
        }
    }

    @Test("every part of the cage is reported, in the order it is set up")
    func parts() throws {
        var parts: [String] = []
        let findings = try TestPluginRun("sound").run(confinement: { parts = ($0.had + $0.lacking).map(\.name) })
        #expect(findings.count == 2)
        #expect(
            parts.sorted() == [
                "death-signal", "descriptors", "landlock", "limits", "no-capabilities", "no-new-privileges", "seccomp",
                "session",
            ]
        )
    }

    @Test(
        "what the kernel lacks is recorded, and the plugin runs unless the configuration is strict",
        arguments: [
            ("without-landlock", ["landlock"]), ("without-seccomp", ["seccomp"]),
            ("without-both", ["landlock", "seccomp"]),
        ]
    )
    func lacks(kernel: String, parts: [String]) throws {
        let folder = try TemporaryFolder()
        var run = TestPluginRun("sound")
        run.launcher = try Self.launcher(kernel, folder)
        var lacking: [Confinement.Part] = []
        #expect(try run.run(confinement: { lacking = $0.lacking }).count == 2)
        #expect(lacking.map(\.name) == parts)
        #expect(lacking.allSatisfy { $0.number == Int(ENOSYS) })

        run.launcher.isStrict = true
        #expect(Self.name { _ = try run.run() } == "plugin-no-cage")
        #expect(TestPluginRun.processes(naming: run.id).isEmpty)
    }

    @Test("without seccomp Landlock still keeps files away, and without Landlock seccomp keeps the network away")
    func eachStandsAlone() throws {
        let folder = try TemporaryFolder()
        let (noSeccomp, noLandlock) = (
            try Self.launcher("without-seccomp", folder), try Self.launcher("without-landlock", folder)
        )
        for (manner, launcher) in [("read-passwd", noSeccomp), ("write", noSeccomp), ("socket", noLandlock)] {
            var run = TestPluginRun(manner)
            run.launcher = launcher
            #expect(Self.name { _ = try run.run() } == "plugin-ended", "\(manner)")
        }
    }

    @Test("a launcher that is missing, or that reports no cage, starts nothing that is believed")
    func noLauncher() {
        var run = TestPluginRun("sound")
        run.launcher = PluginLauncher(path: "/nonexistent/pejl-launch")
        #expect(Self.name { _ = try run.run() } == "plugin-no-launcher")
        run.launcher = PluginLauncher(path: "/bin/cat")
        #expect(Self.name { _ = try run.run() } == "plugin-no-cage")
    }

    @Test("a second copy of a plugin is refused while the first one runs")
    func oneCopy() throws {
        let run = TestPluginRun("sound")
        var second: String?
        _ = try run.run(confinement: { _ in second = Self.name { _ = try run.run() } })
        #expect(second == "plugin-running")
        #expect(try run.run().count == 2)
    }

    @Test("a program that is renamed over, or written into, after it was hashed is not what runs")
    func swapped() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("program")
        let sound = Repository.programs + "/pejl-test-plugin"
        for swap in ["rename", "write"] {
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.copyItem(atPath: sound, toPath: path)
            var run = TestPluginRun("sound")
            run.programs = folder.path
            run.program = "program"
            let findings = try run.run(beforeStart: {
                if swap == "rename" {
                    try FileManager.default.removeItem(atPath: path)
                    try FileManager.default.copyItem(atPath: "/bin/false", toPath: path)
                } else {
                    let file = open(path, O_WRONLY | O_TRUNC)
                    #expect(file >= 0 && write(file, "#!/bin/false\n", 13) == 13)
                    close(file)
                }
            })
            #expect(findings.count == 2, "\(swap)")
        }
    }

    @Test("a script is run by its interpreter from the bytes that were hashed, with its own folder to read")
    func script() throws {
        let folder = try TemporaryFolder()
        let text = """
            import json, os, sys
            import beside
            print("descriptors", sorted(int(n) for n in os.listdir("/proc/self/fd")), file=sys.stderr)
            def say(message): print(json.dumps(message), flush=True)
            for line in sys.stdin:
                message = json.loads(line)
                if message["method"] == "initialize":
                    say({"jsonrpc": "2.0", "id": 1, "result": {"version": 1, "plugin": sys.argv[2]}})
                elif message["method"] == "data/series":
                    series = message["params"]
                elif message["method"] == "data/end":
                    beside.find(say, series)
                    say({"jsonrpc": "2.0", "id": 2, "result": {"findings": 1}})
            """
        let module = """
            def find(say, series):
                say({"jsonrpc": "2.0", "method": "finding", "params": {
                    "kind": "test", "indicator": series["indicator"], "area": series["area"], "breakdown": {},
                    "period": "2024", "group": "country", "statistic": "value", "value": series["values"][0],
                    "unit": "%", "count": 1, "caveats": ["covid-19", "one-figure"], "text": {"da": "æ", "en": "b"},
                    "inputs": [{"indicator": "absence", "breakdown": {}, "period": "2024", "areas": ["766"]}]}})
            """
        try folder.write(text, to: "script.py")
        try folder.write(module, to: "beside.py")
        var run = TestPluginRun("sound")
        run.folder = folder.path
        run.program = "script.py"
        run.interpreter = "python3"
        let findings = try run.run(beforeStart: { try folder.write("raise SystemExit(7)", to: "script.py") })
        #expect(findings.map(\.value) == [8])
        #expect(folder.files() == ["beside.py", "script.py"])
    }

    @Test("a plugin is ready, in its cage, within a second of its start; 20 ms are aimed at")
    func startIsQuick() throws {
        let times = try (0..<21).map { _ in try TestPluginRun("sound").outcome().startMilliseconds }.sorted()
        print("start to ready, median of 21: \(times[10]) ms")
        #expect(times[10] < 1000)
    }
}
