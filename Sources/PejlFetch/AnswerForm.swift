package import PejlModel

/// What shape an answer is expected to have.
package enum AnswerForm: Sendable, Equatable {
    /// A document that the decoders read.
    case document(DocumentFormat)
    /// A small JSON document, an object or an array, that is read while fetching: see ``JSONValue``.
    case json
    /// The same, or a text that holds such a document.
    case wrappedJSON

    /// Largest answer of this form that is taken, in bytes; nothing where the options' limit is the only one.
    ///
    /// Pages of Kolada hold at most 5,000 rows and are read while fetching, for the link to the next one.
    var maximumBytes: Int? { [.json, .wrappedJSON, .document(.kolada)].contains(self) ? 16 << 20 : nil }

    /// The value of the `Accept` line.
    var accepted: String {
        switch self {
        case .document(.statBankCSV): "text/csv"
        case .document(.px): "*/*"
        case .document(.jsonStat), .document(.uddannelsesstatistik), .document(.kolada), .json, .wrappedJSON:
            "application/json, text/json"
        }
    }

    /// The name in messages.
    var name: String {
        switch self {
        case .document(.statBankCSV): "CSV"
        case .document(.jsonStat): "JSON-stat"
        case .document(.uddannelsesstatistik): "a JSON array"
        case .document(.px): "PX"
        case .document(.kolada): "an answer of Kolada"
        case .json, .wrappedJSON: "JSON"
        }
    }

    /// The media types that the publishers send it as; empty for any that is not a page.
    var mediaTypes: [String] {
        switch self {
        case .document(.statBankCSV): ["text/csv"]
        case .document(.px): []
        case .document(.jsonStat), .document(.uddannelsesstatistik), .document(.kolada), .json, .wrappedJSON:
            ["text/json", "application/json"]
        }
    }
}
