import PejlModel
import Testing

/// The catalogue against `sources.md` §7 and Statistics Denmark's municipality groups.
struct AreaCatalogueTests {
    private let catalogue = AreaCatalogue.denmark

    /// `sources.md` §7, region by region.
    private static let regions: [(code: String, name: String, municipalities: String)] = [
        (
            "084", "Region Hovedstaden",
            """
            101 København, 147 Frederiksberg, 151 Ballerup, 153 Brøndby, 155 Dragør, 157 Gentofte, 159 Gladsaxe, \
            161 Glostrup, 163 Herlev, 165 Albertslund, 167 Hvidovre, 169 Høje-Taastrup, 173 Lyngby-Taarbæk, 175 Rødovre, \
            183 Ishøj, 185 Tårnby, 187 Vallensbæk, 190 Furesø, 201 Allerød, 210 Fredensborg, 217 Helsingør, 219 Hillerød, \
            223 Hørsholm, 230 Rudersdal, 240 Egedal, 250 Frederikssund, 260 Halsnæs, 270 Gribskov, 400 Bornholm
            """
        ),
        (
            "085", "Region Sjælland",
            """
            253 Greve, 259 Køge, 265 Roskilde, 269 Solrød, 306 Odsherred, 316 Holbæk, 320 Faxe, 326 Kalundborg, \
            329 Ringsted, 330 Slagelse, 336 Stevns, 340 Sorø, 350 Lejre, 360 Lolland, 370 Næstved, 376 Guldborgsund, \
            390 Vordingborg
            """
        ),
        (
            "083", "Region Syddanmark",
            """
            410 Middelfart, 420 Assens, 430 Faaborg-Midtfyn, 440 Kerteminde, 450 Nyborg, 461 Odense, 479 Svendborg, \
            480 Nordfyns, 482 Langeland, 492 Ærø, 510 Haderslev, 530 Billund, 540 Sønderborg, 550 Tønder, 561 Esbjerg, \
            563 Fanø, 573 Varde, 575 Vejen, 580 Aabenraa, 607 Fredericia, 621 Kolding, 630 Vejle
            """
        ),
        (
            "082", "Region Midtjylland",
            """
            615 Horsens, 657 Herning, 661 Holstebro, 665 Lemvig, 671 Struer, 706 Syddjurs, 707 Norddjurs, 710 Favrskov, \
            727 Odder, 730 Randers, 740 Silkeborg, 741 Samsø, 746 Skanderborg, 751 Aarhus, 756 Ikast-Brande, \
            760 Ringkøbing-Skjern, 766 Hedensted, 779 Skive, 791 Viborg
            """
        ),
        (
            "081", "Region Nordjylland",
            """
            773 Morsø, 787 Thisted, 810 Brønderslev, 813 Frederikshavn, 820 Vesthimmerlands, 825 Læsø, 840 Rebild, \
            846 Mariagerfjord, 849 Jammerbugt, 851 Aalborg, 860 Hjørring
            """
        ),
    ]

    /// The 98 of `sources.md` §7: code and name.
    private static let municipalities: [(code: String, name: String)] = regions.flatMap { region in
        region.municipalities.split(separator: ", ").map { (String($0.prefix(3)), String($0.dropFirst(4))) }
    }

    @Test("there are 98 municipalities, ascending, and Christiansø is none of them")
    func allMunicipalities() {
        let codes = catalogue.municipalities.map(\.code)
        #expect(codes.count == 98)
        #expect(codes == Self.municipalities.map(\.code).sorted())
        #expect(catalogue.area(code: "411")?.kind == .unincorporated)
        #expect(catalogue.area(code: "411")?.groupCode == nil)
        #expect(catalogue.areas.count == 98 + 1 + 5 + 1 + 5)
        #expect(Set(catalogue.areas.map(\.code)).count == catalogue.areas.count)
        #expect(catalogue.areas.count { $0.kind == .country } == 1)
        #expect(catalogue.areas.count { $0.kind == .region } == 5)
        #expect(catalogue.areas.count { $0.kind == .institution } == 0)
    }

