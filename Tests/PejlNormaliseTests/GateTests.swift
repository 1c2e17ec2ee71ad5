import PejlModel
import PejlNormalise
import Testing

/// Each rule of the gate on both sides of its boundary.
struct GateTests {
    private static func summary(_ change: (inout NormalisedSummary) -> Void = { _ in }) -> NormalisedSummary {
        var summary = NormalisedSummary()
        summary.observations = 1000
        summary.expected = 1000
        change(&summary)
        return summary
    }

    private static func difference(
        before: Int = 1000,
        now: Int = 1000,
        withdrawn: [FigureChange] = [],
        hidden: Int = 0,
        jumps: Int = 0,
        comparable: Int = 100,
        examples: [FigureChange] = []
    ) -> LoadDifference {
        LoadDifference(
            before: before,
            now: now,
            added: 0,
            changed: jumps + hidden,
            withdrawn: withdrawn.count,
            hidden: hidden,
            jumps: jumps,
            comparable: comparable,
            examples: withdrawn + examples
        )
    }

    private static func change(
        _ kind: FigureChange.Kind,
        _ area: String,
        _ was: Double? = 1,
        _ now: Double? = nil
    ) -> FigureChange {
        FigureChange(
            kind: kind,
            series: SeriesKey(indicator: "absence", area: area, breakdown: .none),
            period: "2024",
            was: was.map { FigureChange.Figure(value: $0, status: .normal) },
            now: now.map { FigureChange.Figure(value: $0, status: .normal) }
        )
    }

    /// The rules that are broken.
    private static func broken(
        _ summary: NormalisedSummary = summary(),
        _ difference: LoadDifference = difference(),
        _ recipe: Recipe = Recipes.recipe(),
        waiving: Set<String> = []
    ) -> [BrokenRule] {
        do throws(LoadRefusal) {
            try Gate.check(summary, difference, recipe: recipe, waiving: waiving)
            return []
        } catch {
            return error.rules
        }
    }

    @Test("a load like the last one passes, and a first load does")
    func passes() {
        #expect(Self.broken() == [])
        #expect(Self.broken(Self.summary(), Self.difference(before: 0, comparable: 0)) == [])
    }

    @Test(
        "one rejected row stops the load under the name of its rule",
        arguments: [(1, "1 row cannot"), (2, "2 rows cannot"), (101, "101 rows cannot")]
    )
    func rejected(count: Int, words: String) {
        let broken = Self.broken(
            Self.summary {
                $0.rejected = [RejectedRow(row: 17, rule: "unknown-area", content: "K = Gotham")]
                $0.rejectedByRule = ["unknown-area": count]
            }
        )
        let finding = "\(words) be understood (unknown-area): row 17: K = Gotham"
        #expect(broken == [BrokenRule("unknown-area", finding)])
        let message = "prøve: \(finding); compare the recipe with what the publisher says of the table"
        let failure = LoadRefusal(dataset: "prøve", rules: broken)?.failure
        #expect(failure == Failure(kind: .contract, name: "unknown-area", message: message))
    }

    @Test(
        "rows may be set aside up to the recipe's limit, unless they make those beside them doubtful",
        arguments: [
            (["unknown-area": 20], 2, true), (["unknown-area": 21], 2, false),
            (["unknown-area": 10, "unknown-mark": 10], 2, true), (["unknown-area": 10, "unknown-mark": 11], 2, false),
            (["duplicate": 1], 50, false), (["changed-unit": 1], 50, false), (["changed-constant": 1], 50, false),
            (["unknown-area": 1], 0, false),
        ]
    )
    func setAside(byRule: [String: Int], percent: Int, passes: Bool) {
        let recipe = Recipes.recipe(maximumRejectedPercent: percent)
        let summary = Self.summary {
            $0.rows = 1000
            $0.rejectedByRule = byRule
        }
        let broken = Self.broken(summary, Self.difference(), recipe)
        #expect(broken.isEmpty == passes)
        #expect(Set(broken.map(\.rule)) == (passes ? [] : Set(byRule.keys)))
        // Nobody can waive a row that nobody understands.
        #expect(Self.broken(summary, Self.difference(), recipe, waiving: Set(byRule.keys)) == broken)
    }

