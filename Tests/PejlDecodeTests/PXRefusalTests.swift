import PejlDecode
import PejlModel
import Testing

struct PXRefusalTests {
    @Test(
        "keywords that contradict the format or each other are refused by name",
        arguments: [
            ("", "empty-answer: the document is empty"), (" \r\n", "empty-answer: the document is empty"),
            ("\u{FEFF}", "empty-answer: the document is empty"),
            ("<!DOCTYPE html>", "unexpected-content: expected px, found an HTML page"),
            ("{\"a\":1}", "unexpected-content: expected px, found JSON"),
            ("CHARSET=\"ANSI\";", "missing-keyword: the PX file has no DATA"),
            ("DATA=1;", "missing-keyword: the PX file has no STUB or HEADING"),
            ("STUB=\"A\";DATA=1;", "missing-keyword: the PX file has no VALUES(\"A\")"),
            ("STUB=\"A\"", "truncated: the document is cut off: the keyword in line 1 has no semicolon"),
            (
                "STUB=\"A\";\nX=\"a;\n",
                "truncated: the document is cut off: the text that begins in line 2 does not end"
            ),
            ("A;B\n", "malformed-px: line 1: A is not followed by an equals sign"),
            ("\"A\"=1;", "malformed-px: line 1: \"\"A\"=1\" does not begin with a keyword"),
            (";", "malformed-px: line 1: \"\" does not begin with a keyword"),
            ("Æ=1;", "malformed-px: line 1: \"Æ=1\" does not begin with a keyword"),
            ("\nX=\"0\"0\";\";", "malformed-px: line 2: bare text after a closing quotation mark"),
            ("X=\"a\" \"b\";", "malformed-px: line 1: two texts without a comma between them"),
            ("X=\"a\"\"b\";", "malformed-px: line 1: two texts without a comma between them"),
            ("X=a\"b\";", "malformed-px: line 1: a quotation mark after bare text"),
            ("X[\"da\"]=1;", "malformed-px: line 1: X: the brackets hold no language"),
            ("X(a,b)=1;", "malformed-px: line 1: X: the parentheses hold no list of texts"),
            ("X(\"a\"=1;", "malformed-px: line 1: X: the parentheses hold no list of texts"),
            ("X=1\nSTUB=\"A\";", "malformed-px: line 1: X: an equals sign in the value; a semicolon may be missing"),
            ("X(\"a\") 1;", "malformed-px: line 1: X is not followed by an equals sign"),
            ("STUB=\"A\";STUB=\"B\";DATA=", "malformed-px: line 1: STUB stands twice"),
            ("STUB=\"A\",;DATA=", "malformed-px: line 1: STUB: no list of texts"),
            ("STUB(\"x\")=\"A\";DATA=", "malformed-px: line 1: STUB(\"x\"): the keyword has no subkeys"),
            ("STUB=\"A\",\"A\";DATA=", "malformed-px: line 1: the variable \"A\" stands twice in STUB and HEADING"),
            ("CHARSET=\"ANSI\",\"b\";DATA=", "malformed-px: line 1: CHARSET has not one value"),
            ("CHARSET=\"EBCDIC\";DATA=", "unknown-charset: the character set is not known: CHARSET is \"EBCDIC\""),
            ("CODEPAGE=\"x\";DATA=", "unknown-charset: the character set is not known: CODEPAGE is \"x\""),
            (
                "\u{FEFF}CODEPAGE=\"iso-8859-1\";DATA=",
                "unknown-charset: the character set is not known: "
                    + "a byte order mark of UTF-8, but CODEPAGE is ISO-8859-1"
            ),
            (
                "STUB=\"Ø\";DATA=",
                "unknown-charset: the character set is not known: neither CHARSET nor CODEPAGE, and STUB is not ASCII"
            ),
        ]
    )
    func keywords(text: String, expected: String) { #expect(refusal(text, .px, proof: .none) == expected) }

    @Test(
        "keywords of variables",
        arguments: [
            ("CODES(\"A\")=\"1\";", "code-count: line 6: CODES(\"A\"): 1 codes for 2 values"),
            ("CODES(\"A\")=\"1\",\"2\",\"3\";", "code-count: line 6: CODES(\"A\"): 3 codes for 2 values"),
            ("CODES(\"A\")=\"1\",\"1\";", "malformed-px: line 4: VALUES(\"A\"): a value or its code stands twice"),
            ("CODES(\"B\")=\"1\";", "malformed-px: line 6: CODES(\"B\"): no such variable in STUB or HEADING"),
            ("VALUES(\"A\")=\"1\";", "malformed-px: line 6: VALUES(\"A\") stands twice"),
            ("VALUES=\"1\";", "malformed-px: line 6: VALUES: the subkey is not one variable"),
            ("VALUES(\"A\",\"B\")=\"1\";", "malformed-px: line 6: VALUES(\"A\",\"B\"): the subkey is not one variable"),
            ("CODES(\"A\")=;", "malformed-px: line 6: CODES(\"A\"): no list of texts"),
            ("CODES(\"A\")=\"1\",\"\t\";", "malformed-px: line 6: CODES(\"A\"): a control character in \"\u{FFFD}\""),
            ("VARIABLECODE(\"A\")=\"T\";", "malformed-px: line 1: two variables have the code \"T\""),
            ("VARIABLECODE(\"A\")=\"x\",\"y\";", "malformed-px: line 6: VARIABLECODE(\"A\") has not one value"),
            (
                "TIMEVAL(\"T\")=TLIST(A1),\"2023\"-\"2025\";",
                "code-count: line 6: TIMEVAL(\"T\"): 3 codes for 2 values"
            ),
            (
                "TIMEVAL(\"T\")=TLIST(A1),\"0001\"-\"9999\";",
                "code-count: line 6: TIMEVAL(\"T\"): 3 codes for 2 values"
            ),
            ("TIMEVAL(\"T\")=\"2023\",\"2024\";", "malformed-px: line 6: TIMEVAL(\"T\"): no TLIST"),
            ("TIMEVAL(\"T\")=TLIST(X1),\"1\";", "malformed-px: line 6: TIMEVAL(\"T\"): time scale \"X1\" is not known"),
            (
                "TIMEVAL(\"T\")=TLIST(A1,\"1\";",
                "malformed-px: line 6: TIMEVAL(\"T\"): the parenthesis is not closed"
            ),
            ("TIMEVAL(\"T\")=TLIST(A1)\"1\";", "malformed-px: line 6: TIMEVAL(\"T\"): no list of periods"),
            (
                "TIMEVAL(\"T\")=TLIST(A1),\"2024\"-\"2023\";",
                "malformed-px: line 6: TIMEVAL(\"T\"): no range of periods of A1"
            ),
            (
                "TIMEVAL(\"T\")=TLIST(Q1),\"20235\"-\"20241\";",
                "malformed-px: line 6: TIMEVAL(\"T\"): no range of periods of Q1"
            ),
            ("KEYS(\"T\")=CODES;", "malformed-px: line 6: KEYS(\"T\") is not in STUB"),
            ("KEYS(\"A\")=LABELS;", "malformed-px: line 6: KEYS(\"A\") is neither CODES nor VALUES"),
            ("CODEPAGE=\"utf-8\";MATRIX=\"M\";", "read"),
        ]
    )
    func variables(keywords: String, expected: String) {
        #expect(refusal(PXTests.file(keywords), .px, proof: .none) == expected)
    }

    @Test(
        "figures that are not what the keywords say",
        arguments: [
            ("1 2 3;", "cell-count: 3 cells in DATA where VALUES make 4"),
            (";", "cell-count: 0 cells in DATA where VALUES make 4"),
            ("1 2 3 4 5;", "cell-count: more cells in DATA than the 4 that VALUES make"),
            ("1 2 3 4; NOTE=\"x\";", "cell-count: more cells in DATA than the 4 that VALUES make"),
            ("1 2 3 ", "truncated: the document is cut off: DATA ends in line 8 after 3 of 4 cells"),
            ("", "truncated: the document is cut off: DATA ends in line 8 after 0 of 4 cells"),
            (
                "1 2 3 4",
                "truncated: the document is cut off: no semicolon ends DATA in line 8 and nothing proves the transfer"
            ),
            ("1 2 3 \"..", "truncated: the document is cut off: the text in line 8 does not end"),
            ("1 2 3 \"..\n\";", "malformed-px: line 8: the text \"..\" does not end on its line"),
            ("1 2;;3 4;", "malformed-px: line 8: more text after the end of DATA"),
            (", 1 2 3 4;", "malformed-px: line 8: a delimiter without a value before it"),
            ("1 2,, 3 4;", "malformed-px: line 8: a delimiter without a value before it"),
            ("1 2 3 4;;;", "malformed-px: line 8: a delimiter without a value before it"),
            (
                "1\n2,5 3;",
                "malformed-px: line 9: a comma between digits is no decimal sign in PX and no sure delimiter"
            ),
            ("1\".\" 2 3;", "malformed-px: line 8: a quotation mark inside \"1\""),
            ("\".\"1 2 3;", "malformed-px: line 8: no delimiter after \".\""),
            ("\".\"\".\" 2 3;", "malformed-px: line 8: no delimiter after \".\""),
            ("1 2 \u{1A} 3 4;", "malformed-px: line 8: a control character in DATA"),
            ("1 2 3 \u{0};", "nul-byte: line 8: a NUL byte"), ("1 2 \"\u{0}\";", "nul-byte: line 8: a NUL byte"),
            ("1 2 x 4;", "unreadable-value: line 8: \"x\" is neither a number nor a mark"),
            ("1 2 \"x\" 4;", "unreadable-value: line 8: \"x\" is neither a number nor a mark"),
            ("1 2 \"3\" 4;", "unreadable-value: line 8: \"3\" is neither a number nor a mark"),
            ("1 2 \"\" 4;", "unreadable-value: line 8: \"\" is neither a number nor a mark"),
            ("1 2 ....... 4;", "unreadable-value: line 8: \".......\" is neither a number nor a mark"),
            ("1 2 -- 4;", "unreadable-value: line 8: \"--\" is neither a number nor a mark"),
            ("1 2 +3 4;", "unreadable-value: line 8: \"+3\" is neither a number nor a mark"),
            ("1 2 1.2.3 4;", "unreadable-value: line 8: \"1.2.3\" is neither a number nor a mark"),
            ("1 2 3. 4;", "unreadable-value: line 8: \"3.\" is neither a number nor a mark"),
            ("1 2 007 4;", "unreadable-value: line 8: \"007\" is neither a number nor a mark"),
            ("1 2 1e999 4;", "unreadable-value: line 8: \"1e999\" is neither a number nor a mark"),
            ("1 2 nan 4;", "unreadable-value: line 8: \"nan\" is neither a number nor a mark"),
        ]
    )
    func figures(data: String, expected: String) {
        #expect(refusal(PXTests.file(data: data), .px, proof: .none) == expected)
    }

    @Test("a last number that touches the end counts where the transfer is proved")
    func lastNumber() {
        #expect(refusal(PXTests.file(data: "1 2 3 4"), .px, proof: .length) == "read")
    }

    @Test(
        "rows with KEYS that do not fit",
        arguments: [
            ("\"c\" 1 2;", "unknown-code: line 8: the key \"c\" is no value of \"A\""),
            ("\"a\" 1 2\n\"a\" 3 4;", "malformed-px: line 9: a second row with the same keys"),
            ("\"a\" 1 2 3;", "malformed-px: line 8: \"3\" where a key is expected; a row has 2 values"),
            ("1 2 3 4;", "malformed-px: line 8: \"1\" where a key is expected; a row has 2 values"),
            ("\"a\" 1\n\"b\" 3 4;", "unreadable-value: line 9: \"b\" is neither a number nor a mark"),
            ("\"a\" 1;", "malformed-px: line 8: the last row has 1 of 1 keys, 1 of 2 values"),
            (";", "empty: the document holds no cells: KEYS and no row"),
            (
                "\"a\" 1 2\n",
                "truncated: the document is cut off: no semicolon ends DATA in line 9 and nothing proves the transfer"
            ),
        ]
    )
    func keys(data: String, expected: String) {
        #expect(refusal(PXTests.file("KEYS(\"A\")=VALUES;", data: data), .px, proof: .none) == expected)
    }

    @Test("KEYS for a part of the stub, and keys that are no keys")
    func keyKinds() {
        let head =
            "STUB=\"A\",\"B\";VALUES(\"A\")=\"a\",\"a\";CODES(\"A\")=\"1\",\"2\";VALUES(\"B\")=\"b\";" + "KEYS(\"A\")="
        #expect(refusal(head + "CODES;DATA=", .px) == "malformed-px: line 1: KEYS for 1 of the 2 variables in STUB")
        #expect(refusal(head + "VALUES;DATA=", .px) == "malformed-px: line 1: KEYS(\"A\"): the key \"a\" stands twice")
    }

    @Test(
        "bytes that are no letters of the declared set",
        arguments: [("utf-8", 0xE6), ("iso-8859-1", 0x96), ("ANSI", 0x81)]
    )
    func letters(codePage: String, byte: UInt8) {
        let head = Array("CODEPAGE=\"\(codePage)\";\nSTUB=\"A".utf8)
        let names = ["utf-8": "UTF-8", "iso-8859-1": "ISO-8859-1", "ANSI": "Windows-1252"]
        #expect(
            refusal(head + [byte] + Array("\";DATA=".utf8), .px)
                == "malformed-px: line 2: STUB: \"A\u{FFFD}\" is not \(names[codePage] ?? "")"
        )
    }

