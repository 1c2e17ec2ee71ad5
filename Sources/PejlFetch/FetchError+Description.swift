extension FetchError {
    /// Subject, what happened; what to do.
    package var description: String {
        switch self {
        case .connectionFailed(let url, let detail):
            "\(url): the connection failed (\(detail)); check the network and the proxy, or wait for the next try"
        case .proxyRefused(let url, let status):
            "\(url): the proxy answered \(status); check the proxy and what it lets through"
        case .nameNotResolved(let url, let detail):
            "\(url): a name has no address (\(detail)); check the name server, the proxy and the base address"
        case .tlsRefused(let url, let detail, true):
            "\(url): the certificate is not trusted (\(detail)); check the clock and the CA bundle"
        case .tlsRefused(let url, let detail, false):
            "\(url): no secure connection (\(detail)); check that the address and the proxy speak TLS 1.2 or newer"
        case .timedOut(let url, let seconds):
            "\(url): no whole answer within \(seconds) s; select fewer values or raise the time limit"
        case .tooSlow(let url, let bytesPerSecond, let seconds):
            "\(url): less than \(bytesPerSecond) bytes a second for \(seconds) s; wait for the next try"
        case .truncated(let url, let detail):
            "\(url): the answer ended too early (\(detail)); wait for the next try"
        case .bodyTooLarge(let url, let limit):
            "\(url): the answer exceeds \(limit) bytes on the wire; select fewer values or raise the limit"
        case .tooManyPages(let url, let limit):
            "\(url): the answer has more than \(limit) pages; select fewer values or a larger page"
        case .decodedTooLarge(let url, let limit):
            "\(url): the answer exceeds \(limit) bytes after decompression; select fewer values or raise the limit"
        case .badGzip(let url, let detail):
            "\(url): the answer is not one whole gzip member (\(detail)); report it to the publisher"
        case .badHeaders(let url, let detail):
            "\(url): the answer's headers cannot be relied on (\(detail)); look for a proxy in between"
        case .addressRefused(let url, let reason):
            "\(url): not asked, because \(reason); correct the base address or allow private addresses"
        case .redirectRefused(let url, let reason):
            "\(url): the redirect was not followed, because \(reason); check the base address"
        case .tooManyRedirects(let url, let limit):
            "\(url): more than \(limit) redirects; check the base address"
        case .writeFailed(let path, let errno):
            "\(path): cannot be written (errno \(errno)); check space and permissions"
        case .unavailable(let detail):
            "libcurl: cannot be started (\(detail)); check the limits on threads and memory"
        case .circuitOpen(let host, let reason, let seconds):
            "\(host): not asked, because \(reason); next try in \(seconds) s"
        case .cancelled:
            "the run was cancelled"
        case .postponed(let cause, let seconds):
            "\(cause); next try in \(seconds) s"
        default: answerDescription
        }
    }

    /// The sentences for what a publisher answered.
    private var answerDescription: String {
        switch self {
        case .unauthorised(let url, let text):
            "\(url): the key was not accepted\(quoted(text)); make a new one at the publisher and put it alone "
                + "on one line of the key file, without quotes"
        case .forbidden(let url, let text):
            "\(url): access was refused\(quoted(text)); check what the key is allowed and the proxy"
        case .keyMissing(let publisher):
            "\(publisher): wants a key and none is configured; ask the publisher for one and configure it"
        case .keyExpired(let publisher, let endedAt):
            "\(publisher): the key ended at \(endedAt); make a new one at the publisher and put it into the key file"
        case .keyUnusable(let publisher):
            "\(publisher): the key is empty or has blanks, quotes or other characters no key has; store it again"
        case .tooManyRequests(let url, let text, _):
            "\(url): too many requests\(quoted(text)); wait for the next try"
        case .serverError(let url, let status, let text, _):
            "\(url): the publisher answered \(status)\(quoted(text)); wait for the next try"
        case .notFound(let url, let status, let text):
            "\(url): nothing is there (\(status))\(quoted(text)); check the base address and the table"
        case .noSuchTable(let url, let text):
            "\(url): the publisher has no such table\(quoted(text)); look for one with "
                + "`pejl dataset discover statbank --match WORD`"
        case .publisherRefused(let url, let code, let text):
            "\(url): the request was refused\(code.map { " (\($0))" } ?? "")\(quoted(text)); "
                + (code.flatMap(ProblemDetails.remedy(title:)) ?? StatBankProblem.remedy(code: code))
        case .unexpectedStatus(let url, let status, let text):
            "\(url): the publisher answered \(status)\(quoted(text)); look at the address in a browser"
        case .unexpectedContent(let url, let reason, let beginning):
            "\(url): \(reason)\(quoted(beginning)); look at the address in a browser"
        case .emptyAnswer(let url):
            "\(url): the answer has no figures; check the recipe's filters"
        case .linkRefused(let url, let reason):
            "\(url): the link to the next page was not followed, because \(reason); report it to the publisher"
        case .catalogueMisfit(let table, let reason):
            "\(table): \(reason)"
        case .questionMisfit(let table, let reason):
            "\(table): \(reason)"
        case .changedMeanwhile(let url):
            "\(url): the table was updated while its parts came; wait for the next try"
        default: name
        }
    }

    private func quoted(_ text: String) -> String { text.isEmpty ? "" : ": \"\(text)\"" }
}
