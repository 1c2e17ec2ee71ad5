import Foundation
import PejlModel
import PejlPipeline
import PejlTestSupport
import Testing

/// `pejl plugin verify`: publications are changed through Python's SQLite, and what was changed must be named.
struct PluginVerifyTests {
    private struct Document: Decodable {
        struct Difference: Decodable {
            let field, recorded: String
            let computed: String?
        }
        struct Findings: Decodable {
            let recorded, computed, same: Int
            let recordedDigest, computedDigest: String
        }
        let finding: String
        let isSame: Bool
        let publication, inputs: Int
        let differences: [Difference]
        let findings: Findings
    }

    /// One installation with findings of a process and of a statement: its clock stands three years after the figures.
    private actor Shared {
        static let shared = Shared()
        private var made: Task<TestInstallation, any Error>?

        static func installation() async throws -> TestInstallation { try await shared.value() }

        private func value() async throws -> TestInstallation {
            if let made { return try await made.value }
            let task = Task {
                let installation = try TestInstallation(datasets: ["elevfravaer"])
                installation.clock.advance(seconds: 3 * 366 * 86_400)
                let summary = try await installation.run()
                #expect(summary.failures == [])
                return installation
            }
            made = task
            return try await task.value
        }
    }

    /// The first finding of a plugin, by its identifier; of the benchmark one on a mean of the whole country.
    private static func finding(_ plugin: String, _ publication: String) throws -> String {
        let found = try python(
            publication,
            """
            SELECT finding_id FROM findings WHERE plugin = '\(plugin)' AND (plugin <> 'benchmark' OR
                statistic = 'mean-unweighted' AND comparison_group = 'country' AND breakdown = 'stage=udskoling'
                AND period = '2024/2025')
            ORDER BY finding_id LIMIT 1
            """
        )
        return try #require(found.first, "\(plugin)")
    }

    /// The rows of a query, or nothing where it changed something.
    @discardableResult
    private static func python(_ publication: String, _ sql: String) throws -> [String] {
        let script = """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            for row in database.execute(sys.argv[2]): print(*row, sep='|')
            database.commit()
            """
        let result = try Program.python(script, [publication, sql])
        guard result.status == 0 else { throw DeskError(description: result.errors) }
        return result.output.split(separator: "\n").map(String.init)
    }

    private static func verify(_ arguments: [String], _ config: String) throws -> ProgramResult {
        try Program.run("pejl", ["plugin", "verify"] + arguments + ["--config", config])
    }

    @Test("a finding of a program and one of a statement are found again", arguments: ["benchmark", "stale-figures"])
    func same(plugin: String) async throws {
        let installation = try await Shared.installation()
        let publication = installation.paths.publication
        let before = try Data(contentsOf: URL(fileURLWithPath: publication))
        let id = try Self.finding(plugin, publication)
        let result = try Self.verify([id, "--json"], installation.configurationPath)
        #expect(result.status == 0, "\(result.errors)\(result.output)")
        let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
        let counts = try Self.python(
            publication,
            """
            SELECT (SELECT count(*) FROM findings WHERE plugin = '\(plugin)'), (SELECT count(*) FROM finding_input n
                JOIN finding f ON f.run_id = n.run_id AND f.input_set = n.input_set WHERE f.id = '\(id)')
            """
        )
        #expect(counts == ["\(document.findings.recorded)|\(document.inputs)"])
        #expect(document.isSame && document.finding == id && document.publication == 1)
        #expect(document.findings.same == document.findings.recorded)
        #expect(document.findings.computed == document.findings.recorded)
        #expect(document.findings.recordedDigest == document.findings.computedDigest)
        #expect(try Data(contentsOf: URL(fileURLWithPath: publication)) == before)
    }

    /// What somebody changed in a publication: the statement, and the fields that are then named.
    struct Change: Sendable, CustomTestStringConvertible {
        let sql: String
        let fields: [String]
        /// How many findings of the run are not the same any more, at least.
        let others: ClosedRange<Int>

        var testDescription: String { sql }
    }

