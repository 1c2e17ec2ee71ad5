import PejlModel
import PejlNormalise
import Testing

/// Tables in which a variable says what a row is about: accounts by function and by unit of price.
struct SelectorTests {
    private static func indicator(
        _ id: String,
        _ function: String,
        _ price: String,
        unit: Unit = .kroner,
        scale: Int = 1,
        decimals: Int = 0,
        bounds: ClosedRange<Double>? = nil
    ) -> Indicator {
        Indicator(
            id: id,
            measure: "M",
            members: ["F": function, "P": price],
            title: Localised(same: id),
            definition: Localised(same: id),
            definitionID: "d-\(id)",
            unit: unit,
            decimals: decimals,
            direction: .neutral,
            scale: scale,
            bounds: bounds
        )
    }

    private static let selectors = [
        ColumnRule(code: "F", role: .selector), ColumnRule(code: "P", role: .selector),
    ]

    private static let accounts = Recipes.recipe(
        extra: selectors,
        indicators: [
            indicator("school", "32201", "LOBM", scale: 1000),
            indicator("school_head", "32201", "INDL", unit: .kronerPerInhabitant),
            indicator("special", "32208", "LOBM", scale: 1000),
        ],
        ignored: ["999"]
    )

    private static func page(_ cells: [Cell]) -> Page { Page(columns: ["P", "K", "T", "F"], cells: cells) }

