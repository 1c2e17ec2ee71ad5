import PejlDecode
import PejlModel
import Testing

struct FlatRowsTests {
    @Test("measures named by their level are measures, not dimensions")
    func measuresByLevel() throws {
        let text = #"[{"[Institution].[Kommune].[Kommune]":"Hedensted","[Measures].[Antal elever]":"2.351"}]"#
        let tables = try decode(Array(text.utf8), .uddannelsesstatistik)
        #expect(tables.map(\.columns) == [["[Institution].[Kommune].[Kommune]"]])
        #expect(tables.flatMap(\.cells) == [Cell(["Hedensted"], 2351, measure: "[Measures].[Antal elever]")])
    }

    @Test("a cell for each measure, keys in any order, numbers and null beside texts")
    func rows() throws {
        let text =
            #"[{"[K]":"Hedensted","Antal":"2.351","[T]":"2024/2025","Andel":"14,4 %"},"#
            + #" {"[T]":"2023/2024","Andel":null,"Antal":7,"[K]":101}, {"[K]":"<fejl>","Antal":"","[T]":"","Andel":"skjult"}]"#
        let tables = try decode(Array(text.utf8), .uddannelsesstatistik)
        #expect(tables.map(\.columns) == [["[K]", "[T]"]])
        #expect(tables.map(\.measures) == [["Antal", "Andel"]])
        #expect(
            tables[0].cells == [
                Cell(["Hedensted", "2024/2025"], 2351, measure: "Antal"),
                Cell(["Hedensted", "2024/2025"], 14.4, measure: "Andel", percent: true),
                Cell(["101", "2023/2024"], 7, measure: "Antal"),
                Cell(["101", "2023/2024"], nil, mark: "", measure: "Andel"),
                Cell(["<fejl>", ""], nil, mark: "", measure: "Antal"),
                Cell(["<fejl>", ""], nil, mark: "skjult", measure: "Andel"),
            ]
        )
    }

    @Test("a payload inside a JSON string is decoded twice, not three times")
    func wrapping() throws {
        let inner = #"[{"[A]":"\u00e6","m":"1,5"}]"#
        let wrapped = "\"" + inner.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        #expect(try cells(wrapped, .uddannelsesstatistik) == [Cell(["æ"], 1.5, measure: "m")])
        #expect(
            refusal(#""\"[]\"""#, .uddannelsesstatistik)
                == "not-rows: JSON, but not an array of rows: a string inside a string"
        )
        #expect(refusal(#""""#, .uddannelsesstatistik) == "empty-answer: the document is empty")
    }

    @Test(
        "what is no array of equal flat rows is refused by name",
        arguments: [
            ("[]", "empty: the document holds no cells: an empty array"),
            ("", "empty-answer: the document is empty"),
            ("7", "not-rows: JSON, but not an array of rows: a single value"),
            ("{}", "not-rows: JSON, but not an array of rows: an object whose members are none"),
            (
                #"{"message":"Token expired"}"#,
                #"not-rows: JSON, but not an array of rows: an object whose members are "message""#
            ),
            ("<html>", "unexpected-content: expected uddannelsesstatistik, found an HTML page"),
            ("[1]", "malformed-rows: row 1: not an object"), ("[[]]", "malformed-rows: row 1: not an object"),
            ("[{}]", "malformed-rows: row 1: no key begins with ["),
            (#"[{"m":"1"}]"#, "malformed-rows: row 1: no key begins with ["),
            (#"[{"[A]":"1"}]"#, "malformed-rows: row 1: no measure"),
            (#"[{"[A]":"a","m":"1"},{"[A]":"a"}]"#, #"malformed-rows: row 2: the key "m" is missing"#),
            (
                #"[{"[A]":"a","m":"1"},{"[A]":"a","m":"1","n":"2"}]"#,
                #"malformed-rows: row 2: the key "n" is not in the first row"#
            ),
            (#"[{"[A]":"a","m":"1","m":"2"}]"#, #"malformed-rows: row 1: the key "m" stands twice"#),
            (
                #"[{"[A]":"a","m":"1"},{"[A]":"a","\u006d":"2","m":"2"}]"#,
                #"malformed-rows: row 2: the key "m" stands twice"#
            ),
            (
                #"[{"[A]":"a","m":{"x":1}}]"#,
                #"malformed-rows: row 1: "m" holds an object or array; ask with indlejret false"#
            ),
            (#"[{"[A]":null,"m":"1"}]"#, #"malformed-rows: row 1: "[A]" is neither text nor a number"#),
            (
                #"[{"[A]":"a","m":true}]"#,
                #"unreadable-value: row 1, "m": "true" is neither a number nor a mark"#
            ),
            (
                #"[{"[A]":"a","m":"a text longer than thirty-two bytes"}]"#,
                #"unreadable-value: row 1, "m": "a text longer than thirty-two bytes" is neither a number nor a mark"#
            ),
        ]
    )
    func refusals(text: String, message: String) { #expect(refusal(text, .uddannelsesstatistik) == message) }
}
