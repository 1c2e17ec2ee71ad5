import Foundation
import PejlConfig
import PejlModel
import Testing

/// Areas that a recipe declares.
struct RecipeAreasTests {
    private static let declared = """

        [[areas]]
        code = "SE-0180"
        name = "Stockholm"
        kind = "municipality"

        [[areas]]
        code = "SE-0000"
        name = "Riket"
        kind = "country"
        """

    private static func text(_ areas: String = declared, prefix: String = "SE-", gate: String = "SE-0180") -> String {
        RecipeText.plain.replacingOccurrences(
            of: "areas_by = \"code\"",
            with: "areas_by = \"code\"\narea_prefix = \"\(prefix)\""
        )
        .replacingOccurrences(of: "areas = [\"municipalities\"]", with: "areas = [\"\(gate)\"]") + areas
    }

    private static func problem(_ text: String) throws -> String? {
        let desk = try Desk()
        try desk.write("datasets/folk.toml", text)
        return desk.problem { _ = try RecipeFile.read("\(desk.folder)/datasets/folk.toml") }
    }

    @Test("are read with kind, code and name, and the area column with its prefix")
    func areas() throws {
        let desk = try Desk()
        try desk.write("datasets/folk.toml", Self.text())
        let recipe = try RecipeFile.read("\(desk.folder)/datasets/folk.toml")
        #expect(
            recipe.areas == [
                Area(kind: .municipality, code: "SE-0180", name: "Stockholm", regionCode: nil, groupCode: nil),
                Area(kind: .country, code: "SE-0000", name: "Riket", regionCode: nil, groupCode: nil),
            ]
        )
        #expect(recipe.columns.first?.role == .area(.code, prefix: "SE-"))
        #expect(recipe.gate.areas == .codes(["SE-0180"]))
    }

    @Test(
        "mistakes are named word for word",
        arguments: [
            (
                text("\n[[areas]]\ncode = \"180\"\nname = \"S\"\nkind = \"municipality\"\n"),
                "datasets/folk.toml:49: areas.code: \"180\": three digits are the codes of Danish areas"
            ),
            (
                text("\n[[areas]]\ncode = \"SE 180\"\nname = \"S\"\nkind = \"municipality\"\n"),
                "datasets/folk.toml:49: areas.code: only A–Z, a–z, 0–9 and \"-\" are allowed, at most 32, such as \"SE-0180\""
            ),
            (
                text(declared + "\n[[areas]]\ncode = \"SE-0180\"\nname = \"S\"\nkind = \"municipality\"\n"),
                "datasets/folk.toml:58: areas.code: the area \"SE-0180\" is there twice"
            ),
            (
                text("\n[[areas]]\ncode = \"SE-0180\"\nname = \"S\"\nkind = \"town\"\n"),
                "datasets/folk.toml:51: areas.kind: \"town\" is not one of \"country\", \"region\", \"municipality\", "
                    + "\"group\", \"unincorporated\", \"institution\""
            ),
            (
                text(prefix: "NO-"),
                "datasets/folk.toml:26: columns.area_prefix: no code of [[areas]] begins with \"NO-\""
            ),
            (text(gate: "SE-0181"), "datasets/folk.toml:46: gate.areas: there is no area \"SE-0181\""),
        ]
    )
    func mistakes(text: String, message: String) throws { #expect(try Self.problem(text) == message) }

    @Test("one code is one area, whichever recipe declares it")
    func twoRecipes() throws {
        let desk = try Desk()
        try desk.write("datasets/folk.toml", Self.text())
        let other = Self.text().replacingOccurrences(of: "\"folk\"", with: "\"other\"")
            .replacingOccurrences(of: "\"people\"", with: "\"others\"")
        try desk.write("datasets/other.toml", other)
        #expect(desk.problem { _ = try desk.configuration() } == nil)
        try desk.write("datasets/other.toml", other.replacingOccurrences(of: "Stockholm", with: "Göteborg"))
        #expect(
            desk.problem { _ = try desk.configuration() }
                == "datasets/other.toml: areas.code: \"SE-0180\" is another area in another recipe"
        )
    }
}
