import PejlModel
import Testing

/// Areas that a recipe declares beside the Danish ones.
struct DeclaredAreasTests {
    private static func area(_ code: String, _ name: String, _ kind: AreaKind = .municipality) -> Area {
        Area(kind: kind, code: code, name: name, regionCode: nil, groupCode: nil)
    }

    private let catalogue = AreaCatalogue.denmark.adding([
        area("SE-0180", "Stockholm"), area("SE-0000", "Riket", .country), area("NO-4205", "Lindesnes"),
        area("SE-9999", "Hedensted"), area("SE-9998", "Vejle"), area("NO-9998", "Vejle"),
    ])

    @Test("are found by code and by name, and the municipalities stay the 98")
    func found() {
        #expect(catalogue.area(code: "SE-0180")?.name == "Stockholm")
        #expect(catalogue.area(code: "0180") == nil)
        #expect(catalogue.area(named: "Lindesnes")?.code == "NO-4205")
        #expect(catalogue.areas.count == AreaCatalogue.denmark.areas.count + 6)
        #expect(catalogue.municipalities == AreaCatalogue.denmark.municipalities)
        #expect(catalogue.municipalities.count == 98)
    }

    @Test(
        "a name that two areas have is none's, unless a prefix tells them apart",
        arguments: [
            ("Hedensted", "", nil), ("Hedensted", "SE-", "SE-9999"), ("Hedensted Kommune", "", nil),
            ("Vejle", "", nil), ("Vejle", "SE-", "SE-9998"), ("Vejle", "NO-", "NO-9998"),
            ("Horsens", "", "615"), ("Horsens", "SE-", nil), ("Stockholms kommune", "SE-", "SE-0180"),
        ]
    )
    func names(name: String, prefix: String, code: String?) {
        #expect(catalogue.area(named: name, prefix: prefix)?.code == code)
    }

    @Test("nothing that is known already is changed")
    func known() {
        let same = AreaCatalogue.denmark.adding([Self.area("766", "Stockholm"), Self.area("766", "Göteborg")])
        #expect(same.area(code: "766")?.name == "Hedensted")
        #expect(same.areas == AreaCatalogue.denmark.areas)
        let twice = catalogue.adding([Self.area("SE-0180", "Göteborg")])
        #expect(twice.area(code: "SE-0180")?.name == "Stockholm")
    }
}
