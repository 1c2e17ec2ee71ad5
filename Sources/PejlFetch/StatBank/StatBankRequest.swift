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

    /// The request for what a table is: `POST /tableinfo`.
    package static func description(of table: String, language: String) -> PublisherRequest {
        let body = "{\"table\":\(JSONText.quoted(table)),\"lang\":\(JSONText.quoted(language)),\"format\":\"JSON\"}"
        return .post("tableinfo", body: body, answer: .json, purpose: .metadata)
    }

    /// The request for the tables that changed in the last `days` days: `GET /tables`, the cheap daily poll.
    package static func changes(days: Int) -> PublisherRequest {
        tables(query: [.init("pastdays", "\(days)"), .init("lang", "da")], purpose: .poll)
    }

    /// The request for all tables, those of some subjects, and closed ones too where wanted.
    package static func tables(subjects: [String], includingClosed: Bool, language: String) -> PublisherRequest {
        let chosen = subjects.isEmpty ? [] : [PublisherRequest.Parameter("subjects", subjects.joined(separator: ","))]
        let closed = includingClosed ? [PublisherRequest.Parameter("includeInactive", "true")] : []
        return tables(query: chosen + closed + [.init("lang", language)], purpose: .metadata)
    }

    private static func tables(query: [PublisherRequest.Parameter], purpose: ExchangePurpose) -> PublisherRequest {
        .get("tables", query: query + [.init("format", "JSON")], answer: .json, purpose: purpose)
    }

    /// The request for the tree of subjects.
    package static func subjects(language: String) -> PublisherRequest {
        .get(
            "subjects",
            query: [.init("recursive", "true"), .init("lang", language), .init("format", "JSON")],
            answer: .json,
            purpose: .metadata
        )
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
