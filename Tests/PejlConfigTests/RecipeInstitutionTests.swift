import Foundation
import PejlConfig
import PejlModel
import Testing

/// Recipes whose areas are institutions.
struct RecipeInstitutionTests {
    private static let area = "areas_by = \"code\"\n"
    private static let name = "\n[[columns]]\ncode = \"Skole\"\nrole = \"area_name\"\n"
    private static let owner = "\n[[columns]]\ncode = \"Kommune\"\nrole = \"municipality\"\nareas_by = \"name\"\n"

    private static func text(_ columns: String, top: String = "", gate: String = "[\"institutions\"]") -> String {
        RecipeText.replacing(area, "areas_by = \"institution\"\n" + columns)
            .replacingOccurrences(of: "absent = ", with: "\(top)absent = ")
            .replacingOccurrences(of: "areas = [\"municipalities\"]", with: "areas = \(gate)")
            .replacingOccurrences(of: "statbank-csv", with: "json-stat")
    }

    private static func read(_ text: String) throws -> (recipe: Recipe?, problem: String?) {
        let desk = try Desk()
        try desk.write("datasets/folk.toml", text)
        var recipe: Recipe?
        let problem = desk.problem { recipe = try RecipeFile.read("\(desk.folder)/datasets/folk.toml") }
        return (recipe, problem)
    }

    @Test("a row names its institution, and its municipality or the recipe says where that is")
    func roles() throws {
        let byRow = try #require(try Self.read(Self.text(Self.name + Self.owner)).recipe)
        #expect(byRow.columns.prefix(3).map(\.role) == [.area(.institution), .areaName, .municipality(.name)])
        #expect(byRow.gate.areas == .institutions && byRow.municipality == nil)
        let byRecipe = try #require(try Self.read(Self.text(Self.name, top: "municipality = \"766\"\n")).recipe)
        #expect(byRecipe.municipality == "766")
    }

    @Test(
        "what does not go together is named",
        arguments: [
            (text(owner), "columns: one column with role = \"area_name\" names the institutions"),
            (text(name), "columns: one column with role = \"municipality\", or municipality = \"766\", is wanted"),
            (
                text(name + owner, top: "municipality = \"766\"\n"),
                "columns: one column with role = \"municipality\", or municipality = \"766\", is wanted"
            ),
            (
                text(name, top: "municipality = \"084\"\n"),
                "municipality: \"084\" is not the code of a municipality, such as \"766\""
            ),
            (
                text(name + owner.replacing("\"name\"", with: "\"institution\"")),
                "columns.areas_by: a municipality is named by code or name"
            ),
            (
                RecipeText.replacing(area, area + name),
                "columns: area_name and municipality go with areas_by = \"institution\" only"
            ),
            (
                RecipeText.replacing("absent = ", "municipality = \"766\"\nabsent = "),
                "municipality: area_name and municipality go with areas_by = \"institution\" only"
            ),
            (
                text(name + owner).replacingOccurrences(of: "absent = \"nothing\"", with: "absent = \"suppressed\""),
                "gate.areas: [\"institutions\"] goes with absent = \"nothing\": which are expected is not known"
            ),
            (
                text("area_prefix = \"inst-\"\n" + name + owner),
                "columns.area_prefix: institutions are called inst- and their number everywhere"
            ),
        ]
    )
    func problems(text: String, problem: String) throws {
        let found = try Self.read(text).problem?.replacing(#/datasets\/folk.toml:[0-9]+: /#, with: "")
        #expect(found == problem)
    }
}
