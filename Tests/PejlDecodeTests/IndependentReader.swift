import Foundation
import PejlModel
import Testing

/// Readers of the same formats in Python that share nothing with pejl's.
enum IndependentReader {
    /// The lines that a script beside the tests prints.
    static func lines(_ script: String, _ arguments: [String]) throws -> [String] {
        let tests = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-B", tests.appendingPathComponent(script).path] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}

/// Cells as lines, as the independent readers print them: dimensions, measure, bits, mark or status, percent sign.
final class CellLines: CellSink {
    private(set) var lines: [String] = []
    private var table: TableDictionary?

    func begin(_ table: TableDictionary) {
        self.table = table
        lines.append((["T"] + table.columns).joined(separator: "\u{1F}"))
    }

    func take(_ chunk: CellChunk) {
        guard let table else { return }
        for cell in 0..<chunk.count {
            var fields = table.books.enumerated().map { $1.text(chunk.codes[$0][cell]) }
            let mark = chunk.marks[cell]
            let bits = String(chunk.values[cell].bitPattern, radix: 16)
            fields.append(table.measures[Int(chunk.measures[cell])])
            fields.append(mark < 0 ? String(repeating: "0", count: 16 - bits.count) + bits : "-")
            let flag = chunk.flag(cell) < 0 ? "" : "+" + table.marks.text(chunk.flag(cell))
            fields.append(mark < 0 ? flag : "-" + table.marks.text(mark))
            fields.append(chunk.percentSigns[cell] ? "1" : "0")
            lines.append(fields.joined(separator: "\u{1F}"))
        }
    }
}
