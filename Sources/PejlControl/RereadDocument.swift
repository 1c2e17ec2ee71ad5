/// What reading a fetch again came to, for `pejl rejected replay --json`.
package struct RereadDocument: Codable, Sendable, Equatable {
    /// Version of this format.
    package var format = 1
    /// Identifier of the dataset.
    package var dataset: String
    /// Rows that were rejected and are understood now, the first so many.
    package var understood: [Row]
    /// Number of all of them; absent where the documents could not be read to their end.
    package var understoodCount: Int?
    /// Rows that are not understood now, the first so many.
    package var remaining: [Row]
    /// Number of all of them; absent where the documents could not be read to their end.
    package var remainingCount: Int?
    /// What became of the dataset and the publication.
    package var run: StatusDocument

    /// One row.
    package struct Row: Codable, Sendable, Equatable {
        /// Number of the cell in the documents.
        package var row: Int
        /// The rule it breaks, or broke.
        package var rule: String
        /// What it says.
        package var content: String

        package init(row: Int, rule: String, content: String) {
            self.row = row
            self.rule = rule
            self.content = content
        }
    }

    package init(
        dataset: String,
        understood: [Row],
        understoodCount: Int?,
        remaining: [Row],
        remainingCount: Int?,
        run: StatusDocument
    ) {
        self.dataset = dataset
        self.understood = understood
        self.understoodCount = understoodCount
        self.remaining = remaining
        self.remainingCount = remainingCount
        self.run = run
    }

    /// The document as JSON with sorted keys.
    package func json() -> String { DocumentJSON.text(self) }
}