    @Test("one expected area without rows stops the load, whatever absence means", arguments: AbsentRule.allCases)
    func areas(absent: AbsentRule) {
        let recipe = Recipes.recipe(absent: absent)
        func finding(_ areas: [String]) -> [String] {
            Self.broken(Self.summary { $0.areasWithoutRows = areas }, Self.difference(), recipe).map(\.finding)
        }
        #expect(finding(["825"]) == ["1 of the expected areas has no row at all: 825"])
        let codes = (1...11).map { "\(100 + $0)" }
        #expect(
            finding(Array(codes.prefix(10)))
                == ["10 of the expected areas have no row at all: 101, 102, 103, 104, 105, 106, 107, 108, 109, 110"]
        )
        #expect(
            finding(codes)
                == ["11 of the expected areas have no row at all: 101, 102, 103, 104, 105, 106, 107, 108, 109, 110 …"]
        )
    }

    @Test(
        "an incomplete period stops the load unless absence means hidden",
        arguments: [(AbsentRule.nothing, true), (.missing, true), (.suppressed, false)]
    )
    func periods(absent: AbsentRule, stops: Bool) {
        let broken = Self.broken(
            Self.summary { $0.incompletePeriods = ["2024M02": ["615"], "2024M01": ["766", "825"]] },
            Self.difference(),
            Recipes.recipe(absent: absent)
        )
        #expect(
            broken.map { "\($0.rule): \($0.finding)" }
                == (stops
                    ? [
                        "period-incomplete: period 2024M01 lacks 2 of the expected areas: 766, 825",
                        "period-incomplete: period 2024M02 lacks 1 of the expected areas: 615",
                    ] : [])
        )
    }

    @Test(
        "absent combinations up to the limit pass, one more does not",
        arguments: [
            (50, 5, true), (51, 5, false), (0, 0, true), (1, 0, false), (1000, 100, true), (200, 20, true),
            (201, 20, false),
        ]
    )
    func absent(count: Int, percent: Int, passes: Bool) {
        let recipe = Recipes.recipe(absent: .suppressed, maximumAbsentPercent: percent)
        let summary = Self.summary {
            $0.expectedPerPeriod = 1000
            // Fewer in another period make nothing good.
            $0.absentByPeriod = ["2023": 0, "2024": count]
        }
        let finding =
            "\(count) of 1000 combinations of period 2024 are absent, more than the \(percent) % the recipe allows; a page "
            + "may be lost"
        let broken = Self.broken(summary, Self.difference(), recipe)
        #expect(broken == (passes ? [] : [BrokenRule("too-many-absent", finding, isWaivable: true)]))
    }

    @Test("an answer that nothing could be taken from is empty, which nobody can waive")
    func emptyAnswer() {
        let summary = Self.summary { $0.observations = 0 }
        #expect(Self.broken(summary) == [BrokenRule("empty-answer", "the answer holds no rows")])
        #expect(Self.broken(summary, waiving: ["empty-answer"]).count == 1)
    }

    @Test(
        "an answer without a row is called that, from the normaliser to the message"
    )
    func emptyAnswerReached() throws {
        let recipe = Recipes.recipe(absent: .suppressed)
        let (_, summary) = try normalise(recipe, [Page(cells: [])])
        #expect(Self.broken(summary, Self.difference(before: 0, now: 0), recipe).first?.rule == "empty-answer")
    }

    @Test(
        "fewer rows than the limit stop the load, exactly the limit passes",
        arguments: [
            (1000, 950, 95, true), (1000, 949, 95, false), (1000, 2000, 95, true), (1000, 0, 0, true),
            (3, 2, 67, false),
            (3, 2, 66, true), (1000, 999, 100, false), (1000, 1000, 100, true), (0, 0, 95, true),
        ]
    )
    func rows(before: Int, now: Int, percent: Int, passes: Bool) {
        let recipe = Recipes.recipe(minimumRowsPercent: percent)
        let broken = Self.broken(Self.summary(), Self.difference(before: before, now: now), recipe)
        let finding = "\(now) observations, \(before) last time; the recipe wants at least \(percent) %"
        #expect(broken == (passes ? [] : [BrokenRule("rows-lost", finding, isWaivable: true)]))
    }

    @Test("one observation that is gone stops the load and is written out")
    func keys() {
        let changes = [Self.change(.withdrawn, "766"), Self.change(.withdrawn, "615", 2.5)]
        let finding = "2 observations of last time are gone: absence 766 2024: 1 → –; absence 615 2024: 2.5 → –"
        #expect(
            Self.broken(Self.summary(), Self.difference(withdrawn: changes))
                == [BrokenRule("keys-lost", finding, isWaivable: true)]
        )
    }

    @Test(
        "jumps of the unit stop the load when more than half of the comparable values jump",
        arguments: [
            (0, 0, true), (50, 100, true), (51, 100, false), (1, 1, false), (1, 2, true), (100, 100, false),
            (0, 100, true),
        ]
    )
    func jumps(count: Int, comparable: Int, passes: Bool) {
        let examples = [Self.change(.jumped, "766", 7.1, 7100)]
        let difference = Self.difference(jumps: count, comparable: comparable, examples: examples)
        let finding =
            "\(count) of \(comparable) values are 1,000 times what they were; the unit may have changed: absence 766 2024: "
            + "7.1 → 7100"
        #expect(
            Self.broken(Self.summary(), difference)
                == (passes ? [] : [BrokenRule("unit-jump", finding, isWaivable: true)])
        )
    }

    @Test("a single jump and a measure that is not read stop nothing and are told")
    func notes() throws {
        let summary = Self.summary { $0.unreadMeasures = ["Antal elever"] }
        let difference = Self.difference(jumps: 1, examples: [Self.change(.jumped, "766", 7100, 7.1)])
        let notes = try Gate.check(summary, difference, recipe: Recipes.recipe())
        #expect(
            notes == [
                PublisherNote(kind: .addedColumn, text: "Antal elever", isMandatory: false),
                PublisherNote(kind: .jump, text: "absence 766 2024: 7100 → 7.1", isMandatory: false),
            ]
        )
    }

    @Test(
        "figures that become hidden pass up to the recipe's limit",
        arguments: [(0, true), (50, true), (51, false)]
    )
    func hidden(count: Int, passes: Bool) {
        let difference = Self.difference(hidden: count, comparable: 0, examples: [Self.change(.hidden, "766", 7.1)])
        let finding =
            "51 of 1000 figures had a value last time and have none now, more than the 5 % the recipe allows: absence 766 "
            + "2024: 7.1 → –"
        #expect(
            Self.broken(Self.summary(), difference)
                == (passes ? [] : [BrokenRule("figures-hidden", finding, isWaivable: true)])
        )
    }

    @Test("all broken rules are told, meaning before counts and counts before jumps; a person waives the differences")
    func order() {
        let summary = Self.summary {
            $0.rejected = [RejectedRow(row: 1, rule: "duplicate", content: "c")]
            $0.rejectedByRule = ["duplicate": 1]
            $0.areasWithoutRows = ["825"]
            $0.expectedPerPeriod = 1000
            $0.absentByPeriod = ["2024": 999]
        }
        let difference = Self.difference(now: 1, withdrawn: [Self.change(.withdrawn, "766")], hidden: 51, jumps: 100)
        let recipe = Recipes.recipe(absent: .suppressed)
        #expect(
            Self.broken(summary, difference, recipe).map(\.rule) == [
                "duplicate", "areas-missing", "too-many-absent", "rows-lost", "keys-lost", "figures-hidden",
                "unit-jump",
            ]
        )
        let all = Set(Self.broken(summary, difference, recipe).map(\.rule))
        #expect(Self.broken(summary, difference, recipe, waiving: all).map(\.rule) == ["duplicate"])
        // Only the rules that were looked at are waived, not whatever else a load may break.
        #expect(
            Self.broken(summary, difference, recipe, waiving: all.subtracting(["keys-lost"])).map(\.rule)
                == ["duplicate", "keys-lost"]
        )
        var understood = summary
        understood.rejectedByRule = [:]
        #expect(Self.broken(understood, difference, recipe, waiving: all) == [])
        let refusal = LoadRefusal(dataset: "prøve", rules: Self.broken(understood, Self.difference(now: 949)))
        #expect(
            refusal?.description
                == "prøve: 1 of the expected areas has no row at all: 825; 999 of 1000 combinations of period 2024 are "
                + "absent, more than the 5 % the recipe allows; a page may be lost; 949 observations, 1000 last time; the "
                + "recipe wants at least 95 %; `pejl dataset diff prøve` shows it, `pejl dataset approve prøve` lets it in"
        )
    }

    /// 2 areas × 2 stages × 24 months that came, and a month that only an ignored member has: 4 of 100 are invented.
    @Test(
        "a period that only ignored rows have does not pass the gate as hidden figures"
    )
    func inventedPeriod() throws {
        let recipe = Recipes.recipe(extra: [Recipes.stage], absent: .suppressed, ignored: ["10. klasse mv."])
        let months = (1...24).map { "\(2000 + $0)M01" }
        let cells = ["615", "766"].flatMap { area in
            months.flatMap { [Cell([area, $0, "Mellemtrin"], 1), Cell([area, $0, "Udskoling"], 2)] }
                + [Cell([area, "1999M01", "10. klasse mv."], 3)]
        }
        let (seen, summary) = try normalise(recipe, [Page(columns: ["K", "T", "S"], cells: cells)])
        let isRefused = !Self.broken(summary, Self.difference(before: 0, now: seen.count), recipe).isEmpty
        #expect(isRefused || !seen.contains { $0.period == "1999M01" })
    }
}
