import Foundation
import PejlDecode
import PejlModel
import Testing

/// Files as publishers sent them, decoded and compared cell by cell with Python's csv and json modules.
///
/// The files are not in this repository: they lie beside it in `../shared/data`.
@Suite(.enabled(if: RecordedFiles.exist, "no recorded files: ../shared/data is not beside the repository"))
struct RecordedFilesTests {
    static let wellFormed: [(String, DocumentFormat)] =
        [
            "statbank-csv/FOLK1AM_alle-omraader_2021M10-.csv", "statbank-csv/FOLK1A_codes_lf_nobom.csv",
            "statbank-csv/FOLK1A_da_bom_crlf.csv", "statbank-http/data_STRAF42.csv",
        ].map { ($0, .statBankCSV) }
        + [
            "statbank-http/data_STRAF42_jsonstat.json", "statbank-samples/data_FOLK1A_one-cell.json",
            "jsonstat/v1_bundle_mixed-index.json", "jsonstat/v1_bundle_oecd-canada.json",
            "jsonstat/v1_eurostat_status-array.json", "jsonstat/v1_galicia.json", "jsonstat/v1_ons_sparse-object.json",
            "jsonstat/v1_scb_statswe.json", "jsonstat/v1_ssb_29843_status-object_7200-null.json",
            "jsonstat/v2_galicia.json", "jsonstat/v2_hierarchy_sparse-one-value.json",
            "jsonstat/v2_order_string-values.json",
        ].map { ($0, .jsonStat) }
        + [
            "uddannelsesstatistik/response_FRAVAAR_2024-2025_reconstructed.json",
            "uddannelsesstatistik/response_FRAVAAR_head.json", "uddannelsesstatistik/response_TRIVIND_head.json",
            "uddannelsesstatistik/response_TRIVSP_head.json",
        ].map { ($0, .uddannelsesstatistik) } + [("kolada/v3_data_kpi_N21704_year_2023.json", .kolada)]

    @Test("a recorded file gives the cells that an independent reader finds", arguments: wellFormed)
    func wellFormedFile(name: String, format: DocumentFormat) throws {
        let path = RecordedFiles.path(name)
        let ours = CellLines()
        try DocumentDecoder.decode(path: path, format: format, proof: .none, into: ours)
        let theirs = try IndependentReader.lines("independent_reader.py", [format.rawValue, path])
        #expect(ours.lines.count > 1)
        #expect(ours.lines.count == theirs.count)
        let different = zip(ours.lines, theirs).enumerated().first { $1.0 != $1.1 }
        #expect(different == nil, "line \(different?.offset ?? 0)")
        let head = try Array(Data(contentsOf: URL(fileURLWithPath: path)).prefix(512))
        #expect(head.withUnsafeBytes(DocumentFormat.sniff) == format)
    }

    @Test(
        "a recorded file that is no table is refused by name",
        arguments: [
            (
                "jsonstat/not-jsonstat.json",
                #"not-json-stat: JSON, but not JSON-stat: no dimensions; its members are "type_of_json""#
            ),
            (
                "jsonstat/v1_ons_QS104EW_malformed-size.json",
                #"malformed-json-stat: dataset "QS104EW": 4 ids but 3 sizes"#
            ),
            (
                "jsonstat/v2_collection.json",
                "collection: a JSON-stat collection holds links, no values; fetch one of its datasets"
            ),
            ("pxweb-v2/metadata_tab001_json-stat2.json", #"malformed-json-stat: dataset "dataset": 0 values for"#),
            ("statbank-http/tables_da.json", "not-json-stat: JSON, but not JSON-stat: the document is not an object"),
            ("statbank-http/tableinfo_STRAF42_en.json", "not-json-stat: "),
            ("statbank-csv/FOLK1A_da_bom_crlf.csv", "unexpected-content: expected json-stat, found other text"),
        ]
    )
    func malformedFile(name: String, message: String) throws {
        let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: RecordedFiles.path(name))))
        #expect(refusal(bytes, .jsonStat).hasPrefix(message))
    }

    @Test("StatBank's error bodies are refused in every format")
    func errorBodies() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: RecordedFiles.path("statbank-errors/errors.json")))
        let entries = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        let bodies = entries.compactMap { $0["body"] }
        #expect(bodies.count == 5)
        for body in bodies {
            let bytes = try Array(JSONSerialization.data(withJSONObject: body, options: .sortedKeys))
            #expect(refusal(bytes, .statBankCSV) == "unexpected-content: expected statbank-csv, found JSON")
            let members = #"members are "errorTypeCode", "message""#
            #expect(
                refusal(bytes, .jsonStat) == "not-json-stat: JSON, but not JSON-stat: no dimensions; its \(members)"
            )
            #expect(
                refusal(bytes, .uddannelsesstatistik)
                    == "not-rows: JSON, but not an array of rows: an object whose \(members)"
            )
        }
    }
}

/// Where the recorded files and the independent reader are.
enum RecordedFiles {
    private static let tests = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    private static let data = tests.appendingPathComponent("../../../shared/data").standardizedFileURL

    static var exist: Bool { FileManager.default.fileExists(atPath: path("INDEX.md")) }

    static func path(_ name: String) -> String { data.appendingPathComponent(name).path }
}
