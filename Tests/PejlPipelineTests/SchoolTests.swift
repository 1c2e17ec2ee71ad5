import Foundation
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Testing

/// Schools from a dropped file: areas of their own kind, and in no comparison of municipalities.
///
/// The figures are synthetic.
struct SchoolTests {
    private static let schools = DropTests.recipe
        .replacing("id = \"elever\"", with: "id = \"skoler\"\nmunicipality = \"766\"")
        .replacing("id = \"pupils\"", with: "id = \"school_absence\"")
        .replacing("test-pupils", with: "test-school-absence")
        .replacing("unit = \"persons\"", with: "unit = \"%\"")
        .replacing(
            "dimensions = [{ code = \"Kommune\", header = \"Kommune\" }",
            with: "dimensions = [{ code = \"Nr\", header = \"Nr\" }, { code = \"Skole\", header = \"Skole\" }"
        )
        .replacing(
            "code = \"Kommune\"\nrole = \"area\"\nareas_by = \"code\"",
            with: "code = \"Nr\"\nrole = \"area\"\nareas_by = \"institution\"\n\n"
                + "[[columns]]\ncode = \"Skole\"\nrole = \"area_name\""
        )
        .replacing("areas = [\"630\", \"766\"]", with: "areas = [\"institutions\"]")

    private func rows(_ installation: DropInstallation, _ sql: String) throws -> [[QueryValue]] {
        try Rows(path: installation.paths.publication, sql).all
    }

    /// The areas whose series a plugin is sent that asks for all indicators and some kinds of area.
    private func sent(_ installation: DropInstallation, _ kinds: [AreaKind]) throws -> [String] {
        let publication = try Publication(path: installation.paths.publication)
        var areas: [String] = []
        try publication.forEachSeries(indicators: publication.indicators().map(\.id), kinds: kinds) {
            areas.append($0.key.area)
        }
        return areas.sorted()
    }

