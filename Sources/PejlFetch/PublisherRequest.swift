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
    /// A link that an answer gave, and the address of that answer; path and query are then empty.
    package let link: Link?
    /// What is expected to come.
    package let answer: AnswerForm
    /// What the answer is for.
    package let purpose: ExchangePurpose

    /// A link as it stands in an answer.
    package struct Link: Sendable, Equatable {
        /// The link, absolute or not.
        let target: String
        /// The address of the answer.
        let source: String
    }

    private init(
        path: String,
        query: [Parameter] = [],
        body: String? = nil,
        link: Link? = nil,
        answer: AnswerForm,
        purpose: ExchangePurpose
    ) {
        self.path = path
        self.query = query
        self.body = body
        self.link = link
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
        PublisherRequest(path: path, query: query, answer: answer, purpose: purpose)
    }

    /// A GET of the page that an answer links to; followed only where it stays under the publisher's address.
    ///
    /// - Parameters:
    ///   - link: The link as it stands in the answer.
    ///   - source: The address of the answer.
    ///   - request: The request that got the answer.
    /// - Returns: The request for the page.
    package static func next(_ link: String, on source: String, like request: PublisherRequest) -> PublisherRequest {
        PublisherRequest(
            path: "",
            link: Link(target: link, source: source),
            answer: request.answer,
            purpose: request.purpose
        )
    }

    /// A POST of a JSON document.
    package static func post(
        _ path: String,
        body: String,
        answer: AnswerForm,
        purpose: ExchangePurpose
    ) -> PublisherRequest {
        PublisherRequest(path: path, body: body, answer: answer, purpose: purpose)
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
