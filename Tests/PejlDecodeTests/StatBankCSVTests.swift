import PejlDecode
import PejlModel
import Testing

struct StatBankCSVTests {
    @Test("commas between the fields where the header has neither semicolon nor tab; empty lines behind the last row")
    func commas() throws {
        let expected = [Cell(["a", "x,y"], 1.5), Cell(["b", "z"], nil, mark: "..")]
        for text in [
            "A,B,INDHOLD\na,\"x,y\",1.5\nb,z,..\n", "A,B,INDHOLD\na,\"x,y\",\"1,5\"\nb,z,..",
            "A;B;INDHOLD\r\na;x,y;1,5\r\nb;z;..\r\n\r\n\r\n", "A\tB\tINDHOLD\na\tx,y\t1,5\nb\tz\t..\n\n",
        ] {
            #expect(try cells(text, .statBankCSV) == expected)
        }
    }

    @Test("both line breaks, with and without a byte order mark", arguments: ["\r\n", "\n"], ["\u{FEFF}", ""])
    func lineBreaks(newline: String, mark: String) throws {
        let text = mark + "OMRÅDE;TID;INDHOLD" + newline + "000;2024K1;5961249" + newline + "766;2024K1;47,5" + newline
        let tables = try decode(Array(text.utf8), .statBankCSV, proof: .none)
        #expect(tables.map(\.columns) == [["OMRÅDE", "TID"]])
        #expect(tables.map(\.measures) == [["INDHOLD"]])
        #expect(tables[0].cells == [Cell(["000", "2024K1"], 5_961_249), Cell(["766", "2024K1"], 47.5)])
    }

