import PejlModel
import PejlNormalise
import Testing

struct NormaliserTests {
    @Test("codes, periods and values become observations in their order")
    func plain() throws {
        let (seen, summary) = try normalise(
            Recipes.recipe(),
            [Cell(["766", "2024Q1"], 7.1), Cell(["615", "2024K1"], 0), Cell(["000", "2024K2"], -3)]
        )
        #expect(
            seen == [
                Seen("absence 766", "2024K1", 7.1), Seen("absence 615", "2024K1", 0), Seen("absence 000", "2024K2", -3),
            ]
        )
        #expect(summary.observations == 3)
        #expect(summary.rejectedCount == 0 && summary.rejected.isEmpty)
    }

    @Test("names become codes, variants and decomposed letters too")
    func names() throws {
        let names = ["Hedensted", "A\u{30a}rhus", "Københavns Kommune", "Nordfyn", "Hele landet"]
        let (seen, _) = try normalise(Recipes.recipe(area: .name), names.map { Cell([$0, "2024"], 1) })
        #expect(seen.map(\.series) == ["766", "751", "101", "480", "000"].map { "absence \($0)" })
    }

    @Test(
        "what cannot be understood is rejected with rule, cell and content, and nothing is delivered for it",
        arguments: [
            (Cell(["765", "2024"], 1), "unknown-area", "K = 765"),
            (Cell(["0766", "2024"], 1), "unknown-area", "K = 0766"),
            (Cell(["Hedensted", "2024"], 1), "unknown-area", "K = Hedensted"),
            (Cell(["", "2024"], 1), "unknown-area", "K = "),
            (Cell(["766", "2024X1"], 1), "unknown-period", "T = 2024X1"),
            (Cell(["766", "2024"], 1, mark: "..."), "unknown-mark", "absence 766 2024 = \"...\""),
            (Cell(["766", "2024"], 1, mark: ""), "unknown-mark", "absence 766 2024 = \"\""),
            (Cell(["766", "2024"], 7.4, percent: true), "changed-unit", "absence 766 2024 = 7.4 with %"),
        ]
    )
    func rejected(cell: Cell, rule: String, content: String) throws {
        let (seen, summary) = try normalise(Recipes.recipe(), [Cell(["615", "2024"], 5), cell])
        #expect(seen == [Seen("absence 615", "2024", 5)])
        #expect(summary.observations == 1)
        #expect(summary.rejectedCount == 1)
        #expect(summary.rejected == [RejectedRow(row: 2, rule: rule, content: content)])
    }

    @Test("all rejected rows are counted, and as many kept as the recipe says")
    func keptRows() throws {
        var recipe = Recipes.recipe()
        recipe.gate = GateRule(areas: recipe.gate.areas, keptRejectedRows: 3)
        let cells = (0..<5).map { Cell(["X\($0)", "2024"], 1) }
        let (_, summary) = try normalise(recipe, cells)
        #expect(summary.rejectedByRule == ["unknown-area": 5])
        #expect(summary.rejected.map(\.content) == ["K = X0", "K = X1", "K = X2"])
    }

    @Test("an unknown member and a changed constant are rejected")
    func membersAndConstants() throws {
        let recipe = Recipes.recipe(extra: [Recipes.stage, ColumnRule(code: "C", role: .constant("FOLK1AM"))])
        let page = Page(
            columns: ["K", "T", "S", "C"],
            cells: [
                Cell(["766", "2024", "Udskoling", "FOLK1AM"], 1), Cell(["766", "2024", "Gymnasium", "FOLK1AM"], 2),
                Cell(["766", "2024", "Mellemtrin", "FOLK1A"], 3), Cell(["766", "2024", "udskoling", "FOLK1AM"], 4),
            ]
        )
        let (seen, summary) = try normalise(recipe, [page])
        #expect(seen == [Seen("absence 766 stage=udskoling", "2024", 1)])
        #expect(
            summary.rejected == [
                RejectedRow(row: 2, rule: "unknown-member", content: "S = Gymnasium"),
                RejectedRow(row: 3, rule: "changed-constant", content: "C = FOLK1A"),
                RejectedRow(row: 4, rule: "unknown-member", content: "S = udskoling"),
            ]
        )
    }

    @Test(
        "a cell that comes twice is rejected the second time, in one chunk, in two and on two pages, equal or not",
        arguments: [1, 1000],
        [7.1, 8]
    )
    func duplicate(chunkSize: Int, second: Double) throws {
        let cells = [Cell(["766", "2024K1"], 7.1), Cell(["766", "2024Q1"], second)]
        let rejected = [RejectedRow(row: 2, rule: "duplicate", content: "absence 766 2024K1 comes twice")]
        let one = try normalise(Recipes.recipe(), [Page(cells: cells, chunkSize: chunkSize)])
        let two = try normalise(Recipes.recipe(), cells.map { Page(cells: [$0]) })
        for (seen, summary) in [one, two] {
            #expect(seen == [Seen("absence 766", "2024K1", 7.1)])
            #expect(summary.rejected == rejected)
        }
    }

    @Test("two names of one municipality are the same cell")
    func duplicateByName() throws {
        let cells = [Cell(["Århus", "2024"], 1), Cell(["Aarhus Kommune", "2024"], 2)]
        let (seen, summary) = try normalise(Recipes.recipe(area: .name), cells)
        #expect(seen == [Seen("absence 751", "2024", 1)])
        #expect(summary.rejected.map(\.rule) == ["duplicate"])
    }

    @Test(
        "marks have the meaning of the recipe and never a number",
        arguments: [("..", ObservationStatus.missing), ("x", .suppressed), ("-", .notApplicable)]
    )
    func marks(mark: String, status: ObservationStatus) throws {
        let (seen, summary) = try normalise(Recipes.recipe(), [Cell(["766", "2024"], 99, mark: mark)])
        #expect(seen == [Seen("absence 766", "2024", 0, status)])
        #expect(summary.observations == 1 && summary.absent == 0)
    }

    @Test(
        "a status beside a number is kept where it may stand there, and rejects the number where it may not",
        arguments: [
            ("p", Seen("absence 766", "2024", 46.5, .provisional)),
            ("e", Seen("absence 766", "2024", 46.5, .estimated)),
            (nil, Seen("absence 766", "2024", 46.5, .normal)), ("..", nil), ("c", nil), ("x", nil),
        ] as [(String?, Seen?)]
    )
    func statusBesideNumber(flag: String?, expected: Seen?) throws {
        let marks: [String: ObservationStatus] = [
            "p": .provisional, "e": .estimated, "..": .missing, "c": .suppressed,
        ]
        let (seen, summary) = try normalise(
            Recipes.recipe(marks: marks),
            [Cell(["766", "2024"], 46.5, flag: flag)]
        )
        #expect(seen == (expected.map { [$0] } ?? []))
        #expect(summary.rejected.map(\.rule) == (expected == nil ? ["unknown-mark"] : []))
    }

    @Test("a mark that is the number 0 gives a value, held to the indicator's bounds")
    func zeroMark() throws {
        var recipe = Recipes.recipe(marks: ["..": .missing])
        recipe.zeros = ["-"]
        let cells = [Cell(["766", "2024"], 0, mark: "-"), Cell(["615", "2024"], 0, mark: "..")]
        let (seen, summary) = try normalise(recipe, cells)
        #expect(
            seen == [Seen("absence 766", "2024", 0, .normal), Seen("absence 615", "2024", 0, .missing)]
        )
        #expect(summary.rejected.isEmpty)
        #expect(seen.map(\.status.hasValue) == [true, false])
    }

    @Test("columns, measures, members and marks match whether their letters are composed or not")
    func decomposedLetters() throws {
        let role = ColumnRole.breakdown(
            dimension: "stage",
            title: Localised(same: "s"),
            members: [BreakdownMember(source: "F\u{E6}lles p\u{E5}", id: "all", title: Localised(same: "a"))]
        )
        let recipe = Recipes.recipe(
            area: .name,
            extra: [ColumnRule(code: "\u{C5}R", role: role)],
            indicators: [Recipes.indicator(measure: "m\u{E5}l")],
            marks: ["\u{E5}ben": .missing]
        )
        let cells = [
            Cell(["\u{C5}rhus", "2024", "F\u{E6}lles pa\u{30A}"], 7, measure: "ma\u{30A}l"),
            Cell(["Hedensted", "2024", "F\u{E6}lles p\u{E5}"], 0, measure: "ma\u{30A}l", mark: "a\u{30A}ben"),
            Cell(["A\u{30A}rhus", "2024", "F\u{E6}lles p\u{E5}"], 8, measure: "ma\u{30A}l"),
        ]
        let basket = Basket()
        let normaliser = Normaliser(recipe: recipe, sink: basket)
        try Page(columns: ["K", "T", "A\u{30A}R"], measures: ["ma\u{30A}l"], cells: cells).deliver(to: normaliser)
        let summary = try normaliser.finish()
        #expect(basket.all.map(\.series) == ["absence 751 stage=all", "absence 766 stage=all"])
        #expect(basket.all.map(\.status) == [.normal, .missing])
        #expect(summary.rejected.map(\.rule) == ["duplicate"])
    }

    @Test("a mark that the recipe gives a status with a value is not believed")
    func markWithValue() throws {
        let (seen, summary) = try normalise(
            Recipes.recipe(marks: ["p": .provisional]),
            [Cell(["766", "2024"], 0, mark: "p")]
        )
        #expect(seen.isEmpty)
        #expect(summary.rejected.map(\.rule) == ["unknown-mark"])
    }

    @Test(
        "a percentage of uddannelsesstatistik.dk has its sign, a count has none",
        arguments: [
            (Unit.percent, true, nil), (.percent, false, "absence 766 2024 = 7.4 without %"), (.count, false, nil),
            (.count, true, "absence 766 2024 = 7.4 with %"), (.points, true, "absence 766 2024 = 7.4 with %"),
        ] as [(Unit, Bool, String?)]
    )
    func percentSign(unit: Unit, sign: Bool, content: String?) throws {
        let recipe = Recipes.recipe(request: Recipes.education, indicators: [Recipes.indicator(unit: unit)])
        let (seen, summary) = try normalise(recipe, [Cell(["766", "2024"], 7.4, percent: sign)])
        #expect(seen.count == (content == nil ? 1 : 0))
        #expect(summary.rejected.map(\.content) == (content.map { [$0] } ?? []))
        #expect(summary.rejected.allSatisfy { $0.rule == "changed-unit" })
    }

    @Test("StatBank's percentages carry no sign")
    func percentWithoutSign() throws {
        let recipe = Recipes.recipe(indicators: [Recipes.indicator(unit: .percent)])
        #expect(try normalise(recipe, [Cell(["766", "2024"], 7.4)]).seen.count == 1)
        #expect(try normalise(recipe, [Cell(["766", "2024"], 7.4, percent: true)]).seen.isEmpty)
    }

    @Test(
        "bounds are included, what is outside is rejected",
        arguments: [
            (0, true), (100, true), (50, true), (-0.1, false), (100.1, false), (-0.0, true),
        ] as [(Double, Bool)]
    )
    func bounds(value: Double, accepted: Bool) throws {
        let recipe = Recipes.recipe(indicators: [Recipes.indicator(bounds: 0...100)])
        let (seen, summary) = try normalise(recipe, [Cell(["766", "2024"], value)])
        #expect(seen.count == (accepted ? 1 : 0))
        #expect(
            summary.rejected
                == (accepted
                    ? [] : [RejectedRow(row: 1, rule: "out-of-bounds", content: "absence 766 2024 = \(value)")])
        )
    }

    @Test(
        "what is no finite number is never an observation, with bounds or without",
        arguments: [Double.nan, .infinity]
    )
    func notFinite(value: Double) throws {
        for recipe in [Recipes.recipe(), Recipes.recipe(indicators: [Recipes.indicator(bounds: 0...100)])] {
            let (seen, summary) = try normalise(recipe, [Cell(["766", "2024"], value)])
            #expect(seen.isEmpty)
            #expect(summary.rejected == [RejectedRow(row: 1, rule: "not-a-number", content: "absence 766 2024")])
        }
    }

    @Test("several measures of one row are several indicators")
    func measures() throws {
        let recipe = Recipes.recipe(
            indicators: [Recipes.indicator("pupils", measure: "Antal"), Recipes.indicator("rate", measure: "Andel")]
        )
        let page = Page(
            measures: ["Andel", "Antal"],
            cells: [Cell(["766", "2024"], 95.8, measure: "Andel"), Cell(["766", "2024"], 300, measure: "Antal")]
        )
        let (seen, summary) = try normalise(recipe, [page])
        #expect(seen == [Seen("rate 766", "2024", 95.8), Seen("pupils 766", "2024", 300)])
        #expect(summary.rejected.isEmpty)
    }

    /// A column that the recipe does not explain stops the load; a measure does not.
    @Test("a measure that the recipe does not name is left out, and its cells are no observations")
    func extraMeasure() throws {
        let page = Page(
            measures: ["N", "M"],
            cells: [Cell(["766", "2024"], 1, measure: "N"), Cell(["766", "2024"], 2, measure: "M")]
        )
        let (seen, summary) = try normalise(Recipes.recipe(), [page])
        #expect(seen == [Seen("absence 766", "2024", 2)])
        #expect(summary.rejectedCount == 0)
    }

    @Test("ignored members are left out without a word, in any column")
    func ignored() throws {
        let recipe = Recipes.recipe(
            extra: [Recipes.stage],
            absent: .suppressed,
            ignored: ["<uoplyst>", "10. klasse mv."]
        )
        let page = Page(
            columns: ["K", "T", "S"],
            cells: [
                Cell(["766", "2024", "Udskoling"], 1), Cell(["766", "2024", "10. klasse mv."], 2),
                Cell(["<uoplyst>", "2024", "Udskoling"], 3), Cell(["766", "<uoplyst>", "Udskoling"], 4),
                Cell(["766", "2024", "Mellemtrin"], 5), Cell(["615", "2024", "Mellemtrin"], 6),
                Cell(["615", "2024", "Udskoling"], 7),
            ]
        )
        let (seen, summary) = try normalise(recipe, [page])
        #expect(seen.map(\.value) == [1, 5, 6, 7])
        #expect(summary.rejectedCount == 0)
        #expect(summary.absent == 0)
    }

    @Test(
        "a period that only ignored rows have is not a period of the dataset"
    )
    func phantomPeriod() throws {
        let recipe = Recipes.recipe(extra: [Recipes.stage], absent: .suppressed, ignored: ["10. klasse mv."])
        let page = Page(
            columns: ["K", "T", "S"],
            cells: ["615", "766"].flatMap { area in
                [
                    Cell([area, "2024", "Udskoling"], 1), Cell([area, "2024", "Mellemtrin"], 2),
                    Cell([area, "2019", "10. klasse mv."], 3),
                ]
            }
        )
        let (seen, summary) = try normalise(recipe, [page])
        #expect(Set(seen.map(\.period)) == ["2024"])
        #expect(summary.absent == 0)
        #expect(summary.incompletePeriods.isEmpty)
    }

    @Test("a second table without begin is refused")
    func takeWithoutBegin() {
        let normaliser = Normaliser(recipe: Recipes.recipe(), sink: Basket())
        var chunk = CellChunk(columns: 2)
        chunk.values.append(1)
        let error = #expect(throws: NormaliseError.self) { try normaliser.take(chunk) }
        #expect(error?.description == "prøve: the document does not hold exactly one table")
        #expect(error?.failure.name == "several-tables")
    }
}

