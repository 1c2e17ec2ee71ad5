import PejlModel
package import PejlStore

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
    /// - Returns: The row, and the cells in the document's order; none where they can no longer be read.
    /// - Throws: A ``Failure`` where there is no such row; errors of archive and store.
    package func rejectedRow(_ id: Int, context: Int) throws -> (StoredRejectedRow, [RawCell]) {
        guard let (row, fetch) = try store.rejectedRow(id) else {
            throw Failure(
                kind: .contract,
                name: "no-such-row",
                message: "there is no rejected row \(id); `pejl rejected list` lists them"
            )
        }
        let recipe = try recipe(row.dataset)
        let window = CellWindow(max(1, row.rejected.row - context)...row.rejected.row + context)
        let archived = try archived(fetch.fetched, at: now())
        do {
            try DatasetReader.decode(archived.figures, by: recipe, into: window)
        } catch  where Failure(error).kind == .contract {
            // What stands before the fault in the document is still worth showing.
        }
        return (row, window.cells)
    }
}
