/// The dimensions of a decoded table and the texts found in them so far.
///
/// The code books grow while chunks are delivered; a number in a chunk is always in the book already.
package final class TableDictionary {
    /// Codes of the dimensions, as the publisher writes them, in the document's order.
    package let columns: [String]
    /// The texts of each dimension.
    package let books: [CodeBook]
    /// Names of the value columns or measures; a chunk's `measures` point here.
    package let measures: [String]
    /// What stood where no number was, or beside one: `..`, a JSON-stat status, a text.
    package let marks: CodeBook
    /// When the figures were updated, as the document itself says.
    package let updated: String?

    package init(columns: [String], measures: [String], updated: String? = nil) {
        self.columns = columns
        self.measures = measures
        self.updated = updated
        books = columns.map { _ in CodeBook() }
        marks = CodeBook()
    }
}

/// Up to 16,384 decoded cells as columns: what the publisher wrote, not yet what it means.
package struct CellChunk {
    /// Cells a chunk holds at the most.
    package static let capacity = 16_384

    /// For each dimension the number of its text, a cell each.
    package var codes: [[Int32]]
    /// The number of the measure, a cell each.
    package var measures: [Int32] = []
    /// The value; 0 where there is none.
    package var values: [Double] = []
    /// -1 where a number stands, otherwise the number of the mark that stands in its place.
    package var marks: [Int32] = []
    /// Whether a percent sign followed the number, a cell each.
    package var percentSigns: [Bool] = []
    /// The statuses that stand beside numbers (provisional, estimated …): -1 or a number in the marks, a cell each.
    ///
    /// Empty where no cell of the chunk has one, as in most formats; read it through ``flag(_:)``.
    package var flags: [Int32] = []

    /// An empty chunk for a table of `columns` dimensions.
    package init(columns: Int) {
        codes = [[Int32]](repeating: [], count: columns)
        for column in codes.indices { codes[column].reserveCapacity(Self.capacity) }
        measures.reserveCapacity(Self.capacity)
        values.reserveCapacity(Self.capacity)
        marks.reserveCapacity(Self.capacity)
        percentSigns.reserveCapacity(Self.capacity)
    }

    /// Number of cells.
    package var count: Int { values.count }

    /// The status beside the number of `cell`: its number in the table's marks, -1 where there is none.
    package func flag(_ cell: Int) -> Int32 { flags.isEmpty ? -1 : flags[cell] }

    /// Empties the chunk and keeps its memory.
    package mutating func removeAll() {
        for column in codes.indices { codes[column].removeAll(keepingCapacity: true) }
        measures.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        marks.removeAll(keepingCapacity: true)
        percentSigns.removeAll(keepingCapacity: true)
        flags.removeAll(keepingCapacity: true)
    }
}

/// Receives decoded cells, chunk after chunk.
package protocol CellSink: AnyObject {
    /// A table begins; called once for each table of a document, before its chunks.
    func begin(_ table: TableDictionary) throws
    /// The next cells of the table that began last, never empty.
    func take(_ chunk: CellChunk) throws
}
