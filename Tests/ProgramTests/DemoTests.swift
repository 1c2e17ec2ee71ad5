import Foundation
import PejlStandIn
import PejlTestSupport
import Testing

/// The demonstration as a place to rehearse in.
struct DemoTests {
    private static let page = "docs/add-a-dataset.md"

    @Test("publishers that go on answering let a recipe be tried, and the next demonstration keeps and uses it")
    func rehearsal() throws {
        let folder = try TemporaryFolder()
        let arguments = ["demo", "--directory", folder.file("demo"), "--home", Repository.root]
        let config = ["--config", folder.file("demo/etc/pejl.toml")]
        let serving = try Program("pejl", arguments + ["--serve"])
        #expect(serving.says("pejld --once \(config.joined(separator: " "))\n"))

        // As the page says it, with `>`: the shell makes an empty recipe before the draft is asked for.
        try folder.write("", to: "demo/etc/datasets/synt1.toml")
        let draft = try Program.run("pejl", ["dataset", "discover", "statbank", "SYNT1", "--draft"] + config)
        #expect(draft.status == 0, "\(draft.errors)")
        try folder.write(draft.output, to: "demo/etc/datasets/synt1.toml")
        #expect(try Program.run("pejl", ["config", "check"] + config).status == 0)
        let run = try Program.run("pejld", ["--once"] + config)
        #expect(run.status == 0 && run.errors.contains("pejld: synt1: "), "\(run.errors)")
        serving.terminate()
        #expect(serving.result().status == 128 + SIGTERM)

        // What ships is as it ships again; what was added is as it was left.
        let shipped = folder.file("demo/etc/datasets/folk1am.toml")
        try Data("# spoilt".utf8).write(to: URL(fileURLWithPath: shipped))
        let again = try Program.run("pejl", arguments)
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.errors.contains("  synt1: unchanged\n"), "\(again.errors)")
        let added = try String(contentsOfFile: folder.file("demo/etc/datasets/synt1.toml"), encoding: .utf8)
        #expect(added == draft.output)
        let folk = try String(contentsOfFile: shipped, encoding: .utf8)
        #expect(try folk == Repository.text("etc/pejl/datasets/folk1am.toml"))
    }

    @Test("an installed pejl demonstrates with what it was installed with, wherever one stands")
    func installed() throws {
        let folder = try TemporaryFolder()
        let files = FileManager.default
        for place in ["lib/pejl", "share/pejl/etc", "elsewhere/etc/pejl/datasets"] {
            try files.createDirectory(atPath: folder.file(place), withIntermediateDirectories: true)
        }
        for program in ["pejl", "pejl-plugins", "pejl-sql", "pejl-launch"] {
            try files.copyItem(atPath: "\(Repository.programs)/\(program)", toPath: folder.file("lib/pejl/\(program)"))
        }
        try files.copyItem(atPath: "\(Repository.root)/etc/pejl", toPath: folder.file("share/pejl/etc/pejl"))
        try files.copyItem(atPath: "\(Repository.root)/Plugins", toPath: folder.file("share/pejl/Plugins"))
        let pejl = folder.file("lib/pejl/pejl")
        // As below /, where the configuration of an installation is.
        let elsewhere = folder.file("elsewhere")
        let run = try Program.run("/usr/bin/env", ["-C", elsewhere, pejl, "demo", "--lang", "en"])
        #expect(run.status == 0 && run.output.contains("Publication 1 is made"), "\(run.output)\(run.errors)")
        #expect(files.fileExists(atPath: folder.file("elsewhere/.demo/published/pejl.sqlite")))
    }

    @Test("the page that recommends the rehearsal names every table that can be had in it")
    func tables() throws {
        let installation = try TestInstallation(datasets: ["inklusion-katalog"])
        let list = try Program.run(
            "pejl",
            ["dataset", "discover", "statbank", "--subject", "1", "--closed", "--json"]
                + ["--config", installation.configurationPath]
        )
        let tables = try #require(try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
        #expect(tables.count >= 3)
        let page = try Repository.text(Self.page)
        for table in tables.compactMap({ $0["id"] as? String }) { #expect(page.contains("`\(table)`"), "\(table)") }
    }

    @Test("figures of all together are those with an empty breakdown, as the page says")
    func totals() async throws {
        let installation = try TestInstallation(datasets: ["inklusion-katalog"])
        _ = try await installation.run()
        let sql = "SELECT count(*) FROM figures WHERE indicator = 'inclusion_rate' AND breakdown = ''"
        let all = try Program.run(
            "pejl",
            ["query", sql, "--format", "csv", "--directory", installation.folder.path]
        )
        #expect(all.output == "count(*)\n6\n", "\(all.output)\(all.errors)")
        #expect(try Repository.text(Self.page).contains("AND breakdown = ''"))
    }
}
