package import PejlModel
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The stage that asks publishers and keeps what they answer, byte for byte.
///
/// One fetcher for the whole process: it holds the connections and the pace at each host.
package final class Fetcher: Sendable {
    private let options: FetchOptions
    private let now: @Sendable () -> UTCInstant
    private let pause: FetchPause
    private let random: @Sendable () -> Double
    private let transport: CurlTransport
    private let pacers = Mutex<[String: RequestPacer]>([:])

    /// Starts the transport's thread.
    ///
    /// - Parameters:
    ///   - options: How publishers are asked.
    ///   - now: The calendar.
    ///   - pause: The stopwatch and the way to wait.
    ///   - random: Numbers from 0 up to but not including 1, for the pauses between tries.
    package init(
        options: FetchOptions,
        now: @escaping @Sendable () -> UTCInstant = { UTCInstant(secondsSince1970: time(nil)) },
        pause: FetchPause = .system,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.options = options
        self.now = now
        self.pause = pause
        self.random = random
        transport = CurlTransport(options: options)
    }

    /// Asks for a dataset and leaves its documents in the temporary directory, where they belong to the caller.
    ///
    /// Passing failures are tried again within the options' patience. After a failure no file is left.
    ///
    /// - Parameters:
    ///   - recipe: What to ask for.
    ///   - progress: Told the page and the bytes so far, on the transport's thread: be quick. A further try starts over.
    /// - Returns: One exchange for each page with figures.
    /// - Throws: ``FetchError``; its `kind` says what it means for the next step.
    package func fetch(
        _ recipe: Recipe,
        progress: @escaping @Sendable (FetchProgress) -> Void = { _ in }
    ) async throws(FetchError) -> FetchedDataset {
        let key = try usableKey(of: recipe.publisher)
        let base = try usableBase(of: recipe.publisher)
        let startedAt = now()
        var conversation = conversation(base, key, progress)
        let pages: [FetchedPage]
        switch recipe.request {
        case .statBank(let question):
            pages = [try await conversation.ask(StatBankRequest(table: recipe.table, question).request)]
        case .uddannelsesstatistik(let question):
            let request = UddannelsesstatistikRequest(question)
            pages = try await conversation.pages(upTo: options.limits.pages) { request.request(page: $0) }
        case .drop, .derived:
            throw .addressRefused(url: recipe.publisher.code, reason: "it is not asked over the network")
        }
        for page in pages { page.file.keep() }
        return FetchedDataset(
            dataset: recipe.id,
            startedAt: startedAt,
            finishedAt: now(),
            exchanges: pages.map(\.exchange)
        )
    }

    private func conversation(
        _ base: WebAddress,
        _ key: Secret?,
        _ progress: @escaping @Sendable (FetchProgress) -> Void
    ) -> Conversation {
        Conversation(
            base: base,
            key: key,
            options: options,
            now: now,
            pause: pause,
            random: random,
            transport: transport,
            pacer: pacer(for: base),
            progress: progress
        )
    }

    private func pacer(for base: WebAddress) -> RequestPacer {
        pacers.withLock { pacers in
            let host = "\(base.host):\(base.port)"
            let pacer = pacers[host] ?? RequestPacer(spacing: options.minimumInterval, pause: pause)
            pacers[host] = pacer
            return pacer
        }
    }

    /// Looks at the key before anything is sent.
    private func usableKey(of publisher: Publisher) throws(FetchError) -> Secret? {
        guard publisher.needsKey else { return nil }
        guard let key = options.keys[publisher] else { throw .keyMissing(publisher: publisher.title.en) }
        let value = key.reveal().utf8
        let isUsable = value.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
        guard isUsable, !value.isEmpty else { throw .keyUnusable(publisher: publisher.title.en) }
        return key
    }

    /// Looks at the base address before anything is sent; what its name resolves to is looked at when connecting.
    private func usableBase(of publisher: Publisher) throws(FetchError) -> WebAddress {
        let text = options.baseURL(of: publisher)
        guard let base = WebAddress(text) else {
            let shown = text.contains("@") ? publisher.code : PrintableText()(text, limit: 200)
            throw .addressRefused(url: shown, reason: "it is no plain https address")
        }
        let policy = AddressPolicy(allowsPrivate: options.allowPrivateAddresses)
        let address = NetworkAddress(numericHost: base.host)
        // Behind a proxy only an address in figures shows that plain text stays inside.
        guard base.isEncrypted || policy.allowsPrivate && (options.proxy == nil || address != nil) else {
            throw .addressRefused(url: base.description, reason: "it is not https")
        }
        if let address,
            let reason = policy.objection(to: address, isEncrypted: base.isEncrypted)
        {
            throw .addressRefused(url: base.description, reason: reason)
        }
        return base
    }
}

/// How far a fetch has come.
package struct FetchProgress: Sendable, Equatable {
    /// The page that is coming in, as the publisher counts.
    package let page: Int
    /// Bytes of documents so far, all pages together, gzip taken off.
    package let byteCount: Int

    /// One report.
    package init(page: Int, byteCount: Int) {
        self.page = page
        self.byteCount = byteCount
    }
}
