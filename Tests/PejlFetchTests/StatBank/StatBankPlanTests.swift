import PejlFetch
import PejlModel
import Testing

struct StatBankPlanTests {
    /// FOLK1A as it was on 6 September 2025: 105 areas, 3 sexes, 127 ages, 5 marital states, 71 quarters.
    private static let folk1a = table([
        ("OMRÅDE", 105, true), ("KØN", 3, true), ("ALDER", 127, true), ("CIVILSTAND", 5, true), ("Tid", 71, false),
    ])

    private static func table(_ variables: [(String, Int, Bool)]) -> StatBankTable {
        StatBankTable(
            id: "T",
            text: "",
            unit: "",
            suppressedDataValue: "0",
            updated: nil,
            isActive: true,
            footnote: nil,
            variables: variables.map { id, count, isEliminable in
                StatBankTable.Variable(
                    id: id,
                    text: "navn på \(id)",
                    isEliminable: isEliminable,
                    isTime: id == "Tid",
                    map: nil,
                    values: (0..<count).map { StatBankTable.Value(id: "\(id)\(1000 + $0)", text: "") }
                )
            }
        )
    }

    private func question(_ form: StatBankForm = .csv, _ variables: [(String, [String])]) -> StatBankQuestion {
        StatBankQuestion(
            form: form,
            language: "da",
            codes: true,
            variables: variables.map { Selection(code: $0.0, values: $0.1) }
        )
    }

    private func misfit(_ question: StatBankQuestion, _ table: StatBankTable = folk1a) -> String? {
        do throws(StatBankMisfit) {
            _ = try StatBankPlan(question, of: table)
            return nil
        } catch {
            return error.description
        }
    }

    private static let everything = ["OMRÅDE", "KØN", "ALDER", "CIVILSTAND", "Tid"].map { ($0, ["*"]) }

    @Test("Cells are counted as the publisher's own refusal of FOLK1A counts them: rows × columns, value included")
    func recordedCount() throws {
        #expect(try StatBankPlan(question(.bulk, Self.everything), of: Self.folk1a).cells == 85_210_650)
    }

    @Test("A variable that is summed away is no column, and a period that nobody chose is one")
    func columns() throws {
        let areas = try StatBankPlan(question(.csv, [("OMRÅDE", ["*"])]), of: Self.folk1a)
        #expect(areas.columns == ["OMRÅDE", "Tid"])
        #expect(areas.cells == 105 * 3)
        let nothing = try StatBankPlan(question(.csv, []), of: Self.folk1a)
        #expect(nothing.columns == ["Tid"] && nothing.cells == 2)
        let twice = question(.csv, [("område", ["OMRÅDE1000", "OMRÅDE100*"])])
        #expect(try StatBankPlan(twice, of: Self.folk1a).cells == 10 * 3)
    }

    @Test("What fits into one answer is asked in the recipe's own words")
    func whole() throws {
        let asked = question(.csv, [("OMRÅDE", ["*"]), ("Tid", ["(-n+5)"])])
        #expect(try StatBankPlan(asked, of: Self.folk1a).questions == [asked])
        let bulk = question(.bulk, Self.everything)
        #expect(try StatBankPlan(bulk, of: Self.folk1a).questions == [bulk])
    }

    @Test(
        "What does not fit is cut at the periods, in order, and nothing is lost or asked twice",
        arguments: [StatBankForm.csv, .jsonStat, .px]
    )
    func split(form: StatBankForm) throws {
        // 105 × 127 × 71 rows × 4 columns = 3,787,140 cells; 250,000 rows an answer are 18 periods of 13,335 rows.
        let asked = question(form, [("OMRÅDE", ["*"]), ("ALDER", ["*"]), ("Tid", ["*"])])
        let plan = try StatBankPlan(asked, of: Self.folk1a)
        #expect(plan.cells == 3_787_140)
        #expect(plan.questions.map { $0.variables[2].values.count } == [18, 18, 18, 17])
        #expect(plan.questions.flatMap { $0.variables[2].values } == (0..<71).map { "Tid\(1000 + $0)" })
        #expect(plan.questions.allSatisfy { $0.variables[0].values == ["*"] && $0.form == form })
        #expect(try StatBankPlan(asked, of: Self.folk1a) == plan)
    }

