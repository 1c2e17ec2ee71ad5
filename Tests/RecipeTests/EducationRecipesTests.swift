import PejlModel
import PejlNormalise
import Testing

/// Recipes of uddannelsesstatistik.dk: a document shaped as it sends it lands in the store as what it means.
///
/// Figures are synthetic unless a comment says where they were published. Expected values are written by hand.
struct EducationRecipesTests {
    private static let municipality = "[Institution].[Beliggenhedskommune]"
    private static let schoolYear = "[Skoleår].[Skoleår]"

    private func find(_ figures: [Figure], _ series: String, _ period: String) -> Figure? {
        figures.first { $0.series == series && $0.period == period }
    }

    /// Real, published: GS/ELEVFRAV/FRAVAAR, 2024/2025; Kilde: Uddannelsesstatistik.dk.
    private static let means = [
        "Albertslund 10. klasse mv.": "16,7 %", "Albertslund Indskoling": "6,9 %", "Albertslund Mellemtrin": "7,8 %",
        "Albertslund Udskoling": "8,2 %", "Hedensted Mellemtrin": "7,1 %", "Hedensted Udskoling": "8,0 %",
    ]

    @Test(
        "absence: four measures in four stages; a combination that does not come is hidden, one without a figure missing"
    )
    func absence() throws {
        let desk = try RecipeDesk("elevfravaer")
        var document = EducationDocument(
            levels: [Self.municipality, "[Klassetrin].[Skoletrin]", "[Tid].[Skoleår]"],
            measures: [
                "Gennemsnitligt fravær per skoleår", "Sygefravær per skoleår", "Ulovligt fravær per skoleår",
                "Over 10 procent",
            ]
        )
        for place in Places.municipalities {
            for stage in ["Indskoling", "Mellemtrin", "Udskoling", "10. klasse mv."] {
                // Læsø and Fanø have no grade 10 in this document.
                if stage == "10. klasse mv.", ["825", "563"].contains(place.code) { continue }
                let mean = Self.means["\(place.name) \(stage)"] ?? "7,5 %"
                let unlawful = place.code == "741" && stage == "Udskoling" ? "" : "0,9 %"
                document.add([place.name, stage, "2024/2025", mean, "4,1 %", unlawful, "21,3 %"])
            }
        }
        document.add(["<uoplyst>", "Udskoling", "2024/2025", "9,9 %", "9,9 %", "9,9 %", "9,9 %"])
        #expect(try desk.load(document.text).now == 98 * 4 * 4)
        let figures = try desk.figures()
        #expect(find(figures, "absence 165 stage=10-klasse", "2024/2025")?.value == 16.7)
        #expect(find(figures, "absence 165 stage=indskoling", "2024/2025")?.value == 6.9)
        #expect(find(figures, "absence 766 stage=mellemtrin", "2024/2025")?.value == 7.1)
        #expect(find(figures, "absence 766 stage=udskoling", "2024/2025")?.value == 8)
        #expect(find(figures, "absence_sick 766 stage=udskoling", "2024/2025")?.value == 4.1)
        #expect(find(figures, "absence_over_10 766 stage=udskoling", "2024/2025")?.value == 21.3)
        let hidden = try #require(find(figures, "absence_unlawful 825 stage=10-klasse", "2024/2025"))
        #expect(hidden.value == nil && hidden.status == "Q")
        let missing = try #require(find(figures, "absence_unlawful 741 stage=udskoling", "2024/2025"))
        #expect(missing.value == nil && missing.status == "O")
        #expect(Set(figures.map(\.unit)) == ["%"] && Set(figures.map(\.periodKind)) == ["school_year"])
    }

    /// Real, published: inclusion 2023/2024 as the ministry's catalogue quotes it; Kilde: Uddannelsesstatistik.dk.
    private static let inclusion = [
        "480": "95,8 %", "223": "97,3 %", "851": "93,6 %", "265": "94,8 %", "791": "93,4 %", "860": "94,3 %",
    ]

