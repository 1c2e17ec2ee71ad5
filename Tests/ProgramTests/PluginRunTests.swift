import Foundation
import PejlModel
import PejlPipeline
import PejlTestSupport
import Testing

/// `pejl plugin run` and `new`: what an author does by hand.
struct PluginRunTests {
    private struct Found: Decodable {
        let id, text_da, period: String
        let value: Double
    }

    private static func found(_ arguments: [String]) throws -> [Found] {
        let run = try Program.run("pejl", ["plugin", "run"] + arguments + ["--json"])
        #expect(run.status == 0, "\(run.errors)")
        return try JSONDecoder().decode([Found].self, from: Data(run.output.utf8))
    }

    @Test("a run by hand finds what pejld published, and stores nothing")
    func sameAsPublished() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        _ = try await installation.run()
        let publication = installation.paths.publication
        let before = try Data(contentsOf: URL(fileURLWithPath: publication))
        let sql = "SELECT finding_id FROM findings ORDER BY finding_id"
        let query = ["query", sql, "--format", "csv", "--directory", installation.folder.path]
        let published = try Program.run("pejl", query).output.split(separator: "\n").dropFirst().map(String.init)
        let found = try Self.found(["\(Repository.root)/Plugins/Benchmark", "--publication", publication])
        #expect(found.count > 250)
        #expect(found.map(\.id).sorted() == published)
        #expect(try Data(contentsOf: URL(fileURLWithPath: publication)) == before)
    }

    @Test("an author sees findings as sentences, of another municipality and with other settings, and keeps figures")
    func byHand() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        _ = try await installation.run()
        let folder = try TemporaryFolder()
        #expect(try Program.run("pejl", ["plugin", "new", "changes", "--in", folder.path]).status == 0)
        let plugin = folder.file("changes")
        let publication = ["--publication", installation.paths.publication]

        let shown = try Program.run("pejl", ["plugin", "run", plugin, "--lang", "da"] + publication)
        #expect(
            shown.output.contains(
                """
                Elevfravær, udskoling (7.–9. klasse), Hedensted: faldt 0,4 procentpoint fra 2023/2024 til 2024/2025
                  change change = -0.4 percentage_points: absence stage=udskoling 2024/2025 766 among country

                """
            ),
            "\(shown.output)"
        )
        #expect(shown.errors.hasSuffix("10 findings on publication 1; nothing is stored and nobody trusted it\n"))

        let some = try Self.found([plugin, "--setting", "at_least=1", "--municipality", "851"] + publication)
        // Aalborg, as in fravaer.txt: 4.9 to 8.6 and 6.1 to 9.6 in 2021/2022; nothing else moved by a point.
        #expect(some.map(\.value).sorted() == [3.5, 3.7])
        #expect(some.allSatisfy { $0.period == "2021/2022" && $0.text_da.contains("Aalborg") })

        let figures = "\(plugin)/golden/figures.json"
        _ = try Self.found([plugin, "--write-figures", figures] + publication)
        let test = ["plugin", "test", plugin, "--write-golden", "--only", "golden-findings", "--only", "findings"]
        let tested = try Program.run("pejl", test)
        #expect(tested.output.contains("10 findings, sound by the host's rules"), "\(tested.output)")
    }

    @Test(
        "wrong use is refused with a message that says what is wanted",
        arguments: [
            (["new", "Changes"], 64, "Changes cannot be the name of a plugin"),
            (["new", "æøå"], 64, "cannot be the name of a plugin"),
            (["new", "../up"], 64, "cannot be the name of a plugin"),
            (["new", "x", "--lang", "cobol"], 64, "The value 'cobol' is invalid for '--lang <lang>'"),
            (["new", "x", "--lang", "swift"], 64, "--lang swift wants --kit"),
            (["new", "x", "--lang", "swift", "--kit", "/nonexistent"], 64, "there is no package in /nonexistent"),
            (["new", "x", "--lang", "swift", "--kit", "a\"b"], 64, "--kit holds a character"),
            (["run", "{}", "--publication", "/nonexistent"], 71, "store-unreadable: /nonexistent"),
            (["run", "{}", "--publication", "/x", "--setting", "at_least"], 64, "--setting is NAME=VALUE"),
            (["run", "{}", "--publication", "/x", "--setting", "a=1"], 64, "has no setting a; known are: at_least"),
            (
                ["run", "{}", "--publication", "/x", "--setting", "at_least=x"], 64,
                "a number from 0.0 to 100.0 is wanted"
            ),
            (["run", "/nonexistent", "--publication", "/x"], 78, "/nonexistent/plugin.toml: it is missing"),
            (["test", "/nonexistent"], 78, "/nonexistent/plugin.toml: it is missing"),
            (["test", "{}", "--only", "dance"], 64, "there is no case dance; the cases are: handshake, "),
            (["test", "{}", "--patience", "0"], 64, "--patience is 1 to 600 seconds"),
            (["test", "{}", "--figures", "/nonexistent"], 78, "bad-figures: /nonexistent"),
        ]
    )
    func wrongUse(arguments: [String], status: Int32, message: String) throws {
        let folder = try TemporaryFolder()
        #expect(try Program.run("pejl", ["plugin", "new", "changes", "--in", folder.path]).status == 0)
        let run = try Program.run("pejl", ["plugin"] + arguments.map { $0 == "{}" ? folder.file("changes") : $0 })
        #expect(run.status == status, "\(run.errors)")
        #expect(run.errors.contains(message), "\(run.errors)")
        #expect(run.output == "")
    }

    @Test("a folder that is there already is left as it is, and the next steps are told")
    func refusesToOverwrite() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine", to: "changes/notes.txt")
        let refused = try Program.run("pejl", ["plugin", "new", "changes", "--in", folder.path])
        #expect(refused.status == 78)
        #expect(refused.errors == "pejl: exists: \(folder.file("changes")) is there already; nothing was written\n")
        #expect(folder.files() == ["changes/notes.txt"])
        let made = try Program.run("pejl", ["plugin", "new", "others", "--in", folder.path])
        for step in [
            "plugin test \(folder.file("others"))", "plugin run ", "add \(folder.path) to plugin_directories",
            "plugin trust others",
        ] {
            #expect(made.output.contains(step), "\(made.output)")
        }
    }
}
