import Foundation
import PejlConfig
import PejlDecode
import PejlModel
import Testing

/// Delimited files as publishers sent them, compared cell by cell with Python's csv module.
///
/// The files are not in this repository: they lie beside it in `../shared/data`.
@Suite(.enabled(if: LayoutFiles.exist, "no recorded files: ../shared/data is not beside the repository"))
struct LayoutRecordedFilesTests {
    @Test("a recorded file gives the cells that an independent reader finds", arguments: LayoutFiles.all)
    func recordedFile(file: LayoutFiles.Case) throws {
        let ours = CellLines()
        let layout = try LayoutFile.parse(file.toml, path: "\(file.reader).toml")
        try LayoutDecoder.decode(path: LayoutFiles.path(file.name), layout: layout, into: ours)
        let theirs = try LayoutFiles.independentReader(file.reader, LayoutFiles.path(file.name))
        #expect(ours.lines.count == file.cells + 1)
        #expect(ours.lines.count == theirs.count)
        let different = zip(ours.lines, theirs).enumerated().first { $1.0 != $1.1 }
        #expect(different == nil, "line \(different?.offset ?? 0)")
    }

    @Test("a recorded file under another's charset, separator or number rule is refused")
    func wrongLayouts() throws {
        let file = try #require(LayoutFiles.all.first)
        let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: LayoutFiles.path(file.name))))
        for (old, new, message) in [
            ("iso-8859-1", "utf-8", "malformed-table: row 1: cell 1: the byte 0xF8 is not utf-8"),
            ("\";\"", "\",\"", "changed-header: row 1, column 1: \"De Kommunale Nøgletal\" is expected, "),
            (
                "decimal = \",\"\nthousands = \".\"", "decimal = \".\"\nthousands = \",\"",
                "unreadable-value: row 6, column 3 (\"2007\"): \"76,2\" is neither a number nor a mark"
            ), ("\"M\", ", "", "unreadable-value: row 6, column 19 (\"2023\"): \"M\" is neither a number nor a mark"),
            (
                "header_row = 3", "header_row = 2",
                "malformed-table: row 2: no column is named \"Kom.nr\"; there are none with a name"
            ),
            ("from = 3", "from = 4", "malformed-table: row 3, column 3 (\"2007\"): the layout does not say what"),
        ] {
            let toml = file.toml.replacing(old, with: new)
            #expect(toml != file.toml)
            let found = refusal(bytes, try LayoutFile.parse(toml, path: "x.toml"))
            #expect(found.hasPrefix(message), "\(found)")
            #expect(found != "read")
        }
    }

    @Test("a recorded file cut short anywhere is refused")
    func cuts() throws {
        let file = try #require(LayoutFiles.all.first)
        let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: LayoutFiles.path(file.name))))
        let layout = try LayoutFile.parse(file.toml, path: "x.toml")
        let end = try #require(String(decoding: bytes, as: Unicode.ASCII.self).range(of: "Tegnforklaring:"))
        let text = String(decoding: bytes, as: Unicode.ASCII.self)
        let last = text.distance(from: text.startIndex, to: end.lowerBound)
        for count in stride(from: 0, to: last, by: 7) { #expect(refusal(Array(bytes[..<count]), layout) != "read") }
    }
}