    @Test("regions have 29, 17, 22, 19 and 11 municipalities: these", arguments: zip(regions, [29, 17, 22, 19, 11]))
    func regionMembers(region: (code: String, name: String, municipalities: String), count: Int) {
        let members = catalogue.municipalities.filter { $0.regionCode == region.code }
        #expect(members.count == count)
        #expect(members.map { "\($0.code) \($0.name)" }.joined(separator: ", ") == region.municipalities)
        #expect(catalogue.area(code: region.code)?.name == region.name)
        #expect(catalogue.area(code: region.code)?.kind == .region)
    }

    /// Statistics Denmark's KOMGRP has 24, 3, 16, 24 and 31 municipalities (counted in figures/municipalities.csv).
    @Test(
        "municipality groups have the size that Statistics Denmark gives them",
        arguments: zip(1...5, [24, 3, 16, 24, 31])
    )
    func groupSizes(group: Int, count: Int) {
        #expect(catalogue.municipalities.count { $0.groupCode == "\(group)" } == count)
    }

    /// The codes that REGK and BUDK tables use for KOMGRP's groups (`sources.md` §1.8).
    @Test(
        "municipality groups are areas of their own kind, and no municipalities",
        arguments: [
            ("910", "Hovedstadskommuner", "1"), ("920", "Storbykommuner", "2"), ("930", "Provinsbykommuner", "3"),
            ("940", "Oplandskommuner", "4"), ("960", "Landkommuner", "5"),
        ]
    )
    func groups(code: String, name: String, group: String) throws {
        let area = try #require(catalogue.area(code: code))
        #expect(area.kind == .group && area.name == name && area.groupCode == group && area.regionCode == nil)
        #expect(catalogue.area(named: name) == area)
        #expect(!catalogue.municipalities.contains(area))
    }

    @Test("every municipality is found by code, by name, with Kommune and with a genitive s", arguments: municipalities)
    func names(code: String, name: String) {
        #expect(catalogue.area(code: code)?.name == name)
        for spelled in [name, "\(name) Kommune", "\(name)s Kommune", "  \(name)\u{a0}", "\(name) kommune"] {
            #expect(catalogue.area(named: spelled)?.code == code, "\(spelled)")
        }
    }

