import PejlDecode
import PejlModel
import Testing

struct LayoutNumberTests {
    static let cases: [(String, String, String, Double?)] = [
        // The same text is another number under another rule, or none.
        (",", ".", "2.351", 2351), (".", "none", "2.351", 2.351), (",", "none", "2.351", nil),
        ("none", ".", "2.351", 2351), ("none", "none", "2.351", nil), (".", ",", "2,351", 2351),
        (",", "none", "2,351", 2.351), (",", "space", "2.351", nil), (".", "none", "2,351", nil),
        // Thousands.
        (",", ".", "2351", 2351), (",", ".", "1.234.567,8", 1_234_567.8), (",", ".", "-1.234", -1234),
        (",", ".", "\u{2212}1.234,5", -1234.5), (",", ".", "12.345", 12_345), (",", ".", "0.351", nil),
        (",", ".", "14.4", nil), (",", ".", "1.2345", nil), (",", ".", "1234.567", nil), (",", ".", "1.234567", nil),
        (",", ".", "1234567.890", nil), (",", ".", "1.23", nil), (",", ".", "1..234", nil), (",", ".", "1.23.456", nil),
        (",", ".", "1.2345.678", nil), (",", ".", "012.345", nil), (",", ".", "1.234.", nil),
        (",", ".", ".234", nil), (",", ".", "1.234,", nil), (",", ".", "1,234.567", nil), (",", ".", "1,5,5", nil),
        (",", "space", "1 234 567,5", 1_234_567.5), (",", "space", "1\u{A0}234", 1234),
        (",", "space", "1\u{202F}234", 1234), (",", "space", "1  234", nil), (",", "space", "1 23", nil),
        (",", "none", "1 234", nil), (",", ".", "1 234", nil), (".", "space", "1 234.5", 1234.5),
        ("none", "space", "12 345", 12_345), ("none", "space", "12 345,0", nil),
        // Signs and spellings that are no numbers.
        (",", ".", " 7 ", 7), (",", ".", "\u{A0}7", 7), (",", ".", "+7", nil), (",", ".", "7-", nil),
        (",", ".", "(7)", nil), (",", ".", "1,2E+05", nil), (",", ".", ",5", nil), (",", ".", "5,", nil),
        (",", ".", "- 7", nil), (",", ".", "--7", nil), (",", ".", "7 %", nil), (",", ".", "7 kr.", nil),
        (",", ".", "٧", nil), (",", ".", "-0", 0), (",", ".", "0,1", 0.1), (",", ".", "NaN", nil),
        (",", ".", "1'234", nil),
        (".", "none", "3.667767767767767", 3.667767767767767), (".", "none", "1e5", nil),
        (",", ".", "\u{2013}7", -7), (",", ".", "\u{2013}1.234,5", -1234.5), (",", ".", "\u{2013} 7", nil),
        (",", ".", "\u{2013}", nil), (",", ".", "\u{2013}-7", nil), (",", ".", "\u{2013}\u{2013}7", nil),
        (",", ".", "7\u{2013}9", nil), (",", ".", "\u{2014}7", nil),
        ("none", "none", "7", 7), ("none", "none", "7,0", nil),
    ]

    @Test("a text is the number that the declared rule makes of it, or none", arguments: cases)
    func numbers(decimal: String, thousands: String, text: String, expected: Double?) throws {
        let layout = try PejlDecodeTests.layout("decimal = \"\(decimal)\"\nthousands = \"\(thousands)\"", oneColumn)
        let document = "Kommune;Antal\nA;\(text)\n"
        if let expected {
            let cells = try laidOut(document, layout)
            #expect(cells == [Cell(["A"], expected, measure: "antal")])
            #expect(cells[0].value?.sign == expected.sign)
        } else {
            let place = "row 2, column 2 (\"Antal\")"
            #expect(
                refusal(document, layout) == "unreadable-value: \(place): \"\(text)\" is neither a number nor a mark"
            )
        }
    }

    @Test("a percent sign is read and kept where it is declared")
    func percent() throws {
        let layout = try PejlDecodeTests.layout("percent = true", oneColumn)
        let cells = try laidOut("Kommune;Antal\nA;14,4 %\nB;-3%\nC;7\n", layout)
        #expect(cells.map(\.value) == [14.4, -3, 7])
        #expect(cells.map(\.isPercent) == [true, true, false])
        let place = "unreadable-value: row 2, column 2 (\"Antal\"):"
        for text in ["%", "7 %%", "% 7"] {
            #expect(
                refusal("Kommune;Antal\nA;\(text)\n", layout) == "\(place) \"\(text)\" is neither a number nor a mark"
            )
        }
    }

    @Test("marks are those of the layout, exactly")
    func marks() throws {
        let layout = try PejlDecodeTests.layout(#"marks = ["M", "U", "..", ".", ":", "-", ""]"#, oneColumn)
        let document = "Kommune;Antal\nA;M\nB;..\nC; : \nD;-\nE;\nF;.\nG;-7\n"
        let cells = try laidOut(document, layout)
        #expect(cells.map(\.mark) == ["M", "..", ":", "-", "", ".", nil])
        #expect(cells.map(\.value) == [nil, nil, nil, nil, nil, nil, -7])
        for text in ["m", "...", "M1", "n/a", "X"] {
            #expect(
                refusal("Kommune;Antal\nA;\(text)\n", layout)
                    == "unreadable-value: row 2, column 2 (\"Antal\"): \"\(text)\" is neither a number nor a mark"
            )
        }
        let without = try PejlDecodeTests.layout(oneColumn)
        #expect(
            refusal("Kommune;Antal\nA;\n", without)
                == "unreadable-value: row 2, column 2 (\"Antal\"): \"\" is neither a number nor a mark"
        )
    }

    @Test("numbers written under a rule come back under it and are refused under the opposite one")
    func roundTrip() throws {
        var random = SeededGenerator(7)
        let danish = try layout("decimal = \",\"\nthousands = \".\"", oneColumn)
        let english = try layout("decimal = \".\"\nthousands = \",\"", oneColumn)
        for _ in 0..<2_000 {
            let whole =
                Int.random(in: -3_000_000...3_000_000, using: &random) / (Bool.random(using: &random) ? 1 : 10_000)
            let fraction = Int.random(in: 0...99, using: &random)
            var digits = String(abs(whole))
            var groups: [String] = []
            while digits.count > 3 {
                groups.insert(String(digits.suffix(3)), at: 0)
                digits = String(digits.dropLast(3))
            }
            groups.insert(digits, at: 0)
            let value = Double("\(whole < 0 ? "-" : "")\(abs(whole)).\(fraction)") ?? 0
            let text = (whole < 0 ? "-" : "") + groups.joined(separator: ".") + ",\(fraction)"
            #expect(try laidOut("Kommune;Antal\nA;\(text)\n", danish).first?.value == value)
            let swapped = text.map { $0 == "," ? "." : $0 == "." ? "," : String($0) }.joined()
            #expect(try laidOut("Kommune;Antal\nA;\(swapped)\n", english).first?.value == value)
            #expect(refusal("Kommune;Antal\nA;\(text)\n", english).hasPrefix("unreadable-value"))
        }
    }
}
