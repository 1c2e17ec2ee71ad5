import PejlFetch
import Testing

struct ValueSelectorTests {
    private func chosen(_ text: String, _ codes: [String], isTime: Bool = false) throws -> [String] {
        let variable = Self.variable(codes, isTime: isTime)
        return ValueSelector(text, among: variable.values).chosen(of: variable).map { codes[$0] }
    }

    private static func variable(_ codes: [String], isTime: Bool) -> StatBankTable.Variable {
        StatBankTable.Variable(
            id: "V",
            text: "",
            isEliminable: true,
            isTime: isTime,
            map: nil,
            values: codes.map { StatBankTable.Value(id: $0, text: "") }
        )
    }

    private static let quarters = (2022...2024).flatMap { year in (1...4).map { "\(year)K\($0)" } }

    /// The forms and what they choose as the publisher documents them.
    @Test(
        "Every documented form chooses periods as StatBank does",
        arguments: [
            ("2023K2", ["2023K2"]), ("2025K1", []), ("2024*", ["2024K1", "2024K2", "2024K3", "2024K4"]),
            ("*K1", ["2022K1", "2023K1", "2024K1"]), ("202*K4", ["2022K4", "2023K4", "2024K4"]),
            ("2*4K*3", ["2024K3"]), ("*X*", []), (">=2024K3", ["2024K3", "2024K4"]),
            ("<=2022K2", ["2022K1", "2022K2"]), (">=2022K4<=2023K2", ["2022K4", "2023K1", "2023K2"]),
            (">=2021K1<=2022K1", ["2022K1"]), (">=2025K1", []), (">=2023K2<=2022K2", []), ("(1)", ["2024K4"]),
            ("(2)", ["2024K3"]), ("(12)", ["2022K1"]), ("(13)", []), ("(0)", []),
            ("(-n+3)", ["2024K2", "2024K3", "2024K4"]),
            ("-(1)", ["2022K1"]), ("-(2)", ["2022K2"]), ("-(-n+3)", ["2022K1", "2022K2", "2022K3"]), ("(n)", []),
            ("(-n+x)", []), ("", []), ("2023k2", []),
        ]
    )
    func periods(text: String, expected: [String]) throws {
        #expect(try chosen(text, Self.quarters, isTime: true) == expected)
    }

    @Test("All and more than all is all")
    func everything() throws {
        #expect(try chosen("*", Self.quarters, isTime: true) == Self.quarters)
        #expect(try chosen("(-n+99)", Self.quarters, isTime: true) == Self.quarters)
        #expect(try chosen("-(-n+99)", Self.quarters, isTime: true) == Self.quarters)
        #expect(try chosen("(1)", [], isTime: true) == [])
    }

    @Test(
        "Other values have the order of the table: a range runs from one to another of them",
        arguments: [
            (">=0<=2", ["0", "1", "2"]), (">=99", ["99", "100", "IALT"]), (">=1<=100", ["1", "2", "99", "100"]),
            (">=3", []), ("<=x", []), (">=100<=1", []), ("1*", ["1", "100"]), ("(1)", ["IALT"]),
        ]
    )
    func ages(text: String, expected: [String]) throws {
        #expect(try chosen(text, ["0", "1", "2", "99", "100", "IALT"]) == expected)
    }

    @Test(
        "A text that is a value's code is that code, whatever it looks like",
        arguments: ["(1)", "*", ">=5", "a*b", "sum(x)"]
    )
    func literal(code: String) throws {
        #expect(try chosen(code, ["1", code, "axb"]) == [code])
        #expect(ValueSelector(code, among: Self.variable(["1", code], isTime: false).values) == .code(code))
    }

    @Test("What the publisher would compute is known as such", arguments: ["sum(nordic|Norden=1;2;3)", "SUM(x)"])
    func computed(text: String) throws {
        #expect(ValueSelector(text, among: []) == .computed(text))
        #expect(try chosen(text, ["1"]) == [])
    }

    @Test("A pattern of many stars takes no more than the length of the text")
    func manyStars() throws {
        let pattern = String(repeating: "*a", count: 2000) + "b"
        #expect(try chosen(pattern, [String(repeating: "a", count: 4000)]) == [])
    }

    @Test(
        "What may have been meant is found by label, by case and by a letter or two",
        arguments: [
            ("Hedensted", ["766 (Hedensted)"]), ("hele landet", ["000 (Hele landet)"]), ("TOTT", ["TOT (I alt)"]),
            ("tot", ["TOT (I alt)"]), ("765", ["766 (Hedensted)"]), ("Hedensteds", ["766 (Hedensted)"]), ("XYZ", []),
            ("", []), (String(repeating: "x", count: 10_000), []),
        ]
    )
    func near(wanted: String, expected: [String]) {
        let words = [("000", "Hele landet"), ("766", "Hedensted"), ("TOT", "I alt")].map { (code: $0.0, label: $0.1) }
        #expect(NearMatch.near(wanted, among: words) == expected)
    }
}
