import Foundation
import PejlStandIn
import PejlPipeline
import PejlTestSupport
import Testing

/// The programs from the outside: output, messages and exit status.
struct ProgramTests {
    @Test("the demonstration publishes once, and says that nothing is new the second time")
    func demo() throws {
        let folder = try TemporaryFolder()
        let arguments = ["demo", "--directory", folder.file("demo"), "--home", Repository.root]
        let first = try Program.run("pejl", arguments)
        #expect(first.status == 0, "\(first.errors)")
        let digest = try #require(first.output.firstMatch(of: #/Publication 1 is made, ([0-9a-f]{64})/#)?.1)
        let second = try Program.run("pejl", arguments, environment: ["LANG": "da_DK.UTF-8"])
        #expect(second.status == 0)
        #expect(second.output.hasPrefix("Intet nyt: udgivelse 1 står uændret, \(digest)\n"))
        let report = try String(contentsOfFile: folder.file("demo/report/index.html"), encoding: .utf8)
        #expect(report.contains("Hedensted i de nationale skoletal"))

        let status = try Program.run("pejl", ["status", "--directory", folder.file("demo"), "--lang", "da"])
        #expect(status.output.hasPrefix("Udgivelse 1, lavet "))
        #expect(status.output.contains("  elevfravaer: uændret\n"))
    }

