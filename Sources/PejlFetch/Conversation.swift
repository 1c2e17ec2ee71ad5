internal import PejlModel

/// The requests of one dataset, one after the other: descriptions, pages, further tries and redirects.
///
/// All of them share one pace, one patience and one count of bytes.
struct Conversation: Sendable {
    private let base: WebAddress
    private let rule: RedirectRule
    private let key: Secret?
    private let printable: PrintableText
    private let retries: RetryPolicy
    private let now: @Sendable () -> UTCInstant
    private let pause: FetchPause
    private let random: @Sendable () -> Double
    private let transport: CurlTransport
    private let pacer: RequestPacer
    private let circuit: HostCircuit
    private let progress: @Sendable (FetchProgress) -> Void
    private var patience: Duration
    private var byteCount = 0
    private var files: [TemporaryFile] = []

    init(
        base: WebAddress,
        key: Secret?,
        options: FetchOptions,
        patience: Duration,
        now: @escaping @Sendable () -> UTCInstant,
        pause: FetchPause,
        random: @escaping @Sendable () -> Double,
        transport: CurlTransport,
        pacer: RequestPacer,
        circuit: HostCircuit,
        progress: @escaping @Sendable (FetchProgress) -> Void
    ) {
        self.base = base
        self.key = key
        self.now = now
        self.pause = pause
        self.random = random
        self.transport = transport
        self.pacer = pacer
        self.circuit = circuit
        self.progress = progress
        rule = RedirectRule(base: base)
        retries = options.retries
        self.patience = patience
        printable = PrintableText(hiding: key?.reveal())
    }

    /// One request, tried again as long as the failure may pass and patience lasts.
    ///
    /// - Parameters:
    ///   - request: What to ask.
    ///   - number: What progress calls the answer.
    /// - Returns: The whole answer; its file goes away with it, or with ``discardFiles()``.
    /// - Throws: ``FetchError``.
    mutating func ask(_ request: PublisherRequest, page number: Int = 1) async throws(FetchError) -> FetchedPage {
        let address = try address(of: request)
        try circuit.enter(now: pause.uptime())
        do throws(FetchError) {
            let page = try await answer(to: request, at: address, number)
            circuit.leave(nil, now: pause.uptime())
            return page
        } catch {
            circuit.leave(error, now: pause.uptime())
            throw error
        }
    }

    private mutating func answer(
        to request: PublisherRequest,
        at address: WebAddress,
        _ number: Int
    ) async throws(FetchError) -> FetchedPage {
        var failures = 0
        while true {
            do throws(FetchError) {
                let page = try await attempt(request, at: address, number)
                byteCount += page.exchange.document.byteCount
                files.append(page.file)
                return page
            } catch {
                guard error.kind == .transient, error != .cancelled else { throw error }
                failures += 1
                let wait = retries.pause(
                    afterFailures: failures,
                    retryAfter: error.retryAfterSeconds,
                    random: random()
                )
                guard let wait else { throw error }
                guard wait <= patience else { throw .postponed(cause: error, seconds: max(1, wait.wholeSeconds)) }
                patience -= wait
                try await pause.wait(for: wait)
            }
        }
    }

    /// Removes what came in and nobody keeps.
    ///
    /// Last references end a moment later on the transport's thread; whoever learns how a fetch ended finds no file.
    func discardFiles() { for file in files { file.discard() } }

    /// The address of a request.
    func address(of request: PublisherRequest) throws(FetchError) -> WebAddress {
        if let link = request.link {
            guard let address = base.following(link) else {
                let shown = printable(link.target, limit: 200)
                throw .linkRefused(url: link.source, reason: "\"\(shown)\" is not under \(base)")
            }
            return address
        }
        guard let address = base.appending(request.path, query: request.query) else {
            throw .addressRefused(url: base.description, reason: "a path cannot be added to it")
        }
        return address
    }

    /// Keeps at least `spacing` between the starts of requests to this publisher from now on.
    func slowDown(to spacing: Duration) async { await pacer.slowDown(to: spacing) }

    /// One try, redirects included.
    private func attempt(
        _ request: PublisherRequest,
        at start: WebAddress,
        _ number: Int
    ) async throws(FetchError) -> FetchedPage {
        var address = start
        var followed = 0
        while true {
            let (progress, before) = (progress, byteCount)
            let wire = WireRequest(
                address: address,
                body: request.body,
                headers: request.headers(key: key),
                maximumBytes: request.answer.maximumBytes
            ) {
                progress(FetchProgress(page: number, byteCount: before + $0))
            }
            let transport = transport
            let answer = try await pacer.inTurn { () async throws(FetchError) in try await transport.perform(wire) }
            guard RedirectRule.isRedirect(answer.status) else { return try page(answer, address, request) }
            address = try rule.next(
                status: answer.status,
                locations: answer.headers.values("location"),
                from: address,
                hasBody: request.body != nil,
                followed: followed
            )
            followed += 1
        }
    }

    /// The page that an answer is, once it is known to be the whole document that was asked for.
    private func page(
        _ answer: WireAnswer,
        _ address: WebAddress,
        _ request: PublisherRequest
    ) throws(FetchError) -> FetchedPage {
        let url = address.description
        let stored: StoredBody
        switch answer.content {
        case .text(let text):
            let judge = AnswerJudge(url: url, now: now(), printable: printable)
            throw judge.failure(status: answer.status, headers: answer.headers, body: text)
                ?? .unexpectedStatus(url: url, status: answer.status, text: "")
        case .document(let document): stored = document
        }
        do throws(FetchError) { try check(stored.sample, answer, request.answer, url) } catch {
            stored.file.discard()
            throw error
        }
        let document = RawDocument(
            digest: stored.digest,
            byteCount: stored.sample.byteCount,
            path: stored.file.path
        )
        let exchange = Exchange(
            purpose: request.purpose,
            method: request.method,
            url: url,
            requestBody: request.body ?? "",
            status: answer.status,
            responseHeaders: shown(answer.headers),
            wireByteCount: answer.wireByteCount,
            proof: answer.proof,
            document: document
        )
        return FetchedPage(exchange: exchange, file: stored.file, sample: stored.sample)
    }

    private func check(
        _ sample: BodySample,
        _ answer: WireAnswer,
        _ form: AnswerForm,
        _ url: String
    ) throws(FetchError) {
        let contentTypes = answer.headers.values("content-type")
        if let reason = ContentCheck.objection(form, contentTypes: contentTypes, sample: sample) {
            let beginning = printable(sample.head, limit: PrintableText.beginningLimit)
            throw .unexpectedContent(url: url, reason: printable.hiding(reason), beginning: beginning)
        }
        guard ContentCheck.closesItself(form) || answer.proof != .none else {
            throw .truncated(url: url, detail: "nothing shows that it is whole")
        }
        guard ContentCheck.endsWell(form, sample: sample) else {
            throw .truncated(url: url, detail: "it does not end as its format does")
        }
    }

    /// The header lines for the store: without cookies, which are credentials of a sort.
    private func shown(_ headers: [HeaderLine]) -> [String] {
        headers.filter { $0.name.lowercased() != "set-cookie" }.map { printable("\($0.name): \($0.value)") }
    }
}