    @Test("pupils, inclusion and special education in all municipalities: a thousands point is no decimal point")
    func elevtal() throws {
        let desk = try RecipeDesk("elevtal")
        let measures = ["Antal elever", "Inklusionsgrad", "Andel der modtager seg specialundervisning"]
        var document = EducationDocument(levels: [Self.municipality, Self.schoolYear], measures: measures)
        for place in Places.municipalities {
            let rate = Self.inclusion[place.code] ?? "94,0 %"
            document.add([place.name, "2023/2024", "2.351", rate, place.code == "480" ? "4,2 %" : "6,0 %"])
        }
        #expect(try desk.load(document.text).now == 98 * 3)
        let figures = try desk.figures()
        for (code, value) in [("480", 95.8), ("223", 97.3), ("851", 93.6), ("265", 94.8), ("791", 93.4), ("860", 94.3)]
        {
            let figure = try #require(find(figures, "inclusion \(code)", "2023/2024"))
            #expect(figure.value == value && figure.unit == "%")
        }
        let pupils = try #require(find(figures, "pupils_by_school 766", "2023/2024"))
        #expect(pupils.value == 2351 && pupils.unit == "persons")
        #expect(find(figures, "special_education_share 480", "2023/2024")?.value == 4.2)
    }

    @Test("a share that comes without its percent sign is refused, not stored")
    func lostSign() throws {
        let desk = try RecipeDesk("elevtal")
        let measures = ["Antal elever", "Inklusionsgrad", "Andel der modtager seg specialundervisning"]
        var document = EducationDocument(levels: [Self.municipality, Self.schoolYear], measures: measures)
        document.add(["Hedensted", "2023/2024", "100", "0,94", "6,0 %"])
        let error = #expect(throws: LoadRefusal.self) { try desk.load(document.text) }
        #expect(
            error?.rules.first?.finding
                == "1 row cannot be understood (changed-unit): row 2: inclusion 766 2023/2024 = 0.94 without %"
        )
    }

    @Test(
        "grades are points without a sign, shares have one",
        arguments: [
            (
                "karakterer",
                [
                    "Gennemsnit i bundne prøver", "Antal elever med alle bundne prøver",
                    "Andel elever med mindst 2 i obl. 9.-klasseprøver",
                ], ["7,5", "1.021", "92,4 %"], ["grades_bound", "grades_bound_pupils", "grades_at_least_2"],
                [7.5, 1021, 92.4], ["points", "persons", "%"]
            ),
            (
                "karakterer-dansk-matematik",
                [
                    "Gennemsnit - Dansk bundne prøver", "Gennemsnit - Matematik bundne prøver",
                    "Andel elever med mindst 2 i dansk og matematik",
                ], ["6,9", "7,1", "89,0 %"],
                ["grades_danish", "grades_mathematics", "grades_at_least_2_danish_mathematics"], [6.9, 7.1, 89],
                ["points", "points", "%"]
            ),
            (
                "socioekonomisk-reference", ["Karakter", "Soc_ref", "Forskel"], ["7,2", "7,4", "-0,2"],
                ["socioeconomic_grade", "socioeconomic_reference", "socioeconomic_difference"], [7.2, 7.4, -0.2],
                ["points", "points", "points"]
            ),
            (
                "skoleoverblik", ["Klassekvotient Kommune", "Kompetencedækning Kommune"], ["21,4", "87,3 %"],
                ["class_size_overview", "qualified_teaching"], [21.4, 87.3], ["pupils/class", "%"]
            ),
        ] as [(String, [String], [String], [String], [Double], [String])]
    )
    func perMunicipality(
        id: String,
        measures: [String],
        texts: [String],
        indicators: [String],
        values: [Double],
        units: [String]
    ) throws {
        let desk = try RecipeDesk(id)
        var document = EducationDocument(levels: [Self.municipality, Self.schoolYear], measures: measures)
        for place in Places.municipalities {
            for year in ["2023/2024", "2024/2025"] {
                // Two small islands are hidden in one year.
                if year == "2024/2025", ["825", "563"].contains(place.code) { continue }
                document.add([place.name, year] + texts)
            }
        }
        #expect(try desk.load(document.text).now == 98 * 2 * measures.count)
        let figures = try desk.figures()
        for (indicator, (value, unit)) in zip(indicators, zip(values, units)) {
            let figure = try #require(find(figures, "\(indicator) 766", "2024/2025"), "\(indicator)")
            #expect(figure.value == value && figure.unit == unit && figure.status == "A")
            #expect(find(figures, "\(indicator) 825", "2023/2024")?.value == value)
            #expect(find(figures, "\(indicator) 825", "2024/2025")?.status == "Q")
        }
        #expect(Set(figures.map(\.periodKind)) == ["school_year"])
    }

    private static let wellbeing = [
        "Generel trivsel", "Social trivsel", "Faglig trivsel", "Støtte og inspiration", "Ro og orden",
    ]

    @Test("well-being: the mean of five indicators in two stages, on a scale from 1 to 5, Christiansø included")
    func trivsel() throws {
        let desk = try RecipeDesk("trivsel")
        var document = EducationDocument(
            levels: [
                Self.municipality, "[Klassetrin].[Klassetringruppe]", Self.schoolYear,
                "[Trivselsindikator].[Trivselsindikator]",
            ],
            measures: ["Indikatorsvar"]
        )
        for name in Places.municipalities.map(\.name) + ["Christiansø"] {
            for stage in ["Mellemtrin", "Udskoling"] {
                for (place, indicator) in Self.wellbeing.enumerated() {
                    document.add([name, stage, "2024/2025", indicator, "3,\(place + 5)"])
                }
            }
        }
        #expect(try desk.load(document.text).now == 99 * 10)
        let figures = try desk.figures()
        let general = try #require(find(figures, "wellbeing 766 stage=mellemtrin;wellbeing=generel", "2024/2025"))
        #expect(general.value == 3.5 && general.unit == "points")
        #expect(find(figures, "wellbeing 766 stage=udskoling;wellbeing=ro", "2024/2025")?.value == 3.9)
        #expect(
            find(figures, "wellbeing 411 stage=udskoling;wellbeing=social", "2024/2025")?.areaKind == "unincorporated"
        )
    }

    /// Real, published: GS/TRIV/TRIVIND, 2024/2025, Generel trivsel; Kilde: Uddannelsesstatistik.dk.
    private static let albertslund = [
        "Udskoling 4,1 til 5": "14,4 %", "Udskoling 3,1 til 4": "68,0 %", "Udskoling 2,1 til 3": "16,9 %",
        "Udskoling 1 til 2": "0,7 %", "Mellemtrin 4,1 til 5": "23,7 %",
    ]

    @Test("well-being: the distribution of answers; the comma in \"4,1 til 5\" is part of a name")
    func trivselFordeling() throws {
        let desk = try RecipeDesk("trivsel-fordeling")
        var document = EducationDocument(
            levels: [
                Self.municipality, "[Klassetrin].[Klassetringruppe]", Self.schoolYear,
                "[Trivselsindikator].[Trivselsindikator]",
                "[Trivselsindikator Svarintervaller].[Trivselsindikator Svarintervaller]",
            ],
            measures: ["Andel Indikatorsvar"]
        )
        for place in Places.municipalities {
            for stage in ["Mellemtrin", "Udskoling"] {
                for indicator in Self.wellbeing {
                    for interval in ["1 til 2", "2,1 til 3", "3,1 til 4", "4,1 til 5"] {
                        if interval == "1 til 2", ["825", "563", "741"].contains(place.code) { continue }
                        let isReal = place.code == "165" && indicator == "Generel trivsel"
                        let real = isReal ? Self.albertslund["\(stage) \(interval)"] : nil
                        document.add([place.name, stage, "2024/2025", indicator, interval, real ?? "25,0 %"])
                    }
                }
            }
        }
        #expect(try desk.load(document.text).now == 98 * 2 * 5 * 4)
        let figures = try desk.figures()
        func share(_ stage: String, _ answer: String) -> Double? {
            find(figures, "wellbeing_share 165 answer=\(answer);stage=\(stage);wellbeing=generel", "2024/2025")?.value
        }
        #expect(share("udskoling", "4-5") == 14.4)
        #expect(share("udskoling", "3-4") == 68)
        #expect(share("udskoling", "2-3") == 16.9)
        #expect(share("udskoling", "1-2") == 0.7)
        #expect(share("mellemtrin", "4-5") == 23.7)
        let hidden = find(figures, "wellbeing_share 825 answer=1-2;stage=udskoling;wellbeing=ro", "2024/2025")
        #expect(hidden?.status == "Q" && hidden?.value == nil)
    }

    /// Real, published: the ministry's figures as uvm.dk and Uddannelsesstatistik.dk state them.
    private static let inclusionOfTheCountry = [
        ("2011/2012", 94.6), ("2015/2016", 95.2), ("2018/2019", 94.7), ("2020/2021", 94.1),
    ]

    @Test("the country's own figures: inclusion, grades and well-being as published")
    func country() throws {
        let pupils = try RecipeDesk("elevtal-landet")
        let measures = ["Antal elever", "Inklusionsgrad", "Andel der modtager seg specialundervisning"]
        var document = EducationDocument(levels: [Self.schoolYear], measures: measures)
        for (year, share) in [
            ("2011/2012", "5,4 %"), ("2015/2016", "4,8 %"), ("2018/2019", "5,3 %"), ("2020/2021", "5,9 %"),
        ] {
            let rate = ["2011/2012": "94,6 %", "2015/2016": "95,2 %", "2018/2019": "94,7 %", "2020/2021": "94,1 %"]
            document.add([year, "700.000", rate[year] ?? "", share])
        }
        #expect(try pupils.load(document.text).now == 12)
        var figures = try pupils.figures()
        for (year, value) in Self.inclusionOfTheCountry {
            let figure = try #require(find(figures, "inclusion_country 000", year))
            #expect(figure.value == value && figure.unit == "%" && figure.areaKind == "country")
        }
        #expect(find(figures, "pupils_by_school_country 000", "2020/2021")?.value == 700_000)

        let grades = try RecipeDesk("karakterer-landet")
        document = EducationDocument(
            levels: [Self.schoolYear],
            measures: [
                "Gennemsnit i bundne prøver", "Antal elever med alle bundne prøver",
                "Andel elever med mindst 2 i obl. 9.-klasseprøver",
            ]
        )
        for (year, mean) in [("2023/2024", "7,5"), ("2024/2025", "7,6"), ("2025/2026", "7,5")] {
            document.add([year, mean, "45.000", "91,0 %"])
        }
        #expect(try grades.load(document.text).now == 9)
        figures = try grades.figures()
        #expect(find(figures, "grades_bound_country 000", "2024/2025")?.value == 7.6)
        #expect(find(figures, "grades_bound_country 000", "2025/2026")?.value == 7.5)

        let wellbeing = try RecipeDesk("trivsel-landet")
        document = EducationDocument(
            levels: ["[Klassetrin].[Klassetringruppe]", Self.schoolYear, "[Trivselsindikator].[Trivselsindikator]"],
            measures: ["Indikatorsvar"]
        )
        for stage in ["Mellemtrin", "Udskoling"] {
            for indicator in Self.wellbeing { document.add([stage, "2022/2023", indicator, "3,6"]) }
        }
        #expect(try wellbeing.load(document.text).now == 10)
        let one = "wellbeing_country 000 stage=udskoling;wellbeing=generel"
        #expect(find(try wellbeing.figures(), one, "2022/2023")?.value == 3.6)
    }

    @Test("the country's absence in four stages")
    func countryAbsence() throws {
        let desk = try RecipeDesk("elevfravaer-landet")
        var document = EducationDocument(
            levels: ["[Klassetrin].[Skoletrin]", "[Tid].[Skoleår]"],
            measures: [
                "Gennemsnitligt fravær per skoleår", "Sygefravær per skoleår", "Ulovligt fravær per skoleår",
                "Over 10 procent",
            ]
        )
        for stage in ["Indskoling", "Mellemtrin", "Udskoling", "10. klasse mv."] {
            document.add([stage, "2024/2025", "7,1 %", "4,0 %", "1,0 %", "20,2 %"])
        }
        #expect(try desk.load(document.text).now == 16)
        let figures = try desk.figures()
        let one = try #require(find(figures, "absence_over_10_country 000 stage=udskoling", "2024/2025"))
        #expect(one.value == 20.2 && one.unit == "%" && one.areaKind == "country")
    }
}
