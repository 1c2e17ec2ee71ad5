/// FOLK1AM as the stand-in publishes it: its words and variables.
///
/// The Danish words are recorded; the English ones follow the recorded FOLK1A ("Population at the first day of the
/// quarter", "region", "sex", "age") and are not recorded for FOLK1AM itself.
struct StatBankTable {
    /// One variable with its values in the table's order.
    struct Variable {
        var id: String
        var text: String
        var isTime = false
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

    static let id = "FOLK1AM"

    let figures: Figures
    let distortion: Distortion
    let isEnglish: Bool

    var text: String { isEnglish ? "Population at the first day of the month" : "Befolkningen den 1. i måneden" }
    var unit: String { isEnglish ? "Number" : "Antal" }
    var source: String { isEnglish ? "Statistics Denmark" : "Danmarks Statistik" }

    /// The title with what it is divided by: `… efter område, køn og tid`.
    func title(by names: [String]) -> String {
        let first = names.dropLast().joined(separator: ", ")
        let link = first.isEmpty ? "" : isEnglish ? " and " : " og "
        return text + (isEnglish ? " by " : " efter ") + first + link + (names.last ?? "")
    }

    var variables: [Variable] {
        [
            Variable(
                id: "OMRÅDE",
                text: isEnglish ? "region" : "område",
                map: "Denmark_municipality_07",
                values: figures.population.areas.map { Value(code: $0.code, text: name(of: $0)) }
            ),
            Variable(
                id: "KØN",
                text: isEnglish ? "sex" : "køn",
                values: [Value(code: "TOT", text: isEnglish ? "Total" : "I alt")]
            ),
            Variable(
                id: "ALDER",
                text: isEnglish ? "age" : "alder",
                values: [Value(code: "IALT", text: isEnglish ? "Age, total" : "Alder i alt")]
            ),
            Variable(
                id: "Tid",
                text: isEnglish ? "time" : "tid",
                isTime: true,
                values: figures.population.periods.map { Value(code: $0, text: $0) }
            ),
        ]
    }

    private func name(of area: Area) -> String {
        switch (area.code, isEnglish) {
        case ("000", true): "All Denmark"
        case ("101", true): "Copenhagen"
        default: area.name
        }
    }

    /// The areas an answer of this moment still has, missing municipalities taken out.
    func present(_ values: [Value]) -> [Value] {
        let kept = distortion.areas(values.map { Area(code: $0.code, name: $0.text) }).map(\.code)
        return values.filter { kept.contains($0.code) }
    }
}
