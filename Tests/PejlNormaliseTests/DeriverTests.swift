import PejlModel
import PejlNormalise
import PejlTestSupport
import Testing

/// Formulas over figures.
///
/// Expected numbers were computed by hand or with Python's `fractions`.
struct DeriverTests {
    // MARK: - Making figures

    private static func input(
        _ period: String,
        _ value: Double?,
        _ status: ObservationStatus = .normal,
        _ breakdown: String = ""
    ) throws -> InputFigure {
        try input("766", period, value, status, breakdown)
    }

    private static func input(
        _ area: String,
        _ period: String,
        _ value: Double?,
        _ status: ObservationStatus = .normal,
        _ breakdown: String = ""
    ) throws -> InputFigure {
        InputFigure(
            area: area,
            breakdown: try #require(Breakdown(code: breakdown)),
            period: try Period(code: period),
            value: value,
            status: value == nil && status == .normal ? .missing : status,
            reference: FigureReference(series: Int64(area) ?? 0, period: Int64(period.prefix(4)) ?? 0, fetch: 7)
        )
    }

    private static func recipe(
        _ derivation: Derivation,
        decimals: Int = 1,
        bounds: ClosedRange<Double>? = nil,
        areas: [String] = ["766"],
        breaks: [IndicatorBreak] = []
    ) -> Recipe {
        Recipe(
            id: "result",
            publisher: .pejl,
            table: derivation.text,
            title: Localised(same: "result"),
            licence: "",
            citation: Localised(same: ""),
            request: .derived(derivation),
            columns: [],
            indicators: [
                Indicator(
                    id: "result",
                    measure: "",
                    title: Localised(same: "result"),
                    definition: Localised(same: "result"),
                    definitionID: "result",
                    unit: .percent,
                    decimals: decimals,
                    direction: .neutral,
                    bounds: bounds,
                    breaks: breaks
                )
            ],
            marks: [:],
            absent: .nothing,
            gate: GateRule(areas: .codes(areas)),
            digest: ContentDigest(of: "result")
        )
    }

    private static let a = DerivedInput(indicator: "a", definitionID: "a")
    private static let b = DerivedInput(indicator: "b", definitionID: "b")
    private static let complement = recipe(.complement(of: a))
    private static let bridge = recipe(.bridgedRatio(numerator: a, denominator: b, factor: 1), decimals: 2)

    /// Figures as `area breakdown period = value status`.
    private static func texts(_ table: DerivedTable) -> [String] {
        table.figures.map { figure in
            let key = figure.key
            let place = [key.area, key.breakdown.code, key.period.code].filter { !$0.isEmpty }.joined(separator: " ")
            return "\(place) = \(figure.value.map { "\($0)" } ?? "–") \(figure.status.sdmx)"
        }
    }

    // MARK: - Complement

    @Test("100 less every tenth of a per cent is the tenth one would write down, to the last bit")
    func tenths() throws {
        for tenths in 0...1000 {
            let table = try Deriver.derive(Self.complement, [[Self.input("2024", Double(tenths) / 10)]])
            #expect(table.figures.map(\.value) == [Double(1000 - tenths) / 10])
        }
        // What floating point makes of it: 7.099999999999994.
        #expect(100 - 92.9 != 7.1)
        #expect(try Deriver.derive(Self.complement, [[Self.input("2024", 92.9)]]).figures[0].value == 7.1)
    }

    @Test(
        "segregation of the catalogue's six municipalities: domain.md §4.1",
        arguments: [
            ("223", 97.3, 2.7), ("480", 95.8, 4.2), ("265", 94.8, 5.2), ("860", 94.3, 5.7), ("851", 93.6, 6.4),
            ("791", 93.4, 6.6),
        ]
    )
    func catalogue(area: String, inclusion: Double, segregation: Double) throws {
        let table = try Deriver.derive(Self.complement, [[Self.input(area, "2023/2024", inclusion)]])
        #expect(table.figures.map(\.value) == [segregation])
        #expect(table.figures[0].inputs == [FigureReference(series: Int64(area) ?? 0, period: 2023, fetch: 7)])
    }