    @Test("members of the selector columns route rows to indicators, each with its own unit and scale")
    func routes() throws {
        let (seen, summary) = try normalise(
            Self.accounts,
            [
                Self.page([
                    Cell(["LOBM", "766", "2024", "32201"], 400_123), Cell(["INDL", "766", "2024", "32201"], 8512),
                    Cell(["LOBM", "766", "2024", "32208"], -17), Cell(["LOBM", "615", "2024", "32208"], 0),
                ])
            ]
        )
        #expect(
            seen == [
                Seen("school 766", "2024", 400_123_000), Seen("school_head 766", "2024", 8512),
                Seen("special 766", "2024", -17_000), Seen("special 615", "2024", 0),
            ]
        )
        #expect(summary.rejectedCount == 0)
    }

    @Test(
        "a member that no indicator names is rejected unless it is ignored, and so is a combination of known ones"
    )
    func rejected() throws {
        let (seen, summary) = try normalise(
            Self.accounts,
            [
                Self.page([
                    Cell(["LOBM", "766", "2024", "32205"], 1), Cell(["INDL", "766", "2024", "32208"], 2),
                    Cell(["LOBM", "766", "2024", "999"], 3), Cell(["LOBM", "766", "2024", "32201"], 4),
                ])
            ]
        )
        #expect(seen == [Seen("school 766", "2024", 4000)])
        #expect(
            summary.rejected == [
                RejectedRow(row: 1, rule: "unknown-member", content: "F = 32205"),
                RejectedRow(row: 2, rule: "unclaimed-combination", content: "measure M, F = 32208, P = INDL"),
            ]
        )
    }

    @Test("the same indicator, area and period twice is a duplicate; the same of two indicators is not")
    func duplicates() throws {
        let (seen, summary) = try normalise(
            Self.accounts,
            [
                Self.page([
                    Cell(["LOBM", "766", "2024", "32201"], 1), Cell(["LOBM", "766", "2024", "32208"], 2),
                    Cell(["LOBM", "766", "2024", "32208"], 3),
                ])
            ]
        )
        #expect(seen.map(\.value) == [1000, 2000])
        #expect(summary.rejected.map(\.content) == ["special 766 2024 comes twice"])
    }

    @Test("several measures and a selector: a cell is what both say")
    func measures() throws {
        func indicator(_ id: String, _ measure: String, _ member: String) -> Indicator {
            Indicator(
                id: id,
                measure: measure,
                members: ["F": member],
                title: Localised(same: id),
                definition: Localised(same: id),
                definitionID: id,
                unit: .count,
                decimals: 0,
                direction: .neutral
            )
        }
        let recipe = Recipes.recipe(
            extra: [ColumnRule(code: "F", role: .selector)],
            indicators: [indicator("a", "A", "x"), indicator("b", "B", "x"), indicator("c", "B", "y")]
        )
        let page = Page(
            columns: ["K", "T", "F"],
            measures: ["B", "A", "unused"],
            cells: [
                Cell(["766", "2024", "x"], 1, measure: "A"), Cell(["766", "2024", "x"], 2, measure: "B"),
                Cell(["766", "2024", "y"], 3, measure: "B"), Cell(["766", "2024", "z"], 4, measure: "unused"),
                Cell(["766", "2024", "y"], 5, measure: "A"),
            ]
        )
        let (seen, summary) = try normalise(recipe, [page])
        #expect(seen == [Seen("a 766", "2024", 1), Seen("b 766", "2024", 2), Seen("c 766", "2024", 3)])
        #expect(summary.rejected.map(\.content) == ["measure A, F = y"])
    }

    @Test("what was asked for and did not come is counted for each indicator")
    func absent() throws {
        let recipe = Recipes.recipe(
            extra: Self.selectors,
            indicators: [Self.indicator("a", "1", "L"), Self.indicator("b", "2", "L")],
            absent: .missing
        )
        let (seen, summary) = try normalise(recipe, [Self.page([Cell(["L", "766", "2024", "1"], 5)])])
        #expect(summary.expected == 4 && summary.absent == 3)
        #expect(Set(seen.dropFirst().map(\.series)) == ["a 615", "b 615", "b 766"])
    }

    /// Products by hand: 0.1 × 1,000 is 100 only because the double next to 0.1 stands for 0.1.
    @Test(
        "numbers are scaled without rounding, or not at all",
        arguments: [
            (42_955, 1000, 0, 42_955_000), (42_955.6, 1000, 0, 42_955_600), (-0.1, 1000, 0, -100),
            (0.123, 1000, 0, 123), (1.005, 1000, 0, 1005), (8.2045, 1000, 1, 8204.5), (0, 1000, 0, 0),
            (4.35, 100, 0, 435), (1_234_567.891, 1000, 0, 1_234_567_891), (0.1234, 1000, 0, nil),
            (8.20451, 1000, 1, nil), (9_007_199_254_741, 1000, 0, nil), (0.000_000_1, 1_000_000, 1, 0.1),
        ] as [(Double, Int, Int, Double?)]
    )
    func scale(value: Double, scale: Int, decimals: Int, product: Double?) throws {
        let recipe = Recipes.recipe(
            extra: Self.selectors,
            indicators: [Self.indicator("a", "1", "L", scale: scale, decimals: decimals)]
        )
        let (seen, summary) = try normalise(recipe, [Self.page([Cell(["L", "766", "2024", "1"], value)])])
        #expect(seen.map(\.value) == (product.map { [$0] } ?? []))
        #expect(summary.rejected.map(\.rule) == (product == nil ? ["too-precise"] : []))
    }

    @Test("bounds are in the indicator's own unit, after scaling")
    func bounds() throws {
        let recipe = Recipes.recipe(
            extra: Self.selectors,
            indicators: [Self.indicator("a", "1", "L", scale: 1000, bounds: 0...5000)]
        )
        let cells = [Cell(["L", "766", "2024", "1"], 5), Cell(["L", "615", "2024", "1"], 6)]
        let (seen, summary) = try normalise(recipe, [Self.page(cells)])
        #expect(seen.map(\.value) == [5000])
        #expect(summary.rejected.map(\.content) == ["a 615 2024 = 6000.0"])
    }

    @Test("a mark needs no scale")
    func mark() throws {
        let (seen, _) = try normalise(
            Self.accounts,
            [Self.page([Cell(["LOBM", "766", "2024", "32201"], 0, mark: "..")])]
        )
        #expect(seen == [Seen("school 766", "2024", 0, .missing)])
    }
}

/// Totals, other words for the same thing, and answers without a column of areas.
struct ColumnMeaningTests {
    private static let grades = ColumnRule(
        code: "G",
        role: .breakdown(
            dimension: "grade",
            title: Localised(same: "Grade"),
            members: [
                .total(source: "TOT"), BreakdownMember(source: "U20", id: "0", title: Localised(same: "0")),
                BreakdownMember(source: "U21", id: "1", title: Localised(same: "1")),
            ]
        )
    )

