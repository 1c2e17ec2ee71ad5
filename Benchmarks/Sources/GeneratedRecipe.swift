import PejlModel

/// The kinds of generated documents, each named like its generator.
enum GeneratedDocument: String, CaseIterable {
    /// StatBank's BULK: FOLK1A with every variable kept.
    case bulk
    /// StatBank's JSON-stat.
    case jsonStat = "json-stat"
    /// The rows of uddannelsesstatistik.dk.
    case rows
    /// A workbook with a declared layout.
    case workbook
    /// A PX file.
    case px
    /// A report of noegletal.dk.
    case keyFigures = "key-figures"
    /// A wide table of 300 indicators, which plugins are sent.
    case indicators

    /// How it is to be read; every member that the generator can write is in it.
    func recipe() throws -> Recipe {
        switch self {
        case .bulk: population(.bulk, Self.bulkColumns, measure: "INDHOLD")
        case .jsonStat: population(.jsonStat, Self.jsonStatColumns, measure: "value")
        case .px: population(.px, Self.pxColumns, measure: "value")
        case .rows: schools(.uddannelsesstatistik, Self.question, Self.rowColumns, Self.rowIndicators)
        case .workbook:
            schools(
                .koef,
                .drop(DropQuestion(reading: .layout(try .workbook()))),
                Self.workbookColumns,
                [
                    indicator("pupils", "Elever", .persons), indicator("absence", "Fravær", .points),
                    indicator("cost", "Udgift", .kroner),
                ]
            )
        case .keyFigures:
            schools(
                .noegletal,
                .drop(DropQuestion(reading: .layout(try .keyFigures()))),
                Self.keyFigureColumns,
                [indicator("key_figure", "værdi", .kroner)]
            )
        case .indicators:
            schools(
                .noegletal,
                .drop(DropQuestion(reading: .layout(try .indicators()))),
                [ColumnRule(code: "Kom.nr", role: .area(.code)), ColumnRule(code: "År", role: .period)],
                Self.indicatorNames.map { indicator($0, $0, .kroner) }
            )
        }
    }

    private func population(_ form: StatBankForm, _ columns: [ColumnRule], measure: String) -> Recipe {
        recipe(
            .statbank,
            .statBank(StatBankQuestion(form: form, language: "da", codes: true, variables: [])),
            columns,
            [indicator("population", measure, .persons)],
            marks: ["..": .missing, "": .missing]
        )
    }

    private func schools(
        _ publisher: Publisher,
        _ request: RecipeRequest,
        _ columns: [ColumnRule],
        _ indicators: [Indicator]
    ) -> Recipe {
        recipe(publisher, request, columns, indicators, marks: ["M": .missing])
    }

    private func recipe(
        _ publisher: Publisher,
        _ request: RecipeRequest,
        _ columns: [ColumnRule],
        _ indicators: [Indicator],
        marks: [String: ObservationStatus]
    ) -> Recipe {
        Recipe(
            id: rawValue,
            publisher: publisher,
            table: "generated",
            title: Localised(da: "Genererede tal", en: "Generated figures"),
            licence: "none",
            citation: Localised(da: "Genererede tal", en: "Generated figures"),
            request: request,
            columns: columns,
            indicators: indicators,
            marks: marks,
            absent: .nothing,
            gate: GateRule(areas: .municipalities),
            digest: ContentDigest(of: "\(rawValue) 2")
        )
    }

    private func indicator(_ id: String, _ measure: String, _ unit: Unit) -> Indicator {
        Indicator(
            id: "generated_\(id)",
            measure: measure,
            title: Localised(same: measure),
            definition: Localised(da: "Genererede tal.", en: "Generated figures."),
            definitionID: "generated",
            unit: unit,
            decimals: 0,
            direction: .neutral,
            bounds: 0...Double.greatestFiniteMagnitude
        )
    }

    // MARK: - Columns

    private static let sexes = [("TOT", "total"), ("1", "men"), ("2", "women")]
    private static let ages = [("IALT", "total")] + (0...125).map { ("\($0)", "\($0)") }
    private static let civilStates = [
        ("TOT", "total"), ("U", "unmarried"), ("G", "married"), ("E", "widowed"), ("F", "divorced"),
    ]
    private static let grades: [(String, String)] =
        (0...10).map { ("\($0). klasse", "\($0)") } + [
            ("Indskoling", "lower"), ("Mellemtrin", "middle"), ("Udskoling", "upper"), ("10. klasse mv.", "tenth"),
            ("Specialklasse", "special"), ("I alt", "total"),
        ]
    private static let pupilSexes = [("Dreng", "boys"), ("Pige", "girls"), ("I alt", "total")]
    private static let origins = [
        ("Dansk oprindelse", "danish"), ("Efterkommer", "descendant"), ("Indvandrer", "immigrant"), ("I alt", "total"),
    ]

