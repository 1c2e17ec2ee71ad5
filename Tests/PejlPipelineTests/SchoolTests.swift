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
}
