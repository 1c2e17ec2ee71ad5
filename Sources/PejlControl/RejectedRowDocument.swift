/// A rejected row and what stands around it, for `pejl rejected show --json`.
package struct RejectedRowDocument: Codable, Sendable, Equatable {
    /// Version of this format.
    package var format = 1
    /// Number of the row in the store.
    package var id: Int
    /// Identifier of the dataset.
    package var dataset: String
    /// Number of the fetch.
    package var fetch: Int
    /// Number of the cell in the documents.
    package var row: Int
    /// The rule it breaks.
    package var rule: String
    /// What it says.
    package var content: String
    /// Path of the document in the archive; absent where the row is not found in it.
    package var document: String?
    /// Lines of the document, or objects of a JSON array.
    package var text: [Piece]
    /// The cells around it, in the document's order.
    package var cells: [Cell]

    /// A piece of the document.
    package struct Piece: Codable, Sendable, Equatable {
        /// Its number in the document, from 1.
        package var number: Int
        /// What it says.
        package var text: String
        /// Whether the row is in it.
        package var found: Bool

        package init(number: Int, text: String, found: Bool) {
            self.number = number
            self.text = text
            self.found = found
        }
    }

    /// One cell.
    package struct Cell: Codable, Sendable, Equatable {
        /// Its number in the documents.
        package var row: Int
        /// What each column says, by the column's code.
        package var columns: [String: String]
        /// Name of the measure.
        package var measure: String
        /// The number, or the mark in its place.
        package var value: String

        package init(row: Int, columns: [String: String], measure: String, value: String) {
            self.row = row
            self.columns = columns
            self.measure = measure
            self.value = value
        }
    }

    package init(
        id: Int,
        dataset: String,
        fetch: Int,
        row: Int,
        rule: String,
        content: String,
        document: String?,
        text: [Piece],
        cells: [Cell]
    ) {
        self.id = id
        self.dataset = dataset
        self.fetch = fetch
        self.row = row
        self.rule = rule
        self.content = content
        self.document = document
        self.text = text
        self.cells = cells
    }

    /// The document as JSON with sorted keys.
    package func json() -> String { DocumentJSON.text(self) }
}
