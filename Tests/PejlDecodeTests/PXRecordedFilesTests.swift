import Foundation
import PejlDecode
import PejlModel
import Testing

/// PX files as publishers sent them, decoded and compared cell by cell with what px_reader.py finds in them.
@Suite(.enabled(if: RecordedFiles.exist, "no recorded files: ../shared/data is not beside the repository"))
struct PXRecordedFilesTests {
    @Test(
        "a recorded PX file gives the cells that an independent reader finds",
        arguments: [
            ("gl_PRXPRISH_en-da-kl_1252.px", 106), ("gl_TIMEVAL_long.px", 24), ("gl_TIMEVAL_short.px", 24),
            ("gl_no_timeval_or_codes2.px", 8), ("gl_population_1252_crlf.px", 30), ("ine_14001_1252_crlf.px", 8_064),
            ("ine_27067_dots.px", 812), ("ine_EPA_dot.px", 2_340), ("pxR_example4_KEYS.px", 48),
            ("pxwebapi_TAB001_en-sv.px", 5_940), ("scb_BE0101A1_1252.px", 33_936),
        ]
    )
    func wellFormedFile(name: String, count: Int) throws {
        let path = RecordedFiles.path("px/" + name)
        let ours = CellLines()
        try DocumentDecoder.decode(path: path, format: .px, proof: .none, into: ours)
        let theirs = try IndependentReader.lines("px_reader.py", [path])
        #expect(ours.lines.count == count + 1)
        #expect(ours.lines.count == theirs.count)
        let different = zip(ours.lines, theirs).enumerated().first { $1.0 != $1.1 }
        #expect(different == nil, "line \(different?.offset ?? 0)")
        let head = try Array(Data(contentsOf: URL(fileURLWithPath: path)).prefix(512))
        #expect(head.withUnsafeBytes(DocumentFormat.sniff) == .px)
    }

    @Test("the one with a fault in CODES is refused for it")
    func faultyCodes() throws {
        let path = RecordedFiles.path("px/scb_dots-datasymbols_errorCodes.px")
        var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(refusal(bytes, .px) == "malformed-px: line 24: bare text after a closing quotation mark")

        let fault = Array("=\"0\"0\"".utf8)
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: fault) })
        bytes.replaceSubrange(place..<(place + fault.count), with: "=\"00\"".utf8)
        let cells = try decode(bytes, .px).flatMap(\.cells)
        #expect(cells.count == 48)
        #expect(cells.compactMap(\.mark) == [".", "..", "...", "....", ".....", "......"])
        #expect(cells[1] == Cell(["00", "20", "2003", "BE0101F1", "2"], nil, mark: ".", measure: "value"))
        #expect(cells[47] == Cell(["0115", "22", "2003", "BE0101F2", "2"], 35, measure: "value"))
    }

    @Test("a recorded file that is no PX is refused")
    func otherFiles() throws {
        for (name, found) in [
            ("jsonstat/v2_galicia.json", "unexpected-content: expected px, found JSON"),
            ("statbank-csv/FOLK1A_da_bom_crlf.csv", "malformed-px: line 1: "),
        ] {
            let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: RecordedFiles.path(name))))
            #expect(refusal(bytes, .px).hasPrefix(found))
        }
    }
}
