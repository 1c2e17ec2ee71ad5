import Foundation
import PejlConfig
import PejlModel
import PejlPipeline
import Testing

/// The parts of a recipe that say what rows mean: selectors, totals, other words, one area, scale, breaks.
struct RecipeMeaningTests {
    private static func recipe(_ text: String) throws -> Recipe {
        let desk = try Desk()
        try desk.write("datasets/folk.toml", text)
        return try RecipeFile.read("\(desk.folder)/datasets/folk.toml")
    }

    private static func problem(_ text: String) throws -> String? {
        let desk = try Desk()
        try desk.write("datasets/folk.toml", text)
        return desk.problem { _ = try RecipeFile.read("\(desk.folder)/datasets/folk.toml") }
    }

    private static let selector = """
        [[columns]]
        code = "FUNKTION"
        role = "selector"

        [[indicators]]
        """

    // JSON-stat, because the columns of CSV are held against the question, and here only they are of interest.
    private static let plain = RecipeText.replacing("\"statbank-csv\"", "\"json-stat\"")

    private static let accounts = plain.replacingOccurrences(of: "[[indicators]]\n", with: selector + "\n")
        .replacingOccurrences(
            of: "minimum = 0\n",
            with: "minimum = 0\nscale = 1000\nwhere = { \"FUNKTION\" = \"32201\" }\n"
        )

    @Test("an indicator may be the rows of one member, scaled")
    func selector() throws {
        let recipe = try Self.recipe(Self.accounts)
        #expect(recipe.columns.last == ColumnRule(code: "FUNKTION", role: .selector))
        #expect(recipe.indicators.first?.members == ["FUNKTION": "32201"])
        #expect(recipe.indicators.first?.scale == 1000)
        #expect(try Self.recipe(RecipeText.plain).indicators.first?.scale == 1)
    }

    private static func second(_ member: String) -> String {
        """
        [[indicators]]
        id = "others"
        measure = "INDHOLD"
        where = { "FUNKTION" = "\(member)" }
        title = { da = "Andre", en = "Others" }
        definition = { da = "Andre", en = "Others" }
        definition_id = "dst-others"
        unit = "dkk-2024/pupil"
        direction = "neutral"

        [marks]
        """
    }

