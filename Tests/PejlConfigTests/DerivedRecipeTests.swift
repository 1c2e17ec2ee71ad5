import Foundation
import PejlConfig
import PejlModel
import PejlPipeline
import Testing

/// Recipes of computed datasets, and how they go with the recipes that they read.
struct DerivedRecipeTests {
    private static let people = RecipeText.plain
    private static let children = RecipeText.named("boern", indicator: "children")
        .replacingOccurrences(of: "dst-people", with: "dst-children")

    /// The share of children, in per cent of the people.
    private static func text(_ derivation: String, id: String = "andel", unit: String = "%") -> String {
        """
        id = "\(id)"
        publisher = "pejl"
        title = { da = "Andel", en = "Share" }
        licence = "CC BY 4.0"
        citation = { da = "egen", en = "own" }
        [derivation]
        \(derivation)
        [[indicators]]
        id = "\(id)_i"
        title = { da = "Andel", en = "Share" }
        definition = { da = "Andel", en = "Share" }
        definition_id = "\(id)-d"
        unit = "\(unit)"
        decimals = 1
        direction = "neutral"
        [gate]
        areas = ["municipalities"]

        """
    }

    private static let ratio = """
        formula = "ratio"
        factor = 100
        numerator = { indicator = "children", definition_id = "dst-children" }
        denominator = { indicator = "people", definition_id = "dst-people" }
        """

    private func desk(_ recipes: [String: String], top: String = "") throws -> Desk {
        let desk = try Desk()
        for (name, text) in ["folk": Self.people, "boern": Self.children].merging(recipes, uniquingKeysWith: { $1 }) {
            try desk.write("datasets/\(name).toml", text)
        }
        try desk.write("pejl.toml", Desk.top + top)
        return desk
    }

    @Test("a formula is read with its inputs, and the recipe has no columns, marks or schedule of its own")
    func reads() throws {
        let recipes = try desk(["andel": Self.text(Self.ratio)]).configuration().pipeline.recipes
        let recipe = try #require(recipes.first { $0.id == "andel" })
        let expected = Derivation.ratio(
            numerator: DerivedInput(indicator: "children", definitionID: "dst-children"),
            denominator: DerivedInput(indicator: "people", definitionID: "dst-people"),
            factor: 100
        )
        #expect(recipe.request == .derived(expected) && recipe.publisher == .pejl)
        #expect(recipe.table == "100 × children ÷ people" && recipe.columns.isEmpty)
        #expect(recipe.gate.areas == .municipalities && recipe.indicators.map(\.id) == ["andel_i"])
    }

    @Test(
        "what does not go together is named with its key",
        arguments: [
            (
                ratio.replacing("\"children\"", with: "\"childern\""), "%",
                "derivation.numerator.indicator: there is no indicator \"childern\"; did you mean \"children\"?"
            ),
            (
                ratio.replacing("dst-children", with: "dst-kids"), "%",
                "derivation.numerator.definition_id: \"dst-kids\" is not the definition of children, which is "
                    + "\"dst-children\"; look whether the formula still holds"
            ),
            (
                ratio.replacing("factor = 100", with: "factor = 10"), "%",
                "indicators.unit: \"%\" is not what persons ÷ persons times the factor is; the factor goes with no unit"
            ),
            (
                ratio, "per_1000",
                "indicators.unit: \"per_1000\" is not what persons ÷ persons times the factor is; \"%\" is"
            ),
            (
                "formula = \"complement\"\nof = { indicator = \"people\", definition_id = \"dst-people\" }", "%",
                "derivation.of: people is in persons, and 100 − is of per cent"
            ),
            (
                ratio.replacing("\"dst-people\"", with: "\"dst-people\", members = { sex = [\"m\"] }"), "%",
                "derivation.denominator.members.sex: people has no dimension \"sex\""
            ),
            (
                "formula = \"ratio\"\nnumerator = { indicator = \"andel_i\", definition_id = \"andel-d\" }\n"
                    + "denominator = { indicator = \"people\", definition_id = \"dst-people\" }", "%",
                "derivation: it is computed from itself: andel (derivation.numerator) reads andel"
            ),
        ]
    )
    func misfits(derivation: String, unit: String, problem: String) throws {
        let desk = try desk(["andel": Self.text(derivation, unit: unit)])
        #expect(desk.problem { _ = try desk.configuration() } == "datasets/andel.toml: \(problem)")
    }

