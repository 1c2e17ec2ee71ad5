package import PejlModel

/// What an answer's status means.
package struct AnswerJudge: Sendable {
    /// Names the subject of failures.
    package let url: String
    /// The moment that dates in `Retry-After` are counted from.
    package let now: UTCInstant
    /// Makes the publisher's text fit for a message.
    package let printable: PrintableText

    /// Judges one answer.
    package init(url: String, now: UTCInstant, printable: PrintableText = PrintableText()) {
        self.url = url
        self.now = now
        self.printable = printable
    }

    /// What the status of an answer means for the fetch.
    ///
    /// - Parameters:
    ///   - status: The answer's status.
    ///   - headers: Its header lines.
    ///   - body: The beginning of its body.
    /// - Returns: The failure that the answer stands for; nothing for 200.
    package func failure(status: Int, headers: [HeaderLine], body: [UInt8]) -> FetchError? {
        let problem = StatBankProblem(body: body)
        let details = headers.values("content-type").contains(where: Self.isProblem) ? ProblemDetails(body: body) : nil
        let text =
            (problem?.message ?? details.map { $0.detail == $0.title ? "" : $0.detail })
            .map { printable($0, limit: PrintableText.answerLimit) }
            ?? printable(body, limit: PrintableText.answerLimit)
        let retryAfter = RetryAfter.seconds(headers.values("retry-after"), now: now)
        switch status {
        case 200: return nil
        case 400:
            let code = (problem?.code ?? details?.title).map { printable($0, limit: 60) }
            return .publisherRefused(url: url, code: code, text: text)
        case 403 where details != nil:
            // PxWebApi's word for too many cells; who may not ask is told so without a title.
            return .publisherRefused(url: url, code: details.map { printable($0.title, limit: 60) }, text: text)
        case 404 where details != nil:
            return .publisherRefused(url: url, code: details.map { printable($0.title, limit: 60) }, text: text)
        case 401: return .unauthorised(url: url, text: text)
        case 403: return .forbidden(url: url, text: text)
        case 404, 410: return .notFound(url: url, status: status, text: text)
        case 408, 500...599: return .serverError(url: url, status: status, text: text, retryAfter: retryAfter)
        case 429: return .tooManyRequests(url: url, text: text, retryAfter: retryAfter)
        default: return .unexpectedStatus(url: url, status: status, text: text)
        }
    }

    private static func isProblem(_ contentType: String) -> Bool {
        let media = contentType.lowercased().prefix { $0 != ";" && $0 != " " }
        return media == "application/problem+json"
    }
}
