import PejlDecode
import PejlModel
import Testing

struct CellPrinterTests {
    private func printed(_ text: String, _ format: DocumentFormat) throws -> String {
        var output: [UInt8] = []
        try Array(text.utf8).withUnsafeBytes { bytes in
            let printer = CellPrinter { output.append(contentsOf: $0) }
            try DocumentDecoder.decode(bytes: bytes, format: format, proof: .length, into: printer)
        }
        return String(decoding: output, as: UTF8.self)
    }

    @Test("one value column: dimensions, value, status; quotes where RFC 4180 wants them")
    func oneMeasure() throws {
        #expect(
            try printed("A;\"B,C\";INDHOLD\n\"x;\"\"y\"\"\";a,b;1,50\nz;;..\nø;-;-0\n", .statBankCSV)
                == "A,\"B,C\",value,status\n\"x;\"\"y\"\"\",\"a,b\",1.5,\nz,,,..\nø,-,0,\n"
        )
    }

    @Test("several measures have a column, several tables an empty line between them")
    func several() throws {
        #expect(
            try printed(#"[{"[A]":"a\nb","m":"2.351","n":"14,4 %"}]"#, .uddannelsesstatistik)
                == "[A],measure,value,status\n\"a\nb\",m,2351,\n\"a\nb\",n,14.4,\n"
        )
        let one = #"{"id":["A"],"size":[1],"dimension":{"A":{"category":{"index":["a"]}}},"value":[null]}"#
        #expect(try printed(#"{"x":\#(one),"y":\#(one)}"#, .jsonStat) == "A,value,status\na,,\n\nA,value,status\na,,\n")
    }

    @Test(
        "numbers are the shortest decimals that read back, without exponent",
        arguments: [
            ("0", "0"), ("-7", "-7"), ("0.1", "0.1"), ("5867412", "5867412"), ("1e16", "10000000000000000"),
            ("1.5e22", "15000000000000000000000"), ("1e-7", "0.0000001"), ("-1.25e-9", "-0.00000000125"),
            ("123456789012345678", "123456789012345680"), ("0.30000000000000004", "0.30000000000000004"),
        ]
    )
    func numbers(json: String, text: String) throws {
        let document = #"{"id":["A"],"size":[1],"dimension":{"A":{"category":{"index":["a"]}}},"value":[\#(json)]}"#
        #expect(try printed(document, .jsonStat) == "A,value,status\na,\(text),\n")
        #expect(Double(json) == Double(text))
    }
}
