import PejlDecode
import PejlModel
import Testing

/// JSON itself, asked through the two formats that are written in it.
struct JSONTests {
    @Test(
        "cut-off JSON is named so, wherever it is cut",
        arguments: [#"[{"[A]":"æ\"b","m":"1"},{"[A]":"c","m":"2"}]"#]
    )
    func truncation(text: String) {
        let bytes = Array(text.utf8)
        for length in 1..<bytes.count {
            let cut = refusal(Array(bytes[..<length]), .uddannelsesstatistik)
            let isInsideLetter = length == 9
            #expect(
                cut == "truncated: the document is cut off: the JSON is not closed at byte \(length)"
                    || isInsideLetter && cut == "invalid-utf8: byte 8 of the document is not UTF-8",
                "\(length) bytes: \(cut)"
            )
        }
        #expect(refusal(text, .uddannelsesstatistik) == "read")
    }

    @Test(
        "what is not JSON is refused, in members that are read and in others",
        arguments: [
            (#"{"x":01}"#, 5, "no JSON value"), (#"{"x":1.}"#, 5, "no JSON value"), (#"{"x":.5}"#, 5, "no JSON value"),
            (#"{"x":+1}"#, 5, "no JSON value"), (#"{"x":1e}"#, 5, "no JSON value"), (#"{"x":-}"#, 5, "no JSON value"),
            (#"{"x":NaN}"#, 5, "no JSON value"), (#"{"x":0x1}"#, 5, "no JSON value"),
            (#"{"x":'a'}"#, 5, "no JSON value"),
            (#"{"x":1"a"}"#, 5, "no JSON value"), (#"{"x":tru}"#, 5, "neither true, false nor null"),
            (#"{"x":nullx}"#, 5, "neither true, false nor null"),
            (#"{"x":"\x"}"#, 6, "an escape that JSON does not have"),
            (#"{"x":"\u12g4"}"#, 6, "an escape that JSON does not have"),
            (#"{"x":"\u123"}"#, 6, "an escape that JSON does not have"),
            (#"{"\u00":1}"#, 2, "an escape that JSON does not have"),
            (#"{"x":"\ud800"}"#, 6, "half a surrogate pair"), (#"{"x":"\ude00\ud800"}"#, 6, "half a surrogate pair"),
            (#"{"x":"\ud800\u0041"}"#, 6, "half a surrogate pair"),
            ("{\"x\":\"a\u{1}\"}", 7, "a raw control character in a string"),
            ("{\"x\":\"a\nb\"}", 7, "a raw control character in a string"),
            (#"{"x":1} {"#, 8, "content after the document"), (#"{"x":1}}"#, 7, "content after the document"),
            (#"{} 1"#, 3, "content after the document"), (#"{"x":1}]"#, 7, "content after the document"),
            (#"}"#, 0, "other text"),
        ]
    )
    func malformed(text: String, byte: Int, reason: String) {
        let message = refusal(text, .jsonStat)
        if reason == "other text" {
            #expect(message == "unexpected-content: expected json-stat, found other text")
        } else {
            #expect(message == "malformed-json: byte \(byte): \(reason)")
        }
    }

    @Test(
        "missing or misplaced signs are refused",
        arguments: [
            #"{"x":1,}"#, #"{"x" 1}"#, #"{"x":1 "y":2}"#, #"{x:1}"#, #"{"x":[1,]}"#, #"{"x":[1 2]}"#, #"{"x":[,1]}"#,
            #"{"x":1]"#, #"{"x":[1}}"#, #"{"x"}"#, #"{"x":}"#, #"{"x":"a":1}"#, #"{,}"#, #"{"x":"a"b}"#, #"{"x":1:2}"#,
            #"{1:2}"#, #"{"x":{"y":1],"z":2}"#, #"{"x":[{]}}"#,
        ]
    )
    func misplaced(text: String) {
        let message = refusal(text, .jsonStat)
        #expect(message.hasPrefix("malformed-json: byte ") || message.hasPrefix("truncated: "), "\(message)")
    }

    @Test("nesting deeper than 64 is refused, also where nothing is read")
    func depth() {
        func nested(_ depth: Int) -> String {
            #"{"x":"# + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "}"
        }
        #expect(refusal(nested(64), .jsonStat).hasPrefix("not-json-stat: "))
        #expect(refusal(nested(65), .jsonStat) == "malformed-json: byte 68: nested too deep")
        #expect(refusal(nested(100_000), .jsonStat) == "malformed-json: byte 68: nested too deep")
        let open = "[" + String(repeating: "[", count: 100_000)
        #expect(refusal(open, .uddannelsesstatistik).hasPrefix("truncated: "))
    }

    @Test("UTF-8 is checked everywhere, escapes become their characters")
    func text() throws {
        let bytes = Array(#"{"x":"a"#.utf8) + [0xE6] + Array(#""}"#.utf8)
        #expect(refusal(bytes, .jsonStat) == "invalid-utf8: byte 7 of the document is not UTF-8")
        let escaped = #"[{"[\u00c5]":"\"\\\/\b\f\n\r\t\u00e6\ud83d\ude00","m":1}]"#
        let table = try decode(Array(escaped.utf8), .uddannelsesstatistik)[0]
        #expect(table.columns == ["[Å]"])
        #expect(table.cells[0].codes == ["\"\\/\u{8}\u{C}\n\r\tæ😀"])
    }

    @Test("a key that stands twice is refused")
    func duplicates() {
        #expect(
            refusal(#"{"value":[1],"dimension":{},"value":[2]}"#, .jsonStat)
                == "malformed-json: byte 29: the key \"value\" stands twice"
        )
        #expect(
            refusal(#"{"a":{"dimension":{"A":{},"\u0041":{}}}}"#, .jsonStat).hasSuffix("the key \"A\" stands twice")
        )
    }
}