    @Test("quoted fields, doubled quotes, a delimiter inside; tabs where the header has tabs")
    func quoting() throws {
        let text = "\"A\";TID;INDHOLD\n\"x;\"\"y\"\"\";2024;\"1,5\"\n\"\";2024;\"..\"\na\"b;2024;-2\n"
        #expect(
            try cells(text, .statBankCSV) == [
                Cell(["x;\"y\"", "2024"], 1.5), Cell(["", "2024"], nil, mark: ".."), Cell(["a\"b", "2024"], -2),
            ]
        )
        #expect(try cells("A\tINDHOLD\nx;y\t7\n", .statBankCSV) == [Cell(["x;y"], 7)])
    }

    @Test("marks stand in place of numbers", arguments: ["..", ".", ":", "M", "", "-", "…", "x y"])
    func marks(mark: String) throws {
        #expect(
            try cells("A;INDHOLD\na;\(mark)\nb;1\n", .statBankCSV) == [Cell(["a"], nil, mark: mark), Cell(["b"], 1)]
        )
    }

    @Test("a last line without break needs a proof of the transfer")
    func finalBreak() throws {
        let text = "A;INDHOLD\na;1\nb;23"
        for proof: CompletenessProof in [.length, .chunks, .stream, .gzip] {
            #expect(try cells(text, .statBankCSV, proof: proof) == [Cell(["a"], 1), Cell(["b"], 23)])
        }
        #expect(
            refusal(text, .statBankCSV, proof: .none)
                == "truncated: the document is cut off: line 3 has no line break and nothing proves the transfer"
        )
    }

    @Test(
        "what is no StatBank CSV is refused by name",
        arguments: [
            ("", "empty-answer: the document is empty"),
            (" \r\n\n", "empty-answer: the document is empty"),
            ("\u{FEFF}", "empty-answer: the document is empty"),
            ("A;INDHOLD\n", "empty: the document holds no cells: only a header row"),
            ("A;INDHOLD", "empty: the document holds no cells: only a header row"),
            ("A;VALUE\na;1\n", "value-column: line 1: the last column is \"VALUE\", not \"INDHOLD\""),
            ("INDHOLD;A\n1;a\n", "value-column: line 1: the last column is \"A\", not \"INDHOLD\""),
            ("A,VALUE\na,1\n", "value-column: line 1: the last column is \"VALUE\", not \"INDHOLD\""),
            ("A;indhold\na;1\n", "value-column: line 1: the last column is \"indhold\", not \"INDHOLD\""),
            ("INDHOLD\n1\n", "malformed-csv: line 1: no column before INDHOLD"),
            ("A;;INDHOLD\n", "malformed-csv: line 1: column 2 has no name"),
            ("A;A;INDHOLD\n", "malformed-csv: line 1: two columns are named \"A\""),
            ("A;INDHOLD;INDHOLD\n", "malformed-csv: line 1: two columns are named \"INDHOLD\""),
            ("A\u{1};INDHOLD\n", "malformed-csv: line 1: column 1 has a control character in its name"),
            ("A;B;INDHOLD\na;b;1\na;2\n", "malformed-csv: line 3: 2 fields where the header has 3"),
            ("A;B;INDHOLD\na;b;c;1\n", "malformed-csv: line 2: 4 fields where the header has 3"),
            ("A;B;INDHOLD\na;\"b\";c;1\n", "malformed-csv: line 2: 4 fields where the header has 3"),
            ("A;B;INDHOLD\na;b;\"1\";\"\"\n", "malformed-csv: line 2: 4 fields where the header has 3"),
            ("A;INDHOLD\na;1\n\nb;2\n", "malformed-csv: line 3: an empty line between rows"),
            ("A,B,INDHOLD\na,b,1,5\n", "malformed-csv: line 2: 4 fields where the header has 3"),
            ("A;INDHOLD\n\"a;1\nb\";2\n", "malformed-csv: line 2: a quoted field does not end on its line"),
            ("A;INDHOLD\n\"a\"b;1\n", "malformed-csv: line 2: text after a closing quotation mark"),
            ("A;INDHOLD\na\rb;1\n", "malformed-csv: line 2: a control character in column \"A\""),
            ("A;INDHOLD\n\"a\tb\";1\n", "malformed-csv: line 2: a control character in column \"A\""),
            ("A;INDHOLD\na;1,5\nb;1.5\n", "malformed-csv: line 3: decimal comma and decimal point in one document"),
            ("A;INDHOLD\na;\u{0}\n", "nul-byte: line 2: a NUL byte"),
            ("<!DOCTYPE html><p>A;INDHOLD", "unexpected-content: expected statbank-csv, found an HTML page"),
            ("\n <html>", "unexpected-content: expected statbank-csv, found an HTML page"),
            ("<?xml version=\"1.0\"?>", "unexpected-content: expected statbank-csv, found XML"),
            ("{\"errorTypeCode\":\"X\"}", "unexpected-content: expected statbank-csv, found JSON"),
            ("CHARSET=\"ANSI\";", "unexpected-content: expected statbank-csv, found a PX file"),
            (
                "PK\u{3}\u{4}",
                "unexpected-content: expected statbank-csv, found a ZIP archive, such as XLSX"
            ),
        ]
    )
    func refusals(text: String, message: String) { #expect(refusal(text, .statBankCSV) == message) }

    @Test(
        "a value that is neither number nor mark is refused with its line",
        arguments: [
            "1.234.567", "1.234,5", "1,2,3", "5,", ",5", "1e5", "+5", " 5", "5 ", "12 %", "--5", "0x10", "<5", "5x",
            "forkert tekst", "1 234", "٣",
        ]
    )
    func unreadableValues(value: String) {
        // The Arabic digit is no ASCII digit and short: a mark, which the recipe will not know.
        let expected =
            value == "٣" ? "read" : "unreadable-value: line 3: \"\(value)\" is neither a number nor a mark"
        #expect(refusal("A;INDHOLD\na;1\na;\(value)\n", .statBankCSV) == expected)
    }

    @Test("bytes that are not UTF-8 are refused with line and byte")
    func encoding() {
        let latin1 = Array("A;INDHOLD\n".utf8) + Array("K".utf8) + [0xF8] + Array("benhavn;1\n".utf8)
        #expect(refusal(latin1, .statBankCSV) == "invalid-utf8: line 2: byte 11 of the document is not UTF-8")
        for odd: [UInt8] in [
            [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80], [0xFF],
        ] {
            let bytes = Array("A;INDHOLD\na".utf8) + odd + Array(";1\n".utf8)
            #expect(refusal(bytes, .statBankCSV) == "invalid-utf8: line 2: byte 11 of the document is not UTF-8")
        }
        let utf16: [UInt8] = [0xFF, 0xFE] + "A;INDHOLD\n".utf8.flatMap { [$0, 0] }
        #expect(refusal(utf16, .statBankCSV) == "unexpected-content: expected statbank-csv, found UTF-16 text")
        #expect(
            refusal([0x1F, 0x8B, 8, 0], .statBankCSV)
                == "unexpected-content: expected statbank-csv, found gzip-compressed data"
        )
    }

    @Test("a line may have 65,536 bytes and no more, however it is delivered", arguments: [1000, 256 << 10])
    func longLines(pieceSize: Int) throws {
        let fits = "A;INDHOLD\n" + String(repeating: "x", count: 65_534) + ";1\r\n"
        #expect(try decode(Array(fits.utf8), .statBankCSV, pieceSize: pieceSize)[0].cells.count == 1)
        for ending in ["\n", ""] {
            let over = Array(("A;INDHOLD\n" + String(repeating: "x", count: 65_535) + ";1" + ending).utf8)
            #expect(throws: DecodeError.lineTooLong(line: 2, limit: 65_536)) {
                try decode(over, .statBankCSV, pieceSize: pieceSize)
            }
        }
        #expect(
            refusal([UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20), .statBankCSV)
                == "line-too-long: line 1: longer than 65536 bytes"
        )
    }

    @Test("cells and refusals do not depend on how the bytes are cut")
    func pieces() throws {
        let documents = [
            "\u{FEFF}OMRÅDE;KØN;INDHOLD\r\nKøbenhavn;\"M;x\";1,5\r\nÆrø;K;..\r\n000;TOT;\u{2212}7\r\n",
            "A;INDHOLD\na;1\nb;2;3\n", "A;INDHOLD\na;1\nbø\u{0};3\n", "A;INDHOLD\na;1\nb;12 %", "A;X\n", "\u{FEFF}",
        ]
        for document in documents {
            let bytes = Array(document.utf8)
            let whole = outcome(bytes, bytes.count + 1)
            for size in 1...bytes.count { #expect(outcome(bytes, size) == whole, "\(size) bytes at a time") }
        }
    }

    private func outcome(_ bytes: [UInt8], _ pieceSize: Int) -> String {
        do {
            return "\(try decode(bytes, .statBankCSV, pieceSize: pieceSize))"
        } catch { return "\(error)" }
    }

    @Test("chunks are full until the last; many rows keep their order")
    func chunks() throws {
        var text = "A;B;INDHOLD\n"
        for row in 0..<150_000 { text += "\(row % 977);en længere tekst \(row % 13);\(row)\n" }
        let collector = CellCollector()
        try Array(text.utf8).withUnsafeBytes {
            try DocumentDecoder.decode(bytes: $0, format: .statBankCSV, proof: .none, into: collector)
        }
        #expect(collector.holdsFullChunks(of: 150_000))
        let cells = collector.tables[0].cells
        for row in [0, 1, 976, 977, 65_535, 65_536, 149_999] {
            #expect(cells[row] == Cell(["\(row % 977)", "en længere tekst \(row % 13)"], Double(row)))
        }
    }

    @Test("labels that differ in one place only stay apart, however long they are", arguments: 5...18)
    func similarLabels(length: Int) throws {
        var labels: [String] = []
        for number in 0..<5_000 {
            let digits = String(10_000 + number).dropFirst()
            let filling = String(repeating: "x", count: length - 4)
            labels.append(filling + digits)
            labels.append(digits + filling)
            labels.append(String(filling.dropLast()) + digits)
        }
        let text = "A;INDHOLD\n" + (labels + labels).map { "\($0);1\n" }.joined()
        #expect(try cells(text, .statBankCSV).map { $0.codes[0] } == labels + labels)
    }

    @Test("an error of the sink comes out as it is")
    func sinkErrors() {
        struct Full: Error, Equatable {}
        final class Sink: CellSink {
            func begin(_ table: TableDictionary) throws {}
            func take(_ chunk: CellChunk) throws { throw Full() }
        }
        for (text, format) in [
            ("A;INDHOLD\na;1\n", DocumentFormat.statBankCSV), (#"[{"[A]":"a","m":"1"}]"#, .uddannelsesstatistik),
            (#"{"id":["A"],"size":[1],"dimension":{"A":{"category":{"index":["a"]}}},"value":[1]}"#, .jsonStat),
        ] {
            #expect(throws: Full()) {
                try Array(text.utf8).withUnsafeBytes {
                    try DocumentDecoder.decode(bytes: $0, format: format, proof: .length, into: Sink())
                }
            }
        }
    }

    @Test("a file that is not there is a fault of this machine")
    func missingFile() {
        let error = DecodeError.unreadableFile(path: "/nowhere/x.csv", operation: "open", errno: 2)
        #expect(throws: error) {
            try DocumentDecoder.decode(
                path: "/nowhere/x.csv",
                format: .statBankCSV,
                proof: .none,
                into: CellCollector()
            )
        }
        #expect(error.failure.kind == .system)
        #expect("\(error.failure)" == "unreadable-file: /nowhere/x.csv: open failed with errno 2")
        #expect(DecodeError.emptyAnswer.failure.kind == .contract)
    }
}
