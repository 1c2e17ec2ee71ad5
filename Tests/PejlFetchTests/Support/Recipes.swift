import PejlModel

/// Recipes of the two publishers, as short as they can be.
enum Recipes {
    /// Population of all municipalities; sex and age are summed away unless `choosingAll`, which BULK wants.
    static func population(
        form: StatBankForm = .csv,
        areas: [String] = ["*"],
        periods: [String] = ["*"],
        table: String = "FOLK1AM",
        choosingAll: Bool = false
    ) -> Recipe {
        statBank(
            form: form,
            table: table,
            [Selection(code: "OMRÅDE", values: areas)]
                + (form == .bulk || choosingAll
                    ? [Selection(code: "KØN", values: ["TOT"]), Selection(code: "ALDER", values: ["IALT"])] : [])
                + [Selection(code: "Tid", values: periods)]
        )
    }

    /// Any question to StatBank.
    static func statBank(
        form: StatBankForm = .csv,
        table: String = "FOLK1AM",
        absent: AbsentRule = .nothing,
        _ variables: [Selection]
    ) -> Recipe {
        let question = StatBankQuestion(form: form, language: "da", codes: true, variables: variables)
        return recipe(.statbank, table: table, request: .statBank(question), absent: absent)
    }

    /// Pupils' absence by municipality, stage and school year.
    static func absence(
        pageSize: Int = 1000,
        area: String = "GS",
        subject: String = "ELEVFRAV",
        cube: String = "FRAVAAR",
        measure: String = "Gennemsnitligt fravær per skoleår",
        stage: String = "[Klassetrin].[Skoletrin]",
        year: String = "2024/2025"
    ) -> Recipe {
        recipe(
            .uddannelsesstatistik,
            table: "GS/ELEVFRAV/FRAVAAR",
            request: .uddannelsesstatistik(
                EducationQuestion(
                    area: area,
                    subject: subject,
                    subsubject: cube,
                    measures: [measure],
                    dimensions: ["[Institution].[Beliggenhedskommune]", stage, "[Tid].[Skoleår]"],
                    filters: [Selection(code: "[Tid].[Skoleår]", values: [year])],
                    pageSize: pageSize
                )
            )
        )
    }

    /// Home services of KOSTRA's table 12209.
    static func kostra(
        table: String = "12209",
        regions: [String] = ["*"],
        years: [String] = ["*"],
        contents: [String]? = ["KOShjtj80aarover0001"],
        language: String = "no",
        regionVariable: String = "KOKkommuneregion0000"
    ) -> Recipe {
        let chosen = contents.map { [Selection(code: "ContentsCode", values: $0)] } ?? []
        let question = PxWebQuestion(
            language: language,
            variables: [Selection(code: regionVariable, values: regions)] + chosen
                + [Selection(code: "Tid", values: years)]
        )
        return recipe(.ssb, table: table, request: .pxWeb(question))
    }

    /// Figures of Kolada.
    static func kolada(
        kpis: [String] = ["N15033"],
        municipalities: [String] = ["0180", "0580", "1280", "1480", "2480"],
        years: [String] = []
    ) -> Recipe {
        let question = KoladaQuestion(kpis: kpis, municipalities: municipalities, years: years)
        return recipe(.kolada, table: kpis.joined(separator: ","), request: .kolada(question))
    }

    private static func recipe(
        _ publisher: Publisher,
        table: String,
        request: RecipeRequest,
        absent: AbsentRule = .missing
    )
        -> Recipe
    {
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
            absent: absent,
            gate: GateRule(areas: .municipalities),
            digest: ContentDigest(of: table)
        )
    }
}
