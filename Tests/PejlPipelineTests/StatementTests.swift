import Foundation
import PejlAnalyse
import PejlModel
import PejlPipeline
import PejlPluginKit
import PejlStore
import PejlTestSupport
import Testing

/// What the rows of an SQL plugin's statement become, and which are refused; on the demonstration's figures.
struct StatementTests {
    /// A statement with the columns that every row must have.
    static let figures = """
        SELECT indicator, period, breakdown, 'value' AS statistic, value, unit, 'tal' AS text_da, 'figure' AS text_en
        FROM figures WHERE indicator = 'absence'
        """

    /// One row about Hedensted's population in which some expressions stand.
    static func row(value: String = "1", danish: String = "'da'", more: String = "") -> String {
        """
        SELECT 'population' AS indicator, '2024M04' AS period, 'number' AS statistic, \(value) AS value,
            'number' AS unit, \(danish) AS text_da, 'en' AS text_en\(more)
        """
    }

    private static let refusedRowsCases: [(String, String)] = [
        (row(value: "NULL"), "row 1, column value: a finite number is wanted, not NULL"),
        (row(value: "'7'"), "row 1, column value: a finite number is wanted, not another text"),
        (row(value: "1e999"), "row 1, column value: a finite number is wanted, not a number"),
        (row(value: "x'00'"), "row 1, column value: a finite number is wanted, not a blob"),
        (row(danish: "NULL"), "row 1, column text_da: a text is wanted, not NULL"),
        (row(danish: "''"), "row 1, column text_da: a text is wanted, not another text"),
        (row(danish: "5"), "row 1, column text_da: a text is wanted, not a number"),
        (row(more: ", 1.5 AS n"), "row 1, column n: a whole number is wanted, not a number"),
        (row(more: ", 7 AS caveats"), "row 1, column caveats: a text is wanted, not a number"),
        (row(more: ", 'stage' AS breakdown"), "row 1, column breakdown: a breakdown such as stage=mellemtrin"),
        (row(more: ", 'all' AS inputs"), "row 1, column inputs: a JSON list such as"),
        (
            row(more: ", '[{\"areas\":[\"766\"],\"year\":1}]' AS inputs"),
            "row 1, column inputs: a JSON list such as"
        ),
        (row(more: ", '[]' AS inputs"), "row 1: a finding without inputs"),
        (row(more: ", '[{\"areas\":[]}]' AS inputs"), "row 1: an input without figures"),
        (
            row(more: ", '[{\"areas\":[\"766\",\"411\"]}]' AS inputs"),
            "row 1: an input without a figure: population 2024M04 of 411"
        ),
        (row(more: ", '[{\"period\":\"1999\"}]' AS inputs"), "row 1: inputs that it was not sent: population 1999"),
        (row(more: ", 'other' AS kind"), "row 1: kind other is not declared"),
        (row(more: ", '084' AS area"), "row 1: no area 084"),
        (row(more: ", 'mine' AS \"group\""), "row 1: no group mine"),
        (row(more: ", 2 AS lower, 1 AS upper"), "row 1: an interval that ends below its beginning"),
        (row(more: ", 5 AS rank, 3 AS n"), "row 1: a rank that is not among 3"),
        (row() + " UNION ALL " + row(), "row 2: the same finding twice"),
        (row() + " UNION ALL " + row(value: "NULL"), "row 2, column value: a finite number is wanted, not NULL"),
        (row(danish: "'010190-1234'"), "row 1: a sentence with what looks like a personal number"),
        (
            row().replacing("'number' AS unit", with: "'dkk' AS unit"),
            "row 1: the unit of number is dkk, not number"
        ),
        (
            row(more: ", 1 AS colour"),
            "column colour is unknown; there are kind, indicator, area, breakdown, period"
        ),
        (row(more: ", 1 AS value"), "column value is there twice"),
        (row(more: ", '766' AS area, '766' AS area_code"), "column area_code is there twice"),
        ("SELECT 1 AS value", "there is no column indicator"),
    ]

    private func run(_ sql: String, _ change: (inout StatementRun) -> Void = { _ in }) async throws
        -> (findings: [Finding], failure: Failure?)
    {
        var run = StatementRun(sql, on: try Publication(path: try await Shared.installation().paths.publication))
        change(&run)
        return run.result()
    }

