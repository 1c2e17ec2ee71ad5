import PejlDecode
import PejlModel
import Testing

struct JSONStatTests {
    /// A 2 × 2 cube of 2.0 with `value` and whatever else is given.
    private func cube(_ value: String, more: String = "") -> String {
        #"{"class":"dataset","id":["A","B"],"size":[2,2],"dimension":{"A":{"category":{"index":["a","b"]}},"#
            + #""B":{"category":{"index":{"y":1,"x":0}}}},"value":\#(value)\#(more)}"#
    }

    private func cell(_ a: String, _ b: String, _ value: Double?, _ mark: String? = nil) -> Cell {
        Cell([a, b], value, mark: mark, measure: "value")
    }

    @Test("row-major order, the last dimension fastest")
    func order() throws {
        #expect(
            try cells(cube("[1,-2.5,3e2,0]"), .jsonStat) == [
                cell("a", "x", 1), cell("a", "y", -2.5), cell("b", "x", 300), cell("b", "y", 0),
            ]
        )
    }

    @Test(
        "the moment of the update is passed on as it stands, where it is a text",
        arguments: [
            (#","updated":"2025-03-25T07:00:00Z""#, "2025-03-25T07:00:00Z"), (#","updated":null"#, nil),
            (#","updated":20250325"#, nil), ("", nil),
        ] as [(String, String?)]
    )
    func updated(more: String, expected: String?) throws {
        let sink = CellCollector()
        let bytes = Array(cube("[1,2,3,4]", more: more).utf8)
        try bytes.withUnsafeBytes { try DocumentDecoder.decode(bytes: $0, format: .jsonStat, proof: .none, into: sink) }
        #expect(sink.updates == [expected])
    }

    @Test("white space before the document, however much, changes nothing")
    func whiteSpace() throws {
        let space = String(repeating: " \r\n\t", count: 400)
        #expect(try cells(space + cube("[1,2,3,4]") + space, .jsonStat) == cells(cube("[1,2,3,4]"), .jsonStat))
        #expect(refusal(space, .jsonStat) == "empty-answer: the document is empty")
    }

    @Test("members in any order, 1.x with its wrapper and without")
    func versions() throws {
        let one =
            #"{"value":[1,2],"status":{"1":"e"},"dimension":{"size":[1,2],"A":{"category":{"label":{"a":"Aa"}}},"#
            + #""B":{"category":{"index":["x","y"]},"label":"b"},"role":{"metric":["A"]},"id":["A","B"]}}"#
        let expected = [cell("a", "x", 1), Cell(["a", "y"], 2, measure: "value", flag: "e")]
        for text in [
            one, #"{"dataset":\#(one)}"#, #"{"version":"1.0","ST1117EWla":\#(one),"note":{}}"#, "\u{FEFF}" + one,
        ] {
            #expect(try cells(text, .jsonStat) == expected)
        }
        let two = try decode(Array(#"{"first":\#(one),"second":\#(cube("[1,2,3,4]"))}"#.utf8), .jsonStat)
        #expect(two.map(\.cells.count) == [2, 4])
        #expect(two.map(\.measures) == [["value"], ["value"]])
    }

    @Test("null and absent values take their status as mark, or the empty mark")
    func statuses() throws {
        let expected = [
            cell("a", "x", 1), cell("a", "y", nil, ".."), cell("b", "x", nil, ""), cell("b", "y", nil, ":"),
        ]
        for status in [
            #"{"1":"..","3":":"}"#, #"["","..",null,":"]"#, #"{"value":["","..","",":"],"category":{":":"n/a"}}"#,
            #"{"label":{":":"n/a"},"index":[null,"..",null,":"]}"#,
        ] {
            #expect(try cells(cube("[1,null,null,null]", more: #","status":\#(status)"#), .jsonStat) == expected)
            #expect(try cells(cube(#"{"0":1}"#, more: #","status":\#(status)"#), .jsonStat) == expected)
            #expect(try cells(cube(#"{"2":null,"0":1}"#, more: #","status":\#(status)"#), .jsonStat) == expected)
        }
        for status in [#""s""#, #"["s"]"#] {
            let all = try cells(cube("[null,2,null,4]", more: #","status":\#(status)"#), .jsonStat)
            #expect(all.map(\.mark) == ["s", nil, "s", nil])
            #expect(all.map(\.flag) == [nil, "s", nil, "s"])
        }
    }

    @Test("a number keeps the status beside it, in every form a status has, however many chunks the cube fills")
    func statusesBesideNumbers() throws {
        for status in [#"{"0":"p","3":"e"}"#, #"["p",null,"","e"]"#, #"{"value":{"0":"p","3":"e"}}"#] {
            for value in ["[1,2,null,4]", #"{"3":4,"0":1,"1":"2"}"#] {
                let all = try cells(cube(value, more: #","status":\#(status)"#), .jsonStat)
                #expect(all.map(\.value) == [1, 2, nil, 4])
                #expect(all.map(\.flag) == ["p", nil, nil, "e"])
                #expect(all.map(\.mark) == [nil, nil, "", nil])
            }
        }
        let count = 70_000
        let index = (0..<count).map { #""\#($0)""# }.joined(separator: ",")
        let text =
            #"{"id":["A"],"size":[\#(count)],"dimension":{"A":{"category":{"index":[\#(index)]}}},"status":{"#
            + #""65534":"e","65537":"p"},"value":[\#((0..<count).map(String.init).joined(separator: ","))]}"#
        let all = try cells(text, .jsonStat)
        #expect(all.indices.filter { all[$0].flag != nil } == [65_534, 65_537])
        #expect(all.map(\.flag)[65_534...65_537] == ["e", nil, nil, "p"])
        #expect(all.last == Cell(["69999"], 69_999, measure: "value"))
    }

    @Test("a collection gives the datasets it holds; with links alone it is refused")
    func collections() throws {
        let first = cube("[1,2,3,4]").replacing(#""version":"2.0","#, with: "")
        let text =
            #"{"class":"collection","link":{"item":[{"class":"dataset","href":"x"},\#(first),{"class":"#
            + #""collection","href":"y"},\#(cube("[5,6,7,8]"))]}}"#
        #expect(
            try decode(Array(text.utf8), .jsonStat).map { $0.cells.map(\.value) } == [[1, 2, 3, 4], [5, 6, 7, 8]]
        )
        let links = #"{"class":"collection","link":{"item":[{"class":"dataset","href":"x"},7]}}"#
        #expect(
            refusal(links, .jsonStat)
                == "collection: a JSON-stat collection holds links, no values; fetch one of its datasets"
        )
        let broken = #"{"class":"collection","link":{"item":[{"class":"dataset","value":[1]}]}}"#
        #expect(refusal(broken, .jsonStat) == #"malformed-json-stat: dataset "item 1": no dimensions"#)
    }

    @Test("an entry of a bundle that only links holds no values; one with values and no dimensions is refused")
    func bundles() throws {
        let link = #""second":{"href":"https://example.org/x.json","label":"x"}"#
        #expect(try cells(#"{"first":\#(cube("[1,2,3,4]")),\#(link)}"#, .jsonStat).count == 4)
        #expect(
            refusal(#"{"first":\#(cube("[1,2,3,4]")),"second":{"href":"x","value":[1]}}"#, .jsonStat)
                == #"malformed-json-stat: dataset "second": no dimensions"#
        )
    }

    @Test("texts as values: numbers are read, others are marks")
    func texts() throws {
        let text = cube(#"["12.5","A1B1","\u00e6 \"x\"",""]"#)
        #expect(try cells(text, .jsonStat).map(\.value) == [12.5, nil, nil, nil])
        #expect(try cells(text, .jsonStat).map(\.mark) == [nil, "A1B1", "æ \"x\"", ""])
    }

    @Test("dimensions may be named as members of JSON-stat are")
    func oddNames() throws {
        let text =
            #"{"id":["id","value"],"size":[1,1],"value":[7],"dimension":{"value":{"category":{"index":["v"]}},"#
            + #""id":{"category":{"index":{"i\u0061":0}}}}}"#
        #expect(try cells(text, .jsonStat) == [cell("ia", "v", 7)])
    }

    @Test("values that do not fit their sizes are refused")
    func values() {
        for (value, reason) in [
            ("[1,2,3]", "3 values for 4 cells"), ("[1,2,3,4,5]", "more values than the 4 cells of its sizes"),
            ("[]", "0 values for 4 cells"), (#"{"4":1}"#, "value of cell 4 of 4"),
            (#"{"01":1}"#, "value \"01\" is not at a position"), (#"{"x":1}"#, "value \"x\" is not at a position"),
            ("7", "value is neither an array nor an object"),
        ] {
            #expect(refusal(cube(value), .jsonStat) == #"malformed-json-stat: dataset "dataset": \#(reason)"#)
        }
        #expect(
            refusal(cube(#"{"1":1,"0":2,"\u0031":3}"#), .jsonStat)
                == #"malformed-json-stat: dataset "dataset": value "\u0031" is not at a position"#
        )
        #expect(
            refusal(cube(#"{"1":1,"0":2,"1":3}"#), .jsonStat)
                == #"malformed-json-stat: dataset "dataset": value of cell 1 stands twice"#
        )
        for (value, text) in [("[true,1,1,1]", "true"), ("[[1],1,1,1]", "["), (#"["1.2.3",1,1,1]"#, "1.2.3")] {
            #expect(refusal(cube(value), .jsonStat).hasSuffix("\"\(text)\" is neither a number nor a mark"))
        }
    }

    @Test("statuses that do not fit are refused")
    func statusFaults() {
        for (status, reason) in [
            (#"["a","b"]"#, "2 statuses for 4 cells"), (#"["a","b","c","d","e"]"#, "more statuses than the 4 cells"),
            (#"{"4":"a"}"#, "status of cell 4 of 4"), (#"{"x":"a"}"#, "status \"x\" is not at a position"),
            (#"{"0":{}}"#, "a status is neither text nor null"), ("true", "a status is neither text nor null"),
        ] {
            #expect(
                refusal(cube("[1,2,3,4]", more: #","status":\#(status)"#), .jsonStat)
                    == #"malformed-json-stat: dataset "dataset": \#(reason)"#
            )
        }
    }

    @Test(
        "dimensions that contradict each other are refused",
        arguments: [
            (#""id":["A","B"],"size":[1],"dimension":{}"#, "2 ids but 1 sizes"),
            (#""id":[],"size":[],"dimension":{}"#, "id is empty"),
            (#""id":["A","A"],"size":[1,1],"dimension":{}"#, "a dimension stands twice in id"),
            (#""id":["A"],"size":["1"],"dimension":{}"#, "size \"1\" is not a whole number"),
            (#""id":["A"],"size":[-1],"dimension":{}"#, "size \"-1\" is not a whole number"),
            (#""id":["A"],"size":[1.0],"dimension":{}"#, "size \"1.0\" is not a whole number"),
            (#""id":["A"],"dimension":{}"#, "no size"), (#""size":[1],"dimension":{}"#, "no id"),
            (#""id":"A","size":[1],"dimension":{}"#, "id is not an array"),
            (#""id":[1],"size":[1],"dimension":{}"#, "id holds something but strings"),
            (#""id":["A"],"size":[1],"dimension":{"id":["A"]}"#, "id stands in two places"),
            (#""id":["A"],"size":[1],"dimension":{}"#, "dimension \"A\" is not described"),
            (#""id":["A"],"size":[1],"dimension":{"A":{}}"#, "dimension \"A\": no category"),
            (#""id":["A"],"size":[1],"dimension":{"A":{"category":{}}}"#, "dimension \"A\": neither index nor label"),
            (
                #""id":["A"],"size":[2],"dimension":{"A":{"category":{"label":{"a":"","b":""}}}}"#,
                "dimension \"A\": no index for 2 categories"
            ),
            (
                #""id":["A"],"size":[2],"dimension":{"A":{"category":{"label":{"a":""}}}}"#,
                "dimension \"A\": no index for 2 categories"
            ),
            (
                #""id":["A"],"size":[3],"dimension":{"A":{"category":{"index":["a","b"]}}}"#,
                "dimension \"A\": 2 categories but size 3"
            ),
            (
                #""id":["A"],"size":[2],"dimension":{"A":{"category":{"index":["a","a"]}}}"#,
                "dimension \"A\": a category stands twice"
            ),
            (
                #""id":["A"],"size":[2],"dimension":{"A":{"category":{"index":{"a":0,"b":0}}}}"#,
                "dimension \"A\": index 0 stands twice"
            ),
            (
                #""id":["A"],"size":[2],"dimension":{"A":{"category":{"index":{"a":1,"b":2}}}}"#,
                "dimension \"A\": index 2 with 2 categories"
            ),
            (
                #""id":["A"],"size":[1],"dimension":{"A":{"category":{"index":{"a":"0"}}}}"#,
                "dimension \"A\": the index of \"a\" is not a whole number"
            ),
            (
                #""id":["A"],"size":[1],"dimension":{"A":{"category":{"index":0}}}"#,
                "dimension \"A\": the index is neither an array nor an object"
            ),
            (
                #""id":["A"],"size":[1],"dimension":{"A":{"category":{"index":["a"]}},"B":{"category":{}}}"#,
                "dimension \"B\" is not in id"
            ),
            (#""id":["A"],"size":[1],"dimension":{"A":{"category":{"index":["a"]}}}"#, "no value"),
        ]
    )
    func dimensions(members: String, reason: String) {
        #expect(refusal("{\(members)}", .jsonStat) == #"malformed-json-stat: dataset "dataset": \#(reason)"#)
    }

    @Test("cubes over 20 million cells and products that overflow are refused, size 0 is empty")
    func sizes() {
        for size in ["20000001", "4000,6000", "999999999,999999999,999999999"] {
            let ids = size.split(separator: ",").indices.map { "\"\($0)\"" }.joined(separator: ",")
            #expect(
                refusal(#"{"id":[\#(ids)],"size":[\#(size)],"dimension":{}}"#, .jsonStat)
                    == (size.contains(",") && ids.isEmpty
                        ? "" : "too-many-cells: dataset \"dataset\": more than 20000000 cells")
            )
        }
        #expect(
            refusal(#"{"id":["A"],"size":[0],"dimension":{}}"#, .jsonStat)
                == "empty: the document holds no cells: a dimension of dataset \"dataset\" has size 0"
        )
    }

    @Test(
        "JSON that is no dataset is refused by name",
        arguments: [
            ("[]", "not-json-stat: JSON, but not JSON-stat: the document is not an object"),
            ("{}", "not-json-stat: JSON, but not JSON-stat: no dimensions; its members are none"),
            (
                #"{"errorTypeCode":"X","message":"y"}"#,
                #"not-json-stat: JSON, but not JSON-stat: no dimensions; its members are "errorTypeCode", "message""#
            ),
            (
                #"{"class":"collection","link":{}}"#,
                "collection: a JSON-stat collection holds links, no values; fetch one of its datasets"
            ),
            (
                #"{"class":"dimension","category":{}}"#,
                #"not-json-stat: JSON, but not JSON-stat: a document of class "dimension" holds no values"#
            ),
            ("OMRÅDE;TID;INDHOLD\n", "unexpected-content: expected json-stat, found other text"),
            ("<html>", "unexpected-content: expected json-stat, found an HTML page"),
            ("", "empty-answer: the document is empty"), (" \n", "empty-answer: the document is empty"),
            (
                #"{"a":{"dimension":{}},"b":{"value":[1]}}"#,
                #"malformed-json-stat: dataset "b": no dimensions"#
            ),
        ]
    )
    func notJSONStat(text: String, message: String) { #expect(refusal(text, .jsonStat) == message) }
}
