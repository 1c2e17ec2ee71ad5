import PejlDecode
import PejlModel
import Testing

struct SniffingTests {
    @Test(
        "the first bytes tell the format",
        arguments: [
            ("\u{FEFF}OMRÅDE;TID;INDHOLD\r\n", .statBankCSV), ("A\tINDHOLD\n", .statBankCSV),
            ("A,INDHOLD\n", .statBankCSV), ("\"A\",\"INDHOLD\"\r\n", .statBankCSV),
            ("\"A\";\"INDHOLD\"\n", .statBankCSV), (" {\"dataset\":", .jsonStat), ("\u{FEFF}{", .jsonStat),
            ("\n[{\"[A]\":", .uddannelsesstatistik), ("\"[{\\\"[A]", .uddannelsesstatistik),
            ("[]", .uddannelsesstatistik),
            ("{\"values\": [", .kolada), ("{\"count\":1,\"next_url\":\"a\\\"b\",\"values\":[{", .kolada),
            ("{\"values\":{", .jsonStat), ("{\"variables\":[{\"values\":[", .jsonStat), ("{\"values\"", .jsonStat),
            ("{\"a\":\"values\",\"b\":[", .jsonStat), ("{\"x\\", .jsonStat),
            ("CHARSET=\"ANSI\";", .px), ("\u{FEFF}matrix=\"X\";", .px),
            ("", nil), ("  ", nil), ("<html>;", nil), ("<?xml ;", nil), ("A,B\n;", nil),
            ("PK\u{3}\u{4};", nil), ("A;\u{0}", nil),
        ] as [(String, DocumentFormat?)]
    )
    func sniffing(head: String, format: DocumentFormat?) {
        #expect(Array(head.utf8).withUnsafeBytes(DocumentFormat.sniff) == format)
    }
}