    @Test("explain shows the chain from a finding to the document's digest, in both languages")
    func explain() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        _ = try await installation.run()
        let directory = ["--directory", installation.folder.path]
        let sql = """
            SELECT finding_id FROM findings WHERE statistic = 'rank' AND comparison_group = 'country'
            AND breakdown = 'stage=udskoling' AND period = '2024/2025'
            """
        let query = try Program.run("pejl", ["query", sql, "--format", "csv"] + directory)
        let finding = try #require(query.output.split(separator: "\n").last.map(String.init))
        let danish = try Program.run("pejl", ["explain", finding, "--full", "--lang", "da"] + directory)
        #expect(
            danish.output.hasPrefix(
                """
                Elevfravær, udskoling (7.–9. klasse), 2024/2025 (sammenlignet med hele landet, n\u{a0}=\u{a0}98): \
                Hedensted er nr. 17–20 (delt) af 98; 1 = lavest
                """
            )
        )
        let english = try Program.run("pejl", ["explain", finding, "--full", "--lang", "en"] + directory)
        for text in [
            "own figure   absence 766 stage=udskoling 2024/2025 = 8 % (A)", "98 observations, 98 with a value",
        ] {
            #expect(english.output.contains(text), "\(english.output)")
        }
        let documents = english.output.matches(of: #/kept at +(\S+)/#).map { String($0.1) }
        // Two of the ministry's catalogue, and three pages.
        #expect(english.output.matches(of: #/looked up +POST /#).count == 2)
        #expect(english.output.matches(of: #/asked +POST /#).count == 3)
        #expect(documents.count == 5)
        #expect(documents.allSatisfy { FileManager.default.fileExists(atPath: $0) })
    }

    @Test("a query is written as a table, as CSV and as JSON")
    func queryFormats() async throws {
        let installation = try TestInstallation(datasets: ["inklusion-katalog"])
        _ = try await installation.run()
        let sql = "SELECT area, value, NULL AS note FROM figures WHERE area_code IN ('223', '860') ORDER BY area_code"
        func output(_ format: String) throws -> String {
            try Program.run("pejl", ["query", sql, "--format", format, "--directory", installation.folder.path]).output
        }
        #expect(try output("csv") == "area,value,note\nHørsholm,97.3,\nHjørring,94.3,\n")
        #expect(
            try output("json") == """
                [
                  {"area": "Hørsholm", "value": 97.3, "note": null},
                  {"area": "Hjørring", "value": 94.3, "note": null}
                ]

                """
        )
        #expect(
            try output("table") == """
                area      value  note
                ────────  ─────  ────
                Hørsholm   97.3
                Hjørring   94.3

                """
        )
    }

    @Test(
        "wrong use ends with the status of sysexits and a message",
        arguments: [
            (["frobnicate"], 64, "Unexpected argument 'frobnicate'"),
            (["query"], 64, "a statement is wanted, or --indicator"),
            (["query", "SELECT 1", "--format", "xml"], 64, "The value 'xml' is invalid for '--format <format>'"),
            (["query", "SELECT 1", "--timeout", "0"], 64, "--timeout is 1 to 3600 seconds"),
            (["query", "SELECT 1", "--directory", "/nonexistent"], 71, "store-unreadable: /nonexistent/published"),
            (["status", "--directory", "/nonexistent"], 69, "never-run: "),
            (["explain", "f0", "--directory", "/nonexistent"], 71, "store-unreadable: "),
            (["plugin", "trust", "benchmark", "--config", "/nonexistent/pejl.toml"], 78, "configuration: "),
            (["config", "check", "--config", "/nonexistent/pejl.toml"], 78, "configuration: "),
            (["demo", "--home", "/nonexistent"], 78, "no-datasets: "),
        ]
    )
    func wrongUse(arguments: [String], status: Int32, message: String) throws {
        let result = try Program.run("pejl", arguments)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.output == "")
    }

    @Test("pejld names what failed, and ends with the status of the failure")
    func daemonFails() throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        let arguments = ["--once", "--config", installation.configurationPath]
        #expect(try Program.run("pejld", arguments).status == 0)
        installation.standIn.misbehave(.unauthorised401, on: "/Api")
        let refused = try Program.run("pejld", arguments)
        #expect(refused.status == 77)
        #expect(refused.errors.contains("pejld: failed: unauthorised: "))
        #expect(refused.errors.contains("pejld: nothing new; publication 1 stands"))
        #expect(!refused.errors.contains("test-key"))

        let status = try Program.run("pejl", ["status", "--directory", installation.folder.path])
        #expect(status.output.contains("  elevfravaer: failed\n    unauthorised: "))
        #expect(status.output.contains("The key is missing, wrong or expired."))
        #expect(status.output.contains("    last good: "))

        #expect(try Program.run("pejld", ["--due"]).status == 64)
        let missing = try Program.run("pejld", ["--once", "--config", "/nonexistent.toml"])
        #expect(missing.status == 78)
        #expect(
            missing.errors.hasSuffix(
                "\npejld: failed: configuration: /nonexistent.toml: it is missing or may not be read\n"
            )
        )
        #expect(missing.errors.hasPrefix("pejld: SQLite 3."))
    }

    @Test("a key never reaches the log, the store, the status or the report")
    func keyStaysSecret() async throws {
        let installation = try TestInstallation()
        let canary = "kanariefugl-7f3a91c2"
        try installation.folder.write(canary + "\n", to: "etc/key")
        let run = try Program.run("pejld", ["--once", "--config", installation.configurationPath])
        #expect(run.status == 0)
        #expect(installation.standIn.requests.contains { $0.header("Authorization") == "Bearer \(canary)" })
        #expect(!(run.output + run.errors).contains(canary))
        for file in installation.folder.files() where file != "etc/key" {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: installation.folder.file(file)))
            #expect(bytes.range(of: Data(canary.utf8)) == nil, "\(file)")
        }
    }

    @Test(
        "help shows what a command does, with an example",
        arguments: [
            ["--help"], ["demo", "--help"], ["status", "--help"], ["query", "--help"], ["explain", "--help"],
            ["decode", "--help"], ["plugin", "trust", "--help"], ["dataset", "list", "--help"],
            ["dataset", "show", "--help"],
        ]
    )
    func help(arguments: [String]) throws {
        let result = try Program.run("pejl", arguments)
        #expect(result.status == 0)
        #expect(result.output.contains("OVERVIEW: "))
        #expect(result.output.contains("Example"))
    }

    @Test("a built-in plugin says what it is when a person starts it, and refuses unknown names")
    func pluginByHand() throws {
        let unknown = try Program.run("pejl-plugins", ["unknown"])
        #expect(unknown.status == 64)
        #expect(unknown.errors == "usage: pejl-plugins benchmark\n")
    }
}
