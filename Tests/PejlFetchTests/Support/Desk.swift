import PejlFetch
import PejlModel
import PejlStandIn
import PejlTestSupport
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A place to fetch from: its own temporary directory, a stopwatch that sleeps in no time, fixed calendar and chance.
final class Desk: Sendable {
    /// 2026-11-22T12:00:00Z.
    static let moment = UTCInstant(secondsSince1970: 1_795_348_800)

    let options: FetchOptions
    let fetcher: Fetcher
    let stopwatch = Stopwatch()
    /// Where documents go.
    private let documents = try? TemporaryFolder()
    /// Where the authority's certificate is.
    private let trust = try? TemporaryFolder()

    /// - Parameters:
    ///   - statBank: Where StatBank answers.
    ///   - uddannelsesstatistik: Where uddannelsesstatistik.dk answers.
    ///   - authority: The certificate (PEM) to trust instead of the system's.
    ///   - pxWeb: Where Statistics Norway answers.
    ///   - kolada: Where Kolada answers.
    ///   - random: What chance gives, always.
    ///   - change: Further options.
    init(
        statBank: String = "",
        uddannelsesstatistik: String = "",
        authority: String? = nil,
        pxWeb: String = "",
        kolada: String = "",
        random: Double = 0.5,
        _ change: (inout FetchOptions) -> Void = { _ in }
    ) {
        Desk.hostileEnvironment
        let directory = documents?.path ?? "/nonexistent"
        var options = FetchOptions(contact: "stat@example.dk", temporaryDirectory: directory)
        options.baseURLs = [
            .statbank: statBank, .uddannelsesstatistik: uddannelsesstatistik, .ssb: pxWeb, .kolada: kolada,
        ]
        options.keys = [.uddannelsesstatistik: Secret(Desk.key)]
        options.allowPrivateAddresses = true
        options.minimumInterval = .zero
        options.retries = RetryPolicy(tries: 1)
        if let authority { options.caBundle = try? trust?.write(authority, to: "ca.pem") }
        change(&options)
        self.options = options
        fetcher = Fetcher(
            options: options,
            now: { Desk.moment },
            pause: stopwatch.pause,
            random: { random }
        )
    }

    /// Where a TLS library that minds `SSLKEYLOGFILE` would write its keys.
    static let keyLog = "/tmp/pejl-fetch-keys-\(getpid())"

    /// Proxies and a key log that a shell might have left in the environment; none of them may matter.
    private static let hostileEnvironment: Void = {
        for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            setenv(name, "http://127.0.0.1:1", 1)
        }
        setenv("no_proxy", "nothing.example", 1)
        setenv("SSLKEYLOGFILE", keyLog, 1)
    }()

    /// A key that must turn up nowhere.
    static let key = "eyJhbGciOiJIUzI1NiJ9.KANARIEFUGL.c2lnbmF0dXJl"

    /// Names of the files in the temporary directory.
    var files: [String] {
        guard let directory = opendir(options.temporaryDirectory) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes an empty file in the temporary directory.
    func write(_ name: String) -> Bool {
        guard let file = fopen("\(options.temporaryDirectory)/\(name)", "w") else { return false }
        return fclose(file) == 0
    }

    /// Fetches while this desk and its directory live.
    func fetch(
        _ recipe: Recipe,
        last: LastRetrieval? = nil,
        progress: @escaping @Sendable (FetchProgress) -> Void = { _ in }
    ) async throws(FetchError) -> FetchedDataset {
        try await fetcher.fetch(recipe, last: last, progress: progress)
    }

    /// A desk for StatBank at a stand-in, plain or inside TLS.
    convenience init(_ standIn: StandIn, _ change: (inout FetchOptions) -> Void = { _ in }) {
        self.init(
            statBank: standIn.statBankURL,
            uddannelsesstatistik: standIn.uddannelsesstatistikURL,
            authority: standIn.authority,
            change
        )
    }

    /// The failure of a fetch that must fail.
    func failure(of recipe: Recipe) async -> FetchError? {
        do throws(FetchError) {
            _ = try await fetcher.fetch(recipe)
            return nil
        } catch {
            return error
        }
    }

    /// The bytes of a file.
    static func bytes(of path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            guard count > 0 else { return bytes }
            bytes += piece.prefix(count)
        }
    }
}

/// A stopwatch that jumps instead of waiting, and remembers how far.
final class Stopwatch: Sendable {
    private let state = Mutex<(now: Duration, waits: [Duration])>((.zero, []))

    /// What was waited for, in order.
    var waits: [Duration] { state.withLock { $0.waits } }

    var now: Duration { state.withLock { $0.now } }

    func advance(by duration: Duration) { state.withLock { $0.now += duration } }

    var pause: FetchPause {
        FetchPause(
            uptime: { self.now },
            sleep: { duration in
                self.state.withLock { state in
                    state.now += duration
                    state.waits.append(duration)
                }
                try Task.checkCancellation()
            }
        )
    }
}