    @Test(
        "spellings met at the publishers mean one municipality",
        arguments: [
            ("Nordfyn", "480"), ("Nordfyns", "480"), ("Nordfyns Kommune", "480"), ("Nordfyn Kommune", "480"),
            ("Vesthimmerland", "820"), ("Vesthimmerlands", "820"), ("Vesthimmerlands Kommune", "820"),
            ("Vesthimmerland Kommune", "820"), ("Århus", "751"), ("Aarhus", "751"), ("Århus Kommune", "751"),
            ("Aarhus Kommune", "751"), ("Brønderslev-Dronninglund", "810"), ("Bornholms Regionskommune", "400"),
            ("Bornholms Kommune", "400"), ("Bornholm", "400"), ("Hedensted", "766"), ("Hedensted Kommune", "766"),
            ("Københavns Kommune", "101"), ("København", "101"), ("Horsens Kommune", "615"), ("Assens Kommune", "420"),
            ("Randers Kommune", "730"), ("Stevns Kommune", "336"), ("Halsnæs Kommune", "260"),
            ("Norddjurs Kommune", "707"), ("Syddjurs Kommune", "706"), ("Christiansø", "411"), ("Ertholmene", "411"),
            ("Hele landet", "000"), ("Danmark", "000"), ("I alt", "000"), ("Region Midtjylland", "082"),
        ]
    )
    func variants(name: String, code: String) { #expect(catalogue.area(named: name)?.code == code) }

    @Test(
        "\"Bornholms\" alone is one of the spellings met (sources.md §7)"
    )
    func bornholms() { #expect(catalogue.area(named: "Bornholms")?.code == "400") }

    @Test("a no-break space before Kommune is a space")
    func noBreakSpace() { #expect(catalogue.area(named: "Københavns\u{a0}Kommune")?.code == "101") }

    @Test(
        "composed and decomposed letters are equal",
        arguments: [
            ("A\u{30a}rhus", "751"), ("Ta\u{30a}rnby", "185"), ("Ta\u{30a}rnby Kommune", "185"),
            ("Ho\u{338}rsholm", nil),
        ] as [(String, String?)]
    )
    func decomposed(name: String, code: String?) { #expect(catalogue.area(named: name)?.code == code) }

    @Test(
        "a name that is not exactly one area's matches none",
        arguments: [
            "", " ", "\u{a0}", "Kommune", " Kommune", "s Kommune", "Assen", "Horsen", "Rander", "Aarhu", "Stevn",
            "Halsnæ",
            "Norddjur", "Syddjur", "Assen Kommune", "Horsen Kommune", "Aarhu Kommune", "Randersk", "Hedensteds",
            "Københavns", "Hedenstedt", "Hedensted Kommun", "HedenstedKommune", "Hedensted Kommune Kommune",
            "Kobenhavn",
            "Koebenhavn", "København V", "Roskilde, Viborg", "Gotham", "Malmö", "Marstal", "Ærøskøbing", "Juelsminde",
            "Tørring-Uldum", "766", "766 Hedensted", "<uoplyst>", "<fejl>", "Midtjylland", "Hovedstaden", "Nordfynss",
            "Odens", "Ar", "Sor", "Fan", "Herning Herning",
        ]
    )
    func noMatch(name: String) { #expect(catalogue.area(named: name) == nil) }

    @Test(
        "Kommune makes no country, region or island a municipality",
        arguments: [
            "Danmarks Kommune", "Hele landet Kommune", "I alt Kommune", "Region Midtjylland Kommune",
            "Christiansø Kommune",
        ]
    )
    func kommuneOfNone(name: String) { #expect(catalogue.area(named: name) == nil) }

    @Test(
        "a code is three digits; others match none",
        arguments: [
            "", "0766", "66", "766 ", " 766", "000 ", "080", "086", "998", "999", "950", "1084", "DK-84", "DK", "412",
        ]
    )
    func noCode(code: String) { #expect(catalogue.area(code: code) == nil) }

    @Test("Hedensted is compared with the country, its region and the oplandskommuner")
    func hedensted() throws {
        let hedensted = try #require(catalogue.area(code: "766"))
        #expect(hedensted.name == "Hedensted")
        let groups = catalogue.comparisonGroups(for: hedensted)
        #expect(groups.map(\.id) == ["country", "region-082", "dst-group-4"])
        #expect(groups.map(\.members.count) == [98, 19, 24])
        // sources.md §7, and the 24 rows with group 4 of figures/municipalities.csv.
        #expect(
            groups[1].members
                == [
                    "615", "657", "661", "665", "671", "706", "707", "710", "727", "730", "740", "741", "746", "751",
                    "756",
                    "760", "766", "779", "791",
                ]
        )
        #expect(
            groups[2].members
                == [
                    "210", "250", "260", "270", "316", "320", "329", "336", "340", "350", "410", "420", "430", "440",
                    "450",
                    "480", "575", "706", "710", "727", "746", "756", "766", "840",
                ]
        )
        #expect(groups.map(\.title.da) == ["hele landet", "Region Midtjylland", "oplandskommuner"])
        #expect(groups.map(\.title.en) == ["the whole country", "Region Midtjylland", "commuter municipalities"])
        #expect(groups.allSatisfy { !$0.source.isEmpty })
    }

    @Test("every municipality is a member of its own three groups, and no group holds Christiansø")
    func groupsOfAll() {
        for municipality in catalogue.municipalities {
            let groups = catalogue.comparisonGroups(for: municipality)
            #expect(groups.count == 3)
            for group in groups {
                #expect(group.members.contains(municipality.code), "\(municipality.name) in \(group.id)")
                #expect(group.members == group.members.sorted())
                #expect(!group.members.contains("411"))
            }
        }
    }
}
