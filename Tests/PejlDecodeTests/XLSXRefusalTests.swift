import PejlDecode
import PejlModel
import Testing

struct XLSXRefusalTests {
    @Test(
        "a cell that could be read wrongly is refused by name",
        arguments: [
            (
                "<row><c><f>1+1</f></c></row>",
                #"formula-without-value: "Data!A1": a formula whose value the file does not hold"#
            ),
            (
                "<row><c><f>1+1</f><v></v></c></row>",
                #"formula-without-value: "Data!A1": a formula whose value the file does not hold"#
            ),
            (
                "<row r=\"7\"><c r=\"B7\" t=\"str\"><f t=\"shared\" si=\"0\"/></c></row>",
                #"formula-without-value: "Data!B7": a formula whose value the file does not hold"#
            ),
            ("<row><c><v>1,5</v></c></row>", #"unreadable-value: Data!A1: "1,5" is neither a number nor a mark"#),
            ("<row><c><v>1 000</v></c></row>", #"unreadable-value: Data!A1: "1 000" is neither a number nor a mark"#),
            ("<row><c><v>1e999</v></c></row>", #"unreadable-value: Data!A1: "1e999" is neither a number nor a mark"#),
            ("<row><c><v>NaN</v></c></row>", #"unreadable-value: Data!A1: "NaN" is neither a number nor a mark"#),
            ("<row><c t=\"b\"><v>2</v></c></row>", #"unreadable-value: Data!A1: "2" is neither a number nor a mark"#),
            ("<row><c t=\"e\"><v>x</v></c></row>", #"unreadable-value: Data!A1: "x" is neither a number nor a mark"#),
            ("<row><c t=\"s\"><v>2</v></c></row>", #"malformed-xlsx: "Data!A1": shared text "2" of 2"#),
            ("<row><c t=\"s\"><v>-1</v></c></row>", #"malformed-xlsx: "Data!A1": shared text "-1" of 2"#),
            ("<row><c t=\"x\"><v>1</v></c></row>", #"malformed-xlsx: "Data!A1": the unknown type "x""#),
            ("<row><c s=\"2\"><v>1</v></c></row>", #"malformed-xlsx: "Data!A1": style "2" of 2"#),
            ("<row><c s=\"1\"><v>60</v></c></row>", #"malformed-xlsx: "Data!A1": "60" shown as a day, which is none"#),
            (
                "<row><c s=\"1\"><v>0.5</v></c></row>",
                #"malformed-xlsx: "Data!A1": "0.5" shown as a day, which is none"#
            ),
            ("<row><c s=\"1\"><v>-1</v></c></row>", #"malformed-xlsx: "Data!A1": "-1" shown as a day, which is none"#),
            (
                "<row><c s=\"1\"><v>2958465.9999999</v></c></row>",
                #"malformed-xlsx: "Data!A1": "2958465.9999999" shown as a day, which is none"#
            ),
            ("<row><c><v>1</v><v>2</v></c></row>", #"malformed-xlsx: "Data!A1": two values"#),
            ("<row><c><v>1</v><f>1</f></c></row>", #"malformed-xlsx: "Data!A1": a formula out of its place"#),
            ("<row><c><is><t>1</t></is></c></row>", #"malformed-xlsx: "Data!A1": a text where a value is due"#),
            (
                "<row><c t=\"inlineStr\"><v>1</v></c></row>",
                #"malformed-xlsx: "Data!A1": a value where its text should stand in the cell"#
            ),
            ("<row><c><mc:Choice/></c></row>", #"malformed-xlsx: "Data!A1": an element "Choice""#),
            ("<row><x/></row>", #"malformed-xlsx: "Data": an element "x" in row 1"#),
            ("<x/>", #"malformed-xlsx: "Data": an element "x" among the rows"#),
            (
                "<row><c r=\"A1\"/><c r=\"A1\"/></row>",
                #"malformed-xlsx: "Data": cell A1 stands twice or after a later cell"#
            ),
            (
                "<row><c r=\"B1\"/><c r=\"A1\"/></row>",
                #"malformed-xlsx: "Data": cell A1 stands twice or after a later cell"#
            ),
            ("<row r=\"1\"/><row r=\"1\"/>", #"malformed-xlsx: "Data": row 1 stands twice or after a later row"#),
            ("<row r=\"2\"/><row r=\"1\"/>", #"malformed-xlsx: "Data": row 1 stands twice or after a later row"#),
            ("<row r=\"2\"><c r=\"A1\"/></row>", #"malformed-xlsx: "Data": cell A1 stands in row 2"#),
            ("<row r=\"0\"/>", #"malformed-xlsx: "Data": no row has the number "0""#),
            ("<row r=\"1048577\"/>", #"malformed-xlsx: "Data": no row has the number "1048577""#),
            ("<row r=\"1048576\"/><row/>", #"malformed-xlsx: "Data": more than 1048576 rows"#),
            ("<row><c r=\"XFE1\"/></row>", #"malformed-xlsx: "Data": no cell is called "XFE1""#),
            ("<row><c r=\"a1\"/></row>", #"malformed-xlsx: "Data": no cell is called "a1""#),
            ("<row><c r=\"A01\"/></row>", #"malformed-xlsx: "Data": no cell is called "A01""#),
            (
                "<row><c t=\"str\"><v>_x0001_</v></c></row>",
                #"malformed-xlsx: "Data!A1": a control character in its text"#
            ),
        ]
    )
    func cells(rows: String, message: String) {
        var book = TestWorkbook(rows)
        book.styles = ["0", "14"]
        #expect(sheetRefusal(book.bytes) == message)
    }

    @Test("a workbook that asks for calculation is refused where it has a formula, and only there")
    func calculation() throws {
        var book = TestWorkbook("<row><c><v>1</v></c></row>")
        book.workbook = "<calcPr calcId=\"124519\" fullCalcOnLoad=\"1\"/>"
        #expect(try sheetRows(book.bytes) == [[.number(1)]])
        book.rows = "<row><c><f>SUM(A2:A9)</f><v>0</v></c></row>"
        #expect(
            sheetRefusal(book.bytes) == "formula-without-value: \"Data!A1\": a formula in a workbook that asks for "
                + "calculation, so that the value in it may be any"
        )
    }

    @Test(
        "XML that is more or less than a workbook needs is refused",
        arguments: [
            ("<!DOCTYPE worksheet><worksheet/>", 0, "a document type declaration (DOCTYPE)"),
            (
                "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;&a;&a;&a;\">]><x>&c;</x>", 21,
                "a document type declaration (DOCTYPE)"
            ),
            ("<!doctype x><x/>", 0, "a document type declaration (DOCTYPE)"),
            ("<worksheet><!DOCTYPE x></worksheet>", 11, "a document type declaration (DOCTYPE)"),
            ("<worksheet>&xxe;</worksheet>", 11, #"unknown reference "&xxe;""#),
            ("<worksheet a=\"&nbsp;\"/>", 0, #"unknown reference "&nbsp;""#),
            ("<worksheet>&#0;</worksheet>", 11, #"unknown reference "&#0;""#),
            ("<worksheet>&#xD800;</worksheet>", 11, #"unknown reference "&#xD800;""#),
            ("<worksheet>& </worksheet>", 11, "\"&\" that begins no reference"),
            ("<worksheet>\u{1}</worksheet>", 11, "a character that XML does not allow"),
            ("<worksheet>]]></worksheet>", 11, "\"]]>\" outside CDATA"),
            ("<worksheet a='1' a='2'/>", 0, #"the attribute "a" stands twice"#),
            ("<worksheet a='<'/>", 0, "\"<\" in an attribute value"),
            ("<worksheet a=1/>", 0, "an attribute value without quotation marks"),
            ("<worksheet a='1'b='2'/>", 0, "no space before an attribute"),
            ("<worksheet></sheet>", 11, "an end tag of another element than the one open"),
            ("<a:worksheet></worksheet>", 13, "an end tag of another element than the one open"),
            ("<worksheet><sheetData></worksheet>", 22, "an end tag of another element than the one open"),
            ("<worksheet><sheetData/>", 23, "the part ends too early"),
            ("<worksheet", 0, "the part ends inside a tag"),
            ("<worksheet><!-- a", 11, "the part ends inside a comment"),
            ("<worksheet><!-- a -- b --></worksheet>", 11, "two hyphens inside a comment"),
            ("", 0, "the part ends too early"), ("x", 0, "text outside the root element"),
            ("+ADw-!DOCTYPE x+AD4-", 0, "text outside the root element"),
            (
                "<?xml version=\"1.0\" encoding=\"UTF-7\"?><worksheet/>", 0,
                #"the encoding "utf-7"; the parts of a workbook are read in UTF-8 only"#
            ),
            (" <?xml version=\"1.0\"?><worksheet/>", 1, "an XML declaration that is not at the beginning"),
            ("<?xml\"1.0\"?><worksheet/>", 0, "a processing instruction without a name"),
            ("<worksheet><!-- \u{1} --></worksheet>", 11, "a character that XML does not allow"),
            ("<?xml version=\"1.0\" encoding?><worksheet/>", 0, "an XML declaration that is none"),
            ("<?xml version=\"1.0\"standalone=\"no\"?><worksheet/>", 0, "an XML declaration that is none"),
            ("<??><worksheet/>", 0, "a processing instruction without a name"),
            ("<?xml version=\"1.1\"?><worksheet/>", 0, "an XML declaration of another version than 1.0"),
            ("<worksheet>\u{0}</worksheet>", 11, "a byte that is not UTF-8, or NUL"),
        ]
    )
    func malformedXML(text: String, byte: Int, reason: String) {
        var book = TestWorkbook()
        book.worksheet = text
        let message = "malformed-xml: \"xl/worksheets/sheet1.xml\", byte \(byte): \(reason)"
        #expect(sheetRefusal(book.bytes) == message)
    }

    @Test("UTF-16 in either order, with and without its mark, is refused before a declaration in it could be met")
    func utf16() {
        let text = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><worksheet/>"
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [big, little, [0xFE, 0xFF] + big, [0xFF, 0xFE] + little] {
            var zip = TestZip(TestWorkbook().entries)
            zip.entries[3].bytes = bytes
            let message = "text in UTF-16 or UTF-32; the parts of a workbook are read in UTF-8 only"
            #expect(sheetRefusal(zip.bytes()) == "malformed-xml: \"xl/worksheets/sheet1.xml\", byte 0: \(message)")
        }
    }

    @Test("depth 64 is read, 65 refused; too many attributes, a tag and a text too long are refused")
    func xmlLimits() throws {
        func book(_ rest: String) -> [UInt8] {
            var book = TestWorkbook()
            book.worksheet = "<worksheet><sheetData/>\(rest)</worksheet>"
            return book.bytes
        }
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        func attributes(_ count: Int) -> String { "<a " + (0..<count).map { "a\($0)='' " }.joined() + "/>" }
        #expect(try sheetRows(book(nested(63) + attributes(64))) == [])
        #expect(sheetRefusal(book(nested(64))).hasSuffix(": elements nested more than 64 deep"))
        #expect(sheetRefusal(book(nested(200_000))).hasSuffix(": elements nested more than 64 deep"))
        #expect(sheetRefusal(book(attributes(65))).hasSuffix(": more than 64 attributes"))
        let long = String(repeating: "x", count: 300_000)
        #expect(sheetRefusal(book("<a b='\(long)'/>")).hasSuffix(": a tag of more than 262144 bytes"))
        #expect(sheetRefusal(book("<a>\(long)</a>")).hasSuffix(": text of more than 262144 bytes"))
        #expect(sheetRefusal(book("<!--\(long)-->")).hasSuffix(": a comment of more than 262144 bytes"))
        #expect(sheetRefusal(book("<\(long.prefix(256))/>")).hasSuffix(": a name of more than 255 bytes"))
    }

    @Test("a workbook without the parts it needs is refused", arguments: [0, 1, 2, 3, 5, 6])
    func missingParts(index: Int) {
        var zip = TestZip(TestWorkbook("<row><c t=\"s\"><v>0</v></c></row>").entries)
        let name = zip.entries.remove(at: index).name
        let message = "the archive has no such part; it is no workbook, or a damaged one"
        #expect(sheetRefusal(zip.bytes()) == "malformed-xlsx: \"\(name)\": \(message)")
    }
}
