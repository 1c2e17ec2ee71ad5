import Foundation
import PejlDecode
import PejlModel
import Testing

/// The search of whole documents for personal numbers, which are invented.
struct PersonalNumberSearchTests {
    private func place(_ bytes: [UInt8]) throws -> String? {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("pejl-cpr-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try PersonalNumberSearch.place(in: file.path, PersonalNumberScanner())
    }

    private func refusal(_ bytes: [UInt8]) -> String {
        do {
            return "searched: \(try place(bytes) ?? "nothing")"
        } catch {
            return "\(Failure(error))"
        }
    }

    @Test("says the line of a text")
    func text() throws {
        #expect(try place(Array("Skole;Antal\nx;1\n010203-1234;2\n".utf8)) == "line 3")
        #expect(try place(Array("Skole;Antal\nx;1\n".utf8)) == nil)
        #expect(try place([]) == nil)
        let far = String(repeating: "x;1\n", count: 200_000) + "0102031234\n"
        #expect(try place(Array(far.utf8)) == "line 200001")
    }

    @Test("says the part of a workbook: cells, runs of a cell, other sheets, comments, names, attributes")
    func workbook() throws {
        var book = TestWorkbook("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>7</v></c></row>")
        #expect(try place(book.bytes) == nil)
        book.strings = ["<r><rPr><b/><sz val=\"11\"/></rPr><t>0102</t></r><r><t xml:space=\"preserve\">03-1234</t></r>"]
        #expect(try place(book.bytes) == "\"xl/sharedStrings.xml\"")
        // Two cells are two texts.
        book.strings = ["<t>010203</t>", "<t>1234</t>", "<t>0102</t>", "<t>03-1234</t>"]
        #expect(try place(book.bytes) == nil)
        book.rows = "<row r=\"1\"><c r=\"A1\"><v>0102031234</v></c></row>"
        #expect(try place(book.bytes) == "\"xl/worksheets/sheet1.xml\"")
        book.rows = ""
        var entries = book.entries
        entries.append(TestZip.Entry("xl/comments1.xml", "<comments><t>se 010203-1234</t></comments>"))
        #expect(try place(TestZip(entries).bytes()) == "\"xl/comments1.xml\"")
        entries[entries.count - 1] = TestZip.Entry("docProps/custom.xml", "<p name=\"010203-1234\"/>")
        #expect(try place(TestZip(entries).bytes()) == "\"docProps/custom.xml\"")
        entries[entries.count - 1] = TestZip.Entry("xl/010203-1234.xml", "<p/>")
        #expect(try place(TestZip(entries).bytes()) == "the name of a part")
    }

    @Test("a number format for personal numbers is one, though a first 0 may be lost in the cell")
    func format() throws {
        var book = TestWorkbook("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>102031234</v></c></row>")
        for code in [#"000000\-0000"#, "000000&quot;-&quot;0000", "000000-0000;@"] {
            book.formats = "<numFmt numFmtId=\"164\" formatCode=\"\(code)\"/>"
            #expect(try place(book.bytes) == "\"xl/styles.xml\"")
        }
        book.formats = "<numFmt numFmtId=\"164\" formatCode=\"0000\\-00\"/>"
        #expect(try place(book.bytes) == nil)
    }

    @Test(
        "what cannot be searched is refused",
        arguments: [
            (
                [0x1F, 0x8B, 8, 0, 1, 2, 3],
                "malformed-table: the document: it cannot be searched for personal numbers; save it as text or as a workbook (.xlsx)"
            ),
            (
                [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0],
                "malformed-table: the document: it cannot be searched for personal numbers; save it as text or as a workbook (.xlsx)"
            ),
            (
                Array("PK\u{3}\u{4}".utf8),
                "truncated: the document is cut off: the ZIP archive has no directory at its end"
            ),
        ] as [([UInt8], String)]
    )
    func unsearchable(bytes: [UInt8], message: String) {
        #expect(refusal(bytes) == message)
    }

    @Test("a document inside a workbook is refused")
    func nested() {
        var entries = TestWorkbook().entries
        var inner = TestZip.Entry("xl/embeddings/book.xlsx", "")
        inner.bytes = TestWorkbook().bytes
        entries.append(inner)
        #expect(
            refusal(TestZip(entries).bytes())
                == "malformed-zip: ZIP entry \"xl/embeddings/book.xlsx\": it is another ZIP archive or workbook, which is not searched for personal numbers; take it out"
        )
    }
}
