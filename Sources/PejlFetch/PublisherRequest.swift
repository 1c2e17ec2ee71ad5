package import PejlModel

/// One request to a publisher, before it is put on the wire.
package struct PublisherRequest: Sendable, Equatable {
    /// One name and value behind the `?`.
    package struct Parameter: Sendable, Equatable {
        /// The name, as plain text.
        package let name: String
        /// The value, as plain text.
        package let value: String

        /// One parameter; it is percent-encoded when it is sent.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The path under the base address, as plain text: `tables/TAB001/data`.
    package let path: String
    /// What stands behind the `?`, in order.
    package let query: [Parameter]
    /// A JSON document to send with POST; nothing for GET.
    package let body: String?
    /// What is expected to come.
    package let answer: AnswerForm
    /// What the answer is for.
    package let purpose: ExchangePurpose

    private init(
        path: String,
        query: [Parameter],
        body: String?,
        answer: AnswerForm,
        purpose: ExchangePurpose
    ) {
        self.path = path
        self.query = query
        self.body = body
        self.answer = answer
        self.purpose = purpose
    }

    /// A GET.
    package static func get(
        _ path: String,
        query: [Parameter] = [],
        answer: AnswerForm,
        purpose: ExchangePurpose
    ) -> PublisherRequest {
        PublisherRequest(path: path, query: query, body: nil, answer: answer, purpose: purpose)
    }

    /// A POST of a JSON document.
    package static func post(
        _ path: String,
        body: String,
        answer: AnswerForm,
        purpose: ExchangePurpose
    ) -> PublisherRequest {
        PublisherRequest(path: path, query: [], body: body, answer: answer, purpose: purpose)
    }

    /// The HTTP method.
    package var method: String { body == nil ? "GET" : "POST" }

    /// The header lines of the request; the key is added where there is one.
    func headers(key: Secret?) -> [String] {
        (body == nil ? [] : ["Content-Type: application/json; charset=utf-8"])
            + ["Accept: \(answer.accepted)", "Accept-Encoding: gzip", "Expect:"]
            + (key.map { ["Authorization: Bearer \($0.reveal())"] } ?? [])
    }
}
