import Foundation
import PejlDecode
import PejlModel
import Testing

/// A workbook as Excel wrote it, compared cell by cell with Python's zipfile and xml.etree modules.
///
/// The file is not in this repository: it lies beside it in `../shared/data`.
@Suite(.enabled(if: RecordedWorkbook.exists, "no recorded workbook: ../shared/data is not beside the repository"))
struct XLSXRecordedFilesTests {
    @Test("all sheets of a recorded workbook give the cells that an independent reader finds")
    func workbook() throws {
        let theirs = try RecordedWorkbook.independentReader()
        let names = theirs.filter { $0.hasPrefix("S\u{1F}") }.map { String($0.dropFirst(2)) }
        #expect(names == ["Table", "Table2", "Variables", "Cells", "Acrosscells"])
        var ours: [String] = []
        for name in names {
            ours.append("S\u{1F}" + name)
            try XLSXReader.read(path: RecordedWorkbook.path, sheet: name) { row in
                ours.append(row.map(spelled).joined(separator: "\u{1F}"))
            }
        }
        #expect(ours.count == theirs.count)
        let different = zip(ours, theirs).first { $0 != $1 }
        #expect(different == nil)
        #expect(ours.count > 40)
    }

    private func spelled(_ value: XLSXReader.Value) -> String {
        switch value {
        case .empty: return ""
        case .percent(let number): return "p\(number)"
        case .text(let text): return "t" + text.replacingOccurrences(of: "\n", with: "\\n")
        case .number(let number):
            let bits = String(number.bitPattern, radix: 16)
            return "n" + String(repeating: "0", count: 16 - bits.count) + bits
        }
    }
}

/// Where the recorded workbook and the independent reader are.
private enum RecordedWorkbook {
    private static let tests = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()

    static let path = tests.appendingPathComponent("../../../shared/data/xlsx/metadata_BEXSTA.xlsx").standardizedFileURL
        .path

    static var exists: Bool { FileManager.default.fileExists(atPath: path) }

    static func independentReader() throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-B", tests.appendingPathComponent("xlsx_reader.py").path, path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}
