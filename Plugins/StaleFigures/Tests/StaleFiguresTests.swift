import Foundation
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Testing

/// The shipped SQL plugin on synthetic figures, beside a few lines of Python and sentences that were written by hand.
struct StaleFiguresTests {
    private static let municipality = "766"

    /// A publication of yearly pupils (Hedensted to 2022, Vejle to 2024) and the plugin's findings in it.
    private func installation(_ file: String, clock: String, months: Int? = nil) async throws -> DropInstallation {
        let recipe = DropInstallation.pupils.replacing("[marks]", with: "[marks]\n\"..\" = \"O\"")
            .replacing("[layout]", with: "[layout]\nmarks = [\"..\"]")
        let installation = try DropInstallation(["elever": recipe], plugins: ["stale-figures"])
        if let months {
            let text = try String(contentsOfFile: installation.configurationPath, encoding: .utf8)
            try installation.folder.write("\(text)\n[plugins.stale-figures]\nmonths = \(months)\n", to: "etc/pejl.toml")
        }
        let moment = try #require(UTCInstant(clock)).secondsSince1970
        installation.clock.advance(seconds: moment - installation.clock.now.secondsSince1970 - 60)
        try installation.drop(Array(file.utf8), as: "a.csv", in: "elever")
        let summary = try await installation.run()
        #expect(summary.failures == [])
        return installation
    }

    private func rows(_ installation: DropInstallation, _ columns: String) throws -> [[QueryValue]] {
        var rows: [[QueryValue]] = []
        let sql =
            "SELECT \(columns) FROM findings WHERE plugin = 'stale-figures' ORDER BY indicator, breakdown, statistic"
        try Query(path: installation.paths.publication).run(sql, header: { _ in }, row: { rows.append($0) })
        return rows
    }

    private static let header = "Kommune;År;Antal\r\n"
    /// Of 2024 Hedensted has none.
    private static let behind = header + "766;2022;690\r\n630;2022;900\r\n766;2024;..\r\n630;2024;950\r\n"

    @Test("an old figure and one behind its dataset are found, with both figures as inputs")
    func findings() async throws {
        let installation = try await installation(Self.behind, clock: "2026-01-05T06:01:00Z")
        // 2022 ended 36 months before January 2026; a figure for 2023 could be expected by 30 June 2024.
        let wanted: [[QueryValue]] = [
            [
                .text("age-of-newest"), .text("2022"), .real(36), .text("months"), .integer(1),
                .text("due-date-assumed"),
            ],
            [
                .text("behind-dataset"), .text("2022"), .real(24), .text("months"), .integer(2),
                .text("series-may-have-ended"),
            ],
        ]
        #expect(try rows(installation, "statistic, period, value, unit, n, caveats") == wanted)
        let texts: [[QueryValue]] = [
            [
                .text(
                    "Elever: kommunens nyeste tal er fra 2022, som var slut 36 måneder før den 2026-01-05. "
                        + "Et nyere kunne ventes senest 2024-06-30."
                ),
                .text(
                    "Pupils: the municipality's newest figure is for 2022, which had ended 36 months before 2026-01-05. "
                        + "A newer one could be expected by 2024-06-30."
                ),
            ],
            [
                .text("Elever: kommunens nyeste tal er fra 2022, men datasættet har tal fra 2024, 24 måneder senere."),
                .text(
                    "Pupils: the municipality's newest figure is for 2022, but the dataset has figures for 2024, "
                        + "24 months later."
                ),
            ],
        ]
        #expect(try rows(installation, "text_da, text_en") == texts)
        let chain = """
            SELECT f.statistic, t.code, a.code FROM finding f JOIN finding_input n USING (run_id, input_set)
                JOIN series s ON s.id = n.series_id JOIN area a ON a.id = s.area_id JOIN period t ON t.id = n.period_id
            ORDER BY 1, 2
            """
        var inputs: [[QueryValue]] = []
        try Query(path: installation.paths.publication).run(chain, header: { _ in }, row: { inputs.append($0) })
        let expected = [
            ["age-of-newest", "2022", "766"], ["behind-dataset", "2022", "766"], ["behind-dataset", "2024", "630"],
        ]
        #expect(inputs == expected.map { $0.map(QueryValue.text) })
    }

    @Test(
        "a figure is stale from the day after the last day that the next was due",
        arguments: [
            // 2024 ended; 2025 is over on the last of December 2025, and its publisher has six months.
            ("2026-06-30T23:59:59Z", nil, 0), ("2026-07-01T00:00:00Z", nil, 1), ("2025-12-31T12:00:00Z", 0, 0),
            ("2026-01-01T12:00:00Z", 0, 1), ("2027-12-31T12:00:00Z", 24, 0), ("2028-01-01T12:00:00Z", 24, 1),
        ] as [(String, Int?, Int)]
    )
    func boundary(clock: String, months: Int?, count: Int) async throws {
        let file = Self.header + "766;2024;700\r\n630;2024;900\r\n"
        let installation = try await installation(file, clock: clock, months: months)
        #expect(try rows(installation, "statistic").count == count)
    }

    @Test(
        "what is found is what Python finds, on synthetic figures and on the demonstration's",
        arguments: [("2026-01-05T06:01:00Z", 6), ("2027-03-01T00:00:00Z", 6), ("2031-12-31T00:00:00Z", 0)]
    )
    func independent(clock: String, months: Int) async throws {
        let synthetic = try await installation(Self.behind, clock: clock, months: months)
        let shipped = try TestInstallation()
        let text = try String(contentsOfFile: shipped.configurationPath, encoding: .utf8)
        try shipped.folder.write("\(text)\n[plugins.stale-figures]\nmonths = \(months)\n", to: "etc/pejl.toml")
        let moment = try #require(UTCInstant(clock)).secondsSince1970
        shipped.clock.advance(seconds: moment - shipped.clock.now.secondsSince1970 - 60)
        #expect(try await shipped.run().failures == [])
        let script = try Repository.text("Plugins/StaleFigures/Tests/stale.py")
        for path in [synthetic.paths.publication, shipped.paths.publication] {
            let python = try Program.python(script, [path, clock, "\(months)", Self.municipality])
            #expect(python.status == 0, "\(python.errors)")
            let found = try Publication(path: path).currentFindings().filter { $0.plugin == "stale-figures" }
            let lines = found.map {
                "[\"\($0.indicator)\", \"\($0.breakdown.code)\", \"\($0.period)\", \"\($0.statistic)\", \(Int($0.value))]"
            }
            #expect(!lines.isEmpty && lines.sorted() == python.output.split(separator: "\n").map(String.init).sorted())
        }
    }

    @Test("the report shows what was found, with its caveat, and nothing where nothing was")
    func report() async throws {
        let sentence =
            "Elevfravær (stage=udskoling): kommunens nyeste tal er fra 2024/2025, som var slut 19 måneder før den "
        for (clock, isStale) in [("2026-01-05T06:01:00Z", false), ("2027-03-01T00:00:00Z", true)] {
            let shipped = try TestInstallation(datasets: ["elevfravaer"])
            let moment = try #require(UTCInstant(clock)).secondsSince1970
            shipped.clock.advance(seconds: moment - shipped.clock.now.secondsSince1970 - 60)
            #expect(try await shipped.run().failures == [])
            let report = try String(contentsOfFile: shipped.paths.report, encoding: .utf8)
            // School year 2024/2025 ended with July 2025, 19 months before March 2027.
            #expect(report.contains(sentence) == isStale)
            #expect(report.contains("Udgiveren har intet lovet") == isStale)
        }
    }
}
