import Foundation
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Testing

/// A break from the recipe to the view and the report.
///
/// The figures are the ministry's; the break is made up.
struct BreakTests {
    private static let lawBreak = """
        [[indicators.breaks]]
        day = "2022-08-01"
        reason = { da = "Ny lov", en = "New law" }
        source = "Lov nr. 1"

        [marks]
        """

    @Test("is a row with its source, and cuts the report's lines between the periods on either side of it")
    func report() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        let recipe = try Repository.text("etc/pejl/demo/elevfravaer.toml").replacing("[marks]", with: Self.lawBreak)
        try installation.folder.write(recipe, to: "etc/datasets/elevfravaer.toml")
        #expect(try await installation.run().failures == [])
        let held = try Rows(path: installation.paths.publication, "SELECT * FROM breaks").all
        #expect(
            held == [[.text("absence"), .text("2022-08-01"), .text("Ny lov"), .text("New law"), .text("Lov nr. 1")]]
        )
        let report = try String(contentsOfFile: installation.paths.report, encoding: .utf8)
        #expect(report.contains("Lodret streg 1: brud mellem 2021/2022 og 2022/2023. Ny lov."))
        // Six school years from 2019/2020: three before the break are joined, and so are three after it.
        let lines = report.matches(of: #/<path class="curve own-stroke" d="([^"]*)"/#).map { String($0.1) }
        #expect(!lines.isEmpty)
        for line in lines {
            let pieces = line.split(separator: "M").map { $0.filter { $0 == "L" }.count }
            #expect(pieces == [2, 2], "\(line)")
        }
    }
}
