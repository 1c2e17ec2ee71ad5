package import PejlModel

/// A question to StatBank's `POST /data`.
package struct StatBankRequest: Sendable, Equatable {
    /// The formats that pejl asks for.
    package enum Format: String, Sendable {
        /// At most 1,000,000 cells; variables left out are summed away.
        case csv = "CSV"
        /// Streamed, without a limit of cells; every variable must be named.
        case bulk = "BULK"
        /// JSON-stat 1.x; at most 1,000,000 cells.
        case jsonStat = "JSONSTAT"
    }

    /// Code of the table.
    package let table: String
    /// Format of the answer.
    package let format: Format
    /// `da` or `en`.
    package let language: String
    /// Codes in the answer, not labels.
    package let codes: Bool
    /// The values of each variable.
    package let variables: [Selection]

    /// One question; an empty list of variables sums everything away.
    package init(table: String, format: Format, language: String, codes: Bool, variables: [Selection]) {
        self.table = table
        self.format = format
        self.language = language
        self.codes = codes
        self.variables = variables
    }

    /// The path under the base address.
    package static let path = "data"

    /// The body, always the same bytes for the same question.
    package var body: String {
        let selections = variables.map { variable in
            "{\"code\":\(JSONText.quoted(variable.code)),\"values\":\(JSONText.array(variable.values))}"
        }
        let delimiter = format == .csv ? ",\"delimiter\":\"Semicolon\"" : ""
        return "{\"table\":\(JSONText.quoted(table)),\"format\":\"\(format.rawValue)\""
            + ",\"lang\":\(JSONText.quoted(language)),\"valuePresentation\":\"\(codes ? "Code" : "Value")\""
            + "\(delimiter),\"variables\":[\(selections.joined(separator: ","))]}"
    }
}