    @Test("two indicators may share a measure where their members differ, and a unit may name a price year")
    func twoMembers() throws {
        let recipe = try Self.recipe(Self.accounts.replacingOccurrences(of: "[marks]", with: Self.second("32208")))
        #expect(recipe.indicators.map { $0.members["FUNKTION"] } == ["32201", "32208"])
        #expect(recipe.indicators.last?.unit.priceYear == 2024)
        #expect(
            try Self.problem(Self.accounts.replacingOccurrences(of: "[marks]", with: Self.second("32201")))
                == "datasets/folk.toml:35: indicators: the measure \"INDHOLD, FUNKTION = 32201\" is there twice"
        )
    }

    @Test(
        "mistakes with selectors are named",
        arguments: [
            (
                "where = { \"FUNKTION\" = \"32201\" }\n", "",
                "datasets/folk.toml:35: indicators.where: it is missing; { \"FUNKTION\" = \"…\" } is wanted"
            ),
            (
                "{ \"FUNKTION\" = \"32201\" }", "{ \"ART\" = \"TOT\" }",
                "datasets/folk.toml:45: indicators.where.FUNKTION: it is missing; a text is wanted; and there is no such key "
                    + "as ART"
            ),
            (
                "{ \"FUNKTION\" = \"32201\" }", "{ \"FUNKTION\" = \"32201\", \"ART\" = \"TOT\" }",
                "datasets/folk.toml:45: indicators.where.ART: there is no such key; known are FUNKTION"
            ),
            (
                "scale = 1000", "scale = 0",
                "datasets/folk.toml:44: indicators.scale: a whole number from 1 to 1000000 is wanted"
            ),
            (
                "scale = 1000", "scale = 0.001",
                "datasets/folk.toml:44: indicators.scale: a whole number from 1 to 1000000 is wanted"
            ),
        ]
    )
    func selectorMistakes(text: String, other: String, message: String) throws {
        #expect(Self.accounts.contains(text))
        #expect(try Self.problem(Self.accounts.replacingOccurrences(of: text, with: other)) == message)
    }

    @Test("a breakdown may have one total, which has neither id nor title")
    func total() throws {
        let column = """
            [[columns]]
            code = "KØN"
            role = "breakdown"
            dimension = "sex"
            title = { da = "Køn", en = "Sex" }
            aliases = { "i alt" = "TOT" }
            members = [
              { source = "TOT", total = true },
              { source = "1", id = "men", title = { da = "mænd", en = "men" } },
            ]

            [[indicators]]

            """
        let text = Self.plain.replacingOccurrences(of: "[[indicators]]\n", with: column)
        let recipe = try Self.recipe(text)
        guard case .breakdown(_, _, let members) = recipe.columns.last?.role else {
            Issue.record("no breakdown")
            return
        }
        #expect(members.map(\.source) == ["TOT", "1"])
        #expect(members.map(\.isTotal) == [true, false])
        #expect(recipe.columns.last?.aliases == ["i alt": "TOT"])
        let two = text.replacingOccurrences(
            of: "{ source = \"1\", id = \"men\", title = { da = \"mænd\", en = \"men\" } }",
            with: "{ source = \"1\", total = true }"
        )
        #expect(try Self.problem(two) == "datasets/folk.toml:37: columns.members: two of them are the total")
        let titled = text.replacingOccurrences(of: "total = true", with: "total = true, id = \"all\"")
        #expect(
            try Self.problem(titled)?.hasSuffix("columns.members.id: there is no such key; known are source, total")
                == true
        )
    }

    @Test(
        "another word must stand for something the column knows",
        arguments: [
            ("aliases = { \"1\" = \"910\" }", nil),
            (
                "aliases = { \"1\" = \"911\" }",
                "datasets/folk.toml:26: columns.aliases: \"1\" stands for \"911\", which the column does not know"
            ),
            ("aliases = { \"1\" = 910 }", "datasets/folk.toml:26: columns.aliases: a text in quotes is wanted"),
        ] as [(String, String?)]
    )
    func aliases(line: String, message: String?) throws {
        let text = RecipeText.replacing("areas_by = \"code\"", "areas_by = \"code\"\n\(line)")
        #expect(try Self.problem(text) == message)
    }

    private static let areaColumn = "[[columns]]\ncode = \"OMRÅDE\"\nrole = \"area\"\nareas_by = \"code\"\n\n"

    @Test("an answer without areas is about one area that the recipe names")
    func onlyArea() throws {
        let without = Self.plain.replacingOccurrences(of: Self.areaColumn, with: "")
        let text = without.replacingOccurrences(of: "absent =", with: "area = \"000\"\nabsent =")
        #expect(try Self.recipe(text).area == "000")
        #expect(try Self.recipe(RecipeText.plain).area == nil)
        #expect(
            try Self.problem(without)
                == "datasets/folk.toml:22: columns: one area column is wanted, or area = \"000\" where the answer has none"
        )
        #expect(
            try Self.problem(RecipeText.replacing("absent =", "area = \"000\"\nabsent ="))
                == "datasets/folk.toml:7: area: the recipe has a column of areas already"
        )
        #expect(
            try Self.problem(text.replacingOccurrences(of: "\"000\"", with: "\"Danmark\""))
                == "datasets/folk.toml:7: area: there is no area \"Danmark\""
        )
    }

    @Test("a break has a day and a reason in both languages")
    func breaks() throws {
        let text = RecipeText.replacing(
            "[marks]",
            "[[indicators.breaks]]\nday = \"2012-08-01\"\nreason = { da = \"Ny lov\", en = \"New law\" }\nsource = \"Lov 1\"\n\n[marks]"
        )
        let day = try #require(CalendarDay(year: 2012, month: 8, day: 1))
        #expect(
            try Self.recipe(text).indicators.first?.breaks == [
                IndicatorBreak(day: day, reason: Localised(da: "Ny lov", en: "New law"), source: "Lov 1")
            ]
        )
        for wrong in ["2012", "2012-8-1", "2012-13-01", "2012-02-30", "1. august 2012", "2012-08-01T00:00"] {
            #expect(
                try Self.problem(text.replacingOccurrences(of: "2012-08-01", with: wrong))
                    == "datasets/folk.toml:42: indicators.breaks.day: a day such as \"2012-08-01\" is wanted",
                "\(wrong)"
            )
        }
        #expect(
            try Self.problem(text.replacingOccurrences(of: ", en = \"New law\"", with: ""))
                == "datasets/folk.toml:43: indicators.breaks.reason.en: it is missing; a text is wanted"
        )
    }

    @Test("an optional dataset is left out unless the configuration switches it on")
    func optional() throws {
        let desk = try Desk()
        try desk.write("datasets/folk.toml", RecipeText.plain)
        let other = RecipeText.named("skoler", indicator: "schools")
            .replacingOccurrences(of: "absent =", with: "optional = true\nabsent =")
        try desk.write("datasets/skoler.toml", other)
        func ids(_ lines: String) throws -> [String] {
            try desk.write("pejl.toml", Desk.top + lines)
            return try desk.configuration().pipeline.recipes.map(\.id)
        }
        #expect(try ids("") == ["folk"])
        #expect(try ids("[datasets.folk]\nperiods = [\"2024K1\"]\n") == ["folk"])
        #expect(try ids("[datasets.skoler]\nenabled = true\n") == ["folk", "skoler"])
        #expect(try ids("[datasets.skoler]\nperiods = [\"2024K1\"]\n") == ["folk"])
        #expect(try ids("[datasets.skoler]\nenabled = true\n[datasets.folk]\nenabled = false\n") == ["skoler"])
    }
}