    @Test("datasets that are computed from each other are refused with every key of the circle")
    func circle() throws {
        func complement(_ of: String, _ id: String) -> String {
            Self.text("formula = \"complement\"\nof = { indicator = \"\(of)_i\", definition_id = \"\(of)-d\" }", id: id)
        }
        let desk = try desk(["a": complement("c", "a"), "b": complement("a", "b"), "c": complement("b", "c")])
        #expect(
            desk.problem { _ = try desk.configuration() }
                == "datasets/a.toml: derivation: it is computed from itself: a (derivation.of) reads c, "
                + "c (derivation.of) reads b, b (derivation.of) reads a"
        )
    }

    @Test(
        "what a computed dataset has not is refused with line and key",
        arguments: [
            (
                "licence = ", "schedule = \"Mon 08:05\"\nlicence = ",
                "andel.toml:4: schedule: a computed dataset has none"
            ),
            ("[gate]", "[marks]\n[gate]", "marks: a computed dataset has none"),
            ("definition_id = \"dst-people\" }", "definition_id = \"dst-people\", x = 1 }", "derivation.denominator.x"),
            (
                "formula = \"ratio\"", "formula = \"sum\"",
                "derivation.formula: \"sum\" is not one of \"complement\", \"ratio\""
            ),
            ("definition_id = \"dst-people\" }", "definition_id = \"dst-people\", counted = \"autumn\" }", "counted"),
            (", definition_id = \"dst-people\"", "", "derivation.denominator.definition_id: it is missing"),
        ]
    )
    func foreignKeys(text: String, other: String, problem: String) throws {
        let desk = try desk(["andel": Self.text(Self.ratio).replacing(text, with: other)])
        let found = try #require(desk.problem { _ = try desk.configuration() })
        #expect(found.contains(problem))
    }

    @Test("a computed dataset is off with what it reads, refused if it is wanted by name, and what reads it is off too")
    func switchedOff() throws {
        let again = Self.text(
            "formula = \"complement\"\nof = { indicator = \"andel_i\", definition_id = \"andel-d\" }",
            id: "rest"
        )
        let recipes = ["andel": Self.text(Self.ratio), "rest": again]
        func ids(_ top: String) throws -> [String] {
            try desk(recipes, top: top).configuration().pipeline.recipes.map(\.id)
        }
        #expect(try ids("") == ["andel", "boern", "folk", "rest"])
        #expect(try ids("[datasets.folk]\nenabled = false\n") == ["boern"])
        let wanted = try desk(recipes, top: "[datasets.folk]\nenabled = false\n[datasets.andel]\nenabled = true\n")
        #expect(
            wanted.problem { _ = try wanted.configuration() }
                == "datasets/andel.toml: derivation: \"people\" is of folk, which is switched off; switch it on, or andel off"
        )
    }

    @Test("inputs come before what is computed from them, and dependents are found through others")
    func order() throws {
        let first = Self.text(
            "formula = \"complement\"\nof = { indicator = \"z_i\", definition_id = \"z-d\" }",
            id: "a"
        )
        let recipes = try desk(["a": first, "z": Self.text(Self.ratio, id: "z")]).configuration().pipeline.recipes
        let order = DerivationOrder(recipes)
        #expect(order.recipes.map(\.id) == ["z", "a"] && order.circle == [])
        let people = try #require(recipes.first { $0.id == "folk" })
        #expect(order.dependents(of: people).map(\.id) == ["z", "a"])
        #expect(order.dependents(of: order.recipes[0]).map(\.id) == ["a"])
        #expect(order.dependents(of: order.recipes[1]).isEmpty)
    }

    @Test("breaks and caveats of inputs are the result's too")
    func inherited() throws {
        let broken = Self.people.replacing(
            "minimum = 0",
            with: """
                minimum = 0
                breaks = [{ day = "2012-01-01", reason = { da = "ny", en = "new" }, source = "lov" }]
                caveats = [{ code = "covid-19", periods = ["2020"], text = { da = "corona", en = "covid" } }]
                """
        )
        let recipes = try desk(["folk": broken, "andel": Self.text(Self.ratio)]).configuration().pipeline.recipes
        let indicator = try #require(recipes.first { $0.id == "andel" }?.indicators.first)
        #expect(indicator.breaks.map(\.day.description) == ["2012-01-01"])
        #expect(indicator.caveats.map(\.code) == ["covid-19"] && indicator.caveats[0].periods == ["2020"])
    }
}
