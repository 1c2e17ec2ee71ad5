import Foundation
import PejlModel
import PejlPipeline
import PejlTestSupport
import Testing

/// docs/write-a-plugin.md, done as it says.
struct WriteAPluginTests {
    /// The blocks of the page in one language, in their order.
    private static func blocks(_ language: String) throws -> [String] {
        let page = try Repository.text("docs/write-a-plugin.md")
        return page.components(separatedBy: "```\(language)\n").dropFirst().map {
            $0.components(separatedBy: "\n```")[0] + "\n"
        }
    }

    private static func pejl(_ arguments: [String], status: Int32 = 0) throws -> ProgramResult {
        let result = try Program.run("pejl", arguments)
        #expect(result.status == status, "\(arguments): \(result.output)\(result.errors)")
        return result
    }

    /// An installation with a folder of plugins of its own, in which the page was followed up to the third step.
    private static func follow(_ installation: TestInstallation) throws -> String {
        let folder = installation.folder
        let plugin = folder.file("plugins/fravaer-spring")
        let page = try Repository.text("docs/write-a-plugin.md")
        let title = try #require(page.firstMatch(of: #/`(title = \{ da = "Spring [^`]+)`/#)?.1)
        _ = try pejl(["plugin", "new", "fravaer-spring", "--in", folder.file("plugins")])
        _ = try pejl(["plugin", "test", plugin])
        let python = try #require(try blocks("python").first)
        // The author's own lines.
        #expect(python.split(separator: "\n").count < 40)
        try folder.write(python, to: "plugins/fravaer-spring/fravaer-spring.py")
        let tables = try #require(try blocks("toml").first)
        var manifest = try String(contentsOfFile: "\(plugin)/plugin.toml", encoding: .utf8)
        let old = try #require(
            manifest.range(of: #"\[outputs\.change\](.|\n)*(?=\[limits\])"#, options: .regularExpression)
        )
        manifest.replaceSubrange(old, with: tables + "\n")
        manifest.replace(#/title = .*\n/#, with: title + "\n", maxReplacements: 1)
        try folder.write(manifest, to: "plugins/fravaer-spring/plugin.toml")
        return plugin
    }

    @Test("from an empty folder to a finding in the publication and in the report, as the page says")
    func follow() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        let folder = installation.folder
        let config = ["--config", installation.configurationPath]
        #expect(try Program.run("pejld", ["--once"] + config).status == 0)
        let plugin = try Self.follow(installation)

        // 3. Hedensted, as in fravaer.txt: 4.1 to 6.6, and 4.5 to 7.6 to 8.6.
        let publication = ["--publication", installation.paths.publication]
        let run = try Self.pejl(["plugin", "run", plugin, "--lang", "da"] + publication)
        for sentence in [
            "Elevfravær, mellemtrin (4.–6. klasse): sprang 2,5 procentpoint op i 2021/2022",
            "Elevfravær, udskoling (7.–9. klasse): sprang 3,1 procentpoint op i 2021/2022",
            "Elevfravær, udskoling (7.–9. klasse): sprang 1,0 procentpoint op i 2022/2023",
        ] { #expect(run.output.contains(sentence + "\n"), "\(run.output)") }
        #expect(run.errors.hasPrefix("3 findings on publication 1"))
        let differs = try Self.pejl(["plugin", "test", plugin], status: 65)
        #expect(differs.output.contains("17 passed, 0 skipped, 1 failed"), "\(differs.output)")
        _ = try Self.pejl(["plugin", "test", plugin, "--write-golden"])

        // 4. The page's own setting finds the rise from 6.6 to 7.0 too.
        let settings = try #require(try Self.blocks("toml").last)
        var configuration = try String(contentsOfFile: installation.configurationPath, encoding: .utf8)
        let shipped = "plugin_directories = [\"\(Repository.root)/Plugins\"]"
        #expect(configuration.contains(shipped))
        let both = shipped.dropLast() + ", \"\(folder.file("plugins"))\"]"
        configuration = configuration.replacing(shipped, with: both)
        configuration += try #require(settings.range(of: "[plugins").map { "\n" + settings[$0.lowerBound...] })
        try folder.write(configuration, to: "etc/pejl.toml")

        let untrusted = try Program.run("pejld", ["--once"] + config)
        #expect(untrusted.status == 78)
        #expect(untrusted.errors.contains("plugin-not-trusted: plugin fravaer-spring"), "\(untrusted.errors)")
        _ = try Self.pejl(["plugin", "trust", "fravaer-spring"] + config)
        let published = try Program.run("pejld", ["--once"] + config)
        #expect(published.status == 0, "\(published.errors)")

        let sql = """
            SELECT breakdown, period, value FROM findings WHERE plugin = 'fravaer-spring' ORDER BY breakdown, period
            """
        let found = try Self.pejl(["query", sql, "--format", "csv", "--directory", folder.path])
        #expect(
            found.output == """
                breakdown,period,value
                stage=mellemtrin,2021/2022,2.5
                stage=mellemtrin,2022/2023,0.4
                stage=udskoling,2021/2022,3.1
                stage=udskoling,2022/2023,1

                """,
            "\(found.output)"
        )
        let report = try String(contentsOfFile: folder.file("report/index.html"), encoding: .utf8)
        for text in [
            "<h3>Spring i fravær</h3>", "Elevfravær, mellemtrin (4.–6. klasse): sprang 0,4 procentpoint op i 2022/2023",
            "Elevfravær, udskoling (7.–9. klasse): sprang 1,0 procentpoint op i 2022/2023",
            "sprang 3,1 procentpoint op i 2021/2022",
            // The caveat of 2021/2022, which the rise starts from, travels with it.
            "op i 2022/2023 Særlige covid-19-regler",
        ] { #expect(report.contains(text), "\(text)") }
    }

    @Test("a plugin that changes after it was trusted is not run, and the last publication stands")
    func changedAfterTrust() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        let config = ["--config", installation.configurationPath]
        _ = try Self.pejl(["plugin", "new", "changes", "--in", installation.folder.file("plugins")])
        let text = try String(contentsOfFile: installation.configurationPath, encoding: .utf8)
        let both = text.replacing("/Plugins\"]", with: "/Plugins\", \"\(installation.folder.file("plugins"))\"]")
        try installation.folder.write(both, to: "etc/pejl.toml")
        _ = try Self.pejl(["plugin", "trust", "changes"] + config)
        #expect(try Program.run("pejld", ["--once"] + config).status == 0)
        let script = try String(
            contentsOfFile: installation.folder.file("plugins/changes/pejl_plugin.py"),
            encoding: .utf8
        )
        try installation.folder.write(script + "# more\n", to: "plugins/changes/pejl_plugin.py")
        let changed = try Program.run("pejld", ["--once"] + config)
        #expect(changed.status == 78)
        #expect(changed.errors.contains("it is not what was trusted: pejl_plugin.py is changed"), "\(changed.errors)")
    }
}
