package import PejlModel

/// A question to uddannelsesstatistik.dk's `POST /statistik`.
package struct UddannelsesstatistikRequest: Sendable, Equatable {
    /// Code of the område, such as `GS`.
    package let area: String
    /// Code of the emne.
    package let subject: String
    /// Code of the underemne.
    package let subsubject: String
    /// Names of the nøgletal.
    package let measures: [String]
    /// Levels to break down by, `[Dimension].[Level]`.
    package let dimensions: [String]
    /// Members to keep, by level; without any the key is left out.
    package let filters: [Selection]
    /// Rows of a page, at most 100,000.
    package let pageSize: Int

    /// One question, for any page.
    package init(
        area: String,
        subject: String,
        subsubject: String,
        measures: [String],
        dimensions: [String],
        filters: [Selection],
        pageSize: Int
    ) {
        self.area = area
        self.subject = subject
        self.subsubject = subsubject
        self.measures = measures
        self.dimensions = dimensions
        self.filters = filters
        self.pageSize = pageSize
    }

    /// The path under the base address.
    package static let path = "statistik"

    /// The body for one page, counted from 1; always the same bytes for the same question.
    package func body(page: Int) -> String {
        let members = filters.map { "\(JSONText.quoted($0.code)):\(JSONText.array($0.values))" }
        let filter = filters.isEmpty ? "" : ",\"filtre\":{\(members.joined(separator: ","))}"
        return "{\"område\":\(JSONText.quoted(area)),\"emne\":\(JSONText.quoted(subject))"
            + ",\"underemne\":\(JSONText.quoted(subsubject)),\"nøgletal\":\(JSONText.array(measures))"
            + ",\"detaljering\":\(JSONText.array(dimensions))\(filter)"
            + ",\"indlejret\":false,\"tomme_rækker\":false,\"formattering\":\"json\""
            + ",\"side\":\(page),\"side_størrelse\":\(pageSize)}"
    }
}