    @Test("schools are stored under their numbers with name and municipality; renamed and closed ones keep theirs")
    func stored() async throws {
        let installation = try DropInstallation(["skoler": Self.schools])
        let first = "Nr;Skole;År;Antal\n101003;Nordskolen;2023;5,5\n101004;Sydskolen;2023;6,5\n"
        try installation.drop(Array(first.utf8), as: "1.csv", in: "skoler", age: 2)
        // The schools were merged: one number goes on under a new name, the other keeps what it had.
        let second = first + "101003;Fællesskolen;2024;6\n"
        try installation.drop(Array(second.utf8), as: "2.csv", in: "skoler", age: 1)
        let summary = try await installation.run()
        #expect(summary.failures == [])
        #expect(
            try rows(installation, "SELECT * FROM areas WHERE area_kind = 'institution' ORDER BY area_code") == [
                [.text("institution"), .text("inst-101003"), .text("Fællesskolen"), .text("082"), .null, .text("766")],
                [.text("institution"), .text("inst-101004"), .text("Sydskolen"), .text("082"), .null, .text("766")],
            ]
        )
        #expect(
            try rows(installation, "SELECT area_code, area_kind, period, value FROM figures ORDER BY 1, 3") == [
                [.text("inst-101003"), .text("institution"), .text("2023"), .real(5.5)],
                [.text("inst-101003"), .text("institution"), .text("2024"), .real(6)],
                [.text("inst-101004"), .text("institution"), .text("2023"), .real(6.5)],
            ]
        )
    }

    @Test("a plugin that compares municipalities is sent no school, and the report names none")
    func comparisons() async throws {
        let municipalities = DropTests.recipe.replacing("unit = \"persons\"", with: "unit = \"%\"\ndecimals = 1")
        let installation = try DropInstallation(
            ["skoler": Self.schools, "elever": municipalities],
            plugins: ["benchmark"]
        )
        let schools = (0..<40).map { "1010\(10 + $0);Skole nummer \($0);2024;\($0)" }.joined(separator: "\n")
        try installation.drop(Array("Nr;Skole;År;Antal\n\(schools)\n".utf8), as: "s.csv", in: "skoler")
        try installation.drop(
            Array("Kommune;År;Antal\n766;2024;7,5\n630;2024;6,5\n".utf8),
            as: "k.csv",
            in: "elever"
        )
        let summary = try await installation.run()
        #expect(summary.failures == [])
        // Hedensted lies in another region than Vejle and is alone there; in the country there are two, and no more.
        let compared = try rows(
            installation,
            """
            SELECT DISTINCT a.area_kind, f.indicator, f.comparison_group = 'country', f.n
            FROM findings f JOIN areas a ON a.area_code = f.area_code ORDER BY f.n
            """
        )
        #expect(
            compared == [
                [.text("municipality"), .text("pupils"), .integer(0), .integer(1)],
                [.text("municipality"), .text("pupils"), .integer(1), .integer(2)],
            ]
        )
        // What is sent to plugins, by the kinds of area that their manifests ask for.
        #expect(try sent(installation, [.municipality]) == ["630", "766"])
        #expect(try sent(installation, [.institution]) == (0..<40).map { "inst-1010\(10 + $0)" })
        #expect(try sent(installation, [.municipality, .institution]).count == 42)
        let report = try String(contentsOfFile: installation.paths.report, encoding: .utf8)
        #expect(report.contains("7,5") && !report.contains("Skole nummer") && !report.contains("inst-"))
    }

    // MARK: - Names

    private func renames(_ installation: DropInstallation) throws -> [[QueryValue]] {
        try rows(
            installation,
            """
            SELECT day, kind, from_code, from_name, to_code, to_name, source, fetch_id FROM area_changes
            WHERE origin = 'load' ORDER BY fetch_id
            """
        )
    }

    private static func file(_ name: String) -> [UInt8] {
        Array("Nr;Skole;År;Antal\n101003;\(name);2023;5,5\n".utf8)
    }

    private static func renamed(_ from: String, _ to: String, fetch: Int64) -> [QueryValue] {
        [
            .text("2026-01-05"), .text("rename"), .text("inst-101003"), .text(from), .text("inst-101003"), .text(to),
            .text("skoler"), .integer(fetch),
        ]
    }

    @Test("a load that changes only a school's name is a typed rename, and is published")
    func renamed() async throws {
        let installation = try DropInstallation(["skoler": Self.schools])
        try installation.drop(Self.file("Nordskolen"), as: "1.csv", in: "skoler", age: 3)
        guard case .published(1, _) = try await installation.run().publication else {
            Issue.record("not published")
            return
        }
        #expect(try renames(installation) == [])
        try installation.drop(Self.file("Fællesskolen"), as: "2.csv", in: "skoler", age: 2)
        let second = try await installation.run()
        guard case .loaded(let difference) = second.datasets[0].outcome, case .published(2, _) = second.publication
        else {
            Issue.record("\(second)")
            return
        }
        #expect(difference.added + difference.changed + difference.withdrawn == 0)
        #expect(try renames(installation) == [Self.renamed("Nordskolen", "Fællesskolen", fetch: 2)])
        #expect(
            try rows(installation, "SELECT area FROM areas WHERE area_code = 'inst-101003'") == [
                [.text("Fællesskolen")]
            ]
        )
        // Without news nothing is published.
        guard case .unchanged(2, _) = try await installation.run().publication else {
            Issue.record("published without news")
            return
        }
    }

    @Test("another dataset's spelling of a school is no new name")
    func spellings() async throws {
        let other = Self.schools.replacing("id = \"skoler\"", with: "id = \"andre\"")
            .replacing("id = \"school_absence\"", with: "id = \"school_other\"")
            .replacing("test-school-absence", with: "test-school-other")
        let installation = try DropInstallation(["skoler": Self.schools, "andre": other])
        for age in [9, 7] {
            try installation.drop(Self.file("Nordskolen") + [0x20], as: "a\(age).csv", in: "skoler", age: age)
            try installation.drop(Self.file("NORDSKOLEN, Folkeskole"), as: "b\(age).csv", in: "andre", age: age - 1)
            _ = try await installation.run()
        }
        #expect(try renames(installation) == [])
    }

    @Test("loads read again from the archive give the same renames, each once")
    func replayed() throws {
        let installation = try DropInstallation(["skoler": Self.schools])
        for (number, name) in ["Nordskolen", "Fællesskolen", "Nordskolen"].enumerated() {
            let row = "101003;\(name);2023;5,5\n101004;Sydskolen;2023;\(number),5\n"
            try installation.drop(
                Array("Nr;Skole;År;Antal\n\(row)".utf8),
                as: "\(number).csv",
                in: "skoler",
                age: 9 - number
            )
        }
        let config = ["--config", installation.configurationPath]
        #expect(try Program.run("pejld", ["--once"] + config).status == 0)
        let names: [[QueryValue]] = [
            [.text("Nordskolen"), .text("Fællesskolen"), .integer(2)],
            [.text("Fællesskolen"), .text("Nordskolen"), .integer(3)],
        ]
        let sql = "SELECT from_name, to_name, fetch_id FROM area_changes WHERE origin = 'load' ORDER BY fetch_id"
        #expect(try rows(installation, sql) == names)
        // A vintage is lost, so that there is something to restore.
        let script = """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            print(database.execute('DELETE FROM observation_vintage').rowcount)
            database.commit()
            """
        #expect(try Program.python(script, [installation.paths.workStore]).output == "2\n")
        let replay = try Program.run("pejl", ["replay", "skoler"] + config)
        #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
        #expect(try rows(installation, "SELECT count(*) FROM figures_vintages") == [[.integer(4)]])
        #expect(try rows(installation, sql) == names)
    }

    @Test("the history of municipalities that ships is in the publication, typed and with its sources")
    func catalogue() async throws {
        let installation = try DropInstallation(["skoler": Self.schools])
        try installation.drop(Self.file("Nordskolen"), as: "1.csv", in: "skoler")
        _ = try await installation.run()
        let told = try rows(
            installation,
            """
            SELECT day, kind, from_name, to_code, to_name, origin, fetch_id, source LIKE '%Lex%' FROM area_changes
            WHERE from_code = '627' ORDER BY to_code
            """
        )
        let split: [QueryValue] = [.text("2007-01-01"), .text("split"), .text("Tørring-Uldum")]
        let rest: [QueryValue] = [.text("catalogue"), .null, .integer(1)]
        #expect(
            told == [
                split + [.text("630"), .text("Vejle")] + rest, split + [.text("766"), .text("Hedensted")] + rest,
            ]
        )
        let ended = try rows(installation, "SELECT to_code FROM area_changes WHERE kind = 'dissolved' LIMIT 1")
        #expect(ended == [[.null]])
        // A change of the municipality's own calls for a publication.
        try installation.folder.write(
            """
            [[changes]]
            kind = "rename"
            day = "2025-08-01"
            from = ["inst-101003 Nordskolen"]
            to = ["inst-101003 Ny Nordskole"]
            sources = ["Byrådet"]
            """,
            to: "etc/area-changes.toml"
        )
        guard case .published(2, _) = try await installation.run().publication else {
            Issue.record("not published")
            return
        }
        #expect(
            try rows(installation, "SELECT to_name FROM area_changes WHERE from_code = 'inst-101003'")
                == [[.text("Ny Nordskole")]]
        )
    }
}
