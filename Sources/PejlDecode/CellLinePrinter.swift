package import PejlModel

/// Writes decoded cells as lines of JSON, one object a cell.
///
/// `{"table":1,"codes":{"OMRÅDE":"766"},"measure":"INDHOLD","value":46.5,"status":null,"percent":false}`: `value` is
/// null where no number stands, `status` the mark in its place or the status beside it, `percent` whether a percent sign
/// followed. Nothing is left out, so that another program can compare.
package final class CellLinePrinter: CellSink {
    private let write: (UnsafeRawBufferPointer) throws -> Void
    private var number = 0
    private var table: TableDictionary?
    private var output: [UInt8] = []
    private var codes: [[[UInt8]]] = []
    private var marks: [[UInt8]] = []

    /// Hands the text to `write` piece by piece, each whole lines.
    package init(write: @escaping (UnsafeRawBufferPointer) throws -> Void) { self.write = write }

    /// Counts the table.
    package func begin(_ table: TableDictionary) {
        self.table = table
        number += 1
        codes = table.columns.map { _ in [] }
        marks = []
    }

    /// Writes a line a cell.
    package func take(_ chunk: CellChunk) throws {
        guard let table else { return }
        for (column, book) in table.books.enumerated() {
            let name = JSONEscapes.quoted(table.columns[column]) + [UInt8(ascii: ":")]
            for code in codes[column].count..<max(codes[column].count, book.count) {
                codes[column].append(name + JSONEscapes.quoted(book.text(Int32(code))))
            }
        }
        for mark in marks.count..<max(marks.count, table.marks.count) {
            marks.append(JSONEscapes.quoted(table.marks.text(Int32(mark))))
        }
        let measures = table.measures.map { Array("},\"measure\":".utf8) + JSONEscapes.quoted($0) }
        for cell in 0..<chunk.count {
            output += Array("{\"table\":\(number),\"codes\":{".utf8)
            for column in codes.indices {
                if column > 0 { output.append(UInt8(ascii: ",")) }
                output += codes[column][Int(chunk.codes[column][cell])]
            }
            output += measures[Int(chunk.measures[cell])]
            let mark = chunk.marks[cell]
            let value = mark < 0 ? CellPrinter.decimal(chunk.values[cell]) : "null"
            output += Array(",\"value\":\(value),\"status\":".utf8)
            let status = mark < 0 ? chunk.flag(cell) : mark
            output += status < 0 ? Array("null".utf8) : marks[Int(status)]
            output += Array(",\"percent\":\(chunk.percentSigns[cell])}\n".utf8)
        }
        try output.withUnsafeBytes(write)
        output.removeAll(keepingCapacity: true)
    }
}
