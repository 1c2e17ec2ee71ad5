import PejlModel
import PejlNormalise
import Testing

/// Institutions, which no recipe declares: rows name them, and say where they belong.
struct InstitutionTests {
    private static let columns = ["K", "T", "Skole", "Kommune"]

    private func recipe(municipality: String? = nil, areas: ExpectedAreas = .institutions) -> Recipe {
        var extra = [ColumnRule(code: "Skole", role: .areaName)]
        if municipality == nil { extra.append(ColumnRule(code: "Kommune", role: .municipality(.name))) }
        var recipe = Recipes.recipe(area: .institution, extra: extra, areas: areas)
        recipe.municipality = municipality
        return recipe
    }

    private func read(_ cells: [Cell]) throws -> (seen: [Seen], summary: NormalisedSummary) {
        try normalise(recipe(), [Page(columns: Self.columns, cells: cells)])
    }

    private func school(_ number: String, _ name: String, municipality: String = "766") -> Area {
        Area(
            kind: .institution,
            code: "inst-\(number)",
            name: name,
            regionCode: "082",
            groupCode: nil,
            municipalityCode: municipality
        )
    }

    @Test("an institution is called inst- and its number, named by its row and tied to its municipality")
    func described() throws {
        let (seen, summary) = try read([
            Cell(["101003", "2024", "Nordskolen", "Hedensted"], 1),
            Cell(["101004", "2024", "Sydskolen", "Horsens Kommune"], 2),
        ])
        #expect(seen == [Seen("absence inst-101003", "2024", 1), Seen("absence inst-101004", "2024", 2)])
        #expect(
            summary.institutions == [
                school("101003", "Nordskolen"), school("101004", "Sydskolen", municipality: "615"),
            ]
        )
        #expect(throws: Never.self) {
            try Gate.check(summary, LoadDifference(firstLoadOf: 2), recipe: recipe())
        }
    }

    @Test("the recipe may say the municipality for all")
    func oneMunicipality() throws {
        let (_, summary) = try normalise(
            recipe(municipality: "766"),
            [Page(columns: ["K", "T", "Skole"], cells: [Cell(["101003", "2024", "Nordskolen"], 1)])]
        )
        #expect(summary.institutions == [school("101003", "Nordskolen")])
    }

    @Test("the newest period decides what an institution is called, in whatever order the rows come")
    func renamed() throws {
        let rows = [
            Cell(["101003", "2023", "Den gamle skole", "Hedensted"], 1),
            Cell(["101003", "2024", "Nordskolen", "Hedensted"], 2),
            Cell(["101003", "2022", "Den ældste skole", "Hedensted"], 3),
        ]
        for order in [rows, rows.reversed()] {
            let (seen, summary) = try read(order)
            #expect(summary.institutions == [school("101003", "Nordskolen")])
            #expect(Set(seen.map(\.series)) == ["absence inst-101003"])
        }
    }

    @Test(
        "rows that do not say which institution, or say two things, are rejected",
        arguments: [
            (["1003", "2024", "Nord", "Hedensted"], "unknown-area"),
            (["10100a", "2024", "Nord", "Hedensted"], "unknown-area"),
            (["١٠١٠٠٣", "2024", "Nord", "Hedensted"], "unknown-area"),
            (["101004", "2024", "Nord", "Ukendt"], "unknown-municipality"),
            (["101004", "2024", "Nord", "Region Midtjylland"], "unknown-municipality"),
            (["101003", "2024", "Syd", "Hedensted"], "two-names"),
            (["101003", "2024", "Nordskolen", "Horsens"], "two-names"),
            (["101003", "2024", "Nordskolen", "Hedensted"], "duplicate"),
        ]
    )
    func rejected(texts: [String], rule: String) throws {
        let (seen, summary) = try read([Cell(["101003", "2024", "Nordskolen", "Hedensted"], 1), Cell(texts, 2)])
        #expect(seen.count == 1)
        #expect(summary.rejected.map(\.rule) == [rule])
    }

    @Test("no institution is expected in particular, but no row at all is an empty answer")
    func empty() throws {
        let (_, summary) = try read([])
        #expect(throws: LoadRefusal.self) { try Gate.check(summary, LoadDifference(firstLoadOf: 0), recipe: recipe()) }
    }

    @Test("where a layout allows percentages, shares carry a sign and nothing else does")
    func percentages() throws {
        let layout = try TableLayout(
            source: .sheet("S"),
            rows: RowRule(header: 1),
            dimensions: [DimensionColumn(code: "K", place: ColumnPlace(header: "K"))],
            values: .measures([MeasureColumn(name: "M", place: ColumnPlace(header: "M"))]),
            numbers: NumberRule(decimal: .comma, allowsPercent: true)
        )
        let recipe = Recipes.recipe(
            request: .drop(DropQuestion(reading: .layout(layout))),
            indicators: [Recipes.indicator(unit: .percent), Recipes.indicator("number", measure: "N")]
        )
        let (seen, summary) = try normalise(
            recipe,
            [
                Page(
                    measures: ["M", "N"],
                    cells: [
                        Cell(["766", "2024"], 7.1, percent: true), Cell(["766", "2024"], 12, measure: "N"),
                        Cell(["615", "2024"], 0.071), Cell(["615", "2024"], 12, measure: "N", percent: true),
                    ]
                )
            ]
        )
        #expect(seen.map(\.value) == [7.1, 12])
        #expect(summary.rejected.map(\.rule) == ["changed-unit", "changed-unit"])
    }
}
