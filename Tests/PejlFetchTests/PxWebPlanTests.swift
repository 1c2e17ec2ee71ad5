import Foundation
import PejlFetch
import PejlModel
import Testing

/// How a question is put to a table of PxWebApi 2.
struct PxWebPlanTests {
    /// A table with a variable that may be left out, its periods newest first.
    private static let text = #"""
        {"id":["R","S","T"],"size":[3,2,3],"role":{"time":["T"]},"updated":"2025-01-01T00:00:00Z",
         "dimension":{
          "R":{"label":"region","category":{"index":["01","02","03"],"label":{"01":"Ene","02":"Tveir"}}},
          "S":{"category":{"index":{"T":1,"M,K":0}},"extension":{"elimination":true}},
          "T":{"category":{"index":{"2023":0,"2022":1,"2021":2}}}},
         "note":["a",7,"b"],"extension":{"noteMandatory":{"2":true},"discontinued":true}}
        """#

    private static func table(_ text: String = text) throws -> PxWebTable {
        try #require(PxWebTable(JSONValue(Array(text.utf8))))
    }

    private static func plan(_ variables: [(String, [String])], cellLimit: Int = 1000) throws -> PxWebPlan {
        let question = PxWebQuestion(
            language: "no",
            variables: variables.map { Selection(code: $0.0, values: $0.1) }
        )
        return try PxWebPlan(question, of: table(), cellLimit: cellLimit)
    }

    @Test("a description is read: values by their place, notes with their duty, a closed table")
    func description() throws {
        let table = try Self.table()
        #expect(table.variables.map(\.id) == ["R", "S", "T"])
        #expect(
            table.variables.map { $0.values.map(\.id) } == [
                ["01", "02", "03"], ["M,K", "T"], ["2023", "2022", "2021"],
            ]
        )
        #expect(table.variables.map(\.isEliminable) == [false, true, false])
        #expect(table.variables.map(\.isTime) == [false, false, true])
        #expect(
            table.notes == [
                PublisherNote(kind: .footnote, text: "a", isMandatory: false),
                PublisherNote(kind: .footnote, text: "b", isMandatory: true),
                PublisherNote(kind: .closedTable, text: "2025-01-01T00:00:00Z", isMandatory: true),
            ]
        )
    }

    @Test(
        "values are chosen by code, star, pattern, and periods by age, whatever their order in the table",
        arguments: [
            (["01"], ["01"]), (["*"], ["01", "02", "03"]), (["03", "01"], ["01", "03"]), (["0*"], ["01", "02", "03"]),
        ]
    )
    func values(chosen: [String], codes: [String]) throws {
        #expect(try Self.plan([("R", chosen), ("T", ["2021"])]).parts[0][0].codes == codes)
    }

    @Test(
        "periods",
        arguments: [
            (["(1)"], ["2023"]), (["(-n+2)"], ["2022", "2023"]), ([">=2022"], ["2022", "2023"]), (["-(1)"], ["2021"]),
        ]
    )
    func periods(chosen: [String], codes: [String]) throws {
        #expect(try Self.plan([("R", ["01"]), ("T", chosen)]).parts[0][1].codes == codes)
    }

    @Test("a variable that may be left out is, and costs no cells")
    func elimination() throws {
        let plan = try Self.plan([("R", ["*"]), ("T", ["*"])])
        #expect(plan.cells == 9)
        #expect(
            plan.parts == [
                [
                    PxWebPlan.Choice(variable: "R", sent: ["*"], codes: ["01", "02", "03"]),
                    PxWebPlan.Choice(variable: "T", sent: ["*"], codes: ["2021", "2022", "2023"]),
                ]
            ]
        )
    }

    @Test("parts cover every cell once and none is over the limit", arguments: 1...20)
    func parts(limit: Int) throws {
        let plan = try Self.plan([("R", ["*"]), ("T", ["*"])], cellLimit: limit)
        var seen: Set<String> = []
        for part in plan.parts {
            #expect(part.reduce(1) { $0 * $1.codes.count } <= limit)
            for region in part[0].codes { for year in part[1].codes { #expect(seen.insert(region + year).inserted) } }
        }
        #expect(seen.count == 9)
    }

    @Test("a long list of codes is cut for the length of the address")
    func longAddress() throws {
        let codes = (1...1000).map { "K\($0)" }
        let list = codes.map { "\"\($0)\"" }.joined(separator: ",")
        let text = #"{"id":["R"],"size":[1000],"dimension":{"R":{"category":{"index":["# + list + "]}}}}"
        let question = PxWebQuestion(language: "no", variables: [Selection(code: "R", values: Array(codes.dropLast()))])
        let plan = try PxWebPlan(question, of: Self.table(text), cellLimit: 1_000_000)
        #expect(plan.parts.flatMap { $0[0].codes } == Array(codes.dropLast()))
        for part in plan.parts {
            let request = PxWebRequest.figures(of: "T", question, part)
            let address = WebAddress("https://data.ssb.no/api/pxwebapi/v2")?.appending(
                request.path,
                query: request.query
            )
            #expect((address?.description.utf8.count ?? .max) < 2_048)
        }
    }

    @Test("a code with a comma is asked for by star alone")
    func comma() throws {
        #expect(try Self.plan([("R", ["01"]), ("S", ["*"]), ("T", ["2021"])]).parts.count == 1)
        #expect(throws: CatalogueMisfit.unaskable(code: "M,K", variable: "S")) {
            try Self.plan([("R", ["01"]), ("S", ["M,K"]), ("T", ["2021"])])
        }
        #expect(throws: CatalogueMisfit.unaskable(code: "M,K", variable: "S")) {
            try Self.plan([("R", ["01"]), ("S", ["*"]), ("T", ["2021"])], cellLimit: 1)
        }
    }

    @Test(
        "a description that contradicts itself describes nothing",
        arguments: [
            "{}", "[]", #"{"id":["R"],"size":[1]}"#, #"{"id":["R","R"],"size":[1,1],"dimension":{}}"#,
            #"{"id":["R"],"size":[2],"dimension":{"R":{"category":{"index":["a"]}}}}"#,
            #"{"id":["R"],"size":["1"],"dimension":{"R":{"category":{"index":["a"]}}}}"#,
            #"{"id":["R"],"size":[1],"dimension":{"R":{"category":{"index":{"a":"0"}}}}}"#,
        ]
    )
    func contradictions(text: String) throws {
        #expect(PxWebTable(try JSONValue(Array(text.utf8))) == nil)
    }

    @Test(
        "the recorded description of a table is read",
        .enabled(if: Recorded.exists, "no recorded files beside the repository")
    )
    func recorded() throws {
        let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: Recorded.path("metadata_tab001_json-stat2.json"))))
        let table = try #require(PxWebTable(try JSONValue(bytes)))
        #expect(table.variables.map(\.id) == ["REGION", "SEX", "AGE", "ContentsCode", "TIME"])
        #expect(table.variables.map(\.values.count) == [30, 3, 22, 1, 3])
        #expect(table.variables.map(\.isEliminable) == [false, false, true, false, false])
        let configuration = try Array(Data(contentsOf: URL(fileURLWithPath: Recorded.path("config.json"))))
        #expect(PxWebConfiguration(try JSONValue(configuration))?.cellLimit == 10_000)
    }

    private enum Recorded {
        static func path(_ name: String) -> String {
            URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../../shared/data/pxweb-v2/\(name)").standardizedFileURL.path
        }

        static let exists = FileManager.default.fileExists(atPath: path("config.json"))
    }
}
