import PejlModel
import PejlNormalise
import Testing

/// Recipes of StatBank's tables: a document shaped as StatBank sends it lands in the store as what it means.
///
/// Figures are synthetic, a code or a counter, unless a comment says where they were published. Expected values are
/// written by hand.
struct StatBankRecipesTests {
    private func find(_ figures: [Figure], _ series: String, _ period: String) -> Figure? {
        figures.first { $0.series == series && $0.period == period }
    }

    @Test("FOLK1A: everybody and children by age, quarter by quarter; 5,475,791 people on 1 January 2008")
    func folk1a() throws {
        let desk = try RecipeDesk("folk1a")
        var document = StatBankDocument(["OMRÅDE", "ALDER", "TID"])
        for area in ["000"] + Places.regions + Places.codes + ["411"] {
            for age in ["IALT"] + (0...17).map(String.init) {
                for quarter in ["2008K1", "2008K2"] {
                    var value = "\(100 + (Int(age) ?? 900))"
                    // Real, published: FOLK1A, www.statistikbanken.dk, CC BY 4.0; 0-year-olds are 32,976 boys, 31,436 girls.
                    if area == "000", age == "IALT" { value = quarter == "2008K1" ? "5475791" : "5482266" }
                    if area == "000", age == "0", quarter == "2008K1" { value = "64412" }
                    if area == "411", age == "17" { value = "0" }
                    document.add([area, age, quarter], value)
                }
            }
        }
        #expect(try desk.load(document.text).now == 105 * 19 * 2)
        let figures = try desk.figures()
        #expect(find(figures, "population_by_age 000", "2008K1")?.value == 5_475_791)
        #expect(find(figures, "population_by_age 000", "2008K2")?.value == 5_482_266)
        #expect(find(figures, "population_by_age 000 age=0", "2008K1")?.value == 64_412)
        #expect(find(figures, "population_by_age 766 age=17", "2008K2")?.value == 117)
        let zero = try #require(find(figures, "population_by_age 411 age=17", "2008K1"))
        #expect(zero.value == 0 && zero.status == "A" && zero.areaKind == "unincorporated")
        #expect(Set(figures.map(\.periodKind)) == ["quarter"])
        #expect(Set(figures.map(\.unit)) == ["persons"])
    }

    @Test("NGLK: net and gross are two indicators in kroner per pupil, and Christiansø is left out")
    func nglk() throws {
        let desk = try RecipeDesk("nglk")
        var document = StatBankDocument(["OMRÅDE", "BNØGLE", "BRUTNETUDG", "PRISENHED", "TID"])
        for area in ["000"] + Places.regions + Places.codes + ["411"] {
            for kind in ["NET", "BRUT"] {
                for year in ["2023", "2024"] {
                    let isHidden = area == "825" && kind == "BRUT" && year == "2023"
                    document.add(
                        [area, "FOL", kind, "AARPRIS", year],
                        isHidden ? ".." : "\(kind == "NET" ? 80 : 90)\(area)"
                    )
                }
            }
        }
        #expect(try desk.load(document.text).now == 104 * 2 * 2)
        let figures = try desk.figures()
        #expect(find(figures, "school_expenditure_net 766", "2024")?.value == 80_766)
        #expect(find(figures, "school_expenditure_gross 766", "2024")?.value == 90_766)
        let missing = try #require(find(figures, "school_expenditure_gross 825", "2023"))
        #expect(missing.value == nil && missing.status == "O")
        #expect(Set(figures.map(\.unit)) == ["dkk/pupil"])
        #expect(Set(figures.map(\.periodKind)) == ["year"])
        #expect(!figures.contains { $0.series.contains("411") })
    }

    @Test(
        "REGK31 and BUDK32: thousands of kroner become kroner, kroner per inhabitant stay, each function by itself",
        arguments: [("regk31", "OMRÅDE", "accounts"), ("budk32", "REGI07A", "budget")]
    )
    func accounts(id: String, column: String, prefix: String) throws {
        let desk = try RecipeDesk(id)
        var document = StatBankDocument([column, "FUNKTION", "DRANST", "ART", "PRISENHED", "TID"])
        for area in ["000"] + Places.regions + Places.groups + Places.codes {
            for function in ["32201", "32207", "32208"] {
                for account in ["1", "2"] {
                    for price in ["LOBM", "INDL"] {
                        let sign = account == "2" ? "-" : ""
                        document.add(
                            [area, function, account, "TOT", price, "2024"],
                            "\(sign)\(function.suffix(1))\(area)"
                        )
                    }
                }
            }
        }
        #expect(try desk.load(document.text).now == 109 * 12)
        let figures = try desk.figures()
        let school = try #require(find(figures, "\(prefix)_folkeskole 766 account=drift", "2024"))
        #expect(school.value == 1_766_000 && school.unit == "dkk" && school.status == "A")
        #expect(find(figures, "\(prefix)_special_regional 766 account=statsrefusion", "2024")?.value == -7_766_000)
        let head = try #require(find(figures, "\(prefix)_special_schools_per_inhabitant 766 account=drift", "2024"))
        #expect(head.value == 8766 && head.unit == "dkk/inhabitant")
        let group = try #require(find(figures, "\(prefix)_folkeskole_per_inhabitant 940 account=drift", "2024"))
        #expect(group.value == 1940 && group.areaKind == "group")
        #expect(Set(figures.map { $0.series.prefix { $0 != " " } }).count == 6)
    }

