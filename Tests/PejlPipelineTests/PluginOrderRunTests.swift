import Foundation
import PejlConfig
import PejlControl
import PejlModel
import PejlPipeline
import PejlTestSupport
import Testing

/// Plugins that are sent the findings of others, and plugins side by side.
struct PluginOrderRunTests {
    /// One finding: how many findings of other plugins came, and of which.
    private static func script(_ id: String) -> String {
        """
        from pejl_plugin import Finding, run

        def analyse(request, series):
            one = next(iter(series.of(area="766")))
            names = ",".join(sorted({plugin for plugin, _ in request.findings})) or "none"
            yield Finding(one, one.figures[-1].period, len(request.findings), kind="note", statistic="seen", unit="count",
                text=(f"fra {names}", f"of {names}"))

        run("\(id)", analyse)
        """
    }

    private static func desk(_ plugins: [String: [String]]) throws -> DropInstallation {
        let installation = try DropInstallation(["elever": DropInstallation.pupils], plugins: ["benchmark"])
        for (id, waitsFor) in plugins {
            try ScriptPlugin(id, findings: waitsFor).write(script(id), to: installation)
        }
        try installation.drop(Array("Kommune;År;Antal\n630;2024;77\n766;2024;41\n".utf8), as: "a.csv", in: "elever")
        return installation
    }

    private static func trust(_ installation: DropInstallation) throws {
        let configuration = try Configuration(path: installation.configurationPath)
        try PluginRegistration(configuration).trust(configuration.pipeline.plugins)
    }

    private static func seen(_ installation: DropInstallation) throws -> [String] {
        let result = try Program.python(
            """
            import sqlite3, sys
            rows = sqlite3.connect(sys.argv[1]).execute(
                "SELECT plugin, CAST(value AS INTEGER), text_en FROM findings WHERE statistic = 'seen' ORDER BY plugin")
            for row in rows: print(*row, sep="|")
            """,
            [installation.paths.publication]
        )
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test("a plugin is sent what those found that it waits for, and nothing of others")
    func dependent() async throws {
        let desk = try Self.desk(["first": [], "second": ["first", "benchmark"], "third": ["second"]])
        try Self.trust(desk)
        let summary = try await desk.run()
        #expect(summary.failures == [])
        let count = try Program.python(
            "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute("
                + "\"SELECT count(*) FROM findings WHERE plugin = 'benchmark'\").fetchone())",
            [desk.paths.publication]
        ).output.trimmingCharacters(in: .whitespacesAndNewlines)
        let benchmark = try #require(Int(count))
        #expect(benchmark > 0)
        #expect(
            try Self.seen(desk) == [
                "first|0|of none", "second|\(benchmark + 1)|of benchmark,first", "third|1|of second",
            ]
        )
    }

    @Test("eight plugins side by side leave the same publication as one after the other in another installation")
    func sideBySide() async throws {
        var digests: [ContentDigest] = []
        for _ in 1...2 {
            let names = (1...8).map { "p\($0)" }
            let desk = try Self.desk(Dictionary(uniqueKeysWithValues: names.map { ($0, []) }))
            try Self.trust(desk)
            guard case .published(1, let digest) = try await desk.run().publication else {
                Issue.record("nothing was published")
                return
            }
            #expect(try Self.seen(desk).count == 8)
            digests.append(digest)
        }
        #expect(digests.count == 2 && digests[0] == digests[1])
    }

    @Test("a plugin that waits for one that rests, rests with it, and the publication is made without both")
    func waits() async throws {
        let desk = try Self.desk(["first": [], "second": ["first"]])
        try desk.folder.write("import sys; sys.exit(3)\n", to: "etc/plugins/first/run.py")
        try Self.trust(desk)
        for _ in 1...3 { #expect(try await desk.run().failures.map(\.name) == ["plugin-ended"]) }
        let held = try await desk.run()
        #expect(held.failures.map(\.name) == ["plugin-held", "plugin-held"])
        #expect(held.failures.last?.message == "plugin second: it waits for the findings of first, which rests")
        guard case .published(1, _) = held.publication else { throw Unexpected(held) }
        #expect(try Self.seen(desk) == [])
    }

    @Test(
        "plugins that wait for each other, for none, or for one that is switched off are an error of the configuration",
        arguments: [
            (["first": ["second"], "second": ["first"]], "", "plugins wait for each other: first → second → first"),
            (["first": ["zeroth"]], "", "there is no plugin zeroth"),
            (
                ["first": ["second"], "second": []], "[plugins.second]\nenabled = false\n",
                "plugin second is switched off"
            ),
        ]
    )
    func faults(plugins: [String: [String]], top: String, problem: String) throws {
        let desk = try Self.desk(plugins)
        let text = try String(contentsOfFile: desk.configurationPath, encoding: .utf8)
        try desk.folder.write(text + top, to: "etc/pejl.toml")
        let error = #expect(throws: ConfigurationError.self) { try Configuration(path: desk.configurationPath) }
        #expect(error?.problem == problem && error?.key == "inputs.findings")
        #expect(error?.file.hasSuffix("plugins/first/plugin.toml") == true)
    }
}
