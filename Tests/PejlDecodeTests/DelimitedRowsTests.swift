import PejlDecode
import PejlModel
import Testing

struct DelimitedRowsTests {
    private func form(_ charset: String, _ separator: String = ";") throws -> TableLayout {
        try layout("charset = \"\(charset)\"\nseparator = \"\(separator)\"", oneColumn)
    }

    @Test(
        "rows end with CRLF, LF or CR, and the separator is the declared one",
        arguments: ["\r\n", "\n", "\r"],
        [";", ",", "\\t"]
    )
    func rows(ending: String, separator: String) throws {
        let sign = separator == "\\t" ? "\t" : separator
        let text = "Kommune;Antal\nÆrø;7\n\nFanø;9\n"
        let bytes = Array(text.utf8).flatMap { byte in
            byte == 0x0A ? Array(ending.utf8) : byte == UInt8(ascii: ";") ? Array(sign.utf8) : [byte]
        }
        let found = try laidOut(bytes, form("utf-8", separator)).flatMap(\.cells)
        #expect(found == [Cell(["Ærø"], 7, measure: "antal"), Cell(["Fanø"], 9, measure: "antal")])
    }

    @Test("quotes hold separators, doubled quotes and line breaks")
    func quotes() throws {
        let text = "\"Kommune\";\"Antal\"\r\n\"A;\"\"B\"\"\r\nC\";\"7\"\r\n\"\"\"\";8\r\n"
        let found = try laidOut(text, form("utf-8"))
        #expect(found == [Cell(["A;\"B\"\r\nC"], 7, measure: "antal"), Cell(["\""], 8, measure: "antal")])
    }

    @Test("a cell may have 253 line breaks, CRLF counting as one")
    func lineBreaks() throws {
        for ending in ["\r\n", "\n", "\r"] {
            let member = "A" + String(repeating: ending, count: 253) + "B"
            #expect(try laidOut("Kommune;Antal\n\"\(member)\";7\n", form("utf-8")).map(\.codes) == [[member]])
        }
    }

    @Test(
        "what breaks the rules of delimited text is refused by row and cell",
        arguments: [
            ("Kommune;Antal\nA;\"7\n", "row 2: cell 2 has a quotation mark that is not closed"),
            ("Kommune;Antal\nA;\"7\"x\n", "row 2: cell 2 has text after its closing quotation mark"),
            ("Kommune;Antal\nA\"B;7\n", "row 2: cell 1 has a quotation mark but is not quoted"),
            ("Kommune;Antal\n \"A\";7\n", "row 2: cell 1 has a quotation mark but is not quoted"),
            ("Kommune;Antal\nA;7;\n", "row 2: 3 cells where there should be 2"),
            ("Kommune;Antal\nA\n", "row 2: 1 cells where there should be 2"),
            ("<html><body>", "the document: it is an HTML page, no delimited text"),
            ("{\"a\":1}", "the document: it is JSON, no delimited text"),
            ("PK\u{3}\u{4}\u{14}", "the document: it is a ZIP archive, such as XLSX, no delimited text"),
            (
                "Kommune;Antal\nA;\"" + String(repeating: "\n", count: 254) + "\"\n",
                "row 2: cell 2 has more than 253 line breaks; is a quote unclosed?"
            ),
            ("Kommune;Antal\n" + String(repeating: ";", count: 16_384) + "\n", "row 2: more than 16384 cells"),
        ]
    )
    func faults(text: String, message: String) throws {
        #expect(try refusal(text, form("utf-8")) == "malformed-table: \(message)")
    }

