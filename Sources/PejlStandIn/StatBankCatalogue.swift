/// The tables that the stand-in's StatBank has.
struct StatBankCatalogue {
    let figures: Figures
    let distortion: Distortion
    let isEnglish: Bool

    var tables: [StatBankTable] { [population, synthetic, closed] }

    /// Population on the first day of each month.
    ///
    /// The Danish words are recorded; the English ones follow the recorded FOLK1A ("Population at the first
    /// day of the quarter", "region", "sex", "age") and are not recorded for FOLK1AM itself.
    var population: StatBankTable {
        let persons = figures.population
        return StatBankTable(
            id: "FOLK1AM",
            text: isEnglish ? "Population at the first day of the month" : "Befolkningen den 1. i måneden",
            unit: isEnglish ? "Number" : "Antal",
            updated: figures.populationUpdated,
            variables: [
                areas(persons.areas),
                variable("KØN", "sex", "køn", [("TOT", "Total", "I alt")]),
                variable("ALDER", "age", "alder", [("IALT", "Age, total", "Alder i alt")]),
                time(persons.periods),
            ],
            isEnglish: isEnglish,
            distortion: distortion,
            cell: { codes in
                persons[codes["OMRÅDE"] ?? "000", codes["Tid"] ?? ""].map { .number($0) } ?? .hidden
            }
        )
    }

    /// A made-up table of everything that FOLK1AM does not have; its words say so.
    ///
    /// `A` has a number everywhere, the municipality's code plus the year; `B` is stored in even years alone, and what
    /// is not stored is 0; `C` has ended: nothing but `..` after 2022; in `D` the municipalities whose code ends in 1
    /// are hidden.
    var synthetic: StatBankTable {
        StatBankTable(
            id: "SYNT1",
            text: isEnglish ? "Synthetic table for tests" : "Syntetisk tabel til prøver",
            unit: "-",
            updated: Day(2025, 8, 20),
            footnote: isEnglish
                ? "SYNTHETIC: no figure of this table is real.    \r\n \r\n  Series C ended in 2022."
                : "SYNTETISK: intet tal i tabellen er virkeligt.    \r\n \r\n  Serie C sluttede i 2022.",
            variables: [
                areas(figures.population.areas.filter(\.isMunicipality)),
                variable(
                    "SERIE",
                    "series",
                    "serie",
                    [
                        ("A", "All", "Alle"), ("B", "Sparse", "Spredt"), ("C", "Ended", "Ophørt"),
                        ("D", "Hidden", "Skjult"),
                    ],
                    isEliminable: false
                ),
                time((2020...2024).map { "\($0)" }),
            ],
            isEnglish: isEnglish,
            distortion: distortion,
            cell: { codes in
                let year = Int(codes["Tid"] ?? "") ?? 0
                let area = codes["OMRÅDE"] ?? ""
                let number = StatBankTable.Cell.number((Int(area) ?? 0) + year)
                switch codes["SERIE"] {
                case "B": return year % 2 == 0 ? number : .absent
                case "C": return year <= 2022 ? number : .hidden
                case "D": return area.hasSuffix("1") ? .hidden : number
                default: return number
                }
            }
        )
    }

    /// A made-up table that is closed and still answers; what BULK leaves out of it is unknown, not 0.
    var closed: StatBankTable {
        StatBankTable(
            id: "SYNT2",
            text: isEnglish ? "Synthetic closed table" : "Syntetisk lukket tabel",
            unit: isEnglish ? "Number" : "Antal",
            updated: Day(2020, 3, 2),
            isActive: false,
            suppressedDataValue: "..",
            variables: [areas(figures.population.areas), time(["2018K1", "2018K2"])],
            isEnglish: isEnglish,
            distortion: distortion,
            cell: { .number(Int($0["OMRÅDE"] ?? "") ?? 0) }
        )
    }

    // MARK: - Variables

    private func areas(_ areas: [Area]) -> StatBankTable.Variable {
        StatBankTable.Variable(
            id: "OMRÅDE",
            text: isEnglish ? "region" : "område",
            map: "Denmark_municipality_07",
            values: areas.map { StatBankTable.Value(code: $0.code, text: name(of: $0)) }
        )
    }

    private func name(of area: Area) -> String {
        switch (area.code, isEnglish) {
        case ("000", true): "All Denmark"
        case ("101", true): "Copenhagen"
        default: area.name
        }
    }

    private func variable(
        _ id: String,
        _ english: String,
        _ danish: String,
        _ values: [(code: String, english: String, danish: String)],
        isEliminable: Bool = true
    ) -> StatBankTable.Variable {
        StatBankTable.Variable(
            id: id,
            text: isEnglish ? english : danish,
            isEliminable: isEliminable,
            values: values.map { StatBankTable.Value(code: $0.code, text: isEnglish ? $0.english : $0.danish) }
        )
    }

    private func time(_ periods: [String]) -> StatBankTable.Variable {
        StatBankTable.Variable(
            id: "Tid",
            text: isEnglish ? "time" : "tid",
            isTime: true,
            isEliminable: false,
            values: periods.map { StatBankTable.Value(code: $0, text: $0) }
        )
    }
}
