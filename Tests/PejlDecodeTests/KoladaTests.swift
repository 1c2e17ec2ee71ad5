import PejlDecode
import PejlModel
import Testing

struct KoladaTests {
    /// One row of an answer.
    private static func row(_ values: String, kpi: String = "\"N15033\"", period: String = "2023") -> String {
        #"{"values":[{"values":["# + values + #"],"kpi":"# + kpi + #","period":"# + period
            + #","municipality":"0180"}],"next_url":null}"#
    }

    private static let total = #"{"gender":"T","count":1,"status":"","value":12.5,"isdeleted":false}"#

    @Test("a cell for each indicator, area, period and gender, whatever the order of the keys")
    func cells() throws {
        let text = #"""
            {"count": 2, "values": [
              {"values": [{"gender":"T","count":1,"status":"","value":21.88749,"isdeleted":false},
                          {"value":25,"isdeleted":false,"gender":"K","extra":{"value":[7]}}],
               "kpi":"N21704","period":2023,"municipality":"0180"},
              {"kpi":"N21704","municipality":"0000","period":"2022","note":[{"kpi":"x"}],
               "values":[{"gender":"M","status":"Missing","value":null},{"gender":"F","status":null,"value":null},
                         {"gender":"T","status":"","value":3,"is_deleted":true}]}
            ], "next_page": "https://example.org/"}
            """#
        let tables = try decode(Array(text.utf8), .kolada)
        #expect(tables.map(\.columns) == [["kpi", "municipality", "period", "gender"]])
        #expect(tables.map(\.measures) == [["value"]])
        #expect(
            tables[0].cells == [
                Cell(["N21704", "0180", "2023", "T"], 21.88749, measure: "value"),
                Cell(["N21704", "0180", "2023", "K"], 25, measure: "value"),
                Cell(["N21704", "0000", "2022", "M"], nil, mark: "Missing", measure: "value"),
                Cell(["N21704", "0000", "2022", "F"], nil, mark: "", measure: "value"),
                Cell(["N21704", "0000", "2022", "T"], nil, mark: "isdeleted", measure: "value"),
            ]
        )
    }

    @Test("a number keeps the status beside it, and a recipe decides what that means")
    func flags() throws {
        let values = #"{"gender":"T","status":"Preliminary","value":7},{"gender":"K","status":"","value":8}"#
        #expect(
            try decode(Array(Self.row(values).utf8), .kolada)[0].cells == [
                Cell(["N15033", "0180", "2023", "T"], 7, measure: "value", flag: "Preliminary"),
                Cell(["N15033", "0180", "2023", "K"], 8, measure: "value"),
            ]
        )
    }

    @Test("institutions have a column of their own name; a row without values is none")
    func institutions() throws {
        let text = #"""
            {"values":[{"kpi":"N1","ou":"V15E","period":2009,"values":[{"gender":"T","value":1}]},
             {"kpi":"N1","ou":"V15F","period":2009,"values":[]}]}
            """#
        let tables = try decode(Array(text.utf8), .kolada)
        #expect(tables.map(\.columns) == [["kpi", "ou", "period", "gender"]])
        #expect(tables[0].cells == [Cell(["N1", "V15E", "2009", "T"], 1, measure: "value")])
    }

    @Test(
        "what is no answer of Kolada is refused by name",
        arguments: [
            ("[]", "not-kolada: JSON, but no answer of Kolada: the document is not an object"),
            ("{}", #"not-kolada: JSON, but no answer of Kolada: no list "values"; its members are none"#),
            (
                #"{"detail":"Not Found"}"#,
                #"not-kolada: JSON, but no answer of Kolada: no list "values"; its members are "detail""#
            ),
            (
                #"{"values":{}}"#,
                #"not-kolada: JSON, but no answer of Kolada: no list "values"; its members are "values""#
            ),
            (#"{"values":[]}"#, "empty: the document holds no cells: no values; unknown ids give an empty list"),
            (row(""), "empty: the document holds no cells: no values; unknown ids give an empty list"),
            ("<html>", "unexpected-content: expected kolada, found an HTML page"),
            ("", "empty-answer: the document is empty"),
            (#"{"values":[1]}"#, "malformed-rows: row 1: not an object"),
            (#"{"values":[{"id":"0180","title":"Stockholm"}]}"#, #"malformed-rows: row 1: the key "kpi" is missing"#),
            (row(total, kpi: "15033"), #"malformed-rows: row 1: "kpi" is no text"#),
            (row(total, period: "null"), #"malformed-rows: row 1: "period" is no text"#),
            (row("7"), "malformed-rows: row 1: a value is not an object"),
            (row(#"{"value":1}"#), #"malformed-rows: row 1: the key "gender" is missing in a value"#),
            (row(#"{"gender":"T"}"#), #"malformed-rows: row 1: the key "value" is missing in a value"#),
            (
                row(#"{"gender":"T","value":"12,5"}"#),
                #"malformed-rows: row 1: "value" is neither a number nor null"#
            ),
            (
                row(#"{"gender":"T","value":1,"isdeleted":0}"#),
                #"malformed-rows: row 1: "isdeleted" is neither true nor false"#
            ),
            (
                row(#"{"gender":"T","value":1,"value":2}"#),
                #"malformed-rows: row 1: the key "value" stands twice in a value"#
            ),
            (row(total, kpi: #""N1","kpi":"N2""#), #"malformed-rows: row 1: the key "kpi" stands twice"#),
            (row(total, kpi: #""N1","ou":"V1""#), "malformed-rows: row 1: it has a municipality and an ou"),
            (
                #"{"values":[{"kpi":"N1","period":2023,"municipality":"0180"}]}"#,
                #"malformed-rows: row 1: the key "values" is missing"#
            ),
            (
                #"{"values":[{"kpi":"N1","period":2023,"municipality":"0180","values":{}}]}"#,
                #"malformed-rows: row 1: "values" is no list"#
            ),
        ]
    )
    func refusals(text: String, message: String) { #expect(refusal(text, .kolada) == message) }

    @Test("a second row with another kind of area is refused")
    func mixed() {
        let text =
            #"{"values":[{"kpi":"N1","ou":"V1","period":1,"values":[{"gender":"T","value":1}]},"#
            + #"{"kpi":"N1","municipality":"0180","period":1,"values":[{"gender":"T","value":1}]}]}"#
        #expect(refusal(text, .kolada) == #"malformed-rows: row 2: the key "ou" is missing"#)
    }
}
