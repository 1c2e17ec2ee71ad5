package import PejlModel

/// A question to StatBank's `POST /data`.
package struct StatBankRequest: Sendable, Equatable {
    /// Code of the table.
    package let table: String
    /// What is asked.
    package let question: StatBankQuestion

    /// One question; an empty list of variables sums everything away.
    package init(table: String, _ question: StatBankQuestion) {
        self.table = table
        self.question = question
    }

    /// The request for the figures.
    package var request: PublisherRequest {
        .post("data", body: body, answer: .document(question.form.format), purpose: .figures)
    }

    /// The body, always the same bytes for the same question.
    package var body: String {
        let selections = question.variables.map { variable in
            "{\"code\":\(JSONText.quoted(variable.code)),\"values\":\(JSONText.array(variable.values))}"
        }
        let delimiter = question.form == .csv ? ",\"delimiter\":\"Semicolon\"" : ""
        return "{\"table\":\(JSONText.quoted(table)),\"format\":\"\(question.form.wireName)\""
            + ",\"lang\":\(JSONText.quoted(question.language))"
            + ",\"valuePresentation\":\"\(question.codes ? "Code" : "Value")\""
            + "\(delimiter),\"variables\":[\(selections.joined(separator: ","))]}"
    }
}

extension StatBankForm {
    /// The name that StatBank knows the form by.
    fileprivate var wireName: String {
        switch self {
        case .csv: "CSV"
        case .bulk: "BULK"
        case .jsonStat: "JSONSTAT"
        case .px: "PX"
        }
    }
}
