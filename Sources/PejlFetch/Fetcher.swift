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
    private let hosts = Mutex<[String: Host]>([:])
    private let educationBase = PageBase()

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

    /// Asks what the fetches of a round share: StatBank's list of the tables that changed lately.
    ///
    /// One request for all its tables, tried once: where it fails, each table is asked about itself.
    ///
    /// - Parameter known: The StatBank datasets of the round that were loaded before.
    /// - Returns: The round; ``FetchRound/unknowing`` where the list is of no use or did not come.
    /// - Throws: ``FetchError/cancelled``.
    package func beginRound(_ known: [LastRetrieval]) async throws(FetchError) -> FetchRound {
        let askedAt = now()
        guard let days = FetchRound.daysToCover(for: known, now: askedAt) else { return .unknowing }
        do throws(FetchError) {
            var conversation = try conversation(with: .statbank, patience: .zero)
            defer { conversation.discardFiles() }
            let page = try await conversation.ask(StatBankRequest.changes(days: days + FetchRound.margin))
            guard let list = StatBankList(try page.json()) else { return .unknowing }
            let poll = FetchRound.Poll(
                exchange: page.exchange,
                bytes: page.bytes(),
                list: list,
                days: days,
                askedAt: askedAt
            )
            return FetchRound(poll: poll)
        } catch .cancelled {
            throw .cancelled
        } catch {
            return .unknowing
        }
    }

    /// Asks for a dataset and leaves its documents in the temporary directory, where they belong to the caller.
    ///
    /// Passing failures are tried again within the options' patience. After a failure no file is left.
    ///
    /// - Parameters:
    ///   - recipe: What to ask for.
    ///   - last: What is known of the dataset; without it, as when somebody insists, the figures are asked for even
    ///     where the publisher says that nothing changed.
    ///   - round: What the fetches of one round share.
    ///   - progress: Told the page and the bytes so far, on the transport's thread: be quick. A further try starts over.
    /// - Returns: One exchange for each document, figures and what describes them.
    /// - Throws: ``FetchError``; its `kind` says what it means for the next step.
    package func fetch(
        _ recipe: Recipe,
        last: LastRetrieval? = nil,
        round: FetchRound = .unknowing,
        progress: @escaping @Sendable (FetchProgress) -> Void = { _ in }
    ) async throws(FetchError) -> FetchedDataset {
        let startedAt = now()
        var conversation = try conversation(with: recipe.publisher, progress: progress)
        defer { conversation.discardFiles() }
        let answer: PublisherAnswer
        switch recipe.request {
        case .statBank(let question):
            let retrieval = StatBankRetrieval(
                recipe: recipe,
                question: question,
                last: last,
                round: round,
                cellLimit: options.limits.statBankCells,
                directory: options.temporaryDirectory
            )
            answer = try await retrieval.run(&conversation)
        case .uddannelsesstatistik(let question):
            let retrieval = EducationRetrieval(
                recipe: recipe,
                question: question,
                last: last,
                now: startedAt,
                pageLimit: options.limits.pages,
                base: educationBase
            )
            answer = try await retrieval.run(&conversation)
        case .pxWeb(let question):
            let retrieval = PxWebRetrieval(recipe: recipe, question: question, last: last)
            answer = try await retrieval.run(&conversation)
        case .kolada(let question):
            let retrieval = KoladaRetrieval(recipe: recipe, question: question, pageLimit: options.limits.pages)
            answer = try await retrieval.run(&conversation)
        case .drop, .derived:
            throw .addressRefused(url: recipe.publisher.code, reason: "it is not asked over the network")
        }
        for page in answer.pages { page.file.keep() }
        return FetchedDataset(
            dataset: recipe.id,
            startedAt: startedAt,
            finishedAt: now(),
            exchanges: answer.pages.map(\.exchange),
            notes: answer.notes,
            publisherUpdate: answer.publisherUpdate,
            isUnchanged: answer.isUnchanged
        )
    }

    /// A conversation with a publisher whose address and key are fit to be used.
    func conversation(
        with publisher: Publisher,
        patience: Duration? = nil,
        progress: @escaping @Sendable (FetchProgress) -> Void = { _ in }
    ) throws(FetchError) -> Conversation {
        let key = try usableKey(of: publisher)
        let base = try usableBase(of: publisher)
        let host = host(of: base)
        return Conversation(
            base: base,
            key: key,
            options: options,
            patience: patience ?? options.patience,
            now: now,
            pause: pause,
            random: random,
            transport: transport,
            pacer: host.pacer,
            circuit: host.circuit,
            progress: progress
        )
    }

    /// What is kept of one host: its pace, and whether it is left alone.
    private struct Host: Sendable {
        let pacer: RequestPacer
        let circuit: HostCircuit
    }

    private func host(of base: WebAddress) -> Host {
        hosts.withLock { hosts in
            let name = "\(base.host):\(base.port)"
            let host =
                hosts[name]
                ?? Host(
                    pacer: RequestPacer(
                        spacing: options.minimumInterval,
                        atOnce: options.requestsAtOnce,
                        pause: pause
                    ),
                    circuit: HostCircuit(host: base.host, policy: options.circuit)
                )
            hosts[name] = host
            return host
        }
    }

    /// Leaves a publisher's host alone until a moment, as an earlier run found that it should be.
    ///
    /// Nothing where the moment has passed, or where the publisher's address cannot be asked at all.
    package func pause(_ publisher: Publisher, until moment: UTCInstant) {
        let seconds = moment.secondsSince1970 - now().secondsSince1970
        guard seconds > 0, let base = try? usableBase(of: publisher) else { return }
        host(of: base).circuit.pause(for: .seconds(seconds), now: pause.uptime())
    }

    /// Looks at the key before anything is sent.
    private func usableKey(of publisher: Publisher) throws(FetchError) -> Secret? {
        guard publisher.needsKey else { return nil }
        guard let key = options.keys[publisher] else { throw .keyMissing(publisher: publisher.title.en) }
        let value = key.reveal().utf8
        let isUsable = value.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
        guard isUsable, !value.isEmpty else { throw .keyUnusable(publisher: publisher.title.en) }
        if let end = KeyExpiry.instant(of: key), end <= now() {
            throw .keyExpired(publisher: publisher.title.en, endedAt: end)
        }
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