    @Test("emptiness, NUL bytes and a last row without a line break are refused by name")
    func otherFaults() throws {
        let form = try form("utf-8")
        for text in ["", "\r\n \n", "\u{FEFF}"] {
            #expect(refusal(text, form) == "empty-answer: the document is empty")
        }
        #expect(refusal("Kommune;Antal\nA\u{0};7\n", form) == "nul-byte: line 2: a NUL byte")
        #expect(refusal("Kommune;Antal\n\"A\n\u{0}\";7\n", form) == "nul-byte: line 3: a NUL byte")
        let open = "Kommune;Antal\nA;7"
        #expect(
            refusal(open, form)
                == "truncated: the document is cut off: row 2 has no line break and nothing proves the transfer"
        )
        #expect(try laidOut(Array(open.utf8), form, proof: .length)[0].cells.count == 1)
        #expect(
            refusal([0xFF, 0xFE, 0x4B, 0x00], form).hasSuffix("the document: it is UTF-16 text, no delimited text")
        )
        let utf8 = "malformed-table: the document: its byte order mark says utf-8 where windows-1252 is declared"
        #expect(try refusal("\u{FEFF}Kommune;Antal\nA;7\n", self.form("windows-1252")) == utf8)
        #expect(try laidOut("\u{FEFF}Kommune;Antal\nA;7\n", form).count == 1)
    }

    @Test("a row may have 1 MiB and no more, however it is delivered", arguments: [1000, 256 << 10])
    func longRows(pieceSize: Int) throws {
        let form = try form("utf-8")
        let head = Array("Kommune;Antal\n".utf8)
        let fits = head + [UInt8](repeating: 0x78, count: (1 << 20) - 2) + Array(";1\r\nB;2\n".utf8)
        #expect(try laidOut(fits, form, pieceSize: pieceSize)[0].cells.count == 2)
        let over = head + [UInt8](repeating: 0x78, count: (1 << 20) - 1) + Array(";1\r\n".utf8)
        let message = "malformed-table: row 2: longer than 1048576 bytes"
        #expect(refusal(over, form, pieceSize: pieceSize) == message)
    }

    @Test("every byte of a charset is its letter or refused by name")
    func charsets() throws {
        for byte in UInt8(0x80)...0xFF {
            let bytes = Array("Kommune;Antal\nx".utf8) + [byte] + Array(";7\n".utf8)
            let hexadecimal = "0x" + String(byte, radix: 16, uppercase: true)
            for charset in ["iso-8859-1", "windows-1252", "utf-8"] {
                let isDefined =
                    charset == "iso-8859-1" && byte >= 0xA0
                    || charset == "windows-1252" && ![0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(byte)
                let found = try refusal(bytes, form(charset))
                let message = "malformed-table: row 2: cell 1: the byte \(hexadecimal) is not \(charset)"
                #expect(found == (isDefined ? "read" : message))
            }
        }
        let letters: [UInt8] = [0x80, 0x8A, 0x91, 0x96, 0x9F, 0xC5, 0xE6, 0xF8]
        let bytes = Array("Kommune;Antal\n".utf8) + letters + Array(";7\n".utf8)
        #expect(try laidOut(bytes, form("windows-1252"))[0].cells[0].codes == ["€Š‘–ŸÅæø"])
    }

    @Test("cells and refusals do not depend on how the bytes are cut")
    func pieces() throws {
        let documents = [
            "\u{FEFF}Kommune;Antal\r\nKøbenhavn;1,5\r\n\"Ær\r\nø \"\"x\"\"\";7\r\n\r\n;\r\nB;\u{2212}7\r\n",
            "Kommune;Antal\rA;1\rB;2\r", "Kommune;Antal\nA;1\nB\"ø;3\n", "Kommune;Antal\nA;1\nB;12 %\n",
            "Kommune;Antal\nA;\"1\n", "Kommune;Antal\nA;1", "\u{FEFF}",
        ]
        for document in documents {
            let bytes = Array(document.utf8)
            let form = try form("utf-8")
            func outcome(_ size: Int) -> String {
                (try? laidOut(bytes, form, pieceSize: size)).map { "\($0)" } ?? refusal(bytes, form, pieceSize: size)
            }
            let whole = outcome(bytes.count + 1)
            for size in 1...bytes.count { #expect(outcome(size) == whole, "\(size) bytes at a time") }
        }
    }
}
