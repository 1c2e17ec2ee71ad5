import PejlModel
import PejlNormalise
import Testing

/// A Swedish "0180" does not meet a Danish code.
struct DeclaredAreasTests {
    private static let declared = ["SE-0180", "SE-766"].map {
        Area(kind: .municipality, code: $0, name: "Kommun \($0)", regionCode: nil, groupCode: nil)
    }

    @Test("a prefix makes the publisher's codes pejl's own, and never a Danish area's")
    func prefix() throws {
        let recipe = Recipes.recipe(prefix: "SE-", declared: Self.declared, areas: .codes(["SE-0180", "SE-766"]))
        let (seen, summary) = try normalise(
            recipe,
            [Cell(["0180", "2023"], 1), Cell(["766", "2023"], 2), Cell(["615", "2023"], 3)]
        )
        #expect(seen == [Seen("absence SE-0180", "2023", 1), Seen("absence SE-766", "2023", 2)])
        #expect(summary.rejected == [RejectedRow(row: 3, rule: "unknown-area", content: "K = 615")])
    }

    @Test("by name, only areas of the prefix are looked at")
    func names() throws {
        let recipe = Recipes.recipe(area: .name, prefix: "SE-", declared: Self.declared)
        let (seen, summary) = try normalise(
            recipe,
            [Cell(["Kommun SE-0180", "2023"], 1), Cell(["Hedensted", "2023"], 2)]
        )
        #expect(seen.map(\.series) == ["absence SE-0180"])
        #expect(summary.rejected.map(\.rule) == ["unknown-area"])
    }

    @Test("the gate says which of the declared areas have no row")
    func missing() throws {
        let recipe = Recipes.recipe(prefix: "SE-", declared: Self.declared, areas: .codes(["SE-0180", "SE-766"]))
        let (_, summary) = try normalise(recipe, [Cell(["0180", "2023"], 1)])
        #expect(summary.areasWithoutRows == ["SE-766"])
        #expect(throws: LoadRefusal.self) {
            try Gate.check(summary, LoadDifference(firstLoadOf: 1), recipe: recipe)
        }
    }
}