    @Test("rows are findings about the municipality, on the figure they are about, with their indicator's own caveats")
    func defaults() async throws {
        let sql = Self.figures + " AND area_code = :municipality AND period IN ('2020/2021', '2024/2025')"
        let (findings, failure) = try await run(sql)
        #expect(failure == nil)
        // Hedensted's published absence: intermediate stage and lower secondary.
        let values = findings.sorted { $0.value < $1.value }.map { [$0.period, $0.breakdown.code, "\($0.value)"] }
        #expect(
            values == [
                ["2020/2021", "stage=mellemtrin", "4.1"], ["2020/2021", "stage=udskoling", "4.5"],
                ["2024/2025", "stage=mellemtrin", "7.1"], ["2024/2025", "stage=udskoling", "8.0"],
            ]
        )
        for finding in findings {
            let own = FindingInput(
                indicator: "absence",
                breakdown: finding.breakdown,
                period: finding.period,
                areas: ["766"]
            )
            #expect(finding.inputs == [own] && finding.count == 1 && finding.rank == nil && finding.lower == nil)
            #expect(finding.kind == "test" && finding.area == "766" && finding.group == "country")
            #expect(finding.caveats == (finding.period == "2020/2021" ? ["covid-19"] : []))
            #expect(finding.text == Localised(da: "tal", en: "figure") && finding.unit == "%")
        }
    }

    @Test(
        "the caveats of every input are added: of another period, and of another indicator than the finding's",
        arguments: [
            (#"{"period":"2020/2021","indicator":"absence","breakdown":"stage=udskoling"}"#, ["covid-19"]),
            (#"{"period":"2024/2025","indicator":"absence","breakdown":"stage=udskoling"}"#, []),
        ]
    )
    func caveatsOfInputs(input: String, caveats: [String]) async throws {
        for sql in [
            Self.row(more: ", '[{},\(input)]' AS inputs"),
            Self.row(more: ", '[{},\(input)]' AS inputs").replacing("'population' AS", with: "'absence' AS")
                .replacing("2024M04", with: "2024/2025").replacing("'number' AS unit", with: "'%' AS unit")
                .replacing("'number' AS statistic", with: "'stage=udskoling' AS breakdown, 'value' AS statistic"),
        ] {
            let (findings, failure) = try await run(sql)
            #expect(failure == nil)
            #expect(findings.map(\.caveats) == [caveats])
        }
    }

    @Test("every column is taken, and `inputs` says what a finding rests on, its own parts where a key is left out")
    func everyColumn() async throws {
        let sql = """
            SELECT 'test' AS kind, 'absence' AS indicator, '615' AS area_code, 'stage=udskoling' AS breakdown,
                '2024/2025' AS period, 'country' AS comparison_group, 'value' AS statistic, 8 AS value, '%' AS unit,
                7.5 AS lower, 9 AS upper, 2 AS rank, 1 AS rank_low, 3 AS rank_high, 4 AS n, 'b, a' AS caveats,
                'da' AS text_da, 'en' AS text_en,
                json_array(
                    json_object('areas', json_array('766', '615')),
                    json_object('indicator', 'population', 'breakdown', '', 'period', '2024M04')) AS inputs
            """
        let (findings, failure) = try await run(sql)
        #expect(failure == nil)
        let stage = Breakdown([BreakdownPart(dimension: "stage", member: "udskoling")])
        let expected = Finding(
            plugin: findings.first?.plugin ?? "",
            kind: "test",
            indicator: "absence",
            area: "615",
            breakdown: stage,
            period: "2024/2025",
            group: "country",
            statistic: "value",
            value: 8,
            unit: "%",
            lower: 7.5,
            upper: 9,
            rank: 2,
            rankLow: 1,
            rankHigh: 3,
            count: 4,
            caveats: ["a", "b"],
            text: Localised(da: "da", en: "en"),
            inputs: [
                FindingInput(indicator: "absence", breakdown: stage, period: "2024/2025", areas: ["615", "766"]),
                FindingInput(indicator: "population", breakdown: .none, period: "2024M04", areas: ["615"]),
            ]
        )
        #expect(findings == [expected])
    }

    @Test("settings, municipality, clock and publication are parameters; the trailing comment is no statement")
    func parameters() async throws {
        let sql = Self.row(
            value: ":years + :share + :all",
            danish: ":word || ' ' || :municipality || ' ' || :clock || ' ' || :publication"
        )
        let rules: [(String, SettingRule.Values, PluginSetting)] = [
            ("years", .integer(0...9), .integer(5)), ("share", .number(0...1), .number(0.25)),
            ("all", .boolean, .boolean(true)), ("word", .text(maximum: 20), .text("it's")),
        ]
        let (findings, failure) = try await run(sql + "; -- that is all\n") {
            $0.settings = rules.map {
                SettingRule(name: $0.0, values: $0.1, initial: $0.2, meaning: Localised(same: "test"))
            }
        }
        #expect(failure == nil)
        #expect(findings.map(\.value) == [6.25])
        #expect(findings.map(\.text.da) == ["it's 766 2026-01-05T06:01:00Z 1"])
    }

    @Test("SQLite's own clock stands at the analysis's, in UTC")
    func clock() async throws {
        let times = [
            "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "datetime('now')", "datetime('now', 'localtime')",
            "julianday('now')", "unixepoch('now')", "strftime('%J')",
        ]
        let sql = Self.row(danish: times.joined(separator: " || '|' || "))
        // 2026-01-05T06:01:00Z: `date -d … +%s` is 1767592860, and its Julian day 2461045.750694444.
        let wanted = [
            "2026-01-05 06:01:00", "2026-01-05", "06:01:00", "2026-01-05 06:01:00", "2026-01-05 06:01:00",
            "2461045.75069444", "1767592860", "2461045.750694444",
        ]
        let first = try await run(sql)
        #expect(first.failure == nil)
        #expect(first.findings.map(\.text.da) == [wanted.joined(separator: "|")])
        #expect(try await run(sql).findings.map(\.text) == first.findings.map(\.text))
        let later = try await run(Self.row(danish: "date('now', '+1 day')")) {
            $0.clock = UTCInstant(secondsSince1970: 0)
        }
        #expect(later.findings.map(\.text.da) == ["1970-01-02"])
    }

    @Test("a statement sees figures of the declared indicators and kinds of area only")
    func undeclared() async throws {
        let count = { (condition: String) in
            Self.row(value: "(SELECT count(*) FROM figures WHERE \(condition))").replacing(
                "population",
                with: "absence"
            )
            .replacing("2024M04", with: "2024/2025").replacing(
                "'number' AS unit",
                with: "'number' AS unit, 'stage=udskoling' AS breakdown"
            )
        }
        for (condition, number) in [
            ("indicator = 'absence'", 1176.0), ("indicator <> 'absence'", 0), ("area_kind <> 'municipality'", 0),
            ("temp.figures.area_code = '766'", 12),
        ] {
            let (findings, failure) = try await run(count(condition).replacing("temp.figures.", with: "")) {
                $0.indicators = ["absence"]
            }
            #expect(failure == nil && findings.map(\.value) == [number], "\(condition)")
        }
        let other = try await run(Self.row()) { $0.indicators = ["absence"] }
        #expect(other.failure?.message.contains("row 1: indicator population was not declared") == true)
    }

    @Test(
        "a row that is no finding is refused with its number and column",
        arguments: refusedRowsCases
    )
    func refusedRows(sql: String, words: String) async throws {
        let (findings, failure) = try await run(sql)
        #expect(findings == [] && failure?.name == "plugin-sql-row")
        #expect(failure?.message.contains(": \(words)") == true, "\(failure?.message ?? "accepted")")
    }

    @Test("where several kinds are declared, a row says which it is")
    func severalKinds() async throws {
        let kinds = ["test", "other"].map {
            FindingKind(name: $0, meaning: Localised(same: ""), units: ["number": ["number"]])
        }
        let missing = try await run(Self.row()) { $0.outputs = kinds }
        #expect(missing.failure?.message.hasSuffix(": there is no column kind") == true)
        let said = try await run(Self.row(more: ", 'other' AS kind")) { $0.outputs = kinds }
        #expect(said.findings.map(\.kind) == ["other"])
    }

    @Test("the example of docs/sql-plugins.md runs as it stands there, and finds Hedensted's highest absence")
    func example() async throws {
        let page = try Repository.text("docs/sql-plugins.md")
        let blocks = page.matches(of: #/(?s)```(toml|sql)\n(.*?)```/#).prefix(2).map { String($0.2) }
        let installation = try TestInstallation(datasets: ["elevfravaer"], trusting: false)
        let text = try String(contentsOfFile: installation.configurationPath, encoding: .utf8)
        let folders = "plugin_directories = ["
        try installation.folder.write(text.replacing(folders, with: folders + "\"plugins\", "), to: "etc/pejl.toml")
        try installation.folder.write(blocks[0], to: "etc/plugins/highest/plugin.toml")
        try installation.folder.write(blocks[1], to: "etc/plugins/highest/highest.sql")
        try installation.trustPlugins()
        #expect(try await installation.run().failures == [])
        let columns = "statistic, breakdown, period, value, unit, n, text_da, text_en"
        let sql = "SELECT \(columns) FROM findings WHERE plugin = 'highest' ORDER BY breakdown"
        // Of the last three school years 7.0, 7.3, 7.1 and 8.6, 8.4, 8.0 are published.
        let wanted: [[QueryValue]] = [
            [
                .text("maximum"), .text("stage=mellemtrin"), .text("2023/2024"), .real(7.3), .text("%"), .integer(1),
                .text("Det højeste fravær i 3 skoleår er 7,3 % i 2023/2024."),
                .text("The highest absence in 3 school years is 7.3 % in 2023/2024."),
            ],
            [
                .text("maximum"), .text("stage=udskoling"), .text("2022/2023"), .real(8.6), .text("%"), .integer(1),
                .text("Det højeste fravær i 3 skoleår er 8,6 % i 2022/2023."),
                .text("The highest absence in 3 school years is 8.6 % in 2022/2023."),
            ],
        ]
        #expect(try Rows(installation, sql).all == wanted)
        let inputs = """
            SELECT f.breakdown, count(*) FROM finding f JOIN finding_input n USING (run_id, input_set)
            WHERE f.plugin = 'highest' GROUP BY 1 ORDER BY 1
            """
        #expect(try Rows(installation, inputs).all.map { $0[1] } == [.integer(3), .integer(3)])
    }
}
