package import PejlModel

/// Writes decoded cells as CSV: commas, quotes after RFC 4180, line feeds.
///
/// One column a dimension, then `measure` where a table has more than one, `value` (the shortest decimal that reads
/// back as the same double; empty where there is none) and `status`: the mark in place of a number, or the status that
/// stands beside it. Several tables of a document are set apart by an empty line.
package final class CellPrinter: CellSink {
    private let write: (UnsafeRawBufferPointer) throws -> Void
    private var table: TableDictionary?
    private var isFirst = true
    private var output: [UInt8] = []
    private var codes: [[[UInt8]]] = []
    private var marks: [[UInt8]] = []
    private var measures: [[UInt8]] = []

    /// Hands the text to `write` piece by piece, each whole lines.
    package init(write: @escaping (UnsafeRawBufferPointer) throws -> Void) { self.write = write }

    /// Writes the header of a table.
    package func begin(_ table: TableDictionary) throws {
        self.table = table
        codes = table.columns.map { _ in [] }
        marks = []
        measures = table.measures.map(Self.field)
        if !isFirst { output.append(0x0A) }
        isFirst = false
        for column in table.columns {
            output.append(contentsOf: Self.field(column))
            output.append(UInt8(ascii: ","))
        }
        output.append(contentsOf: (measures.count > 1 ? "measure,value,status\n" : "value,status\n").utf8)
        try flush()
    }

    /// Writes a line a cell.
    package func take(_ chunk: CellChunk) throws {
        guard let table else { return }
        for (column, book) in table.books.enumerated() { Self.extend(&codes[column], with: book) }
        Self.extend(&marks, with: table.marks)
        for cell in 0..<chunk.count {
            for column in codes.indices {
                output.append(contentsOf: codes[column][Int(chunk.codes[column][cell])])
                output.append(UInt8(ascii: ","))
            }
            if measures.count > 1 {
                output.append(contentsOf: measures[Int(chunk.measures[cell])])
                output.append(UInt8(ascii: ","))
            }
            let mark = chunk.marks[cell]
            if mark < 0 { output.append(contentsOf: Self.decimal(chunk.values[cell]).utf8) }
            output.append(UInt8(ascii: ","))
            let status = mark >= 0 ? mark : chunk.flag(cell)
            if status >= 0 { output.append(contentsOf: marks[Int(status)]) }
            output.append(0x0A)
        }
        try flush()
    }

    private func flush() throws {
        try output.withUnsafeBytes(write)
        output.removeAll(keepingCapacity: true)
    }

    private static func extend(_ texts: inout [[UInt8]], with book: CodeBook) {
        for number in texts.count..<max(texts.count, book.count) { texts.append(field(book.text(Int32(number)))) }
    }

    static func field(_ text: String) -> [UInt8] {
        let special: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D]
        if !text.utf8.contains(where: special.contains) { return Array(text.utf8) }
        return [UInt8(ascii: "\"")]
            + text.utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] } + [UInt8(ascii: "\"")]
    }

    /// The shortest decimal, without exponent, that reads back as `value`; whole numbers without a point.
    static func decimal(_ value: Double) -> String {
        let text = value.description
        let parts = text.split(separator: "e")
        guard parts.count == 2, let exponent = Int(parts[1]) else {
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }
        let isNegative = parts[0].hasPrefix("-")
        let mantissa = parts[0].drop { $0 == "-" }.split(separator: ".")
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
        let digits = String(mantissa.first ?? "0") + fraction
        let point = 1 + exponent
        let plain: String
        if point <= 0 {
            plain = "0." + String(repeating: "0", count: -point) + digits
        } else if point >= digits.count {
            plain = digits + String(repeating: "0", count: point - digits.count)
        } else {
            plain = String(digits.prefix(point)) + "." + String(digits.dropFirst(point))
        }
        return (isNegative ? "-" : "") + plain
    }
}
