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
        withdrawn: [String] = [],
        jumps: Int = 0,
        comparable: Int = 100
    ) -> LoadDifference {
        LoadDifference(
            before: before,
            now: now,
            added: 0,
            changed: jumps,
            withdrawn: withdrawn.count,
            withdrawnExamples: Array(withdrawn.prefix(5)),
            jumps: jumps,
            comparable: comparable
        )
    }

    private static func refusal(
        _ summary: NormalisedSummary = summary(),
        _ difference: LoadDifference = difference(),
        _ recipe: Recipe = Recipes.recipe()
    ) -> GateRefusal? {
        do throws(GateRefusal) {
            try Gate.check(summary, difference, recipe: recipe)
            return nil
        } catch {
            return error
        }
    }

    @Test("a load like the last one passes, and a first load does")
    func passes() {
        #expect(Self.refusal() == nil)
        #expect(Self.refusal(Self.summary(), Self.difference(before: 0, comparable: 0)) == nil)
    }

    @Test(
        "one rejected row stops the load under the name of its rule",
        arguments: [(1, "1 row cannot"), (2, "2 rows cannot"), (101, "101 rows cannot")]
    )
    func rejected(count: Int, words: String) {
        let refusal = Self.refusal(
            Self.summary {
                $0.rejected = [RejectedRow(row: 17, rule: "unknown-area", content: "K = Gotham")]
                $0.rejectedCount = count
            }
        )
        let message = "prøve: \(words) be understood, the first is row 17 (unknown-area): K = Gotham"
        #expect(refusal?.rule == "unknown-area")
        #expect(refusal?.description == message)
        #expect(refusal?.failure == Failure(kind: .contract, name: "unknown-area", message: message))
    }

    @Test("one expected area without rows stops the load, whatever absence means", arguments: AbsentRule.allCases)
    func areas(absent: AbsentRule) {
        let recipe = Recipes.recipe(absent: absent)
        let one = Self.refusal(Self.summary { $0.areasWithoutRows = ["825"] }, Self.difference(), recipe)
        #expect(one?.rule == "areas-missing")
        #expect(one?.description == "prøve: 1 of the expected areas have no row at all: 825")
        let codes = (1...11).map { "\(100 + $0)" }
        let ten = Self.refusal(
            Self.summary { $0.areasWithoutRows = Array(codes.prefix(10)) },
            Self.difference(),
            recipe
        )
        #expect(
            ten?.finding
                == "10 of the expected areas have no row at all: 101, 102, 103, 104, 105, 106, 107, 108, 109, 110"
        )
        let eleven = Self.refusal(Self.summary { $0.areasWithoutRows = codes }, Self.difference(), recipe)
        #expect(
            eleven?.finding
                == "11 of the expected areas have no row at all: 101, 102, 103, 104, 105, 106, 107, 108, 109, 110 …"
        )
    }

    @Test(
        "an incomplete period stops the load unless absence means hidden",
        arguments: [(AbsentRule.nothing, true), (.missing, true), (.suppressed, false)]
    )
    func periods(absent: AbsentRule, stops: Bool) {
        let refusal = Self.refusal(
            Self.summary { $0.incompletePeriods = ["2024M02": ["615"], "2024M01": ["766", "825"]] },
            Self.difference(),
            Recipes.recipe(absent: absent)
        )
        #expect((refusal != nil) == stops)
        guard stops else { return }
        #expect(refusal?.rule == "period-incomplete")
        #expect(refusal?.description == "prøve: period 2024M01 lacks 2 of the expected areas: 766, 825")
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
        let refusal = Self.refusal(summary, Self.difference(), recipe)
        #expect((refusal == nil) == passes)
        guard !passes else { return }
        #expect(refusal?.rule == "too-many-absent")
        #expect(
            refusal?.description
                == "prøve: \(count) of 1000 combinations of period 2024 are absent, more than the \(percent) % the recipe "
                + "allows; a page may be lost"
        )
    }

    @Test("an answer that expects nothing holds no rows")
    func emptyAnswer() {
        let refusal = Self.refusal(Self.summary { $0.expected = 0 })
        #expect(refusal?.rule == "empty-answer")
        #expect(refusal?.description == "prøve: the answer holds no rows")
    }

    @Test(
        "an answer without a row is called that, from the normaliser to the message"
    )
    func emptyAnswerReached() throws {
        let recipe = Recipes.recipe(absent: .suppressed)
        let (_, summary) = try normalise(recipe, [Page(cells: [])])
        #expect(Self.refusal(summary, Self.difference(before: 0, now: 0), recipe)?.rule == "empty-answer")
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
        let refusal = Self.refusal(Self.summary(), Self.difference(before: before, now: now), recipe)
        #expect((refusal == nil) == passes)
        guard !passes else { return }
        #expect(refusal?.rule == "rows-lost")
        #expect(
            refusal?.description
                == "prøve: \(now) observations, \(before) last time; the recipe wants at least \(percent) %"
        )
    }

    @Test("one observation that is gone stops the load and is written out")
    func keys() {
        let refusal = Self.refusal(
            Self.summary(),
            Self.difference(withdrawn: ["absence 766 2024", "absence 615 2024"])
        )
        #expect(refusal?.rule == "keys-lost")
        #expect(
            refusal?.description
                == "prøve: 2 observations of last time are gone: absence 766 2024; absence 615 2024"
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
        let refusal = Self.refusal(Self.summary(), Self.difference(jumps: count, comparable: comparable))
        #expect((refusal == nil) == passes)
        guard !passes else { return }
        #expect(refusal?.rule == "unit-jump")
        #expect(
            refusal?.description
                == "prøve: \(count) of \(comparable) values are 1,000 times what they were; the unit may have changed"
        )
    }

    @Test(
        "figures that become hidden pass up to the recipe's limit",
        arguments: [(0, true), (50, true), (51, false)]
    )
    func hidden(count: Int, passes: Bool) {
        let difference = LoadDifference(
            before: 1000,
            now: 1000,
            added: 0,
            changed: count,
            withdrawn: 0,
            withdrawnExamples: [],
            hidden: count,
            jumps: 0,
            comparable: 0
        )
        let refusal = Self.refusal(Self.summary(), difference)
        #expect((refusal == nil) == passes)
        guard !passes else { return }
        #expect(refusal?.rule == "figures-hidden")
        #expect(
            refusal?.description
                == "prøve: 51 of 1000 figures had a value last time and have none now, more than the 5 % the recipe allows"
        )
    }

    @Test("the first rule that is broken names the refusal: meaning before counts, counts before jumps")
    func order() {
        var summary = Self.summary {
            $0.rejected = [RejectedRow(row: 1, rule: "duplicate", content: "c")]
            $0.rejectedCount = 1
            $0.areasWithoutRows = ["825"]
            $0.expectedPerPeriod = 1000
            $0.absentByPeriod = ["2024": 999]
        }
        let difference = Self.difference(now: 1, withdrawn: ["w"], jumps: 100)
        let recipe = Recipes.recipe(absent: .suppressed)
        #expect(Self.refusal(summary, difference, recipe)?.rule == "duplicate")
        summary.rejected = []
        #expect(Self.refusal(summary, difference, recipe)?.rule == "areas-missing")
        summary.areasWithoutRows = []
        #expect(Self.refusal(summary, difference, recipe)?.rule == "too-many-absent")
        summary.absentByPeriod = [:]
        #expect(Self.refusal(summary, difference, recipe)?.rule == "rows-lost")
        #expect(Self.refusal(summary, Self.difference(withdrawn: ["w"], jumps: 100), recipe)?.rule == "keys-lost")
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
        let isRefused = Self.refusal(summary, Self.difference(before: 0, now: seen.count), recipe) != nil
        #expect(isRefused || !seen.contains { $0.period == "1999M01" })
    }
}
