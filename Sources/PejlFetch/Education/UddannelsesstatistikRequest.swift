package import PejlModel

/// A question to uddannelsesstatistik.dk's `POST /statistik`.
package struct UddannelsesstatistikRequest: Sendable, Equatable {
    /// What is asked.
    package let question: EducationQuestion

    /// One question, for any page.
    package init(_ question: EducationQuestion) { self.question = question }

    /// The request for one page, counted from 1.
    package func request(page: Int) -> PublisherRequest {
        .post("statistik", body: body(page: page), answer: .document(.uddannelsesstatistik), purpose: .figures)
    }

    /// The body for one page, counted from 1; always the same bytes for the same question.
    package func body(page: Int) -> String {
        let members = question.filters.map { "\(JSONText.quoted($0.code)):\(JSONText.array($0.values))" }
        let filter = question.filters.isEmpty ? "" : ",\"filtre\":{\(members.joined(separator: ","))}"
        return "{\"område\":\(JSONText.quoted(question.area)),\"emne\":\(JSONText.quoted(question.subject))"
            + ",\"underemne\":\(JSONText.quoted(question.subsubject)),\"nøgletal\":\(JSONText.array(question.measures))"
            + ",\"detaljering\":\(JSONText.array(question.dimensions))\(filter)"
            + ",\"indlejret\":false,\"tomme_rækker\":false,\"formattering\":\"json\""
            + ",\"side\":\(page),\"side_størrelse\":\(question.pageSize)}"
    }
}
