import Foundation
import PejlAnalyse
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Testing

/// Statements of SQL plugins that do what none may: each has a name, in time, and the host's memory stays where it was.
struct HostileStatementTests {
    private static let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
    private static let six = "figures a, figures b, figures c, figures d, figures e, figures f"

    private static let deep = String(repeating: "(1+", count: 200) + "1" + String(repeating: ")", count: 200)
    private static let spaces = String(repeating: " ", count: 100_000)
    private static let manyLong = (1...100).map { "printf('%900000d', \($0))" }.joined(separator: ", ")
    private static let replacements = "replace(replace(printf('%9000d', 1), ' ', printf('%90d', 1)), ' ', '12345678')"

    private static func long(_ bytes: Int) -> String { "replace(printf('%\(bytes)d', 1), ' ', 'a')" }

    private static func row(_ value: String) -> String { StatementTests.row(value: value) }

    private static let refusedCases: [(String, String)] = [
        (row("1") + "; " + row("2"), "one statement at a time"),
        (row("1") + "; DROP TABLE observation", "one statement at a time"),
        ("ATTACH DATABASE '/etc/passwd' AS other", "not authorized"),
        ("PRAGMA journal_mode = WAL", "not authorized"),
        (row("(SELECT count(*) FROM pragma_table_list)"), ""),
        (row("(SELECT count(*) FROM pragma_database_list WHERE name = 'main')"), ""),
        (row("load_extension('evil')"), "not authorized to use function: load_extension"),
        (row("(SELECT count(*) FROM observation)"), "no such table: observation; the views are figures, "),
        (row("(SELECT count(*) FROM raw_document)"), "no such table: raw_document"),
        (row("(SELECT count(*) FROM sqlite_schema)"), ""),
        (row("(SELECT count(*) FROM sqlite_temp_master)"), ""),
        (row("(SELECT length(sql) FROM sqlite_master)"), ""),
        (row("(SELECT count(*) FROM main.figures)"), "no such table: main.figures"),
        (row("(SELECT count(*) FROM findings)"), "no such table: findings"),
        (row("(SELECT count(*) FROM runs)"), "no such table: runs"),
        (
            "WITH figures AS (SELECT sha256 FROM raw_document) SELECT sha256 FROM figures",
            "no such table: raw_document"
        ),
        ("WITH figures AS (SELECT * FROM main.figures) SELECT * FROM figures", "no such table: main.figures"),
        (row("(SELECT count(*) FROM json_each('[1]'))"), ""),
        ("INSERT INTO figures (value) VALUES (1)", ""), ("UPDATE figures SET value = 1", ""),
        ("DELETE FROM figures", ""), ("CREATE TABLE mine (x)", ""), ("CREATE TEMP TABLE mine (x)", ""),
        ("DROP VIEW figures", ""), ("VACUUM INTO '/tmp/pejl-copy'", ""),
        ("BEGIN", ""), ("ANALYZE", ""), ("REINDEX", ""), ("SAVEPOINT a", ""),
        (row("random()"), "not authorized to use function: random"),
        (row("length(randomblob(4))"), "not authorized to use function: randomblob"),
        (row("length(zeroblob(1000000000))"), "not authorized to use function: zeroblob"),
        (row("length(sqlite_version())"), "not authorized to use function: sqlite_version"),
        (row("last_insert_rowid()"), "not authorized to use function: last_insert_rowid"),
        (row("changes()"), "not authorized to use function: changes"),
        (row("value") + " FROM figures ORDER BY random()", "not authorized to use function: random"),
    ]