    @Test(
        "a figure without a number gives one without a number, of the same status; other statuses are kept",
        arguments: [
            (nil, .suppressed, "– Q"), (nil, .missing, "– O"), (nil, .notApplicable, "– M"),
            (90, .provisional, "10.0 P"),
            (90, .estimated, "10.0 E"), (90, .breakInSeries, "10.0 B"), (100, .normal, "0.0 A"),
        ] as [(Double?, ObservationStatus, String)]
    )
    func statuses(value: Double?, status: ObservationStatus, expected: String) throws {
        let table = try Deriver.derive(Self.complement, [[Self.input("2024", value, status)]])
        #expect(Self.texts(table) == ["766 2024 = \(expected)"])
    }

    @Test("of several inputs the one decides that hides, lacks or warns most")
    func combined() {
        for (statuses, expected) in [
            ([.missing, .suppressed], .suppressed), ([.normal, .missing], .missing),
            ([.notApplicable, .missing], .missing),
            ([.estimated, .provisional], .provisional), ([.breakInSeries, .normal], .breakInSeries), ([], .normal),
        ] as [([ObservationStatus], ObservationStatus)] {
            #expect(ObservationStatus.combined(statuses) == expected)
        }
    }

    // MARK: - Ratio

    @Test("a ratio is of equal periods and areas; a denominator of zero gives a missing figure, never an infinite one")
    func ratio() throws {
        let recipe = Self.recipe(.ratio(numerator: Self.a, denominator: Self.b, factor: 100))
        let numerators = try [
            Self.input("630", "2023", 1), Self.input("630", "2024", 2), Self.input("766", "2024", 1),
            Self.input("766", "2022", 1), Self.input("101", "2024", 0), Self.input("657", "2024", 5),
        ]
        let denominators = try [
            Self.input("630", "2024", 3), Self.input("766", "2024", 0), Self.input("101", "2024", 0),
            Self.input("630", "2024/2025", 4),
        ]
        #expect(
            Self.texts(try Deriver.derive(recipe, [numerators, denominators])) == [
                // 0 of 0 is no figure either; 657 has no denominator in a year that others have one of.
                "101 2024 = – O", "630 2024 = 66.7 A", "657 2024 = – O", "766 2024 = – O",
            ]
        )
    }

    @Test("halves are rounded away from zero, on both sides of it")
    func halves() throws {
        let recipe = Self.recipe(.ratio(numerator: Self.a, denominator: Self.b, factor: 1), decimals: 2)
        for (numerator, denominator, expected) in [
            (107.0, 40.0, 2.68), (-107, 40, -2.68), (1, 8, 0.13), (1.005, 1, 1.01),
        ] {
            let table = try Deriver.derive(
                recipe,
                [[Self.input("2024", numerator)], [Self.input("2024", denominator)]]
            )
            #expect(table.figures.map(\.value) == [expected], "\(numerator) ÷ \(denominator)")
        }
    }

    @Test("members are added up; a sum that lacks one is missing, and one with a hidden member is hidden")
    func members() throws {
        let young = DerivedInput(indicator: "b", definitionID: "b", members: ["age": ["6", "7"]])
        let recipe = Self.recipe(.ratio(numerator: Self.a, denominator: young, factor: 1))
        func result(_ ages: [(String, Double?, ObservationStatus)]) throws -> [String] {
            let denominators = try ages.map { try Self.input("2024", $1, $2, "age=\($0)") }
            return Self.texts(try Deriver.derive(recipe, [[Self.input("2024", 30)], denominators]))
        }
        #expect(try result([("6", 4, .normal), ("7", 8, .normal), ("8", 100, .normal)]) == ["766 2024 = 2.5 A"])
        #expect(try result([("6", 4, .normal)]) == ["766 2024 = – O"])
        #expect(try result([("6", 4, .normal), ("7", nil, .suppressed)]) == ["766 2024 = – Q"])
        #expect(try result([("8", 4, .normal)]) == [])
    }

    @Test("a dimension of both must agree; one that the denominator lacks is left to the numerator")
    func breakdowns() throws {
        let recipe = Self.recipe(.ratio(numerator: Self.a, denominator: Self.b, factor: 1))
        let numerators = try ["sex=m", "sex=k", ""].map { try Self.input("2024", 12, .normal, $0) }
        let both = try [("sex=m", 3.0), ("sex=k", 4), ("", 6)].map { try Self.input("2024", $1, .normal, $0) }
        #expect(
            Self.texts(try Deriver.derive(recipe, [numerators, both]))
                == ["766 2024 = 2.0 A", "766 sex=k 2024 = 3.0 A", "766 sex=m 2024 = 4.0 A"]
        )
        #expect(
            Self.texts(try Deriver.derive(recipe, [numerators, [Self.input("2024", 6)]]))
                == ["766 2024 = 2.0 A", "766 sex=k 2024 = 2.0 A", "766 sex=m 2024 = 2.0 A"]
        )
        let other = try [Self.input("2024", 6), Self.input("2024", 2, .normal, "grade=9")]
        #expect(
            Self.texts(try Deriver.derive(recipe, [numerators, other]))
                == ["766 2024 = 2.0 A", "766 sex=k 2024 = 2.0 A", "766 sex=m 2024 = 2.0 A"]
        )
    }

    // MARK: - Bridge

    @Test("a calendar year is over 7/12 of the school year before and 5/12 of the one after; domain.md §4.0")
    func bridge() throws {
        let money = try [2022, 2023, 2024].map { try Self.input("\($0)", 512_345_000) }
        let pupils = try [Self.input("2022/2023", 6100), Self.input("2023/2024", 5950)]
        let table = try Deriver.derive(Self.bridge, [money, pupils])
        // 512,345,000 ÷ (7/12 × 6,100 + 5/12 × 5,950) = 512,345,000 ÷ 6,037.5. 2022 and 2024 lack a school year.
        #expect(Self.texts(table) == ["766 2023 = 84860.46 A"])
        #expect(table.figures[0].inputs.map(\.period) == [2023, 2022, 2023])
        // 512,345,000 ÷ (7/12 × 5,950 + 5/12 × 6,100): the weights are not symmetric.
        let swapped = try [Self.input("2022/2023", 5950), Self.input("2023/2024", 6100)]
        #expect(try Deriver.derive(Self.bridge, [money, swapped]).figures[0].value == 85_213.31)
    }

    @Test("a count in the autumn of a year is the school year's that begins then; without that, years are refused")
    func autumn() throws {
        let counted = DerivedInput(indicator: "b", definitionID: "b", isAutumnCount: true)
        let recipe = Self.recipe(.bridgedRatio(numerator: Self.a, denominator: counted, factor: 1), decimals: 2)
        let money = try [Self.input("2023", 1_000_000)]
        let counts = try [Self.input("2022", 7), Self.input("2023", 5), Self.input("2024", 1000)]
        // 7/12 × 7 + 5/12 × 5 = 74/12.
        #expect(Self.texts(try Deriver.derive(recipe, [money, counts])) == ["766 2023 = 162162.16 A"])
        #expect(throws: Failure.self) { try Deriver.derive(Self.bridge, [money, counts]) }
        #expect(throws: Failure.self) { try Deriver.derive(recipe, [money, [Self.input("2022/2023", 7)]]) }
        let failure = #expect(throws: Failure.self) {
            try Deriver.derive(Self.bridge, [[Self.input("2023K1", 1)], [Self.input("2022/2023", 7)]])
        }
        #expect(failure?.name == "wrong-periods" && failure?.kind == .contract)
    }

    @Test("a hidden or absent school year of one area gives no number, and others keep theirs")
    func incompleteBridge() throws {
        let money = try ["101", "630", "766"].map { try Self.input($0, "2023", 90_000) }
        let pupils = try [
            Self.input("101", "2022/2023", 12), Self.input("101", "2023/2024", 12),
            Self.input("630", "2022/2023", nil, .suppressed), Self.input("630", "2023/2024", 12),
            Self.input("766", "2023/2024", 12),
        ]
        #expect(
            Self.texts(try Deriver.derive(Self.bridge, [money, pupils]))
                == ["101 2023 = 7500.0 A", "630 2023 = – Q", "766 2023 = – O"]
        )
    }

    @Test("a figure that bridges a break is marked as one; others, and hidden ones, keep their status")
    func bridgedBreaks() throws {
        func statuses(_ day: String, _ middle: ObservationStatus = .normal) throws -> [String] {
            let one = IndicatorBreak(
                day: try #require(CalendarDay(iso: day)),
                reason: Localised(same: "law"),
                source: "test"
            )
            let recipe = Self.recipe(
                .bridgedRatio(numerator: Self.a, denominator: Self.b, factor: 1),
                decimals: 2,
                breaks: [one]
            )
            let years = try (2011...2013).map { try Self.input("\($0)", 1200) }
            let hidden = middle == .suppressed
            let schoolYears = try (2010...2013).map {
                try Self.input("\($0)/\($0 + 1)", hidden && $0 == 2011 ? nil : 10, $0 == 2011 ? middle : .normal)
            }
            return try Deriver.derive(recipe, [years, schoolYears]).figures.map { "\($0.key.period) \($0.status.sdmx)" }
        }
        // The school year 2012/2013 begins on 1 August 2012; only 2012 is of it and of the one before.
        for day in ["2012-08-01", "2011-08-02", "2012-01-01"] {
            #expect(try statuses(day) == ["2011 A", "2012 B", "2013 A"], "\(day)")
        }
        #expect(try statuses("2012-08-02") == ["2011 A", "2012 A", "2013 B"])
        #expect(try statuses("2010-08-01") == ["2011 A", "2012 A", "2013 A"])
        #expect(try statuses("2020-01-01") == ["2011 A", "2012 A", "2013 A"])
        #expect(try statuses("2012-08-01", .suppressed) == ["2011 Q", "2012 Q", "2013 A"])
        #expect(try statuses("2012-08-01", .provisional) == ["2011 P", "2012 P", "2013 A"])
    }

    @Test("bridged values are those of exact arithmetic, rounded half away from zero")
    func exact() throws {
        var random = SeededRandom(state: 20_261_127)
        for _ in 0..<2000 {
            let money = Int.random(in: 0...900_000_000, using: &random)
            let before = Int.random(in: 1...30_000, using: &random)
            let after = Int.random(in: 1...30_000, using: &random)
            let table = try Deriver.derive(
                Self.bridge,
                [
                    [Self.input("2023", Double(money))],
                    [Self.input("2022/2023", Double(before)), Self.input("2023/2024", Double(after))],
                ]
            )
            // In hundredths: 1200 × money ÷ (7 × before + 5 × after), halves up.
            let divisor = 7 * before + 5 * after
            let hundredths = (2 * 1200 * money + divisor) / (2 * divisor)
            #expect(table.figures.map(\.value) == [Double(hundredths) / 100])
        }
    }

    // MARK: - For the gate

    @Test("a figure out of bounds is put aside with its place, and areas that lack a row are told")
    func gate() throws {
        let recipe = Self.recipe(.complement(of: Self.a), bounds: 0...100, areas: ["101", "630", "766"])
        let figures = try [
            Self.input("630", "2023", 96), Self.input("630", "2024", 96), Self.input("766", "2024", 100.1),
            Self.input("766", "2023", 90),
        ]
        let table = try Deriver.derive(recipe, [figures])
        #expect(Self.texts(table) == ["630 2023 = 4.0 A", "630 2024 = 4.0 A", "766 2023 = 10.0 A"])
        #expect(
            table.summary.rejected == [RejectedRow(row: 4, rule: "out-of-bounds", content: "result 766 2024 = -0.1")]
        )
        #expect(table.summary.areasWithoutRows == ["101"] && table.summary.incompletePeriods == ["2024": ["766"]])
        let refusal = #expect(throws: LoadRefusal.self) {
            try Gate.check(table.summary, LoadDifference(firstLoadOf: 3), recipe: recipe)
        }
        #expect(refusal?.rules.map(\.rule) == ["out-of-bounds", "areas-missing", "period-incomplete"])
    }

    @Test("the figures do not depend on the order of their inputs")
    func order() throws {
        var random = SeededRandom(state: 1)
        let figures = try (100..<160).flatMap { area in
            try [2022, 2023].map { try Self.input("\(area)", "\($0)", Double(area) / 10) }
        }
        let expected = Self.texts(try Deriver.derive(Self.complement, [figures]))
        for _ in 0..<20 {
            let shuffled = figures.shuffled(using: &random)
            #expect(Self.texts(try Deriver.derive(Self.complement, [shuffled])) == expected)
        }
    }
}
