import PejlFetch
import PejlModel
import Testing

struct RequestBodyTests {
    private static let variables = [
        Selection(code: "OMRÅDE", values: ["766", "615", "630", "000"]), Selection(code: "KØN", values: ["TOT"]),
        Selection(code: "ALDER", values: ["IALT"]), Selection(code: "Tid", values: ["(1)"]),
    ]

    @Test(
        "StatBank is asked as its documentation shows",
        arguments: [
            (StatBankForm.csv, "CSV", ",\"delimiter\":\"Semicolon\""), (.bulk, "BULK", ""),
            (.jsonStat, "JSONSTAT", ""), (.px, "PX", ""),
        ]
    )
    func statBank(form: StatBankForm, name: String, delimiter: String) {
        let request = StatBankRequest(
            table: "FOLK1AM",
            StatBankQuestion(form: form, language: "da", codes: true, variables: Self.variables)
        )
        #expect(
            request.body == """
                {"table":"FOLK1AM","format":"\(name)","lang":"da","valuePresentation":"Code"\(delimiter),\
                "variables":[{"code":"OMRÅDE","values":["766","615","630","000"]},\
                {"code":"KØN","values":["TOT"]},{"code":"ALDER","values":["IALT"]},\
                {"code":"Tid","values":["(1)"]}]}
                """
        )
    }

    @Test("Labels and awkward characters are written as JSON wants them")
    func escapes() {
        let request = StatBankRequest(
            table: "A\"B\\C\n\u{1}Ø",
            StatBankQuestion(form: .jsonStat, language: "en", codes: false, variables: [])
        )
        #expect(
            request.body == """
                {"table":"A\\"B\\\\C\\u000a\\u0001Ø","format":"JSONSTAT","lang":"en","valuePresentation":"Value",\
                "variables":[]}
                """
        )
    }

    @Test("uddannelsesstatistik.dk is asked as recorded, with a page size")
    func education() {
        let request = UddannelsesstatistikRequest(
            EducationQuestion(
                area: "GS",
                subject: "ELEVFRAV",
                subsubject: "FRAVAAR",
                measures: ["Gennemsnitligt fravær per skoleår"],
                dimensions: ["[Institution].[Beliggenhedskommune]", "[Klassetrin].[Skoletrin]", "[Tid].[Skoleår]"],
                filters: [
                    Selection(
                        code: "[Klassetrin].[Skoletrin]",
                        values: ["10. klasse mv.", "Indskoling", "Mellemtrin", "Udskoling"]
                    ),
                    Selection(code: "[Tid].[Skoleår]", values: ["2024/2025"]),
                ],
                pageSize: 100_000
            )
        )
        #expect(
            request.body(page: 1) == """
                {"område":"GS","emne":"ELEVFRAV","underemne":"FRAVAAR",\
                "nøgletal":["Gennemsnitligt fravær per skoleår"],\
                "detaljering":["[Institution].[Beliggenhedskommune]","[Klassetrin].[Skoletrin]","[Tid].[Skoleår]"],\
                "filtre":{"[Klassetrin].[Skoletrin]":["10. klasse mv.","Indskoling","Mellemtrin","Udskoling"],\
                "[Tid].[Skoleår]":["2024/2025"]},\
                "indlejret":false,"tomme_rækker":false,"formattering":"json","side":1,"side_størrelse":100000}
                """
        )
    }

    @Test("Without filters the key is left out")
    func noFilters() {
        let request = UddannelsesstatistikRequest(
            EducationQuestion(
                area: "GS",
                subject: "ELEV",
                subsubject: "ELEVEX",
                measures: ["Antal elever", "Inklusionsgrad"],
                dimensions: ["[Skoleår].[Skoleår]"],
                filters: [],
                pageSize: 50_000
            )
        )
        #expect(
            request.body(page: 0) == """
                {"område":"GS","emne":"ELEV","underemne":"ELEVEX","nøgletal":["Antal elever","Inklusionsgrad"],\
                "detaljering":["[Skoleår].[Skoleår]"],"indlejret":false,"tomme_rækker":false,\
                "formattering":"json","side":0,"side_størrelse":50000}
                """
        )
    }
}
