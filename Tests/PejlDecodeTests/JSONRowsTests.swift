import PejlConfig
import PejlDecode
import PejlModel
import Testing

struct JSONRowsTests {
    private static let toml = """
        [layout]
        rows = "json"
        header_row = 1
        decimal = "point"
        thousands = "none"
        marks = ["", ".."]
        dimensions = [{ code = "region", header = "region" }, { code = "year", header = "year" }]
        values = [{ measure = "value", header = "value" }, { measure = "absValue", header = "absValue" }]
        """.replacing("\"point\"", with: "\".\"")

    private func layout() throws -> TableLayout { try LayoutFile.parse(Self.toml, path: "x.toml") }

    @Test("keys are columns in any order; a key that an object lacks is an empty cell, as null and blank texts are")
    func rows() throws {
        let text = """
            [{"region": 20, "year": 2023, "value": 13.0},
             {"absValue": "2642.5", "value": "..", "year": "2022", "region": "049"},
             {"region": "\\u00c5", "value": null, "absValue": " ", "year": 2021}]
            """
        #expect(
            try laidOut(text, layout()) == [
                Cell(["20", "2023"], 13, measure: "value"), Cell(["20", "2023"], nil, mark: "", measure: "absValue"),
                Cell(["049", "2022"], nil, mark: "..", measure: "value"),
                Cell(["049", "2022"], 2642.5, measure: "absValue"),
                Cell(["Å", "2021"], nil, mark: "", measure: "value"),
                Cell(["Å", "2021"], nil, mark: "", measure: "absValue"),
            ]
        )
    }

    @Test(
        "what is no array of flat objects with the declared keys is refused by name",
        arguments: [
            ("{}", "not-rows: JSON, but not an array of rows: the document is not an array"),
            ("[1]", "malformed-rows: row 1: not an object"),
            ("[{\"region\":1},{\"region\":1,\"region\":2}]", "malformed-rows: row 2: the key \"region\" stands twice"),
            ("[{\"region\":{\"a\":1}}]", "malformed-rows: row 1: \"region\" or another key holds an object or array"),
            ("[{\"region\":[]}]", "malformed-rows: row 1: \"region\" or another key holds an object or array"),
            ("[", "truncated: the document is cut off: the JSON is not closed at byte 1"),
            ("", "empty-answer: the document is empty"),
            (
                "[]",
                "malformed-table: row 1: no column is named \"region\"; there are none with a name"
            ),
            (
                "[{\"region\":1,\"year\":2,\"value\":3,\"absValue\":4,\"status\":5}]",
                "malformed-table: row 1, column 5 (\"status\"): "
                    + "the layout does not say what this column is; declare or ignore it"
            ),
            (
                "[{\"region\":1,\"year\":2,\"value\":true,\"absValue\":4}]",
                "unreadable-value: row 2, column 3 (\"value\"): \"true\" is neither a number nor a mark"
            ),
            (
                "[{\"region\":1,\"year\":2,\"value\":1e999,\"absValue\":4}]",
                "unreadable-value: byte 30: \"1e999\" is neither a number nor a mark"
            ),
        ]
    )
    func refusals(text: String, message: String) throws { #expect(refusal(text, try layout()) == message) }

    @Test("a delimited file without a last line break is read where the layout allows it, and cut off where not")
    func openEnd() throws {
        let text = "Kommune;Antal\na;1\nb;2"
        let cut = "truncated: the document is cut off: row 3 has no line break and nothing proves the transfer"
        #expect(refusal(text, try PejlDecodeTests.layout(oneColumn)) == cut)
        let open = try PejlDecodeTests.layout("open_end = true", oneColumn)
        #expect(try laidOut(text, open).map(\.value) == [1, 2])
    }
}
