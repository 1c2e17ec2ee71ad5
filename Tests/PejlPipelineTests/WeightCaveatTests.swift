import Foundation
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Testing

/// A reservation about the weights, from the recipe of the weights to the finding and the report of what is weighted.
struct WeightCaveatTests {
    @Test(
        "a reservation about weights stands with the mean that they weigh, and with nothing else",
        arguments: [
            ("2025M01", true), ("2024M01", false),
        ]
    )
    func reachesTheReport(period: String, holds: Bool) async throws {
        let installation = try TestInstallation(datasets: ["inklusion-katalog", "folketal-katalog"])
        let file = "etc/datasets/folketal-katalog.toml"
        let recipe = try String(contentsOfFile: installation.folder.file(file), encoding: .utf8)
        let caveat = """
            direction = "neutral"
            caveats = [
                { code = "counted-anew", periods = ["\(period)"], text = { da = "Talt på ny.", en = "Counted anew." } },
            ]
            """
        let changed = recipe.replacing("direction = \"neutral\"", with: caveat)
        #expect(changed != recipe)
        try installation.folder.write(changed, to: file)
        _ = try await installation.run()

        let rows = try Rows(
            installation,
            """
            SELECT DISTINCT statistic, ',' || caveats || ',' LIKE '%,counted-anew,%' FROM findings
            WHERE indicator = 'inclusion_rate' ORDER BY statistic
            """
        )
        let carries: [[QueryValue]] = ["mean-unweighted", "mean-weighted", "median"].map {
            [.text($0), .integer($0 == "mean-weighted" && holds ? 1 : 0)]
        }
        #expect(rows.all == carries)
        let report = try String(contentsOfFile: installation.paths.report, encoding: .utf8)
        #expect(report.contains("Gennemsnit vægtet med befolkning"))
        #expect(report.contains("Talt på ny.") == holds)
    }
}