    private static let incorrectCases: [(String, String)] = [
        ("ALTER TABLE figures RENAME TO mine", "view figures may not be altered"), ("", "it is empty"),
        ("-- nothing", "it is empty"), ("SELEC 1", "near \"SELEC\": syntax error"),
        (row("readfile('/etc/passwd')"), "no such function: readfile"),
        (row("colour") + " FROM figures", "no such column: colour"),
        (row(":years"), "no parameter :years; there are :clock, :municipality, :publication"),
        (row("?"), "no parameter ?"), (row("@clock"), "no parameter @clock"),
        (row(deep), "parser stack overflow"), (row("1") + spaces, "it is longer than 100000 bytes"),
    ]

    private static let limitedCases: [(String, String)] = [
        (endless + row("(SELECT count(*) FROM n)"), "its time of 3 s"),
        (endless + row("(SELECT count(*) FROM n, \(six))"), ""),
        (row("(SELECT sum(a.value * b.value) FROM \(six))"), "its time of 3 s"),
        (endless + row("x") + " FROM n", "1000 rows"),
        // One step that SQLite cannot be interrupted in.
        (row("instr(\(long(900_000)), \(long(400_000)) || 'b')"), "its time of 3 s"),
        (row("length(\(replacements))"), "a value of more than 1000000 bytes"),
        (
            endless + row("(SELECT length(group_concat(printf('%1000d', x))) FROM (SELECT x FROM n LIMIT 5000))"),
            "a value of more than 1000000 bytes"
        ),
        (
            row("(SELECT count(*) FROM (SELECT a.value FROM \(six) ORDER BY a.value * b.value * c.value, d.area))"),
            ""
        ),
        (
            row("v") + " FROM (SELECT a.value AS v FROM \(six) ORDER BY a.value * b.value, c.area, d.area)",
            "64 MiB of memory"
        ),
        (
            endless + row("length(t)") + " FROM (SELECT printf('%900000d', x) AS t FROM n ORDER BY t)",
            "64 MiB of memory"
        ),
        (row("length(max(\(manyLong)))"), "64 MiB of memory"),
    ]

    private static func candidate() async throws -> Publication {
        try Publication(path: try await Shared.installation().paths.publication)
    }

    private func failure(_ sql: String, seconds: Int = 3, rows: Int? = nil) async throws -> (Failure?, Duration) {
        var run = StatementRun(sql, on: try await Self.candidate())
        run.limits.seconds = seconds
        if let rows { run.limits.rows = rows }
        let clock = ContinuousClock()
        let started = clock.now
        let failure = run.result().failure
        return (failure, started.duration(to: clock.now))
    }

    @Test(
        "what is no reading of the documented views is refused",
        arguments: refusedCases
    )
    func refused(sql: String, words: String) async throws {
        let (failure, _) = try await failure(sql)
        #expect(failure?.name == "plugin-sql-refused", "\(failure?.description ?? "accepted")")
        #expect(words.isEmpty || failure?.message.contains(words) == true, "\(failure?.message ?? "accepted")")
    }

    @Test(
        "what is no SQL is told in SQLite's words",
        arguments: incorrectCases
    )
    func incorrect(sql: String, words: String) async throws {
        let (failure, _) = try await failure(sql)
        #expect(failure?.name == "plugin-sql-incorrect", "\(failure?.description ?? "accepted")")
        #expect(words.isEmpty || failure?.message.contains(words) == true, "\(failure?.message ?? "accepted")")
    }

    @Test(
        "a limit ends a statement by name, at most 3 s after its time",
        arguments: limitedCases
    )
    func limited(sql: String, words: String) async throws {
        let (failure, took) = try await failure(sql, rows: 1000)
        #expect(failure?.name == "plugin-limit", "\(failure?.description ?? "accepted")")
        #expect(words.isEmpty || failure?.message.contains(words) == true, "\(failure?.message ?? "accepted")")
        #expect(took < .seconds(6))
    }

    @Test("a width without end gives nothing in SQLite, and nothing is no value")
    func width() async throws {
        let (failure, _) = try await failure(Self.row("length(printf('%1000000000d', 1))"))
        #expect(failure?.message.hasSuffix("row 1, column value: a finite number is wanted, not NULL") == true)
    }

