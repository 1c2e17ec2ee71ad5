import Foundation
import PejlTestSupport
import Testing

/// `pejl decode`, as a person runs it.
struct DecodeCommandTests {
    @Test("prints a column for each dimension, then value and status")
    func printsCells() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("\u{feff}OMRÅDE;TID;INDHOLD\r\n766;2024M04;46,5\r\n825;2024M04;..\r\n", to: "a.csv")
        let result = try Program.run("pejl", ["decode", file])
        #expect(result.output == "OMRÅDE,TID,value,status\n766,2024M04,46.5,\n825,2024M04,,..\n")
        #expect(result.errors == "")
        #expect(result.status == 0)
    }

    @Test(
        "a file that is not well-formed ends with status 65 and one message",
        arguments: [
            ("OMRÅDE;TID;INDHOLD\r\n766;2024M04\r\n", "malformed-csv"),
            ("OMRÅDE;TID;INDHOLD\r\n766;2024M04;46", "truncated"),
            ("<!DOCTYPE html><html></html>\n", "unknown-format"),
            (
                "{\"class\":\"dataset\",\"id\":[\"a\"],\"size\":[2,3],\"dimension\":{},\"value\":[]}",
                "malformed-json-stat"
            ),
            ("{\"type_of_json\": \"Not json stat\"}", "not-json-stat"),
            ("[{\"[A].[B].[B]\":\"x\",\"Antal\":\"1.2345\"}]", "unreadable-value"),
            ("", "unknown-format"),
        ]
    )
    func refuses(text: String, name: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(text, to: "document")
        let result = try Program.run("pejl", ["decode", file])
        #expect(result.status == 65)
        #expect(result.errors.hasPrefix("pejl: \(name): "), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1)
    }

    @Test("reads a delimited file by the layout that ships for it")
    func byLayout() throws {
        let folder = try TemporaryFolder()
        // The form of an export of noegletal.dk with two made-up years; every figure here is synthetic.
        let text = """
            De Kommunale Nøgletal;;;

            ;Kom.nr;2023;2024
            Et nøgletal;;;
            Hedensted Kommune;766;1.234,5;M

            Tegnforklaring:
            M  mangler;;;

            """
        let latin1 = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let file = folder.file("nwRap.csv")
        try Data(latin1).write(to: URL(fileURLWithPath: file))
        let layout = Repository.root + "/etc/pejl/layouts/noegletal.toml"
        let result = try Program.run("pejl", ["decode", "--layout", layout, file])
        #expect(
            result.output == """
                nøgletal,kommune,kom.nr,år,value,status
                Et nøgletal,Hedensted Kommune,766,2023,1234.5,
                Et nøgletal,Hedensted Kommune,766,2024,,M

                """
        )
        #expect(result.errors == "")
        let both = try Program.run("pejl", ["decode", "--layout", layout, "--format", "px", file])
        #expect(both.status == 64)
    }

    @Test("--json prints an object a cell, with the status beside a number and the percent sign")
    func jsonLines() throws {
        let folder = try TemporaryFolder()
        let stat = try folder.write(
            #"{"id":["O\"Å"],"size":[2],"dimension":{"O\"Å":{"category":{"index":["a\n","b"]}}},"value":[1.5,null],"#
                + #""status":{"0":"p","1":".."}}"#,
            to: "stat.json"
        )
        let result = try Program.run("pejl", ["decode", "--json", stat])
        #expect(
            result.output
                == #"{"table":1,"codes":{"O\"Å":"a\u000a"},"measure":"value","value":1.5,"status":"p","percent":false}"#
                + "\n"
                + #"{"table":1,"codes":{"O\"Å":"b"},"measure":"value","value":null,"status":"..","percent":false}"#
                + "\n"
        )
        let rows = try folder.write(#"[{"[A].[B].[B]":"x","Andel":"14,4 %"}]"#, to: "rows.json")
        let line = try Program.run("pejl", ["decode", "--json", rows])
        #expect(
            line.output == #"{"table":1,"codes":{"[A].[B].[B]":"x"},"measure":"Andel","value":14.4,"status":null,"#
                + #""percent":true}"# + "\n"
        )
        #expect(try Program.run("pejl", ["decode", "--sheet", "x", "--format", "px", rows]).status == 64)
        let noSheet = try Program.run("pejl", ["decode", "--sheet", "x", rows])
        #expect(noSheet.status == 65)
        #expect(noSheet.errors.hasPrefix("pejl: malformed-zip: "))
    }

    @Test("a file that is missing is named with the reason")
    func missing() throws {
        let result = try Program.run("pejl", ["decode", "/nonexistent/file.csv"])
        #expect(result.status == 65)
        #expect(result.errors == "pejl: cannot-open: /nonexistent/file.csv: No such file or directory\n")
    }
}
