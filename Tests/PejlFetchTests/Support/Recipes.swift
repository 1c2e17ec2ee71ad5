import PejlModel

/// Recipes of the two publishers, as short as they can be.
enum Recipes {
    /// Population of all municipalities.
    static func population(
        form: StatBankForm = .csv,
        areas: [String] = ["*"],
        periods: [String] = ["*"],
        table: String = "FOLK1AM"
    ) -> Recipe {
        recipe(
            .statbank,
            table: table,
            request: .statBank(
                StatBankQuestion(
                    form: form,
                    language: "da",
                    codes: true,
                    variables: [
                        Selection(code: "OMRÅDE", values: areas), Selection(code: "KØN", values: ["TOT"]),
                        Selection(code: "ALDER", values: ["IALT"]), Selection(code: "Tid", values: periods),
                    ]
                )
            )
        )
    }

    /// Pupils' absence by municipality, stage and school year.
    static func absence(pageSize: Int = 1000) -> Recipe {
        recipe(
            .uddannelsesstatistik,
            table: "GS/ELEVFRAV/FRAVAAR",
            request: .uddannelsesstatistik(
                EducationQuestion(
                    area: "GS",
                    subject: "ELEVFRAV",
                    subsubject: "FRAVAAR",
                    measures: ["Gennemsnitligt fravær per skoleår"],
                    dimensions: [
                        "[Institution].[Beliggenhedskommune]", "[Klassetrin].[Skoletrin]", "[Tid].[Skoleår]",
                    ],
                    filters: [Selection(code: "[Tid].[Skoleår]", values: ["2024/2025"])],
                    pageSize: pageSize
                )
            )
        )
    }

    private static func recipe(_ publisher: Publisher, table: String, request: RecipeRequest) -> Recipe {
        Recipe(
            id: "test",
            publisher: publisher,
            table: table,
            title: Localised(da: "Prøve", en: "Test"),
            licence: "",
            citation: Localised(da: "", en: ""),
            request: request,
            columns: [],
            indicators: [],
            marks: [:],
            absent: .missing,
            gate: GateRule(areas: .municipalities),
            digest: ContentDigest(of: table)
        )
    }
}