    @Test("a function that was not asked for is not taken for one of them")
    func foreignFunction() throws {
        let desk = try RecipeDesk("regk31")
        var document = StatBankDocument(["OMRÅDE", "FUNKTION", "DRANST", "ART", "PRISENHED", "TID"])
        document.add(["766", "32205", "1", "TOT", "LOBM", "2024"], "5")
        let error = #expect(throws: LoadRefusal.self) { try desk.load(document.text) }
        #expect(
            error?.rules.first?.finding
                == "1 row cannot be understood (unknown-member): row 1: FUNKTION = 32205"
        )
    }

    @Test("KVOTIEN: pupils per class with one decimal, all schools and folkeskoler")
    func kvotien() throws {
        let desk = try RecipeDesk("kvotien")
        var document = StatBankDocument(["OMRÅDE", "KLASSE", "SKTPE", "TID"])
        for area in ["000"] + Places.regions + Places.codes + ["411"] {
            document.add([area, "0000", "ANTALSUM", "2024"], area == "411" ? "0" : "20,\(area.suffix(1))")
            document.add([area, "0000", "ANTAL1012", "2024"], area == "411" ? ".." : "21,\(area.suffix(1))")
        }
        #expect(try desk.load(document.text).now == 104 * 2)
        let figures = try desk.figures()
        let all = try #require(find(figures, "class_size 766", "2024"))
        #expect(all.value == 20.6 && all.unit == "pupils/class")
        #expect(find(figures, "class_size 766 school_type=folkeskoler", "2024")?.value == 21.6)
    }

    @Test("UDDAKT20: pupils by residence, type of school and grade; the unknown and those abroad are left out")
    func uddakt20() throws {
        let desk = try RecipeDesk("uddakt20")
        var document = StatBankDocument(["BOPOMR", "UDDANNELSE", "GRUNDSKOL", "FSTATUS", "TID"])
        let grades = ["TOT"] + (20...30).map { "U\($0)" }
        for area in ["0"] + Places.regions + Places.codes + ["411", "998", "999"] {
            for grade in grades {
                for (place, type) in ["1011", "1012", "1013", "1014", "1015", "1016", "1999"].enumerated() {
                    document.add(
                        [area, grade, type, "B", "2024"],
                        "\(place)\(grade == "TOT" ? "99" : "\(grade.suffix(2))")"
                    )
                }
            }
        }
        #expect(try desk.load(document.text).now == 105 * 12 * 7)
        let figures = try desk.figures()
        #expect(find(figures, "pupils_by_residence 766 school_type=folkeskoler", "2024")?.value == 199)
        #expect(find(figures, "pupils_by_residence 766 grade=0;school_type=specialskoler", "2024")?.value == 420)
        #expect(find(figures, "pupils_by_residence 000 grade=10;school_type=efterskoler", "2024")?.value == 30)
        #expect(Set(figures.map(\.unit)) == ["persons"] && Set(figures.map(\.periodKind)) == ["year"])
    }

    /// Real, published: STATUSU6, 2024, education in all, www.statistikbanken.dk/STATUSU6, CC BY 4.0.
    private static let status = [
        ("0", ["601166", "404435", "105009", "41847", "49875"]), ("766", ["12568", "8101", "3079", "771", "617"]),
        ("751", ["18638", "12262", "2993", "1524", "1859"]), ("851", ["12773", "8290", "2339", "941", "1203"]),
        ("825", ["40", "31", "2", "4", "3"]), ("411", ["0", "0", "0", "0", "0"]),
    ]

    @Test("STATUSU6: of 12,568 whose primary school lies in Hedensted 8,101 have completed an education")
    func statusu6() throws {
        let desk = try RecipeDesk("statusu6")
        var document = StatBankDocument(["UDDSTAT", "UDDANNELSE", "GRUNDBEL", "TID"])
        let states = ["AA_TOTAL", "FULDFOERT", "IGANG", "AFBRUDT", "INGENREG"]
        let real = Dictionary(uniqueKeysWithValues: Self.status)
        for area in ["0", "411", "98"] + Places.codes {
            for (place, state) in states.enumerated() {
                document.add([state, "TOT", area, "2024"], real[area]?[place] ?? "\(place)")
            }
        }
        #expect(try desk.load(document.text).now == 100 * 5)
        let figures = try desk.figures()
        #expect(find(figures, "youth_status 766", "2024")?.value == 12_568)
        #expect(find(figures, "youth_status 766 education_status=fuldfoert", "2024")?.value == 8101)
        #expect(find(figures, "youth_status 766 education_status=ingen", "2024")?.value == 617)
        #expect(find(figures, "youth_status 000 education_status=igang", "2024")?.value == 105_009)
        #expect(find(figures, "youth_status 825 education_status=afbrudt", "2024")?.value == 4)
        let zero = try #require(find(figures, "youth_status 411", "2024"))
        #expect(zero.value == 0 && zero.status == "A")
        let hedensted = figures.filter { $0.series.hasPrefix("youth_status 766 ") }.compactMap(\.value)
        #expect(hedensted.reduce(0, +) == 12_568)
    }

    @Test("SPECIAL1: the whole country by grade, form of school and hours, with the break of 2012")
    func special1() throws {
        let desk = try RecipeDesk("special1")
        var document = StatBankDocument(["KLASSE", "SKTPE", "ELEV", "TID"])
        let grades = ["I alt"] + (0...10).map { "U\(20 + $0) \($0). klassetrin" }
        let forms = [
            "I alt", "FOLKESKOLER", "Folkeskoler, normalklasser", "Folkeskoler, specialklasser",
            "UNGDOMSSKOLER OG ANDRE SKOLER", "SPECIALSKOLER", "DAGBEHANDLINGSCENTRE MV.",
        ]
        let support = [
            "Elever i alt", "Modtager ikke specialundervisning", "Modtager specialundervisning under 9 timer",
            "Modtager specialundervisning 9-20 timer", "Modtager specialundervisning over 20 timer",
            "Modtager specialundervisning, uoplyst timetal",
        ]
        for (g, grade) in grades.enumerated() {
            for (f, form) in forms.enumerated() {
                for (s, hours) in support.enumerated() {
                    for year in ["2011", "2024"] { document.add([grade, form, hours, year], "\(g)\(f)\(s)") }
                }
            }
        }
        #expect(try desk.load(document.text).now == 12 * 7 * 6 * 2)
        let figures = try desk.figures()
        let all = try #require(find(figures, "special_education_public 000", "2024"))
        #expect(all.value == 0 && all.areaKind == "country" && all.unit == "persons" && all.periodKind == "year")
        let one = "special_education_public 000 grade=9;school_form=specialklasser;support=over-20"
        #expect(find(figures, one, "2024")?.value == 1034)
        #expect(find(figures, "special_education_public 000 school_form=specialskoler", "2011")?.value == 50)
        #expect(try desk.breaks() == ["2012-01-01"])
    }

    @Test("SPECIAL2 and SPECIAL3: with or without special education, with the breaks of 2012 and 2017")
    func special2and3() throws {
        let support = [
            "Elever i alt", "Modtager ikke specialundervisning", "Modtager specialundervisning, uoplyst timetal",
        ]
        let second = try RecipeDesk("special2")
        var document = StatBankDocument(["KLASSE", "ELEV", "TID"])
        for (g, grade) in (["I alt"] + (0...10).map { "U\(20 + $0) \($0). klassetrin" }).enumerated() {
            for (s, state) in support.enumerated() { document.add([grade, state, "2024"], "\(g)\(s)") }
        }
        #expect(try second.load(document.text).now == 36)
        let name = "special_education_hours_unknown 000 grade=10;support=uoplyst"
        #expect(find(try second.figures(), name, "2024")?.value == 112)
        #expect(try second.breaks() == ["2012-01-01", "2017-01-01"])

        let third = try RecipeDesk("special3")
        var small = StatBankDocument(["ELEV", "TID"])
        for (s, state) in support.enumerated() { small.add([state, "2023"], "\(s + 1)00") }
        #expect(try third.load(small.text).now == 3)
        let figures = try third.figures()
        #expect(find(figures, "special_education_efterskoler 000", "2023")?.value == 100)
        #expect(find(figures, "special_education_efterskoler 000 support=uoplyst", "2023")?.value == 300)
        #expect(try third.breaks() == ["2012-01-01", "2017-01-01"])
    }

    @Test(
        "LABY16: groups are understood under both of their codes, municipalities are stored when they come",
        arguments: [["0", "1", "2", "3", "4", "5"], ["000", "910", "920", "930", "940", "960"]]
    )
    func laby16(codes: [String]) throws {
        let desk = try RecipeDesk("laby16")
        var document = StatBankDocument(["KOMGRP", "TID"])
        for (place, code) in (codes + ["766", "825"]).enumerated() {
            document.add([code, "2024"], code == "825" ? ".." : "6,\(place)")
        }
        #expect(try desk.load(document.text).now == 8)
        let figures = try desk.figures()
        let group = try #require(find(figures, "notifications_share 940", "2024"))
        #expect(group.value == 6.4 && group.unit == "%" && group.areaKind == "group")
        #expect(find(figures, "notifications_share 000", "2024")?.value == 6.0)
        #expect(find(figures, "notifications_share 766", "2024")?.value == 6.6)
        #expect(find(figures, "notifications_share 825", "2024")?.status == "O")
    }

    @Test("a load without one of the expected areas is refused by name")
    func lostArea() throws {
        let desk = try RecipeDesk("laby16")
        var document = StatBankDocument(["KOMGRP", "TID"])
        for code in ["910", "920", "930", "960"] { document.add([code, "2024"], "6,0") }
        let error = #expect(throws: LoadRefusal.self) { try desk.load(document.text) }
        #expect(error?.rules.first?.finding == "1 of the expected areas has no row at all: 940")
    }
}
