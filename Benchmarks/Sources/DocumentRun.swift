import PejlDecode
import PejlModel
import PejlNormalise
import PejlStore

#if canImport(Glibc)
import Glibc
#endif

/// One generated document and the ways of reading it that are measured.
///
/// ``load(into:)`` repeats what `RefreshPipeline` does between archive and store, by the same calls in the same order;
/// the other two stop earlier on the same way.
struct DocumentRun {
    private let path: String
    private let recipe: Recipe

    init(_ document: GeneratedDocument, path: String) throws {
        self.path = path
        recipe = try document.recipe()
    }

    /// Decodes only; the cells are counted and summed.
    func decode() throws -> Measurement {
        let counter = CellCounter()
        let clock = Stopwatch()
        try decode(into: counter)
        let seconds = clock.seconds
        return Measurement(
            rows: counter.count,
            numbers: counter.numbers,
            sum: counter.sum,
            laps: [("seconds", seconds)]
        )
    }

    /// Decodes and normalises; the observations are counted.
    func normalise() throws -> Measurement {
        let counter = ObservationCounter()
        let clock = Stopwatch()
        let normaliser = Normaliser(recipe: recipe, sink: counter)
        try decode(into: normaliser)
        let summary = try normaliser.finish()
        guard summary.rejectedCount == 0 else { throw BenchmarkError.rejected(summary.rejectedCount) }
        return Measurement(rows: counter.count, laps: [("seconds", clock.seconds)])
    }

    /// Decodes, normalises, gates and stores in a store that must not exist yet.
    ///
    /// `seconds` runs from opening the store until it is closed, its write-ahead log in the main file; the laps in it
    /// end where the observations are staged, where the gate is asked, where they are committed and where it is closed.
    ///
    /// `isFirst` is whether the store must not exist yet; otherwise one with other figures must.
    func load(into storePath: String, isFirst: Bool = true) throws -> Measurement {
        guard (access(storePath, F_OK) != 0) == isFirst else { throw BenchmarkError.storeExists(storePath) }
        let clock = Stopwatch()
        let (rows, laps) = try fill(storePath, clock)
        let seconds = clock.seconds
        return Measurement(
            rows: rows,
            laps: laps + [("close_seconds", seconds - laps.reduce(0) { $0 + $1.seconds }), ("seconds", seconds)],
            storeBytes: try byteCount(storePath)
        )
    }

    /// Opens, loads and closes the store; closing is leaving this function.
    private func fill(_ storePath: String, _ clock: Stopwatch) throws -> (rows: Int, laps: [Lap]) {
        let store = try Store(path: storePath, now: now())
        let run = try store.beginRun(.refresh, subject: recipe.id, at: now())
        let load = LoadRequest(
            recipe: recipe,
            fetched: try fetched(),
            decoder: "\(recipe.request.reading?.name ?? "") \(DocumentDecoder.version)",
            run: run
        )
        guard try !store.isCurrent(load) else { throw BenchmarkError.storeExists(storePath) }
        var staged = 0.0
        var gated = 0.0
        let difference = try store.load(load) { sink in
            let normaliser = Normaliser(recipe: recipe, sink: sink)
            try decode(into: normaliser)
            let summary = try normaliser.finish()
            staged = clock.seconds
            return summary
        } gate: { summary, difference in
            gated = clock.seconds
            try Gate.check(summary, difference, recipe: recipe)
        }
        try store.finishRun(run, at: now())
        let committed = clock.seconds
        let laps: [Lap] = [
            ("stage_seconds", staged), ("difference_seconds", gated - staged), ("merge_seconds", committed - gated),
        ]
        return (difference.added + difference.changed, laps)
    }

    private func decode(into sink: some CellSink) throws {
        switch recipe.request.reading {
        case .format(let format):
            try DocumentDecoder.decode(path: path, format: format, proof: .length, into: sink)
        case .layout(let layout): try LayoutDecoder.decode(path: path, layout: layout, proof: .length, into: sink)
        case nil: break
        }
    }

    /// What the fetcher would have handed over; hashing the document is part of fetching and not measured.
    private func fetched() throws -> FetchedDataset {
        let size = try byteCount(path)
        let exchange = Exchange(
            method: "POST",
            url: "https://api.statbank.dk/v1/data",
            requestBody: "{}",
            status: 200,
            responseHeaders: [],
            wireByteCount: size,
            proof: .length,
            document: RawDocument(digest: ContentDigest(of: "\(path) \(size)"), byteCount: size, path: path)
        )
        return FetchedDataset(dataset: recipe.id, startedAt: now(), finishedAt: now(), exchanges: [exchange])
    }

    private func byteCount(_ path: String) throws -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { throw BenchmarkError.unreadable(path) }
        return Int(status.st_size)
    }

    private func now() -> UTCInstant { UTCInstant(secondsSince1970: time(nil)) }
}

/// Why a measurement says nothing.
enum BenchmarkError: Error, CustomStringConvertible {
    case rejected(Int)
    case storeExists(String)
    case unreadable(String)
    case noLoads(String)
    case otherRows(Int, Int)
    case silent

    var description: String {
        switch self {
        case .rejected(let count): "\(count) rows were rejected; make the file with the generator of its name"
        case .storeExists(let path): "\(path) is there and must not be, or the other way round; see the usage"
        case .unreadable(let path): "\(path) cannot be read; check the path"
        case .noLoads(let path): "\(path) is no publication of a store with loads"
        case .otherRows(let now, let then): "\(now) figures now, \(then) as of the first load; they should be as many"
        case .silent: "the plugin did not say what it was sent; build pejl-bench-plugin of the same sources"
        }
    }
}

/// Counts cells, sums those that are numbers, and drops them.
private final class CellCounter: CellSink {
    private(set) var count = 0
    private(set) var numbers = 0
    private(set) var sum = 0.0

    func begin(_ table: TableDictionary) {}

    func take(_ chunk: CellChunk) {
        count += chunk.count
        for row in 0..<chunk.count where chunk.marks[row] < 0 {
            numbers += 1
            sum += chunk.values[row]
        }
    }
}

/// Counts observations and drops them.
private final class ObservationCounter: ObservationSink {
    private(set) var count = 0

    func take(_ chunk: ObservationChunk, keys: ObservationKeys) { count += chunk.count }
}