    @Test("Where one period is too much, the variable with most values is cut too")
    func splitTwice() throws {
        // One period: 105 × 3 × 127 rows = 40,005; an answer of 20,000 rows × 5 columns holds 63 ages of one period.
        let asked = question(.csv, [("OMRÅDE", ["*"]), ("KØN", ["*"]), ("ALDER", ["*"]), ("Tid", ["(-n+2)"])])
        let plan = try StatBankPlan(asked, of: Self.folk1a, cellLimit: 100_000)
        #expect(
            plan.questions.map { $0.variables[3].values } == [
                ["Tid1069"], ["Tid1069"], ["Tid1069"], ["Tid1070"], ["Tid1070"], ["Tid1070"],
            ]
        )
        #expect(plan.questions.map { $0.variables[2].values.count } == [63, 63, 1, 63, 63, 1])
        let pairs = plan.questions.flatMap { part in
            part.variables[3].values.flatMap { time in part.variables[2].values.map { "\(time) \($0)" } }
        }
        #expect(Set(pairs).count == pairs.count && pairs.count == 2 * 127)
    }

    @Test("A choice by place among values that have no order of their own is not cut")
    func indivisible() {
        let asked = question(
            .csv,
            [("OMRÅDE", ["(-n+100)"]), ("KØN", ["*"]), ("ALDER", ["(-n+126)"]), ("Tid", ["(1)"])]
        )
        #expect(throws: StatBankMisfit.tooManyCells(189_000, limit: 1000, requests: 100)) {
            _ = try StatBankPlan(asked, of: Self.folk1a, cellLimit: 1000)
        }
    }

    @Test("More than a hundred requests are a question for BULK")
    func tooMany() {
        #expect(
            misfit(question(.csv, Self.everything)) == "85210650 cells are more than 1000000 and would take more than "
                + "100 requests; choose fewer values or ask for format = \"bulk\""
        )
        let huge = Self.table((0..<20).map { ("V\($0)", 3000, false) } + [("Tid", 100, false)])
        let all = huge.variables.map { ($0.id, ["*"]) }
        #expect(misfit(question(.csv, all), huge)?.hasPrefix("9223372036854775807 cells") == true)
    }

    @Test("A question that does not fit the table is refused with what to write")
    func misfits() {
        let cases: [(StatBankQuestion, String)] = [
            (
                question(.csv, [("OMRADE", ["*"])]),
                #"there is no variable "OMRADE"; did you mean OMRÅDE (navn på OMRÅDE)?"#
            ),
            (
                question(.csv, [("HERKOMST", ["*"])]),
                #"there is no variable "HERKOMST"; pejl dataset discover shows the variables"#
            ),
            (
                question(.csv, [("Tid", ["(1)"]), ("TID", ["(2)"])]),
                #"the variable "TID" is asked for twice; put its values into one [[request.variables]]"#
            ),
            (
                question(.csv, [("KØN", ["KØN100"])]),
                #""KØN100" fits no value of KØN; did you mean KØN1000 or KØN1001 or KØN1002?"#
            ),
            (
                question(.csv, [("Tid", [">=X"])]),
                #"">=X" fits no value of Tid; pejl dataset discover shows the values"#
            ),
            (
                question(.csv, [("KØN", ["sum(a|A=KØN1000;KØN1001)"])]),
                #""sum(a|A=KØN1000;KØN1001)" of KØN is a value that the publisher would compute; ask for the values "#
                    + "themselves and declare a derived indicator"
            ),
            (
                question(.bulk, [("OMRÅDE", ["*"]), ("Tid", ["*"])]),
                #"BULK wants every variable and KØN is left out; add [[request.variables]] with code = "KØN" and "#
                    + #"values = ["KØN1000"], or ask for statbank-csv, which sums it away"#
            ),
        ]
        for (question, expected) in cases { #expect(misfit(question) == expected) }
        let table = Self.table([("SERIE", 4, false), ("Tid", 2, false)])
        #expect(
            misfit(question(.csv, [("Tid", ["*"])]), table) == "SERIE cannot be summed away and nothing is chosen from "
                + #"it; add [[request.variables]] with code = "SERIE" and values = ["SERIE1000"]"#
        )
    }
}
