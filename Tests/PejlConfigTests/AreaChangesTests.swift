import Foundation
import PejlConfig
import PejlModel
import PejlPipeline
import Testing

/// The history of areas that ships, and the municipality's own.
struct AreaChangesTests {
    private static func day(_ text: String) -> CalendarDay { CalendarDay(iso: text) ?? CalendarDay(daysSince1970: 0) }

    // MARK: - What ships

    // Numbers of municipalities: Statistics Denmark, classifications of 2006 and 2007, as cited in changes.toml.
    @Test(
        "there were as many municipalities as Statistics Denmark says",
        arguments: [
            ("2002-12-31", 275), ("2003-01-01", 271), ("2006-01-01", 270), ("2006-12-31", 270), ("2007-01-01", 98),
        ]
    )
    func counts(day: String, count: Int) throws {
        let history = try AreaChangesFile.history()
        var codes = Set(AreaCatalogue.denmark.municipalities.map(\.code))
        for change in history.changes where [.merge, .split, .unestablished].contains(change.kind) {
            codes.formUnion((change.from + change.to).map(\.code))
        }
        #expect(codes.filter { history.existed($0, on: Self.day(day)) }.count == count)
    }

    // Each from an article on that municipality, not from the list.
    @Test(
        "what a municipality of 2006 is today, is not, or cannot be told",
        arguments: [
            ("613", .one("766")), ("619", .one("766")), ("627", .several(["630", "766"])), ("615", .one("615")),
            ("601", .several(["615", "746"])), ("611", .several(["530", "630"])),
            ("793", .several(["791", "820", "846"])),
            ("101", .one("101")), ("400", .one("400")), ("492", .one("492")), ("766", .none), ("575", .none),
            ("805", .none), ("amt-vejle", .none), ("000", .one("000")), ("411", .one("411")),
        ] as [(String, AreaSuccessor)]
    )
    func successors(code: String, expected: AreaSuccessor) throws {
        #expect(try AreaChangesFile.history().successor(of: code, on: Self.day("2006-12-31")) == expected)
    }

    @Test("Bornholm's five are one since 2003, Ærø's two since 2006, and neither was there before")
    func islands() throws {
        let history = try AreaChangesFile.history()
        for code in ["401", "403", "405", "407", "409"] {
            #expect(history.successor(of: code, on: Self.day("2002-12-31")) == .one("400"))
            #expect(history.successor(of: code, on: Self.day("2003-01-01")) == AreaSuccessor.none)
        }
        #expect(history.successor(of: "400", on: Self.day("2002-12-31")) == AreaSuccessor.none)
        for code in ["443", "493"] { #expect(history.successor(of: code, on: Self.day("2005-12-31")) == .one("492")) }
    }

    @Test("every change names sources that are spelt out, two unless it says that nothing is established")
    func sources() throws {
        let changes = try AreaChangesFile.shipped()
        #expect(changes.count > 100)
        for change in changes {
            #expect(change.sources.allSatisfy { $0.contains(" ") }, "\(change)")
            #expect(change.kind == .unestablished || change.sources.count >= 2, "\(change)")
        }
    }

    @Test(
        "every area that something became part of is one of today's, and every area of today that was made is said to be"
    )
    func today() throws {
        let changes = try AreaChangesFile.shipped()
        for change in changes where change.kind.endsArea {
            for area in change.to {
                #expect(AreaCatalogue.denmark.area(code: area.code)?.name == area.name || area.code == "260")
            }
        }
        let kinds = Set(changes.map(\.kind))
        #expect(kinds == Set(AreaChangeKind.allCases).subtracting([.codeChange]))
    }

    // MARK: - The municipality's own

    private static let own = """
        [[changes]]
        kind = "merge"
        day = "2024-08-01"
        from = ["inst-101003 Nordskolen", "inst-101004 Sydskolen"]
        to = ["inst-101003 Fællesskolen"]
        sources = ["Byrådet, 1. marts 2024"]
        note = { da = "Samme nummer.", en = "The same number." }
        """

    @Test("a file beside pejl.toml adds to what ships; so does one that is named")
    func ownFile() throws {
        let desk = try Desk()
        let shipped = try desk.configuration().pipeline.areaChanges.count
        try desk.write("area-changes.toml", Self.own)
        let added = try #require(try desk.configuration().pipeline.areaChanges.last)
        #expect(try desk.configuration().pipeline.areaChanges.count == shipped + 1)
        #expect(added.kind == .merge && added.day == Self.day("2024-08-01") && added.note.da == "Samme nummer.")
        #expect(added.from.map(\.name) == ["Nordskolen", "Sydskolen"] && added.to.map(\.code) == ["inst-101003"])
        #expect(
            try desk.problem(appending: "area_changes = \"gone.toml\"\n")
                == "gone.toml: it is missing or may not be read"
        )
    }

    @Test(
        "a mistake is told with file, line and key",
        arguments: [
            ("\"2024-08-01\"", "\"2024-02-30\"", "area-changes.toml:3: changes.day: \"2024-02-30\" is no day"),
            (
                "\"2024-08-01\"", "\"0207-08-01\"",
                "area-changes.toml:3: changes.day: 0207-08-01: a day from 1970 to 2100"
            ),
            (
                "\"merge\"", "\"fusion\"",
                "area-changes.toml:2: changes.kind: \"fusion\" is not one of \"merge\", \"split\""
            ),
            ("\"merge\"", "\"split\"", "area-changes.toml:4: changes.from: split: one area is wanted"),
            (
                "inst-101004 Sydskolen", "inst-101003 Sydskolen",
                "area-changes.toml:4: changes.from: \"inst-101003\" is there twice"
            ),
            (
                "inst-101004 Sydskolen", "inst-101004",
                "area-changes.toml:4: changes.from: \"inst-101004\": a code, a space and a name"
            ),
            (
                "inst-101004 Sydskolen", "766 Hedensted",
                "area-changes.toml:4: changes.from: \"766\": the history of municipalities"
            ),
            ("[\"Byrådet, 1. marts 2024\"]", "[]", "area-changes.toml:6: changes.sources: who says so?"),
            (
                "sources =", "source =",
                "area-changes.toml:6: changes.source: there is no such key; did you mean sources?"
            ),
        ]
    )
    func mistakes(was: String, now: String, problem: String) throws {
        let desk = try Desk()
        try desk.write("area-changes.toml", Self.own.replacingOccurrences(of: was, with: now))
        let told = desk.problem { _ = try desk.configuration() } ?? "nothing"
        #expect(told.hasPrefix(problem), "\(told)")
    }

    @Test("an area ends once, and one that has ended does nothing more")
    func overlaps() throws {
        let desk = try Desk()
        func told(_ more: String) throws -> String {
            try desk.write("area-changes.toml", Self.own + "\n[[changes]]\nsources = [\"x\"]\n" + more)
            return desk.problem { _ = try desk.configuration() } ?? "nothing"
        }
        let closed = "kind = \"dissolved\"\nfrom = [\"inst-101004 Sydskolen\"]\n"
        #expect(try told(closed + "day = \"2024-08-01\"\n").contains("\"inst-101004\" ends twice on 2024-08-01"))
        #expect(try told(closed + "day = \"2025-08-01\"\n").contains("\"inst-101004\" ended on 2024-08-01 already"))
        // The number that went on may end later.
        #expect(
            try told("kind = \"dissolved\"\nday = \"2025-08-01\"\nfrom = [\"inst-101003 Fællesskolen\"]\n") == "nothing"
        )
    }
}