    @Test("too much output ends it, and so does a line that is too long")
    func output() async throws {
        var run = StatementRun(
            Self.endless + Self.row("x") + " FROM n",
            on: try await Self.candidate()
        )
        run.limits.outputBytes = 100_000
        #expect(run.result().failure?.message.hasSuffix("it passed 100000 bytes of output") == true)
        let long =
            StatementTests.row(danish: "printf('%900000d', 1)")
            + ", replace(printf('%900000d', 1), ' ', 'a') AS caveats"
        let (failure, _) = try await failure(long)
        #expect(failure?.message.hasSuffix("it passed 1048576 bytes in one line") == true)
    }

    @Test("the host's memory and descriptors stay where they were, whatever statements want")
    func memory() async throws {
        let publication = try await Shared.installation().paths.publication
        let greedy = Self.row("v") + " FROM (SELECT a.value AS v FROM \(Self.six) ORDER BY a.value * b.value, c.area)"
        let result = try Program.run("pejl-test-host", ["statement", "5", "20", publication, greedy])
        let lines = result.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        #expect(lines.dropLast().map(\.first) == [String?](repeating: "plugin-limit", count: 5), "\(result)")
        // No process of it is left.
        #expect(lines.dropLast().allSatisfy { $0.last == "0" })
        let grew = try #require(lines.last)
        #expect(grew.first == "grew" && (Int(grew[1]) ?? .max) < 16 << 10 && grew[2] == "0", "\(grew)")
    }

    @Test("a statement that is refused, or that changed after it was trusted, leaves the last publication standing")
    func lastPublicationStands() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        try installation.folder.write(
            String(contentsOfFile: installation.configurationPath, encoding: .utf8).replacing(
                "plugin_directories = [",
                with: "plugin_directories = [\"plugins\", "
            ),
            to: "etc/pejl.toml"
        )
        let manifest = """
            id = "mine"
            version = "1.0.0"
            kind = "sql"
            query = "mine.sql"
            title = { da = "Min", en = "Mine" }
            [inputs]
            indicators = ["absence"]
            area_kinds = ["municipality"]
            [outputs.test]
            meaning = { da = "Prøve", en = "Test" }
            [outputs.test.units]
            value = ["indicator"]
            """
        try installation.folder.write(manifest, to: "etc/plugins/mine/plugin.toml")
        let sound = StatementTests.figures + " AND area_code = :municipality AND period = '2024/2025'"
        func write(_ sql: String) throws { try installation.folder.write(sql, to: "etc/plugins/mine/mine.sql") }
        try write(sound)
        try installation.trustPlugins()
        let first = try await installation.run()
        guard case .published(1, let digest) = first.publication else { throw Unexpected(first) }
        let mine = "SELECT value FROM findings WHERE plugin = 'mine' ORDER BY value"
        #expect(try Rows(installation, mine).all == [[.real(7.1)], [.real(8.0)]])
        #expect(try await installation.run().publication == .unchanged(number: 1, digest: digest))

        try write(sound + " AND value > 7.5")
        #expect(try await installation.run().failures.map(\.name) == ["plugin-changed"])
        // After a third failure in a row it would rest, and publications be made without it.
        for (sql, name) in [
            ("SELECT * FROM observation", "plugin-sql-refused"), ("SELECT 1 AS value", "plugin-sql-row"),
        ] {
            try write(sql)
            try installation.trustPlugins()
            #expect(try await installation.run().failures.map(\.name) == [name])
            let publication = try Publication(path: installation.paths.publication)
            #expect(publication.number == 1 && publication.digest == digest)
        }
        try write(sound + " AND value > 7.5")
        try installation.trustPlugins()
        guard case .published(2, _) = try await installation.run().publication else { throw Unexpected(first) }
        #expect(try Rows(installation, mine).all == [[.real(8.0)]])
    }
}