    private static let bulkColumns = [
        ColumnRule(code: "OMRÅDE", role: .area(.code)), breakdown("KØN", "sex", sexes),
        breakdown("ALDER", "age", ages), breakdown("CIVILSTAND", "civil-status", civilStates),
        ColumnRule(code: "TID", role: .period),
    ]
    private static let jsonStatColumns = [
        ColumnRule(code: "OMRÅDE", role: .area(.code)), breakdown("KØN", "sex", sexes),
        breakdown("ALDER", "age", ages), ColumnRule(code: "ContentsCode", role: .constant("FOLK1A")),
        ColumnRule(code: "Tid", role: .period),
    ]
    private static let pxColumns = [
        ColumnRule(code: "område", role: .area(.code)), breakdown("køn", "sex", sexes), breakdown("alder", "age", ages),
        ColumnRule(code: "tid", role: .period),
    ]
    private static let rowColumns = [
        ColumnRule(code: "[Institution].[Beliggenhedskommune].[Beliggenhedskommune]", role: .area(.name)),
        breakdown("[Klassetrin].[Klassetrin].[Klassetrin]", "grade", grades),
        breakdown("[Elev].[Køn].[Køn]", "sex", pupilSexes),
        breakdown("[Elev].[Herkomst].[Herkomst]", "origin", origins),
        ColumnRule(code: "[Tid].[Skoleår].[Skoleår]", role: .period),
    ]
    private static let workbookColumns = [
        ColumnRule(code: "Kommune", role: .area(.name)), breakdown("Klassetrin", "grade", grades),
        breakdown("Køn", "sex", pupilSexes), ColumnRule(code: "Skoleår", role: .period),
    ]
    private static let keyFigureColumns = [
        breakdown(
            "nøgletal",
            "key-figure",
            (1...3_000).map { ("Nøgletal \($0), kroner pr. indbygger", "k\($0)") }
        ),
        ColumnRule(code: "kom.nr", role: .area(.code)), ColumnRule(code: "år", role: .period),
    ]

    fileprivate static let indicatorNames = (1...300).map { "i\($0)" }

    private static let rowIndicators = [
        GeneratedDocument.rows.indicator("pupils", "Antal elever", .persons),
        GeneratedDocument.rows.indicator("absence", "Gennemsnitligt fravær per skoleår", .percent),
    ]

    private static let question = RecipeRequest.uddannelsesstatistik(
        EducationQuestion(
            area: "GS",
            subject: "ELEVFRAV",
            subsubject: "FRAVAAR",
            measures: [],
            dimensions: [],
            filters: [],
            pageSize: 100_000
        )
    )

    private static func breakdown(_ code: String, _ dimension: String, _ members: [(String, String)]) -> ColumnRule {
        let members = members.map { BreakdownMember(source: $0.0, id: $0.1, title: Localised(same: $0.1)) }
        return ColumnRule(
            code: code,
            role: .breakdown(dimension: dimension, title: Localised(same: dimension), members: members)
        )
    }
}

extension TableLayout {
    /// The sheet of `workbook.py`.
    fileprivate static func workbook() throws -> TableLayout {
        try TableLayout(
            source: .sheet("Data"),
            rows: RowRule(header: 1),
            dimensions: ["Kommune", "Klassetrin", "Køn", "Skoleår"].map {
                DimensionColumn(code: $0, place: ColumnPlace(header: $0))
            },
            values: .measures(
                ["Elever", "Fravær", "Udgift"].map { MeasureColumn(name: $0, place: ColumnPlace(header: $0)) }
            ),
            numbers: NumberRule(decimal: .none)
        )
    }

    /// The report of `key_figures.py`.
    fileprivate static func keyFigures() throws -> TableLayout {
        try TableLayout(
            source: .delimited(DelimitedForm(charset: .latin1, separator: .semicolon)),
            rows: RowRule(header: 3, end: .text(["Tegnforklaring:"])),
            expected: [ExpectedText(row: 1, column: 1, text: "De Kommunale Nøgletal")],
            heading: HeadingRule(code: "nøgletal", column: 1),
            dimensions: [DimensionColumn(code: "kom.nr", place: ColumnPlace(header: "Kom.nr"))],
            values: .melted(code: "år", measure: "værdi", .range(from: 3, through: nil)),
            ignored: [ColumnPlace(header: "", position: 1)],
            numbers: NumberRule(decimal: .comma, thousands: .point, marks: ["M", "U", "-"])
        )
    }

    /// The table of `indicators.py`.
    fileprivate static func indicators() throws -> TableLayout {
        try TableLayout(
            source: .delimited(DelimitedForm(charset: .latin1, separator: .semicolon)),
            rows: RowRule(header: 1),
            dimensions: ["Kom.nr", "År"].map { DimensionColumn(code: $0, place: ColumnPlace(header: $0)) },
            values: .measures(
                GeneratedDocument.indicatorNames.map { MeasureColumn(name: $0, place: ColumnPlace(header: $0)) }
            ),
            numbers: NumberRule(decimal: .comma)
        )
    }
}
