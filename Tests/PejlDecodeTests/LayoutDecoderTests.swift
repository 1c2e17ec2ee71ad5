import PejlConfig
import PejlDecode
import PejlModel
import Testing

struct LayoutDecoderTests {
    /// The shape of noegletal.dk: titles, headings above blocks, years as columns, notes at the end.
    static let blocks = """
        [layout.heading]
        code = "nøgletal"
        column = 1
        [[layout.dimensions]]
        code = "kommune"
        column = 1
        header = ""
        [[layout.dimensions]]
        code = "nr"
        header = "Kom.nr"
        [layout.melt]
        code = "år"
        measure = "værdi"
        from = 3
        """

    private func blocks(_ keys: String = "") throws -> TableLayout {
        try layout(
            "header_row = 2\nend = \"text\"\nend_text = \"Slut:\"\nmarks = [\"M\"]\n" + keys,
            header: false,
            Self.blocks
        )
    }

    @Test("headings hold for the rows after them, melted columns become members, notes are left out")
    func headings() throws {
        let text =
            "Titel;;;\n;Kom.nr;2023;2024\n;;;\nUdgift;;;\nA;1;1,5;M\nB;2;2;3\n;;;\nAndel;;;\nA;1;4;5\nSlut:;;;\nM  mangler;;;\n"
        let collector = CellCollector()
        let layout = try blocks()
        try Array(text.utf8).withUnsafeBytes { try LayoutDecoder.decode(bytes: $0, layout: layout, into: collector) }
        #expect(collector.tables.map(\.columns) == [["nøgletal", "kommune", "nr", "år"]])
        #expect(collector.tables.map(\.measures) == [["værdi"]])
        #expect(
            collector.tables[0].cells == [
                Cell(["Udgift", "A", "1", "2023"], 1.5, measure: "værdi"),
                Cell(["Udgift", "A", "1", "2024"], nil, mark: "M", measure: "værdi"),
                Cell(["Udgift", "B", "2", "2023"], 2, measure: "værdi"),
                Cell(["Udgift", "B", "2", "2024"], 3, measure: "værdi"),
                Cell(["Andel", "A", "1", "2023"], 4, measure: "værdi"),
                Cell(["Andel", "A", "1", "2024"], 5, measure: "værdi"),
            ]
        )
    }

    @Test(
        "a sheet that does not lie as declared is refused by row and column",
        arguments: [
            (";Kom.nr;2024\nA;1;5\nSlut:;;\n", #"malformed-table: row 3: data before the first heading"#),
            (";Kom.nr;2024\nU;;\nA;;5\nSlut:;;\n", #"malformed-table: row 4, column 2 ("Kom.nr"): no member of "nr""#),
            (
                ";Kom.nr;2024\nU;;\nA;1;x\n",
                #"unreadable-value: row 4, column 3 ("2024"): "x" is neither a number nor a mark"#
            ),
            (
                ";Kom.nr;2024\nU;;\nA;1;\n",
                #"unreadable-value: row 4, column 3 ("2024"): "" is neither a number nor a mark"#
            ),
            (
                ";Kom.nr;2024\nU;;\nA;1;5\n",
                #"truncated: the document is cut off: no row begins with "Slut:", which ends the data"#
            ),
            (";Kom.nr;2024\nU;;\nSlut:;;\n", "empty: the document holds no cells: no row of data in 4 rows"),
            (";Kom.nr;2024;2024\n", #"malformed-table: row 2: two columns are named "2024""#),
            (";Kom.nr;2023;;2024\n", "malformed-table: row 2: column 4 has no header"),
            (";Kom.nr;\n", "malformed-table: row 2: no header stands in column 4"),
            (";Komnr;2024\n", #"malformed-table: row 2: no column is named "Kom.nr"; there are "Komnr", "2024""#),
            ("Navn;Kom.nr;2024\n", #"changed-header: row 2, column 1: "" is expected, "Navn" stands there"#),
            (";;2024;Kom.nr\n", #"malformed-table: row 2, column 4 ("Kom.nr"): two declarations want this column"#),
            (
                ";Kom.nr;2023;2024\nU;;;\nA;1;5;6\nSlut:;;;\nB;2;M;6\n",
                "malformed-table: row 6: a row of data after the end in row 5"
            ),
            (
                ";Kom.nr;2024\nU;;\nA;1;5\nSlut:;;\nB;2;6\n",
                "malformed-table: row 6: a row of data after the end in row 5"
            ),
        ]
    )
    func faults(text: String, message: String) throws {
        #expect(try refusal("Titel\n" + text, blocks()) == message)
    }

    @Test("a document that ends before its header, or is one, is refused")
    func short() throws {
        #expect(
            try refusal("Titel\n", blocks())
                == "truncated: the document is cut off: 1 rows, but the header is declared in row 2"
        )
        #expect(
            try refusal("Titel\n;Kom.nr;2024\nU;;\nA;1;5\nSlut:;;\nB;2;6\n", blocks("rows_after_end = true")) == "read"
        )
    }

    @Test("a filled cell or a header that the layout does not account for is refused")
    func undeclared() throws {
        let layout = try PejlDecodeTests.layout(oneColumn)
        #expect(
            refusal("Kommune;Antal;Køn\nA;1;M\n", layout)
                == "malformed-table: row 1, column 3 (\"Køn\"): the layout does not say what this column is; declare or ignore it"
        )
        #expect(
            refusal("Kommune;Antal;\nA;1;x\n", layout)
                == "malformed-table: row 2, column 3: \"x\" stands where the layout has no column"
        )
        let ignoring = try PejlDecodeTests.layout("", oneColumn + "\n[[layout.ignored]]\nheader = \"Køn\"")
        #expect(try laidOut("Kommune;Antal;Køn\nA;1;M\n", ignoring).count == 1)
        #expect(
            refusal("Kommune;Antal;Antal\nA;1;2\n", layout) == "malformed-table: row 1: two columns are named \"Antal\""
        )
    }

    @Test("a fixed text that changed is refused with both texts")
    func expected() throws {
        let keys = "first_row = 3\nexpect = [{ row = 2, column = 2, text = \"pct.\" }]"
        let layout = try PejlDecodeTests.layout(keys, oneColumn)
        #expect(try laidOut("Kommune;Antal\n; pct. \nA;1\n", layout).count == 1)
        #expect(
            refusal("Kommune;Antal\n;kr.\nA;1\n", layout)
                == "changed-header: row 2, column 2: \"pct.\" is expected, \"kr.\" stands there"
        )
        #expect(
            refusal("Kommune;Antal\n", layout)
                == "changed-header: row 2, column 2: \"pct.\" is expected, \"\" stands there"
        )
        let placed = oneColumn.replacing("header = \"Antal\"", with: "header = \"Antal\"\ncolumn = 2")
        #expect(
            refusal("Kommune;Andel\nA;1\n", try PejlDecodeTests.layout("", placed))
                == "changed-header: row 1, column 2: \"Antal\" is expected, \"Andel\" stands there"
        )
    }

    @Test("data ends at the first empty row where that is declared, and only there")
    func ends() throws {
        let text = "Kommune;Antal\n;\nA;1\n;\nKilde: DST;\n"
        #expect(try laidOut(text, layout("end = \"empty-row\"", oneColumn)).map(\.codes) == [["A"]])
        #expect(try refusal(text, layout(oneColumn)).hasPrefix("unreadable-value: row 5, column 2 (\"Antal\"): \"\""))
        #expect(try laidOut(text, layout("skip = [\"Kilde: DST\"]", oneColumn)).count == 1)
        #expect(
            try refusal("Kommune;Antal\nA;1\n\nB;2\n", layout("end = \"empty-row\"", oneColumn))
                == "malformed-table: row 4: a row of data after the end in row 3"
        )
    }

    @Test("columns by position need no header, and constants and repeated members fill what the file leaves out")
    func headerless() throws {
        let rest = """
            [[layout.constants]]
            code = "område"
            member = "766"
            [[layout.dimensions]]
            code = "skole"
            column = 1
            repeats_above = true
            [[layout.dimensions]]
            code = "trin"
            column = 2
            [layout.melt]
            code = "år"
            measure = "elever"
            from = 3
            members = ["2023", "2024"]
            """
        let layout = try PejlDecodeTests.layout("short_rows = true\nmarks = [\"\"]", header: false, rest)
        let cells = try laidOut("Nord;1;10;11\n;2;12;13\nSyd;1;14\n", layout)
        #expect(
            cells.map(\.codes.description) == [
                #"["766", "Nord", "1", "2023"]"#, #"["766", "Nord", "1", "2024"]"#, #"["766", "Nord", "2", "2023"]"#,
                #"["766", "Nord", "2", "2024"]"#, #"["766", "Syd", "1", "2023"]"#, #"["766", "Syd", "1", "2024"]"#,
            ]
        )
        #expect(cells.map(\.value) == [10, 11, 12, 13, 14, nil])
        #expect(refusal(";1;10;11\n", layout) == "malformed-table: row 1, column 1: no member of \"skole\"")
        #expect(
            refusal("A;1;2;3;4\n", layout)
                == "malformed-table: row 1, column 5: \"4\" stands where the layout has no column"
        )
    }

    @Test("what is repeated from above ends with a heading")
    func repeatedMembers() throws {
        let rest = """
            [layout.heading]
            code = "område"
            column = 1
            [[layout.dimensions]]
            code = "skole"
            header = "Skole"
            repeats_above = true
            [[layout.dimensions]]
            code = "trin"
            header = "Trin"
            [[layout.values]]
            measure = "antal"
            header = "Antal"
            """
        let layout = try PejlDecodeTests.layout("", rest)
        let start = "Område;Skole;Trin;Antal\nNord;;;\n;A;1;5\n;;2;6\nSyd;;;\n"
        let cells = try laidOut(start + ";B;1;7\n", layout)
        #expect(cells.map(\.codes) == [["Nord", "A", "1"], ["Nord", "A", "2"], ["Syd", "B", "1"]])
        #expect(
            refusal(start + ";;1;7\n", layout)
                == "malformed-table: row 6, column 2 (\"Skole\"): no member of \"skole\""
        )
    }

    @Test("a declared set of headers may lie anywhere, and one more or one less is refused")
    func meltedHeaders() throws {
        let rest = """
            [[layout.dimensions]]
            code = "kommune"
            header = "Kommune"
            [layout.melt]
            code = "år"
            measure = "antal"
            headers = ["2023", "2024"]
            """
        let layout = try PejlDecodeTests.layout("", rest)
        let cells = try laidOut("2024;Kommune;2023\n5;A;4\n", layout)
        #expect(cells.map(\.codes) == [["A", "2023"], ["A", "2024"]])
        #expect(cells.map(\.value) == [4, 5])
        #expect(refusal("2024;Kommune\n", layout).hasPrefix("malformed-table: row 1: no column is named \"2023\""))
        #expect(
            refusal("2023;2024;2025;Kommune\n", layout).contains("row 1, column 3 (\"2025\"): the layout does not say")
        )
        let listed = try PejlDecodeTests.layout("", rest.replacing("headers =", with: "from = 2\nmembers ="))
        #expect(
            refusal("Kommune;2024;2023\nA;5;4\n", listed)
                == "changed-header: row 1, column 2: \"2023\" is expected, \"2024\" stands there"
        )
    }

    @Test("members are texts without white space around them; control characters are refused")
    func members() throws {
        let layout = try PejlDecodeTests.layout("", oneColumn)
        #expect(try laidOut(" Kommune ;Antal\n\u{A0}Ærø ;1\n\"a\nb\";2\n", layout).map(\.codes) == [["Ærø"], ["a\nb"]])
        #expect(
            refusal("Kommune;Antal\nA\u{7};1\n", layout)
                == "malformed-table: row 2, column 1 (\"Kommune\"): a control character"
        )
    }

    @Test("chunks are full until the last; many rows keep their order")
    func chunks() throws {
        var text = "Kommune;Antal;Andel\n"
        for row in 0..<70_000 { text += "en længere tekst \(row % 977);\(row);\(row % 13),5\n" }
        let two = oneColumn + "\n[[layout.values]]\nmeasure = \"andel\"\nheader = \"Andel\""
        let collector = CellCollector()
        let layout = try PejlDecodeTests.layout("", two)
        try Array(text.utf8).withUnsafeBytes { try LayoutDecoder.decode(bytes: $0, layout: layout, into: collector) }
        #expect(collector.holdsFullChunks(of: 140_000))
        let cells = collector.tables[0].cells
        for row in [0, 1, 976, 977, 32_767, 32_768, 69_999] {
            let member = "en længere tekst \(row % 977)"
            #expect(cells[2 * row] == Cell([member], Double(row), measure: "antal"))
            #expect(cells[2 * row + 1] == Cell([member], Double(row % 13) + 0.5, measure: "andel"))
        }
    }

    @Test("a row of data above the first declared row is refused, a row of units is not")
    func above() throws {
        let layout = try PejlDecodeTests.layout("first_row = 3", oneColumn)
        #expect(try laidOut("Kommune;Antal\nNavn;pct.\nA;1\n", layout).count == 1)
        #expect(
            refusal("Kommune;Antal\nA;1\nB;2\n", layout)
                == "malformed-table: row 2: a row of data above the first declared row 3"
        )
        let skipping = try PejlDecodeTests.layout("first_row = 3\nskip = [\"(1)\"]", oneColumn)
        #expect(try laidOut("Kommune;Antal\n(1);2\nA;1\n", skipping).count == 1)
    }

    @Test("a missing file is a fault of this machine; the layout of a workbook reads no text")
    func paths() throws {
        let layout = try PejlDecodeTests.layout("", oneColumn)
        #expect(throws: DecodeError.unreadableFile(path: "/nowhere/x.csv", operation: "open", errno: 2)) {
            try LayoutDecoder.decode(path: "/nowhere/x.csv", layout: layout, into: CellCollector())
        }
        let toml = "[layout]\nsheet = \"Tal\"\nheader_row = 1\ndecimal = \",\"\nthousands = \"none\"\n" + oneColumn
        let sheet = try LayoutFile.parse(toml, path: "x.toml")
        #expect(refusal("Kommune;Antal\n", sheet) == "malformed-table: the layout: it is that of a workbook")
    }
}