    private static let changes = [
        Change(sql: "UPDATE finding SET value = value + 0.1 WHERE id = 'ID'", fields: ["value"], others: 1...1),
        Change(sql: "UPDATE finding SET n = n - 1 WHERE id = 'ID'", fields: ["n"], others: 1...1),
        Change(sql: "UPDATE finding SET upper = 7 WHERE id = 'ID'", fields: ["upper"], others: 1...1),
        Change(sql: "UPDATE finding SET caveats = 'x' WHERE id = 'ID'", fields: ["caveats"], others: 1...1),
        Change(sql: "UPDATE finding SET text_da = text_da || '.' WHERE id = 'ID'", fields: ["text_da"], others: 1...1),
        Change(
            sql: """
                DELETE FROM finding_input WHERE rowid_of = 'ID'
                """,
            fields: ["inputs"],
            others: 1...100
        ),
        // A figure that it rests on: what is computed of it is another finding.
        Change(
            sql: """
                UPDATE observation SET value = value + 1 WHERE series_id = (SELECT s.id FROM series s
                    JOIN area a ON a.id = s.area_id JOIN breakdown b ON b.id = s.breakdown_id
                    JOIN indicator i ON i.id = s.indicator_id
                    WHERE i.code = 'absence' AND a.code = '851' AND b.code = 'stage=udskoling')
                AND period_id = (SELECT id FROM period WHERE code = '2024/2025')
                """,
            fields: ["finding_id", "text_da", "text_en", "value"],
            others: 1...100
        ),
        // Another finding of the same run.
        Change(
            sql: """
                UPDATE finding SET rank = rank + 1 WHERE rank IS NOT NULL AND id = (
                    SELECT id FROM finding WHERE plugin = 'benchmark' AND rank IS NOT NULL ORDER BY id LIMIT 1)
                """,
            fields: [],
            others: 1...1
        ),
    ]