    @Test("limits: cells, bytes of a keyword, bytes of a text in DATA, NUL bytes")
    func limits() {
        let values = (0..<5_000).map { "\"\($0)\"" }.joined(separator: ",")
        let head = "MATRIX=\"M\";STUB=\"A\";HEADING=\"B\";VALUES(\"A\")=\(values);VALUES(\"B\")=\(values);DATA=1;"
        #expect(refusal(head, .px) == "too-many-cells: dataset \"M\": more than 20000000 cells")
        let long = "\nNOTE=\"" + String(repeating: "x", count: 1 << 20) + "\";"
        #expect(refusal(long, .px) == "malformed-px: line 2: a keyword of more than 1048576 bytes")
        let digits = String(repeating: "1", count: 70_000)
        let shown = String(repeating: "1", count: 60) + "…"
        #expect(
            refusal(PXTests.file(data: digits), .px)
                == "unreadable-value: line 8: \"\(shown)\" is neither a number nor a mark"
        )
        #expect(refusal("CHARSET=\"ANSI\";\nA\u{0}=1;", .px) == "nul-byte: line 2: a NUL byte")
    }

    @Test("five thousand damaged copies of a file: no crash, and the same end whatever the pieces", arguments: [1, 2])
    func mutations(seed: UInt64) {
        let files = [
            PXTests.file(
                "CODEPAGE=\"utf-8\";CODES(\"A\")=\"æ\",\"2\";TIMEVAL(\"T\")=TLIST(A1),\"2023\"-\"2024\";NOTE=\"x;\"\n\"\";",
                data: "1.5 \"..\"\n-3e1 4;\n"
            ), PXTests.file("KEYS(\"A\")=CODES;DATASYMBOL1=\"x\";", data: "\"b\", 1 \"x\"\n\"a\", - 2;\n"),
        ]
        let signs = Array("\"=;,()[]-. \n\r\t0159eEADTVKS:\u{0}æ".utf8) + [0xFF, 0x80]
        var random = SeededGenerator(seed)
        var read = 0
        for round in 0..<5_000 {
            var bytes = Array(files[round % 2].utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[place] = signs.randomElement(using: &random) ?? 0
                case 1: bytes.insert(signs.randomElement(using: &random) ?? 0, at: place)
                case 2: bytes.remove(at: place)
                case 3: bytes.insert(contentsOf: bytes[place...].prefix(12), at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            let first = outcome(bytes, pieceSize: bytes.count + 1)
            #expect(first == outcome(bytes, pieceSize: Int.random(in: 1...16, using: &random)))
            if !first.hasPrefix("error") { read += 1 }
        }
        #expect(read > 0)
    }

    private func outcome(_ bytes: [UInt8], pieceSize: Int) -> String {
        do {
            return "\(try decode(bytes, .px, proof: .none, pieceSize: pieceSize))"
        } catch let error as DecodeError {
            return "error \(error.failure)"
        } catch {
            Issue.record("another error: \(error)")
            return "error"
        }
    }
}
