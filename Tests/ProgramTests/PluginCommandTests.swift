import Foundation
import PejlTestSupport
import Testing

/// `pejl plugin list`, `show`, `config`, `trust` and `reset`, as an administrator sees them.
struct PluginCommandTests {
    private static let manifest = """
        id = "trend"
        version = "1.2.0"
        kind = "process"
        command = ["trend.sh"]
        interpreter = "sh"
        title = { da = "Udvikling", en = "Trend" }
        licence = "EUPL-1.2"
        [protocol]
        minimum = 1
        [inputs]
        indicators = ["pupils"]
        area_kinds = ["municipality"]
        [outputs.trend]
        meaning = { da = "Udviklingen over år", en = "The course over years" }
        [outputs.trend.units]
        slope = ["indicator-difference"]
        [outputs.trend.caveats]
        slope = ["few-years"]
        [settings.years]
        type = "integer"
        default = 5
        minimum = 3
        maximum = 20
        meaning = { da = "År i udviklingen", en = "Years in the trend" }
        [settings.note]
        type = "text"
        default = ""
        meaning = { da = "Note", en = "Note" }

        """

    private static func desk() throws -> DropInstallation {
        let installation = try DropInstallation(
            ["elever": DropInstallation.pupils],
            plugins: ["benchmark"]
        )
        try installation.folder.write(manifest, to: "etc/plugins/trend/plugin.toml")
        try installation.folder.write("exit 1\n", to: "etc/plugins/trend/trend.sh")
        return installation
    }

    private static func pejl(_ installation: DropInstallation, _ arguments: String...) throws -> ProgramResult {
        try Program.run("pejl", ["plugin"] + arguments + ["--config", installation.configurationPath])
    }

    @Test("a plugin that nobody trusted is listed as such; trusting it and changing it are told file by file")
    func trust() throws {
        let desk = try Self.desk()
        let before = try Self.pejl(desk, "list", "--lang", "en")
        #expect(before.output.contains(/trend +1\.2\.0 +process +not trusted +never ran/))
        #expect(before.output.contains(/benchmark +1\.0\.0 +process +trusted/))
        #expect(try Self.pejl(desk, "trust", "trend", "--lang", "en").output.contains("  new: 2 files\n"))
        try desk.folder.write("exit 2\n", to: "etc/plugins/trend/trend.sh")
        let changed = try Self.pejl(desk, "show", "trend", "--lang", "da")
        #expect(changed.output.contains("filer: ændret\n"))
        #expect(changed.output.contains("trend.sh is changed; look at it, then run `pejl plugin trust trend`"))
        #expect(try Self.pejl(desk, "trust", "trend").output.contains("  trend.sh is changed\n"))
        #expect(try Self.pejl(desk, "trust", "trend", "--lang", "da").output.contains("  uændret\n"))
    }

    @Test("what a plugin may, finds and costs is shown in both languages and as JSON")
    func show() throws {
        let desk = try Self.desk()
        let danish = try Self.pejl(desk, "show", "trend", "--lang", "da").output
        for line in [
            "Udvikling (trend 1.2.0)", "  licens: EUPL-1.2", "  ser: pupils; municipality",
            "  years = 5: År i udviklingen",
            "    slope (indicator-difference), altid med few-years", "  hukommelse: 2048 MiB",
        ] {
            #expect(danish.contains(line + "\n"), "\(line)")
        }
        let json = try Self.pejl(desk, "show", "trend", "--json").output
        let document = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(document["id"] as? String == "trend" && document["state"] as? String == "never")
        #expect((document["settings"] as? [String: Any])?["years"] as? Int == 5)
        #expect((document["pin"] as? [String: Any])?["state"] as? String == "not-trusted")
        let list = try Self.pejl(desk, "list", "--json").output
        #expect((try JSONSerialization.jsonObject(with: Data(list.utf8)) as? [Any])?.count == 2)
        let schema = try Self.pejl(desk, "show", "trend", "--schema", "trend").output
        let object = try #require(try JSONSerialization.jsonObject(with: Data(schema.utf8)) as? [String: Any])
        let properties = try #require(object["properties"] as? [String: Any])
        #expect((properties["statistic"] as? [String: Any])?["enum"] as? [String] == ["slope"])
        let other = try Self.pejl(desk, "show", "trend", "--schema", "rank")
        #expect(other.status == 78 && other.errors.contains("it makes: trend"))
    }

    @Test("the sample of its settings is read back with the values that it shows")
    func config() throws {
        let desk = try Self.desk()
        let sample = try Self.pejl(desk, "config", "trend", "--lang", "en").output
        #expect(sample.contains("## Years in the trend\n## Allowed: a whole number from 3 to 20\n# years = 5\n"))
        let text = try String(contentsOfFile: desk.configurationPath, encoding: .utf8)
        // Every shown line made a real one, with a value of its own.
        let told = sample.replacing("# years = 5", with: "years = 7").replacing(
            "# note = \"\"",
            with: "note = \"a \\\"b\\\" \\\\\""
        )
        try desk.folder.write(text + told, to: "etc/pejl.toml")
        let again = try Self.pejl(desk, "config", "trend", "--lang", "en")
        #expect(again.output == told)
        try desk.folder.write(text + told.replacing("# enabled = true", with: "enabled = false"), to: "etc/pejl.toml")
        #expect(try Self.pejl(desk, "list", "--lang", "en").output.contains(/trend .* switched off/))
        #expect(try Self.pejl(desk, "config", "trend").output.contains("\nenabled = false\n"))
    }

    @Test(
        "a plugin that is not there is told with those that are, whatever is asked",
        arguments: ["show", "config", "trust", "reset"]
    )
    func unknown(verb: String) throws {
        let result = try Self.pejl(Self.desk(), verb, "tend")
        #expect(result.status == 78)
        #expect(result.errors.contains("there is no plugin tend; known are: benchmark, trend"))
    }

    @Test("a plugin that rests is let go on, and what a sound one took is shown")
    func reset() async throws {
        let desk = try Self.desk()
        _ = try Self.pejl(desk, "trust", "trend")
        try desk.drop(Array("Kommune;År;Antal\n630;2024;77\n766;2024;41\n".utf8), as: "a.csv", in: "elever")
        func pejld() throws -> ProgramResult {
            try Program.run("pejld", ["--once", "--config", desk.configurationPath])
        }
        for _ in 1...3 { #expect(try pejld().errors.contains("plugin-ended")) }
        let held = try pejld()
        #expect(held.status == 75)
        #expect(held.errors.contains("plugin-held"), "\(held.errors)")
        let list = try Self.pejl(desk, "list", "--lang", "en").output
        #expect(list.contains(/trend .* rests after repeated failures/))
        #expect(list.contains(/benchmark .* trusted +ran +20[0-9-]+T[0-9:]+Z +[0-9]+ ms +[0-9]+ MiB +[0-9]+/))
        let status = try Program.run("pejl", ["status", "--directory", desk.folder.file("state"), "--lang", "da"])
        #expect(status.output.contains("  analyse trend: hviler efter gentagne fejl\n"))
        let reset = try Self.pejl(desk, "reset", "trend", "--lang", "en")
        #expect(reset.output == "trend runs again next time; it had failed 3 times in a row\n")
        #expect(try pejld().errors.contains("plugin-ended"))
    }
}
