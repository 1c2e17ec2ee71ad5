import PejlDecode
import Testing

struct SheetPrinterTests {
    private let row: [XLSXReader.Value] = [.text("a,\"b\"\n"), .empty, .number(-1.5), .percent(7.1), .text("æ")]

    @Test("a row of a sheet as CSV and as JSON")
    func forms() {
        #expect(String(decoding: SheetPrinter(.csv).line(row), as: UTF8.self) == "\"a,\"\"b\"\"\n\",,-1.5,7.1 %,æ\n")
        #expect(
            String(decoding: SheetPrinter(.json).line(row), as: UTF8.self)
                == #"["a,\"b\"\u000a",null,-1.5,"7.1 %","æ"]"# + "\n"
        )
        #expect(SheetPrinter(.csv).line([]) == [0x0A])
        #expect(SheetPrinter(.json).line([]) == Array("[]\n".utf8))
    }
}
