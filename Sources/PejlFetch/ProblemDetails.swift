import PejlModel

/// An error as `application/problem+json` describes it (RFC 9457); PxWebApi 2 answers so.
package struct ProblemDetails: Equatable, Sendable {
    /// What kind of problem it is, such as `Non-existent variable`.
    package let title: String
    /// What it is about; often empty.
    package let detail: String

    /// Reads the document, or nothing where the body is something else.
    package init?(body: [UInt8]) {
        guard let document = try? JSONValue(body), let title = document["title"]?.text else { return nil }
        self.title = title
        detail = document["detail"]?.text ?? ""
    }

    /// What to do about a problem, by its title; nothing where the title is not known.
    package static func remedy(title: String) -> String? {
        switch title.lowercased() {
        case "non-existent variable", "non-existent value", "non-existent codelist", "non-existent table":
            "compare the recipe with the table's metadata, it may have been renamed"
        case "missing selection for mandantory variable", "missing selection for mandatory variable",
            "illegal selection for mandantory variable":
            "choose values of every variable that cannot be summed away"
        case "illegal selection expression": "choose values by their codes"
        case "too many cells selected", "forbidden", "forbiden": "select fewer values"
        case "unsupported output format", "unsupported language": "report it: the server does not take what pejl asks"
        default: nil
        }
    }
}
