import Glibc
import PejlDecode
import PejlModel
import Testing

/// Numbers as the three formats write them, against the C library.
struct NumberTests {
    @Test(
        "StatBank's numbers, with comma and with point",
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("\u{2212}7,25", -7.25), ("42955,60", 42955.6), ("007", 7),
            ("9007199254740993", 9_007_199_254_740_992), ("0,1", 0.1),
            ("123456789012345678901234567890", 1.2345678901234568e29),
            ("0,30000000000000004", 0.30000000000000004), ("99999999999999999999,99999", 1e20),
        ] as [(String, Double)]
    )
    func plain(text: String, value: Double) throws {
        let point = text.replacing(",", with: ".")
        for spelled in [text, point] {
            let cell = try #require(try cells("A;INDHOLD\na;\(spelled)\n", .statBankCSV).first)
            #expect(cell.value?.bitPattern == value.bitPattern)
        }
    }

    @Test("random decimals are the doubles that strtod gives")
    func againstStrtod() throws {
        var random = SeededGenerator(20_240_601)
        var texts: [String] = []
        for _ in 0..<20_000 {
            var text = Bool.random(using: &random) ? "-" : ""
            for _ in 0..<Int.random(in: 1...24, using: &random) { text += "\(Int.random(in: 0...9, using: &random))" }
            if Bool.random(using: &random) {
                text += "."
                for _ in 0..<Int.random(in: 1...24, using: &random) {
                    text += "\(Int.random(in: 0...9, using: &random))"
                }
            }
            texts.append(text)
        }
        for _ in 0..<5_000 {
            let value = Double(bitPattern: random.next())
            if value.isFinite, abs(value) < 1e16, abs(value) > 1e-4 { texts.append("\(value)") }
        }
        let table = "A;INDHOLD\n" + texts.map { "a;\($0)\n" }.joined()
        let comma = "A;INDHOLD\n" + texts.map { "a;\($0.replacing(".", with: ","))\n" }.joined()
        for document in [table, comma] {
            for (text, cell) in zip(texts, try cells(document, .statBankCSV)) {
                #expect(cell.value == strtod(text, nil), "\(text)")
            }
        }
    }

    @Test("random JSON numbers with exponents are the doubles that strtod gives")
    func jsonAgainstStrtod() throws {
        var random = SeededGenerator(7)
        var texts: [String] = []
        for _ in 0..<10_000 {
            var text = Bool.random(using: &random) ? "-" : ""
            text += "\(UInt64.random(in: 0...(.max >> UInt64.random(in: 0...63, using: &random)), using: &random))"
            if Bool.random(using: &random) { text += ".\(UInt32.random(in: 0...(.max), using: &random))" }
            guard Bool.random(using: &random) else {
                texts.append(text)
                continue
            }
            text += "eE".randomElement(using: &random).map(String.init) ?? ""
            text += ["", "+", "-"].randomElement(using: &random) ?? ""
            texts.append(text + "\(Int.random(in: 0...280, using: &random))")
        }
        let document =
            #"{"id":["A"],"size":[\#(texts.count)],"dimension":{"A":{"category":{"index":["#
            + texts.indices.map { "\"\($0)\"" }.joined(separator: ",") + #"]}}},"value":["#
            + texts.joined(separator: ",") + "]}"
        for (text, cell) in zip(texts, try cells(document, .jsonStat)) {
            #expect(cell.value == strtod(text, nil), "\(text)")
        }
    }

    @Test(
        "the Danish spelling of uddannelsesstatistik.dk",
        arguments: [
            ("2.351", 2351, false), ("7,3", 7.3, false), ("14,4 %", 14.4, true), ("14,4\u{A0}%", 14.4, true),
            ("100,0%", 100, true), ("\u{A0}5 ", 5, false), ("-1.234.567,5", -1_234_567.5, false), ("0,5", 0.5, false),
            ("\u{2212}3 %", -3, true), ("0", 0, false), ("12345", 12345, false), ("12.345,60\u{202F}%", 12345.6, true),
        ] as [(String, Double, Bool)]
    )
    func danish(text: String, value: Double, isPercent: Bool) throws {
        let expected = [Cell(["a"], value, measure: "m", percent: isPercent)]
        #expect(try cells(#"[{"[A]":"a","m":"\#(text)"}]"#, .uddannelsesstatistik) == expected)
        let escaped = text.unicodeScalars.map { $0.value > 127 ? "\\u" + hex($0.value) : String($0) }.joined()
        #expect(try cells(#"[{"[A]":"a","m":"\#(escaped)"}]"#, .uddannelsesstatistik) == expected)
    }

    @Test(
        "what could be read in two ways is refused",
        arguments: [
            "0.351", "14.4", "1.23", "1234.567", "1.2345", "1.234.56", "7,", ",5", "1,2,3", "1.5 %", "2 351", "1e5",
            "2\u{A0}351", "2\u{202F}351", "2\u{2009}351", "\u{2013}3,5", "\u{2014}3", "\u{2010}3", "- 3", "+3",
            "3 \u{2030}",
            "2'351", "2\u{2019}351",
        ]
    )
    func danishRefusals(text: String) {
        #expect(
            refusal(#"[{"[A]":"a","m":"\#(text)"}]"#, .uddannelsesstatistik)
                == "unreadable-value: row 1, \"m\": \"\(text)\" is neither a number nor a mark"
        )
    }

    @Test(
        "a number too large for a double, or that would become 0, is refused",
        arguments: ["1e999", "-1e400", "1e-400"]
    )
    func range(text: String) {
        let document = #"{"id":["A"],"size":[1],"dimension":{"A":{"category":{"index":["a"]}}},"value":[\#(text)]}"#
        #expect(
            refusal(document, .jsonStat)
                == "unreadable-value: dataset \"dataset\", byte 79: \"\(text)\" is neither a number nor a mark"
        )
    }

    private func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