/// Columns and measures that the recipe and the answer do not share.
struct NormaliserColumnTests {
    @Test(
        "every lost column, unexplained column and lost measure is told",
        arguments: [
            (["T"], ["M"], ["lost-column: the answer has no column \"K\" any more, only T"]),
            (
                ["T", "K", "KØN"], ["M"],
                [
                    "unexplained-column: the answer has a column \"KØN\" that the recipe does not explain; add it to the "
                        + "recipe"
                ]
            ),
            (
                ["T", "OMRÅDE"], ["N", "O"],
                [
                    "unexplained-column: the answer has a column \"OMRÅDE\" that the recipe does not explain; add it to "
                        + "the recipe",
                    "lost-column: the answer has no column \"K\" any more, only T, OMRÅDE",
                    "lost-measure: the answer has no measure \"M\" any more, only N, O; it may have been renamed: compare "
                        + "the definition before changing the recipe",
                ]
            ),
        ]
    )
    func refused(columns: [String], measures: [String], told: [String]) {
        let normaliser = Normaliser(recipe: Recipes.recipe(), sink: Basket())
        let error = #expect(throws: LoadRefusal.self) {
            try normaliser.begin(TableDictionary(columns: columns, measures: measures))
        }
        #expect(error?.rules.map { "\($0.rule): \($0.finding)" } == told)
        #expect(error?.isWaivable == false)
        #expect(error?.failure.name == told.first?.prefix { $0 != ":" }.description)
    }

    @Test("a measure that the recipe neither reads nor leaves out is told once, whatever page it is on")
    func unreadMeasures() throws {
        let page = Page(measures: ["N", "M", "P"], cells: [Cell(["766", "2024"], 1)])
        let other = Page(measures: ["M", "N"], cells: [Cell(["615", "2024"], 1)])
        let (seen, summary) = try normalise(Recipes.recipe(ignored: ["P"]), [page, other])
        #expect(seen.count == 2)
        #expect(summary.unreadMeasures == ["N"])
    }

    @Test("the order of columns is the answer's, and a second page is held against the recipe too")
    func secondPage() throws {
        let recipe = Recipes.recipe()
        let turned = Page(columns: ["T", "K"], cells: [Cell(["2024", "615"], 2)])
        let (seen, summary) = try normalise(recipe, [Page(cells: [Cell(["766", "2024"], 1)]), turned])
        #expect(seen == [Seen("absence 766", "2024", 1), Seen("absence 615", "2024", 2)])
        #expect(summary.observations == 2)
        #expect(throws: LoadRefusal.self) {
            try normalise(recipe, [Page(cells: [Cell(["766", "2024"], 1)]), Page(measures: ["N"], cells: [])])
        }
    }

    @Test("composed and decomposed column names are one name")
    func decomposed() throws {
        let recipe = Recipes.recipe(extra: [ColumnRule(code: "OMRÅDE", role: .constant("Ål"))])
        let page = Page(columns: ["K", "T", "OMRA\u{30a}DE"], cells: [Cell(["766", "2024", "A\u{30a}l"], 1)])
        #expect(try normalise(recipe, [page]).seen.count == 1)
    }
}
