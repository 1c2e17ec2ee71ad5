package import PejlModel

/// Requests to PxWebApi 2.
package enum PxWebRequest {
    /// Asks for the server's own limits.
    package static let configuration = PublisherRequest.get("config", answer: .json, purpose: .metadata)

    /// Asks what a table is: its variables and their values, as JSON-stat 2 without figures.
    package static func description(of table: String, _ question: PxWebQuestion) -> PublisherRequest {
        .get(
            "tables/\(table)/metadata",
            query: [.init("lang", question.language), .init("outputFormat", "json-stat2")]
                + codeLists(question, question.codeLists.keys.sorted()),
            answer: .json,
            purpose: .metadata
        )
    }

    /// Asks for figures; `choices` says what is sent for each variable.
    package static func figures(
        of table: String,
        _ question: PxWebQuestion,
        _ choices: [PxWebPlan.Choice]
    ) -> PublisherRequest {
        .get(
            "tables/\(table)/data",
            query: [.init("lang", question.language), .init("outputFormat", "json-stat2")]
                + choices.map { .init("valuecodes[\($0.variable)]", $0.sent.joined(separator: ",")) }
                + codeLists(question, choices.map(\.variable)),
            answer: .document(.jsonStat),
            purpose: .figures
        )
    }

    private static func codeLists(_ question: PxWebQuestion, _ variables: [String]) -> [PublisherRequest.Parameter] {
        variables.compactMap { variable in
            question.codeLists[variable].map { .init("codelist[\(variable)]", $0) }
        }
    }
}

/// What `/config` says that matters here.
package struct PxWebConfiguration: Sendable, Equatable {
    /// Longest pause between two requests that is kept to, whatever the server says.
    static let longestSpacing = Duration.seconds(60)

    /// Cells of one answer.
    package let cellLimit: Int
    /// Shortest time between two requests that the server's window of calls allows.
    package let spacing: Duration

    /// Reads the answer; nothing where it has no limit of cells or one that makes no sense.
    package init?(_ document: JSONValue) {
        guard let cells = document["maxDataCells"]?.digits.flatMap(Int.init), cells > 0 else { return nil }
        cellLimit = cells
        let calls = document["maxCallsPerTimeWindow"]?.digits.flatMap(Int.init) ?? 0
        let seconds = document["timeWindow"]?.digits.flatMap(Int.init) ?? 0
        guard calls > 0, seconds > 0 else {
            spacing = .zero
            return
        }
        spacing = min(.seconds(min(seconds, 86_400)) / calls, Self.longestSpacing)
    }
}
