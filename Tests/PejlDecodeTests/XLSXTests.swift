import PejlDecode
import PejlModel
import Testing

struct XLSXTests {
    @Test("each type of cell, empty ones between, rows left out as empty rows")
    func cellTypes() throws {
        let rows = """
            <row r="2" hidden="1"><c r="B2" t="s"><v>0</v></c><c r="C2" s="0"/><c r="D2"><v>-1.5E3</v></c></row>
            <row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4" t="e"><v>#N/A</v></c><c r="C4" t="str"><f>A1</f><v>x &amp; y</v>
            </c><c r="D4" t="inlineStr"><is><t xml:space="preserve"> i </t></is></c><c r="E4" t="n"><v> 12 </v></c>
            <c r="F4"><f>1+1</f><v>2</v></c><c r="G4" t="s"><v>1</v></c><c r="H4" t="str"><v>  </v></c><c r="I4"/></row>
            <row><c><v>1</v></c><c r="XFD5"><v/></c></row><row r="9"/>
            """
        #expect(
            try sheetRows(TestWorkbook(rows).bytes) == [
                [], [.empty, .text("æble"), .empty, .number(-1_500)], [],
                [
                    .text("TRUE"), .text("#N/A"), .text("x & y"), .text(" i "), .number(12), .number(2),
                    .text("to løb"),
                ], [.number(1)],
            ]
        )
        #expect(try sheetRows(TestWorkbook().bytes) == [])
    }

    @Test(
        "texts: references, CDATA, comments, line breaks, escapes of the format",
        arguments: [
            ("&lt;&gt;&amp;&quot;&apos;&#229;&#xE5;", "<>&\"'åå"), ("a<![CDATA[<b>]]>c<!-- d -->e<?f g?>", "a<b>ce"),
            ("a\r\nb\rc\nd", "a\nb\nc\nd"), ("<![CDATA[a\r\nb\rc\r\n\nd]]>", "a\nb\nc\n\nd"), ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"), ("_x00g0_ _x12", "_x00g0_ _x12"), ("_x00E6__x00e6_", "ææ"),
            ("\u{A0}x", "\u{A0}x"),
        ]
    )
    func texts(written: String, read: String) throws {
        let cell = "<row><c t=\"inlineStr\"><is><t>\(written)</t></is></c><c t=\"str\"><v>\(written)</v></c></row>"
        #expect(try sheetRows(TestWorkbook(cell).bytes) == [[.text(read), .text(read)]])
    }

    @Test(
        "white space only is an empty cell",
        arguments: ["", " ", "\n\t ", "\u{A0} \u{202F}", "_x000D_", "&#160;&#9;"]
    )
    func blanks(written: String) throws {
        var book = TestWorkbook("<row><c t=\"s\"><v>0</v></c><c t=\"str\"><v>\(written)</v></c><c><v>1</v></c></row>")
        book.strings = ["<t>\(written)</t>"]
        #expect(try sheetRows(book.bytes) == [[.empty, .empty, .number(1)]])
    }

    @Test(
        "numbers with the style of a day or a time are texts",
        arguments: [
            ("14", "", "45352", "2024-03-01"), ("22", "", "45352.520833333336", "2024-03-01T12:30:00"),
            ("14", "", "1", "1900-01-01"), ("14", "", "59", "1900-02-28"), ("14", "", "61", "1900-03-01"),
            ("14", "", "2958465", "9999-12-31"), ("22", "", "45351.9999999", "2024-03-01"),
            ("164", "dd\\-mm\\-yyyy", "45352", "2024-03-01"), ("164", "[$-406]d. mmmm yyyy;@", "45352", "2024-03-01"),
            ("164", "[h]:mm", "1.5", "36:00:00"), ("20", "", "0.25", "06:00:00"), ("46", "", "2", "48:00:00"),
            ("164", "mmm", "45352", "2024-03-01"), ("164", "hh:mm AM/PM", "0.75", "18:00:00"),
        ]
    )
    func days(format: String, code: String, number: String, text: String) throws {
        var book = TestWorkbook("<row><c s=\"1\"><v>\(number)</v></c></row>")
        book.styles = ["0", format]
        book.formats = code.isEmpty ? "" : "<numFmt numFmtId=\"164\" formatCode=\"\(code)\"/>"
        #expect(try sheetRows(book.bytes) == [[.text(text)]])
    }

    @Test(
        "formats with letters that are no day leave the number",
        arguments: [
            "0.00", "#,##0 &quot;dages&quot;", "0\\d", "[Red]0.0;[Black]-0", "0_d", "0.00E+00", "General", "@",
            "[$kr.-406] 0", "0\\%", "0 &quot;%&quot;", "0_%",
        ]
    )
    func numberFormats(code: String) throws {
        var book = TestWorkbook("<row><c s=\"1\"><v>45352</v></c></row>")
        book.styles = ["0", "164"]
        book.formats = "<numFmt numFmtId=\"164\" formatCode=\"\(code)\"/>"
        #expect(try sheetRows(book.bytes) == [[.number(45_352)]])
    }

    @Test(
        "a number shown in per cent is the percentage that is shown, exactly, and told from a number",
        arguments: [
            ("9", "", "0.071", 7.1), ("10", "", "7.0999999999999994E-2", 7.1), ("164", "0.0%", "1", 100),
            ("164", "#,##0.00\\ %;[Red]-#,##0.00\\ %", "-0.5", -50), ("9", "", "0", 0), ("9", "", "1.5E-3", 0.15),
            ("9", "", "0.29", 29), ("9", "", "0.57", 57), ("164", "0%;;", "12.34e-1", 123.4),
        ]
    )
    func percentages(format: String, code: String, number: String, shown: Double) throws {
        var book = TestWorkbook("<row><c s=\"1\"><v>\(number)</v></c></row>")
        book.styles = ["0", format]
        book.formats = code.isEmpty ? "" : "<numFmt numFmtId=\"164\" formatCode=\"\(code)\"/>"
        #expect(try sheetRows(book.bytes) == [[.percent(shown)]])
    }

    @Test("a workbook that counts from 1904 gives the same days from smaller numbers; ISO days stand as written")
    func from1904() throws {
        var book = TestWorkbook("<row><c s=\"1\"><v>0</v></c><c s=\"1\"><v>43890</v></c></row>")
        book.styles = ["0", "14"]
        book.workbook = "<workbookPr date1904=\"1\"/>"
        #expect(try sheetRows(book.bytes) == [[.text("1904-01-01"), .text("2024-03-01")]])
        let iso = "<row><c t=\"d\"><v>2024-03-01T00:00:00</v></c><c t=\"d\"><v>2024-03-01T10:00:00</v></c></row>"
        #expect(try sheetRows(TestWorkbook(iso).bytes) == [[.text("2024-03-01"), .text("2024-03-01T10:00:00")]])
    }

    @Test("sheets are found by name, hidden ones too; without a name the first visible worksheet is read")
    func sheets() throws {
        var book = TestWorkbook("<row><c><v>1</v></c></row>")
        book.sheets = """
            <sheet name="Skjult" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Graf" sheetId="3" r:id="rId5"/>
            <sheet name="Tabel &amp; to" sheetId="2" r:id="rId2"/>
            """
        #expect(try sheetRows(book.bytes) == [[.number(2)]])
        #expect(try sheetRows(book.bytes, sheet: "Tabel & to") == [[.number(2)]])
        #expect(try sheetRows(book.bytes, sheet: "Skjult") == [[.number(1)]])
        #expect(
            sheetRefusal(book.bytes, sheet: "skjult")
                == #"no-sheet: no sheet is named "skjult"; the workbook has "Skjult", "Graf", "Tabel & to""#
        )
        #expect(
            sheetRefusal(book.bytes, sheet: "Graf")
                == #"malformed-xlsx: "Graf": it is no worksheet but "chartsheet""#
        )
        book.sheets = #"<sheet name="A" sheetId="1" state="veryHidden" r:id="rId1"/>"#
        #expect(sheetRefusal(book.bytes) == #"no-sheet: no visible worksheet; the workbook has "A""#)
    }

    @Test("merged cells: the top left has the value, and a value under the others is refused")
    func merges() throws {
        var book = TestWorkbook(
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"D1\"><v>4</v></c></row>"
                + "<row r=\"3\"><c r=\"B3\"><v>2</v></c></row>"
        )
        book.rest = "<mergeCells><mergeCell ref=\"A1:C2\"/><mergeCell ref=\"B3:C3\"/></mergeCells>"
        #expect(try sheetRows(book.bytes) == [[.number(1), .empty, .empty, .number(4)], [], [.empty, .number(2)]])
        for (range, hidden) in [("A1:B3", "B3"), ("A1:D1", "D1"), ("B2:B3", "B3"), ("A3:C3", "B3")] {
            book.rest = "<mergeCells><mergeCell ref=\"\(range)\"/></mergeCells>"
            #expect(
                sheetRefusal(book.bytes)
                    == "malformed-xlsx: \"Data\": cell \(hidden) has a value that the merged cells \"\(range)\" hide"
            )
        }
    }

    @Test("entries stored, with sizes behind them, a comment at the end of the file: all read alike")
    func zipVariants() throws {
        let book = TestWorkbook("<row><c><v>7</v></c></row>")
        var zip = TestZip(book.entries)
        zip.comment = Array("hej".utf8)
        for index in zip.entries.indices where index % 2 == 0 { zip.entries[index].isDeflated = false }
        #expect(try sheetRows(zip.bytes()) == [[.number(7)]])
        for index in zip.entries.indices { zip.entries[index].hasDescriptor = true }
        #expect(try sheetRows(zip.bytes()) == [[.number(7)]])
    }
}
