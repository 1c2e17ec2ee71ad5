import PejlDecode
import PejlModel
import Testing

/// One text under each publisher's rule, side by side; the rules stand in docs/formats.md.
struct PublisherNumberTests {
    /// What a publisher's reader makes of a text.
    enum Reading: Equatable, CustomTestStringConvertible {
        case number(Double)
        case percent(Double)
        case mark(String)
        case refused

        var testDescription: String { "\(self)" }
    }

    private static let r = Reading.refused

    /// Text, then StatBank's CSV, JSON-stat (as a text), PX, uddannelsesstatistik.dk.
    private static let table: [(String, Reading, Reading, Reading, Reading)] = [
        ("2.351", .number(2.351), .number(2.351), .number(2.351), .number(2351)),
        ("2,351", .number(2.351), r, r, .number(2.351)),
        ("42955,60", .number(42955.6), r, r, .number(42955.6)),
        ("1.234.567", r, r, r, .number(1_234_567)),
        ("1.234,5", r, r, r, .number(1234.5)),
        ("14,4 %", r, r, r, .percent(14.4)),
        ("14.4", .number(14.4), .number(14.4), .number(14.4), r),
        ("1e3", r, .number(1000), .number(1000), r),
        ("-7", .number(-7), .number(-7), .number(-7), .number(-7)),
        ("\u{2212}7", .number(-7), r, r, .number(-7)),
        ("\u{2013}7", r, r, r, r),
        ("+7", r, r, r, r),
        ("0", .number(0), .number(0), .number(0), .number(0)),
        ("-0", .number(0), .number(0), .number(0), .number(0)),
        ("..", .mark(".."), .mark(".."), .mark(".."), .mark("..")),
        (".", .mark("."), .mark("."), .mark("."), .mark(".")),
        (":", .mark(":"), .mark(":"), r, .mark(":")),
        ("-", .mark("-"), .mark("-"), .mark("-"), .mark("-")),
        ("M", .mark("M"), .mark("M"), r, .mark("M")),
        ("U", .mark("U"), .mark("U"), r, .mark("U")),
        ("", .mark(""), .mark(""), r, .mark("")),
        ("\u{A0}5", r, r, r, .number(5)),
        ("1 234", r, r, r, r),
        ("NaN", .mark("NaN"), .mark("NaN"), r, .mark("NaN")),
        ("1.5.2", r, r, r, r),
    ]

    @Test("a text is the number, the mark or the fault that the publisher's rule makes of it", arguments: table.indices)
    func readings(index: Int) throws {
        let (text, csv, stat, px, rows) = Self.table[index]
        #expect(try reading("A;INDHOLD\na;\(text)\n", .statBankCSV) == csv, "StatBank: \(text)")
        let cube = #"{"id":["A"],"size":[1],"dimension":{"A":{"category":{"index":["a"]}}},"value":["\#(text)"]}"#
        #expect(try reading(cube, .jsonStat) == stat, "JSON-stat: \(text)")
        let file = "CODEPAGE=\"utf-8\";STUB=\"A\";VALUES(\"A\")=\"a\";DATA=\(text.isEmpty ? "\"\"" : text);"
        #expect(try reading(file, .px) == px, "PX: \(text)")
        #expect(try reading(#"[{"[A]":"a","m":"\#(text)"}]"#, .uddannelsesstatistik) == rows, "rows: \(text)")
    }

    private func reading(_ text: String, _ format: DocumentFormat) throws -> Reading {
        let cell: Cell
        do {
            let found = try cells(text, format)
            cell = try #require(found.first)
            #expect(found.count == 1)
        } catch is DecodeError {
            return .refused
        }
        if let mark = cell.mark { return .mark(mark) }
        let value = try #require(cell.value)
        #expect(value.sign == .plus || value < 0)
        return cell.isPercent ? .percent(value) : .number(value)
    }
}
