import PejlConfig
import PejlFetch
import PejlModel
import Testing

/// A draft must decode as it is, whatever the publisher's words are.
struct RecipeDraftTests {
    private typealias Variable = StatBankTable.Variable

    private static func variable(
        _ id: String,
        _ text: String,
        _ values: [(String, String)],
        isEliminable: Bool = true,
        isTime: Bool = false,
        map: String? = nil
    ) -> Variable {
        Variable(
            id: id,
            text: text,
            isEliminable: isEliminable,
            isTime: isTime,
            map: map,
            values: values.map { StatBankTable.Value(id: $0.0, text: $0.1) }
        )
    }

    private static let time = variable(
        "Tid",
        "tid",
        [("2023", "2023"), ("2024", "2024")],
        isEliminable: false,
        isTime: true
    )

    private static let areas = variable(
        "OMRÅDE",
        "område",
        AreaCatalogue.denmark.municipalities.map { ($0.code, $0.name) } + [("000", "Hele landet"), ("998", "Uoplyst")],
        map: "Denmark_municipality_07"
    )

    private func recipe(
        _ variables: [StatBankTable.Variable],
        text: String = "Prøve",
        id: String = "PRØVE1",
        suppressed: String? = "0"
    ) throws -> (recipe: Recipe, draft: String) {
        let table = StatBankTable(
            id: id,
            text: text,
            unit: "Pct.",
            suppressedDataValue: suppressed,
            updated: "2025-08-11T08:00:00",
            isActive: true,
            footnote: nil,
            variables: variables
        )
        let draft = RecipeDraft(danish: table, english: table).text
        let desk = try Desk()
        let name = draft.split(separator: "\n").first { $0.hasPrefix("id = ") }?.dropFirst(6).dropLast() ?? ""
        try desk.write("datasets/\(name).toml", draft)
        return (try RecipeFile.read("\(desk.folder)/datasets/\(name).toml"), draft)
    }

    @Test("Areas and periods are found, what can be summed away is left out, unknown areas are ignored")
    func plain() throws {
        let sex = Self.variable("KØN", "køn", [("TOT", "I alt"), ("1", "Mænd")])
        let (recipe, draft) = try recipe([Self.areas, sex, Self.time])
        #expect(recipe.id == "proeve1" && recipe.table == "PRØVE1")
        guard case .statBank(let question) = recipe.request else { throw Unexpected() }
        #expect(question.form == .csv && question.variables.map(\.code) == ["OMRÅDE", "Tid"])
        #expect(recipe.columns.map(\.code) == ["OMRÅDE", "TID"])
        #expect(recipe.gate.areas == .municipalities && recipe.gate.ignored == ["998"])
        #expect(recipe.indicators[0].unit == .percent && recipe.absent == .nothing)
        #expect(draft.contains("# Left out, so the publisher sums over them: KØN."))
    }

    @Test("A variable that must be chosen from becomes a breakdown with all its members, each with a name of its own")
    func breakdown() throws {
        let kind = Self.variable(
            "ART \"x\"",
            "udgiftens \\ art",
            [("1", "Løn"), ("2", "løn"), ("3", "—"), ("4", "Øvrige \"udgifter\"\n")],
            isEliminable: false
        )
        let (recipe, _) = try recipe([Self.areas, kind, Self.time], text: "Med \"citat\" og \\")
        guard case .breakdown(let dimension, let title, let members) = recipe.columns[1].role else {
            throw Unexpected()
        }
        #expect(dimension == "udgiftens_art" && title.da == "udgiftens \\ art")
        #expect(members.map(\.source) == ["1", "2", "3", "4"])
        #expect(members.map(\.id) == ["loen", "2-1", "3-2", "oevrige-udgifter"])
        #expect(recipe.columns[1].code == "ART \"X\"")
        #expect(recipe.title.da == "Med \"citat\" og \\")
    }

    @Test("A table without areas is about the whole country; other areas are listed")
    func areas() throws {
        let country = try recipe([Self.time]).recipe
        #expect(country.area == "000" && country.gate.areas == .codes(["000"]))
        let regions = Self.variable("R", "region", [("084", "a"), ("085", "b")], map: "Denmark_region_07")
        #expect(try recipe([regions, Self.time]).recipe.gate.areas == .codes(["084", "085"]))
    }

    @Test("A large table is asked for in BULK with every variable, and its gaps are what the table says")
    func large() throws {
        let ages = Self.variable(
            "ALDER",
            "alder",
            [("IALT", "I alt")] + (0..<300).map { ("\($0)", "\($0) år") },
            isEliminable: false
        )
        let months = Self.variable(
            "Tid",
            "tid",
            (0..<400).map { ("m\($0)", "") },
            isEliminable: false,
            isTime: true
        )
        let sex = Self.variable("KØN", "køn", [("TOT", "I alt")])
        for (suppressed, absent) in [("0", AbsentRule.zero), ("..", .nothing), (nil, .nothing)] {
            let recipe = try recipe([Self.areas, ages, sex, months], suppressed: suppressed).recipe
            guard case .statBank(let question) = recipe.request else { throw Unexpected() }
            #expect(question.form == .bulk && question.variables.map(\.code) == ["OMRÅDE", "ALDER", "KØN", "Tid"])
            #expect(question.variables[2].values == ["TOT"])
            #expect(recipe.columns[2].role == .constant("TOT"))
            #expect(recipe.absent == absent)
        }
    }

    private struct Unexpected: Error {}
}
