import PejlModel
import PejlNormalise
import Testing

/// What was asked for and did not come.
struct AbsentTests {
    private static let columns = ["K", "T", "S"]
    private static let cells = [
        Cell(["766", "2023", "Mellemtrin"], 1), Cell(["766", "2023", "Udskoling"], 2),
        Cell(["766", "2024", "Mellemtrin"], 3),
        Cell(["766", "2024", "Udskoling"], 4), Cell(["615", "2023", "Mellemtrin"], 5),
    ]

    private static func run(_ absent: AbsentRule, _ areas: [String] = ["615", "766"]) throws -> (
        seen: [Seen], summary: NormalisedSummary
    ) {
        try normalise(
            Recipes.recipe(extra: [Recipes.stage], absent: absent, areas: .codes(areas)),
            [Page(columns: columns, cells: cells)]
        )
    }

    @Test(
        "an absent combination is hidden, missing, zero or nothing, as the recipe says",
        arguments: [
            (AbsentRule.suppressed, ObservationStatus.suppressed), (.missing, .missing), (.zero, .normal),
            (.nothing, nil),
        ] as [(AbsentRule, ObservationStatus?)]
    )
    func rules(rule: AbsentRule, status: ObservationStatus?) throws {
        let (seen, summary) = try Self.run(rule)
        #expect(seen.prefix(5).map(\.value) == [1, 2, 3, 4, 5])
        let added = status.map { status in
            [
                Seen("absence 615 stage=udskoling", "2023", 0, status),
                Seen("absence 615 stage=mellemtrin", "2024", 0, status),
                Seen("absence 615 stage=udskoling", "2024", 0, status),
            ]
        }
        #expect(Set(seen.dropFirst(5)) == Set(added ?? []))
        #expect(seen.count == 5 + (added?.count ?? 0))
        #expect(summary.observations == seen.count)
        #expect(summary.absent == (added?.count ?? 0))
        #expect(summary.expected == 8)
        #expect(summary.areasWithoutRows == [])
        #expect(summary.incompletePeriods == ["2024": ["615"]])
    }

    @Test("an expected area without any row is named, and so are its periods")
    func lostArea() throws {
        let (_, summary) = try Self.run(.nothing, ["840", "766", "615"])
        #expect(summary.areasWithoutRows == ["840"])
        #expect(summary.incompletePeriods == ["2023": ["840"], "2024": ["615", "840"]])
        #expect(summary.expected == 12)
    }

    @Test("an area that is not expected is delivered and expected nowhere")
    func unexpectedArea() throws {
        let (seen, summary) = try Self.run(.suppressed, ["766"])
        #expect(seen.count == 5)
        #expect(summary.absent == 0)
        #expect(summary.expected == 4)
        #expect(summary.incompletePeriods.isEmpty)
    }

    @Test("all 98 municipalities are expected where the recipe says so")
    func municipalities() throws {
        let (seen, summary) = try normalise(
            Recipes.recipe(absent: .missing, areas: .municipalities),
            [Cell(["766", "2024"], 1)]
        )
        #expect(seen.count == 98)
        #expect(summary.expected == 98 && summary.absent == 97)
        #expect(summary.areasWithoutRows.count == 97 && !summary.areasWithoutRows.contains("766"))
        #expect(!summary.areasWithoutRows.contains("411"))
    }

    @Test("a marked cell is there, an ignored one is not")
    func marked() throws {
        let (seen, summary) = try normalise(
            Recipes.recipe(absent: .suppressed),
            [Cell(["766", "2024"], 0, mark: ".."), Cell(["615", "2024"], 1)]
        )
        #expect(seen == [Seen("absence 766", "2024", 0, .missing), Seen("absence 615", "2024", 1)])
        #expect(summary.absent == 0)
    }

    @Test("absent combinations are counted over all pages, for each measure")
    func pages() throws {
        let recipe = Recipes.recipe(
            indicators: [Recipes.indicator("a", measure: "A"), Recipes.indicator("b", measure: "B")],
            absent: .suppressed
        )
        let pages = [
            Page(measures: ["A", "B"], cells: [Cell(["766", "2024"], 1, measure: "A")]),
            Page(
                measures: ["B", "A"],
                cells: [Cell(["615", "2024"], 2, measure: "B"), Cell(["615", "2024"], 3, measure: "A")]
            ),
        ]
        let (seen, summary) = try normalise(recipe, pages)
        #expect(
            seen == [
                Seen("a 766", "2024", 1), Seen("b 615", "2024", 2), Seen("a 615", "2024", 3),
                Seen("b 766", "2024", 0, .suppressed),
            ]
        )
        #expect(summary.absent == 1 && summary.expected == 4)
    }

    @Test("an answer without a row expects nothing and lacks every area")
    func empty() throws {
        let (seen, summary) = try normalise(Recipes.recipe(absent: .suppressed), [Page(cells: [])])
        #expect(seen.isEmpty)
        #expect(summary.expected == 0 && summary.absent == 0)
        #expect(summary.areasWithoutRows == ["615", "766"])
    }
}