    @Test("the total of a breakdown is the figure without that breakdown")
    func total() throws {
        let recipe = Recipes.recipe(extra: [Self.grades, Recipes.stage], absent: .missing, areas: .codes(["766"]))
        let page = Page(
            columns: ["K", "T", "G", "S"],
            cells: [
                Cell(["766", "2024", "TOT", "Udskoling"], 3), Cell(["766", "2024", "U20", "Udskoling"], 1),
                Cell(["766", "2024", "U21", "Udskoling"], 2), Cell(["766", "2024", "TOT", "Mellemtrin"], 4),
            ]
        )
        let (seen, summary) = try normalise(recipe, [page])
        #expect(
            seen.prefix(4) == [
                Seen("absence 766 stage=udskoling", "2024", 3), Seen("absence 766 grade=0;stage=udskoling", "2024", 1),
                Seen("absence 766 grade=1;stage=udskoling", "2024", 2), Seen("absence 766 stage=mellemtrin", "2024", 4),
            ]
        )
        #expect(summary.expected == 6 && summary.absent == 2)
        #expect(summary.rejectedCount == 0)
    }

    @Test("another word for an area, a member or a constant is read as what it stands for")
    func aliases() throws {
        let recipe = Recipe(
            id: "prøve",
            publisher: .statbank,
            table: "T1",
            title: Localised(same: "t"),
            licence: "l",
            citation: Localised(same: "c"),
            request: .statBank(StatBankQuestion(form: .csv, language: "da", codes: true, variables: [])),
            columns: [
                ColumnRule(code: "K", role: .area(.code), aliases: ["1": "910", "0": "000"]),
                ColumnRule(code: "T", role: .period),
                ColumnRule(code: "S", role: Recipes.stage.role, aliases: ["7.-9. klasse": "Udskoling"]),
                ColumnRule(code: "C", role: .constant("x"), aliases: ["y": "x"]),
            ],
            indicators: [Recipes.indicator()],
            marks: [:],
            absent: .nothing,
            gate: GateRule(areas: .codes(["910"])),
            digest: ContentDigest(of: "recipe")
        )
        let page = Page(
            columns: ["K", "T", "S", "C"],
            cells: [
                Cell(["1", "2024", "7.-9. klasse", "y"], 1), Cell(["0", "2024", "Udskoling", "x"], 2),
                Cell(["910", "2024", "Udskoling", "x"], 3), Cell(["2", "2024", "Udskoling", "x"], 4),
            ]
        )
        let (seen, summary) = try normalise(recipe, [page])
        #expect(
            seen == [Seen("absence 910 stage=udskoling", "2024", 1), Seen("absence 000 stage=udskoling", "2024", 2)]
        )
        #expect(
            summary.rejected == [
                RejectedRow(row: 3, rule: "duplicate", content: "absence 910 stage=udskoling 2024 comes twice"),
                RejectedRow(row: 4, rule: "unknown-area", content: "K = 2"),
            ]
        )
    }

    @Test("where the answer has no areas, every figure is about the recipe's one")
    func onlyArea() throws {
        var recipe = Recipe(
            id: "prøve",
            publisher: .statbank,
            table: "T1",
            title: Localised(same: "t"),
            licence: "l",
            citation: Localised(same: "c"),
            request: .statBank(StatBankQuestion(form: .csv, language: "da", codes: true, variables: [])),
            columns: [ColumnRule(code: "T", role: .period), Recipes.stage],
            indicators: [Recipes.indicator()],
            marks: [:],
            absent: .missing,
            gate: GateRule(areas: .codes(["000"]), maximumAbsentPercent: 50),
            digest: ContentDigest(of: "recipe")
        )
        recipe.area = "000"
        let page = Page(
            columns: ["T", "S"],
            cells: [Cell(["2023", "Udskoling"], 1), Cell(["2024", "Udskoling"], 2), Cell(["2024", "Mellemtrin"], 3)]
        )
        let (seen, summary) = try normalise(recipe, [page])
        #expect(
            seen == [
                Seen("absence 000 stage=udskoling", "2023", 1), Seen("absence 000 stage=udskoling", "2024", 2),
                Seen("absence 000 stage=mellemtrin", "2024", 3),
                Seen("absence 000 stage=mellemtrin", "2023", 0, .missing),
            ]
        )
        #expect(summary.areasWithoutRows == [] && summary.expected == 4)
        #expect(try Gate.check(summary, LoadDifference(firstLoadOf: 4), recipe: recipe) == [])
    }
}
