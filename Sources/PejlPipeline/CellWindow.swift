import PejlModel

/// A cell as the publisher wrote it.
package struct RawCell: Sendable, Hashable {
    /// Its number in the documents of a fetch, from 1.
    package let row: Int
    /// The document it stands in, from 0.
    package let document: Int
    /// Codes of the dimensions and what they say, in the document's order.
    package let columns: [(code: String, text: String)]
    /// Name of the measure.
    package let measure: String
    /// The number, or the mark in its place.
    package let value: String

    package static func == (left: RawCell, right: RawCell) -> Bool {
        left.row == right.row && left.value == right.value
    }
    package func hash(into hasher: inout Hasher) { hasher.combine(row) }
}

/// Keeps a few cells of a stream by their number, for people who look at one of them.
final class CellWindow: CellSink {
    private(set) var cells: [RawCell] = []
    private let wanted: ClosedRange<Int>
    private var table: TableDictionary?
    private var count = 0
    private var documents = 0

    init(_ wanted: ClosedRange<Int>) { self.wanted = wanted }

    func begin(_ table: TableDictionary) throws {
        self.table = table
        documents += 1
    }

    func take(_ chunk: CellChunk) throws {
        guard let table else { return }
        for row in 0..<chunk.count where wanted.contains(count + row + 1) {
            cells.append(
                RawCell(
                    row: count + row + 1,
                    document: documents - 1,
                    columns: table.columns.enumerated().map { column, code in
                        (code, table.books[column].text(chunk.codes[column][row]))
                    },
                    measure: table.measures[Int(chunk.measures[row])],
                    value: value(row, of: chunk, table)
                )
            )
        }
        count += chunk.count
    }

    private func value(_ row: Int, of chunk: CellChunk, _ table: TableDictionary) -> String {
        let mark = chunk.marks[row]
        guard mark < 0 else { return "\"\(table.marks.text(mark))\"" }
        let number = FigureChange.Figure(value: chunk.values[row], status: .normal).description
        let flag = chunk.flag(row)
        return number + (chunk.percentSigns[row] ? " %" : "") + (flag < 0 ? "" : " \"\(table.marks.text(flag))\"")
    }
}