    @Test("what somebody changed in a publication is named, and the status is 65", arguments: changes)
    func changed(change: Change) async throws {
        let installation = try await Shared.installation()
        let folder = try TemporaryFolder()
        let copy = folder.file("copy.sqlite")
        try FileManager.default.copyItem(atPath: installation.paths.publication, toPath: copy)
        let id = try Self.finding("benchmark", copy)
        let oneInput = """
            (run_id, input_set, series_id) IN (SELECT n.run_id, n.input_set, min(n.series_id) FROM finding_input n
                JOIN finding f ON f.run_id = n.run_id AND f.input_set = n.input_set WHERE f.id = 'ID' GROUP BY 1, 2)
            """
        let sql = change.sql.replacing("rowid_of = 'ID'", with: oneInput).replacing("'ID'", with: "'\(id)'")
        try Self.python(copy, sql)
        let result = try Self.verify([id, "--publication", copy, "--json"], installation.configurationPath)
        #expect(result.status == 65, "\(result.errors)\(result.output)")
        let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
        // The publication's own digest tells of every change, too.
        let fields = document.differences.map(\.field).sorted()
        #expect(fields == (change.fields + ["publication"]).sorted(), "\(result.output)")
        #expect(!document.isSame)
        #expect(change.others.contains(document.findings.recorded - document.findings.same), "\(document.findings)")
        #expect(document.findings.recordedDigest != document.findings.computedDigest)

        let shown = try Self.verify([id, "--publication", copy, "--lang", "da"], installation.configurationPath)
        #expect(shown.status == 65)
        for field in fields { #expect(shown.output.contains("  \(field): "), "\(shown.output)") }
        #expect(shown.output.contains("Ikke det samme"))
    }

    @Test("a plugin of other bytes is refused with both digests, and a finding that nobody made is named")
    func refused() async throws {
        let installation = try await Shared.installation()
        let id = try Self.finding("benchmark", installation.paths.publication)
        let recorded = try Self.python(
            installation.paths.publication,
            "SELECT sha256 FROM plugin_run WHERE plugin_id = 'benchmark'"
        )
        let folder = try TemporaryFolder()
        let manifest = try Repository.text("Plugins/Benchmark/plugin.toml")
        let text = try String(contentsOfFile: installation.configurationPath, encoding: .utf8)
            .replacing("\"\(Repository.root)/Plugins\"", with: "\"plugins\"")
            .replacing("\"datasets\"", with: "\"\(installation.folder.file("etc/datasets"))\"")
            .replacing("\"key\"", with: "\"\(installation.folder.file("etc/key"))\"")
        try folder.write(text, to: "pejl.toml")
        try folder.write(manifest + "# one more line\n", to: "plugins/benchmark/plugin.toml")
        let other = try Self.verify([id], folder.file("pejl.toml"))
        #expect(other.status == 69 && other.output == "", "\(other.output)")
        let digests = other.errors.matches(of: #/[0-9a-f]{64}/#).map { String($0.output) }
        #expect(other.errors.hasPrefix("pejl: plugin-changed: ") && digests.count == 2, "\(other.errors)")
        #expect(digests.first == recorded.first && digests.first != digests.last)

        let gone = try Self.verify(
            [try Self.finding("stale-figures", installation.paths.publication)],
            folder.file("pejl.toml")
        )
        #expect(gone.status == 69)
        #expect(gone.errors.contains("no-such-plugin: plugin stale-figures is not installed"), "\(gone.errors)")

        let unknown = try Self.verify(["f0000000000000000"], installation.configurationPath)
        #expect(unknown.status == 69)
        #expect(unknown.errors.contains("no-such-finding: there is no finding f0000000000000000 in publication 1"))
    }

    @Test("a finding of an earlier publication is computed with the settings, the figures and the moment of then")
    func earlier() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        installation.clock.advance(seconds: 3 * 366 * 86_400)
        _ = try await installation.run()
        let id = try Self.finding("stale-figures", installation.paths.publication)
        let config = installation.configurationPath
        let text = try String(contentsOfFile: config, encoding: .utf8)
        try installation.folder.write(text + "\n[plugins.stale-figures]\nmonths = 7\n", to: "etc/pejl.toml")
        installation.clock.advance(seconds: 70 * 86_400)
        _ = try await installation.run()
        let present = try Self.finding("stale-figures", installation.paths.publication)
        #expect(present != id)
        for (finding, number) in [(id, 1), (present, 2)] {
            let result = try Self.verify([finding, "--json"], config)
            #expect(result.status == 0, "\(result.errors)\(result.output)")
            let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
            #expect(document.publication == number && document.isSame)
        }
        let shown = try Self.verify([id, "--lang", "en"], config)
        #expect(shown.output.contains("The same again: \(id), every field"), "\(shown.output)")

        try FileManager.default.removeItem(atPath: "\(installation.paths.published)/earlier/pejl-000001.sqlite")
        let gone = try Self.verify([id], config)
        #expect(gone.status == 69)
        #expect(gone.errors.contains("publication-gone: \(id) was found for publication 1 ("), "\(gone.errors)")
    }

    @Test("a plugin that is sent the findings of others is sent them again")
    func afterOthers() async throws {
        let installation = try DropInstallation(["elever": DropInstallation.pupils], plugins: ["benchmark"])
        let script = """
            from pejl_plugin import Finding, run

            def analyse(request, series):
                one = next(iter(series.of(area="766")))
                areas = sum(len(part["areas"]) for _, found in request.findings for part in found["inputs"])
                yield Finding(one, one.figures[-1].period, areas, kind="note", statistic="seen", unit="count",
                    text=(f"{len(request.findings)} fund", f"{len(request.findings)} findings"))

            run("second", analyse)
            """
        try ScriptPlugin("second", findings: ["benchmark"]).write(script, to: installation)
        try installation.drop(Array("Kommune;År;Antal\n630;2024;77\n766;2024;41\n".utf8), as: "a.csv", in: "elever")
        let desk = Desk(installation)
        #expect(try desk.pejl("plugin", "trust", "second").status == 0)
        #expect(try desk.pejld().status == 0)
        let rows = try Self.python(
            installation.paths.publication,
            "SELECT finding_id, value > 0 FROM findings WHERE plugin = 'second'"
        )
        let row = try #require(rows.first)
        #expect(row.hasSuffix("|1"), "it was sent nothing")
        let result = try Self.verify([String(row.prefix { $0 != "|" }), "--json"], desk.config)
        #expect(result.status == 0, "\(result.errors)\(result.output)")
    }
}
