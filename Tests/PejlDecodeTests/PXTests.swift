import PejlDecode
import PejlModel
import Testing

struct PXTests {
    /// A file whose variables are `A` with the values a, b and `T` with 2023, 2024.
    static func file(_ keywords: String = "", data: String = "1 2 3 4;") -> String {
        """
        CHARSET="ANSI";
        STUB="A";
        HEADING="T";
        VALUES("A")="a","b";
        VALUES("T")="2023","2024";
        \(keywords)
        DATA=
        \(data)
        """
    }

    private func decoded(_ text: String, proof: CompletenessProof = .none) throws -> [Cell] {
        try cells(text, .px, proof: proof)
    }

    /// The codes of a cell, joined, and its value or mark.
    private func lines(_ text: String, proof: CompletenessProof = .none) throws -> [String] {
        try decoded(text, proof: proof).map { cell in
            let value = cell.value.map { "\($0)" } ?? cell.mark ?? "?"
            return (cell.codes + [value]).joined(separator: " ")
        }
    }

    @Test("stub turns slowest, heading fastest, and the names are the columns")
    func order() throws {
        let tables = try decode(Array(Self.file().utf8), .px, proof: .none)
        #expect(tables.map(\.columns) == [["A", "T"]])
        #expect(tables.map(\.measures) == [["value"]])
        #expect(
            tables[0].cells == [
                Cell(["a", "2023"], 1, measure: "value"), Cell(["a", "2024"], 2, measure: "value"),
                Cell(["b", "2023"], 3, measure: "value"), Cell(["b", "2024"], 4, measure: "value"),
            ]
        )
    }

    @Test("STUB or HEADING may be absent or empty", arguments: ["", "STUB=\"\";", "STUB=;"])
    func oneOfTheTwo(stub: String) throws {
        #expect(try lines(stub + "HEADING=\"T\";VALUES(\"T\")=\"x\",\"y\";DATA=1 2;") == ["x 1.0", "y 2.0"])
    }

    @Test("codes where there are codes, the periods of TIMEVAL where not, values otherwise; VARIABLECODE names columns")
    func codes() throws {
        let codes = "CODES(\"A\")=\"1\",\"2\"; VARIABLECODE(\"A\")=\"OMRÅDE\"; VARIABLECODE(\"x\")=\"y\";"
        let times = "TIMEVAL(\"T\")=TLIST(H1),\"20231\",\"20232\";"
        let text = Self.file(codes + times + " CONTVARIABLE=\"A\"; CODEPAGE=\"utf-8\";")
        let tables = try decode(Array(text.utf8), .px)
        #expect(tables[0].columns == ["OMRÅDE", "T"])
        #expect(
            tables[0].cells.map(\.codes) == [["1", "2023H1"], ["1", "2023H2"], ["2", "2023H1"], ["2", "2023H2"]]
        )
        let both = "TIMEVAL(\"T\")=TLIST(A1),\"2023\",\"2024\";CODES(\"T\")=\"i\",\"j\";"
        #expect(try decoded(Self.file(both)).map(\.codes)[1] == ["a", "j"])
    }

    @Test(
        "every scale of TIMEVAL, as a list and as a range, the parenthesis at either place",
        arguments: [
            ("TLIST(A1),\"1999\"-\"2001\"", "1999 2000 2001"),
            ("TLIST(A1,\"1999\"-\"2001\")", "1999 2000 2001"),
            ("TLIST(A1, \"1999\",\n\"2001\")", "1999 2001"),
            ("TLIST(A1),\"1999\",\"2003\" - \"2004\"", "1999 2003 2004"),
            ("TLIST(H1),\"19992\"-\"20001\"", "1999H2 2000H1"),
            ("TLIST(T1),\"19993\"-\"20001\"", "1999T3 2000T1"),
            ("TLIST(Q1),\"19994\"-\"20002\"", "1999K4 2000K1 2000K2"),
            ("TLIST(M1),\"199911\"-\"200001\"", "1999M11 1999M12 2000M01"),
            ("TLIST(W1),\"202052\"-\"202101\"", "2020U52 2020U53 2021U01"),
            ("TLIST(W1),\"202152\"-\"202201\"", "2021U52 2022U01"),
            ("TLIST(D1),\"20240228\"-\"20240301\"", "2024M02D28 2024M02D29 2024M03D01"),
            ("TLIST(Q1),\"20231\",\"2023Q2\",\"20235\"", "2023K1 2023Q2 20235"),
            ("TLIST(D1),\"20230229\",\"20231231\"", "20230229 2023M12D31"),
        ]
    )
    func timeLists(value: String, codes: String) throws {
        let codes = codes.split(separator: " ").map(String.init)
        let values = codes.indices.map { "\"p\($0)\"" }.joined(separator: ",")
        let text = "STUB=\"T\";VALUES(\"T\")=\(values);TIMEVAL(\"T\")=\(value);DATA=1 2 \(codes.count > 2 ? "3" : "");"
        #expect(try decoded(text).map(\.codes) == codes.map { [$0] })
    }

    @Test("only the main language counts")
    func languages() throws {
        let others = """
            LANGUAGE="da";LANGUAGES="da","en";STUB[en]="E";VALUES[en]("E")="x";CODES[en]("A")="q";
            """
        #expect(try decoded(Self.file(others + "CODES[da](\"A\")=\"1\",\"2\";")).map(\.codes)[3] == ["2", "2024"])
    }

    @Test("texts hold any sign, go on over lines, and keywords that change no cell are passed over")
    func texts() throws {
        let more = """
            NOTE="a;b=c, (d) "
              "DATA=1;";NOTEX=""; CELLNOTE("*","2023")="x"; DATANOTECELL("*","2023")="Ae"; COPYRIGHT=YES;
            PRECISION("T","2023")=3; DECIMALS=1; CREATION.DATE=20010101 12:30; HIERARCHIES("A")="p","p":"c";
            LAST-UPDATED="20240101 08:00"; datasymbol1="one";
            """
        #expect(try lines(Self.file(more)).count == 4)
        let text = "STUB=\"a;=\r\n\",\r\n\"b\" ;VALUES(\"a;=\r\n\")=\"1\";VALUES(\"b\")=\"2\";DATA=1;"
        #expect(refusal(text, .px) == "malformed-px: line 1: STUB: a control character in \"a;=\u{FFFD}\u{FFFD}\"")
        let split = "STUB=\"a;=\"\r\n\"x\",\r\n\"b\" ;VALUES(\"a;=x\")=\"1\"\n\"2\";VALUES(\"b\")=\"2\";DATA=7;"
        #expect(try lines(split) == ["12 2 7.0"])
    }

    @Test(
        "numbers",
        arguments: [
            ("-1", -1), ("0", 0), ("-0.1", -0.1), ("100.0", 100), ("1.5E+03", 1_500), ("1e-2", 0.01), (".5", 0.5),
            ("-.5", -0.5), ("-0", 0), ("123456789012.25", 123_456_789_012.25),
        ]
    )
    func numbers(text: String, value: Double) throws {
        let data = "\(text) \(text)\r\n\(text)\t\(text) \r\n;\r\n"
        #expect(try decoded(Self.file(data: data)).map(\.value) == [value, value, value, value])
    }

    @Test("dots and dashes are marks, bare and quoted; declared symbols too")
    func marks() throws {
        #expect(try decoded(Self.file(data: ". \"..\" - \"......\";")).map(\.mark) == [".", "..", "-", "......"])
        let symbols = "DATASYMBOL1=\"one\";DATASYMBOLSUM=\"*\";DATASYMBOLNIL=\"æ\";"
        #expect(try decoded(utf8: symbols, data: "\"one\" * \"æ\" -5;").map(\.mark) == ["one", "*", "æ", nil])
    }

    private func decoded(utf8 keywords: String, data: String) throws -> [Cell] {
        try decoded(Self.file("CODEPAGE=\"UTF-8\";" + keywords, data: data))
    }

    @Test(
        "space, line break, tab, semicolon and comma part cells",
        arguments: [
            "1 2\n3 4\n;", "1;2;\r\n3;4;;\r\n", "1\t2 3\u{C}4;", "1 2;3 4;", "1, 2, 3, 4;", "\n\n1 2 3 4 ; \n\n",
            "1 2 3 4\n", "1 2 3 4 ", "1 2 3 4;\r\n\u{1A}",
        ]
    )
    func delimiters(data: String) throws {
        #expect(try decoded(Self.file(data: data)).map(\.value) == [1, 2, 3, 4])
    }

    @Test("the character sets")
    func characterSets() throws {
        let letters: [(String, [UInt8])] = [
            ("CHARSET=\"ANSI\";", [0xE6, 0xF8, 0xE5, 0x96]), ("CODEPAGE=\"Windows-1252\";", [0xE6, 0xF8, 0xE5, 0x96]),
            ("CHARSET=\"ANSI\";CODEPAGE=\"utf-8\";", Array("æøå–".utf8)), ("CHARSET=\"Unicode\";", Array("æøå–".utf8)),
            ("CODEPAGE=\"iso-8859-1\";", [0xE6, 0xF8, 0xE5]), ("CODEPAGE=\"ISO-8859-15\";", [0xE6, 0xF8, 0xE5, 0xA4]),
            ("CODEPAGE=\"iso-8859-10\";", [0xE6, 0xF8, 0xE5]), ("CODEPAGE=\"windows-1257\";", [0xBF, 0xB8, 0xE5]),
            ("CODEPAGE=\"cp865\";", [0x91, 0x9B, 0x86]),
            ("CHARSET=\"OEM\";", [0x91, 0x9B, 0x86]), ("CODEPAGE=\"ibm850\";", [0x91, 0x9B, 0x86]),
        ]
        let expected = ["æøå–", "æøå–", "æøå–", "æøå–", "æøå", "æøå€", "æøå", "æøå", "æøå", "æøå", "æøå"]
        #expect(letters.count == expected.count)
        for ((keyword, bytes), text) in zip(letters, expected) {
            let file = Array((keyword + "STUB=\"A\";VALUES(\"A\")=\"").utf8) + bytes + Array("\";DATA=1;".utf8)
            #expect(try decode(file, .px)[0].cells.map(\.codes) == [[text]], "\(keyword)")
        }
        let marked = Array("\u{FEFF}CHARSET=\"ANSI\";STUB=\"A\";VALUES(\"A\")=\"æ\";DATA=1;".utf8)
        #expect(try decode(marked, .px)[0].cells.map(\.codes) == [["æ"]])
    }

    @Test("rows with KEYS are delivered as they stand, by codes or by values; absent rows are not made up")
    func keys() throws {
        let head = """
            STUB="A","B";HEADING="T";VALUES("A")="a","b";VALUES("B")="-","y";VALUES("T")="1","2";CODES("A")="01","02";
            CODES("B")="m","n";KEYS("A")=CODES;KEYS("B")=VALUES;DATA=
            """
        let rows = "\"02\",\"y\", 1 \"..\"\r\n\"01\",\"-\",3 -;\n\"01\" \"y\" 5 6"
        let expected = ["02 n 1 1.0", "02 n 2 ..", "01 m 1 3.0", "01 m 2 -", "01 n 1 5.0", "01 n 2 6.0"]
        #expect(try lines(head + rows + ";") == expected)
        #expect(try lines(head + rows, proof: .length) == expected)
        let alone = "STUB=\"A\";VALUES(\"A\")=\"a\",\"b\";KEYS(\"A\")=VALUES;DATA=\"b\",7;"
        #expect(try lines(alone) == ["b 7.0"])
    }

    @Test("a file of several chunks")
    func chunks() throws {
        let values = (0..<700).map { "\"\($0)\"" }.joined(separator: ",")
        let head = "STUB=\"A\";HEADING=\"B\";VALUES(\"A\")=\(values);VALUES(\"B\")=\(values);DATA="
        let collector = CellCollector()
        let text = head + (0..<490_000).map { "\($0)" }.joined(separator: " ") + ";"
        try Array(text.utf8).withUnsafeBytes {
            try DocumentDecoder.decode(bytes: $0, format: .px, proof: .none, into: collector)
        }
        #expect(collector.holdsFullChunks(of: 490_000))
        #expect(collector.tables[0].cells[345_678] == Cell(["493", "578"], 345_678, measure: "value"))
    }

    @Test("no size of the pieces changes what comes out")
    func pieces() throws {
        let first = Self.file("NOTE=\"x;\"\n\"y\";CODES(\"A\")=\"æ\",\"2\";", data: "1.5 \"..\"\r\n-3e1 4 ;\r\n")
        let second = "\u{FEFF}STUB=\"A\";VALUES(\"A\")=\"ø\",\"b\";KEYS(\"A\")=CODES;DATA=\"b\", 7\n\"ø\" -;"
        for text in [first, second] {
            let bytes = Array(text.utf8)
            let whole = try decode(bytes, .px)
            for size in 1...bytes.count { #expect(try decode(bytes, .px, pieceSize: size) == whole, "\(size)") }
        }
    }

    @Test("a file cut anywhere is refused, or whole but for its last signs")
    func cuts() throws {
        let bytes = Array(Self.file(data: "10 20\n30 40 \n;\n").utf8)
        let whole = try decode(bytes, .px)
        for count in bytes.indices.dropFirst() {
            let cut = Array(bytes[..<count])
            let answer = refusal(cut, .px, proof: .none)
            if answer == "read" {
                #expect(try decode(cut, .px, proof: .none) == whole)
                #expect(count >= bytes.count - 4, "\(count)")
            }
        }
    }
}
