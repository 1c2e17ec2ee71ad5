import PejlFetch
import PejlModel
import Synchronization

/// Many small datasets from one server at once, through the stage that asks publishers in earnest.
///
/// Pace and number of connections are set free, which the library allows for this alone; everything else is as it is
/// with a publisher: TLS checked, lengths proven, each answer hashed and written to a file of its own.
struct FetchRun: Sendable {
    private let base: String
    private let count: Int
    private let atOnce: Int
    private let certificate: String
    private let folder: String

    /// What the tasks share.
    private final class Counts: Sendable {
        let started = Atomic(0)
        let bytes = Atomic(0)
    }

    /// Takes base address, number of datasets, number at once, a certificate to trust and a folder.
    init?(_ words: [String]) {
        guard words.count == 5, let count = Int(words[1]), let atOnce = Int(words[2]), count > 0, atOnce > 0 else {
            return nil
        }
        base = words[0]
        self.count = count
        self.atOnce = atOnce
        certificate = words[3]
        folder = words[4]
    }

    /// Fetches everything, or throws the first failure.
    func fetch() async throws -> Measurement {
        var options = FetchOptions(contact: "pejl-bench", temporaryDirectory: folder)
        options.baseURLs = [.kolada: base]
        options.caBundle = certificate
        options.allowPrivateAddresses = true
        options.minimumInterval = .zero
        options.requestsAtOnce = atOnce
        let fetcher = Fetcher(options: options)
        let counts = Counts()
        let watch = Stopwatch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<atOnce {
                group.addTask {
                    while true {
                        let number = counts.started.wrappingAdd(1, ordering: .relaxed).newValue
                        guard number <= count else { return }
                        let dataset = try await fetcher.fetch(recipe(number))
                        for exchange in dataset.exchanges {
                            counts.bytes.wrappingAdd(exchange.document.byteCount, ordering: .relaxed)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let sum = Double(counts.bytes.load(ordering: .relaxed))
        return Measurement(rows: count, sum: sum, laps: [("seconds", watch.seconds)])
    }

    /// One request: `data/kpi/N15033/municipality/0001` and so on.
    private func recipe(_ number: Int) -> Recipe {
        let digits = String(number)
        let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return Recipe(
            id: "bench-\(code)",
            publisher: .kolada,
            table: "N15033",
            title: Localised(same: "Bench"),
            licence: "",
            citation: Localised(same: ""),
            request: .kolada(KoladaQuestion(kpis: ["N15033"], municipalities: [code], years: [])),
            columns: [],
            indicators: [],
            marks: [:],
            absent: .missing,
            gate: GateRule(areas: .institutions),
            digest: ContentDigest(of: code)
        )
    }
}
