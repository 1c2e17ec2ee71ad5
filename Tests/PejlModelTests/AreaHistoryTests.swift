import PejlModel
import Testing

/// Following typed changes of areas; the areas are made up.
struct AreaHistoryTests {
    private static func day(_ text: String) -> CalendarDay {
        CalendarDay(iso: text) ?? CalendarDay(daysSince1970: 0)
    }

    private static func change(_ kind: AreaChangeKind, _ on: String, _ from: [String], _ to: [String]) -> AreaChange {
        func named(_ codes: [String]) -> [NamedArea] { codes.map { NamedArea(code: $0, name: $0) } }
        return AreaChange(kind: kind, day: day(on), from: named(from), to: named(to), sources: ["test"])
    }

    /// A and B became M; M and C became the new C; D was divided between C and E; F between G and H, which became I; K was
    /// divided between L, which ended, and C; N ended and nobody knows how; P got the code Q; R gave tasks away and got
    /// another name; S was merged into S.
    private static let history = AreaHistory(
        changes: [
            change(.merge, "2003-01-01", ["A", "B"], ["M"]), change(.merge, "2007-01-01", ["C", "M"], ["C"]),
            change(.split, "2007-01-01", ["D"], ["C", "E"]), change(.split, "2004-01-01", ["F"], ["G", "H"]),
            change(.merge, "2009-01-01", ["G", "H"], ["I"]), change(.split, "2005-01-01", ["K"], ["C", "L"]),
            change(.merge, "2005-01-01", ["C"], ["C"]), change(.unestablished, "2007-01-01", ["V"], ["W"]),
            change(.dissolved, "2006-01-01", ["L"], []), change(.unestablished, "2007-01-01", ["N"], []),
            change(.codeChange, "2008-01-01", ["P"], ["Q"]), change(.taskTransfer, "2007-01-01", ["R"], ["E", "C"]),
            change(.rename, "2008-01-01", ["R"], ["R"]), change(.merge, "2007-01-01", ["S", "T"], ["S"]),
        ],
        today: ["C", "E", "I", "N", "Q", "R", "S", "U", "W"]
    )

    @Test(
        "a code of a day is one area today, several, or none; no branch is chosen",
        arguments: [
            ("A", "2002-12-31", .one("C")), ("A", "2003-01-01", .none), ("M", "2002-12-31", .none),
            ("M", "2005-06-01", .one("C")), ("C", "2006-12-31", .one("C")), ("C", "2020-01-01", .one("C")),
            ("D", "2006-12-31", .several(["C", "E"])), ("D", "2007-01-01", .none), ("F", "2003-01-01", .one("I")),
            ("K", "2004-12-31", .several(["C"])), ("L", "2005-06-01", .none), ("N", "2006-12-31", .none),
            ("N", "2007-01-01", .none), ("P", "2007-12-31", .one("Q")), ("Q", "2007-12-31", .none),
            ("R", "2000-01-01", .one("R")), ("S", "2006-12-31", .one("S")), ("T", "2006-12-31", .one("S")),
            ("U", "1999-01-01", .one("U")), ("V", "2006-12-31", .none), ("W", "2006-12-31", .none),
            ("W", "2007-01-01", .one("W")), ("X", "2006-12-31", .none),
        ] as [(String, String, AreaSuccessor)]
    )
    func successors(code: String, day: String, expected: AreaSuccessor) {
        #expect(Self.history.successor(of: code, on: Self.day(day)) == expected)
    }

    @Test("there is an area from the day that brought it to the day before the one that ended it")
    func existence() {
        for (code, day, expected) in [
            ("A", "2002-12-31", true), ("A", "2003-01-01", false), ("M", "2002-12-31", false),
            ("M", "2003-01-01", true),
            ("M", "2007-01-01", false), ("C", "1990-01-01", true), ("C", "2007-01-01", true),
            ("Q", "2007-12-31", false),
            ("Q", "2008-01-01", true), ("U", "1990-01-01", true), ("X", "1990-01-01", false),
        ] {
            #expect(Self.history.existed(code, on: Self.day(day)) == expected, "\(code) \(day)")
        }
    }

    @Test("the order in which changes are listed decides nothing")
    func order() {
        let reversed = AreaHistory(
            changes: Self.history.changes.reversed(),
            today: ["C", "E", "I", "N", "Q", "R", "S", "U", "W"]
        )
        for code in "ABCDEFGHIKLMNPQRSTUX".map(String.init) {
            for year in 2000...2010 {
                let day = Self.day("\(year)-06-01")
                #expect(reversed.successor(of: code, on: day) == Self.history.successor(of: code, on: day))
            }
        }
    }
}
