/// One table of the stand-in's StatBank: its words, its variables and its figures.
struct StatBankTable {
    /// One variable with its values in the table's order.
    struct Variable {
        var id: String
        var text: String
        var isTime = false
        var isEliminable = true
        var map: String?
        var values: [Value]

        /// Codes of variables are found in any case.
        func isCalled(_ code: String) -> Bool { id.lowercased() == code.lowercased() }
    }

    /// One value of a variable.
    struct Value: Equatable {
        var code: String
        var text: String
    }

    /// What stands at one combination of values.
    enum Cell: Equatable {
        case number(Int)
        /// A stored row without a number, `..` in every form.
        case hidden
        /// A row that is not stored: BULK leaves it out, other forms show ``StatBankTable/suppressedDataValue``.
        case absent
    }

    var id: String
    var text: String
    var unit: String
    var updated: Day
    var isActive = true
    var suppressedDataValue = "0"
    var footnote: String?
    var variables: [Variable]
    var isEnglish: Bool
    var distortion: Distortion
    /// The cell at the codes of some variables; a variable that is not named is summed away.
    var cell: @Sendable (_ codes: [String: String]) -> Cell

    var source: String { isEnglish ? "Statistics Denmark" : "Danmarks Statistik" }

    /// The title with what it is divided by: `… efter område, køn og tid`.
    func title(by names: [String]) -> String {
        let first = names.dropLast().joined(separator: ", ")
        let link = first.isEmpty ? "" : isEnglish ? " and " : " og "
        return text + (isEnglish ? " by " : " efter ") + first + link + (names.last ?? "")
    }

    /// The areas an answer of this moment still has, missing municipalities taken out.
    func present(_ values: [Value]) -> [Value] {
        let kept = distortion.areas(values.map { Area(code: $0.code, name: $0.text) }).map(\.code)
        return values.filter { kept.contains($0.code) }
    }

    /// First and newest period, in the letters of the language.
    var periods: (first: String, newest: String) {
        let codes = variables.first(where: \.isTime)?.values.map(\.code) ?? []
        func shown(_ code: String?) -> String {
            isEnglish ? (code ?? "").split(separator: "K").joined(separator: "Q") : code ?? ""
        }
        return (shown(codes.min()), shown(codes.max()))
    }
}
