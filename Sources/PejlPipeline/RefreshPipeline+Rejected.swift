package import PejlModel
package import PejlStore

/// A rejected row, and what stands around it in the publisher's document.
package struct RejectedRowContext: Sendable {
    /// The row as the store keeps it.
    package let row: StoredRejectedRow
    /// The cells around it and the row itself, in the document's order; none where they can no longer be read.
    package let cells: [RawCell]
    /// Path of the document in the archive; nothing where the row is not found in it.
    package let document: String?
    /// The publisher's own text around it; none where the document does not name the row in one piece.
    package let text: [RecordText.Piece]
}

/// What became of rows that could not be understood when they were read again.
package struct RereadRows: Sendable, Hashable {
    /// Rows that were kept as rejected and are understood now.
    package let understood: [RejectedRow]
    /// Rows that are not understood now, the first so many.
    package let remaining: [RejectedRow]
    /// Number of all rows that are not understood now.
    package let remainingCount: Int
}

/// Rows that could not be understood: which there are, and what stands around one in the publisher's document.
extension RefreshPipeline {
    /// Rejected rows, those of the newest fetch first; at most `limit`, with the number of all.
    package func rejectedRows(
        _ filter: RejectedRowFilter,
        limit: Int
    ) throws -> (rows: [StoredRejectedRow], count: Int) {
        try store.rejectedRows(filter, limit: limit)
    }

    /// One rejected row with the cells around it, read again from the archive.
    ///
    /// - Parameters:
    ///   - id: Its number in the store.
    ///   - context: Cells before and after it.
    /// - Returns: The row with what stands around it.
    /// - Throws: A ``DecisionError`` where there is no such row; errors of archive and store.
    package func rejectedRow(_ id: Int, context: Int) throws -> RejectedRowContext {
        guard let (row, fetch) = try store.rejectedRow(id) else { throw DecisionError.noSuchRow(id) }
        let recipe = try recipe(row.dataset)
        let window = CellWindow(max(1, row.rejected.row - context)...row.rejected.row + context)
        let archived = try archived(fetch)
        do {
            try DatasetReader.decode(archived.figures, by: recipe, into: window)
        } catch  where Failure(error).kind == .contract {
            // What stands before the fault in the document is still worth showing.
        }
        let cell = window.cells.first { $0.row == row.rejected.row }
        let document = cell.flatMap { cell in
            archived.figures.indices.contains(cell.document) ? archived.figures[cell.document].document : nil
        }
        return RejectedRowContext(
            row: row,
            cells: window.cells,
            document: document?.path,
            text: cell.flatMap { cell in
                document.map { RecordText(naming: cell.columns.map(\.text), in: $0.path, context: min(context, 20)) }
            }?.pieces ?? []
        )
    }
}
