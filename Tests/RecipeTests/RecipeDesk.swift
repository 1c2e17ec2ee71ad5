import PejlConfig
import PejlDecode
import PejlModel
import PejlNormalise
import PejlStore
import PejlTestSupport

/// One figure as analysts see it: a row of the view `figures`.
struct Figure: Hashable, CustomStringConvertible {
    /// Indicator, area, and breakdown where there is one: `absence 766 stage=mellemtrin`.
    let series: String
    let period: String
    let periodKind: String
    let value: Double?
    let unit: String
    let status: String
    let areaKind: String

    var description: String { "\(series) \(period) = \(value.map { "\($0)" } ?? "–") \(unit) \(status)" }
}

/// A shipped recipe with a store of its own: a document goes the whole way from bytes to figures.
final class RecipeDesk {
    let recipe: Recipe
    private let folder: TemporaryFolder
    private let store: Store
    private let now = UTCInstant(secondsSince1970: 1_767_592_800)

    init(_ id: String) throws {
        recipe = try RecipeFile.read("\(Repository.root)/etc/pejl/datasets/\(id).toml")
        folder = try TemporaryFolder()
        store = try Store(path: folder.file("work.sqlite"), now: now)
    }

    /// Decodes, normalises, gates and stores a document, as the pipeline does.
    @discardableResult
    func load(_ text: String) throws -> LoadDifference {
        let run = try store.beginRun(.refresh, subject: recipe.id, at: now)
        let recipe = recipe
        let difference = try store.load(Self.request(text, recipe, run: run, at: now)) { sink in
            try Self.read(text, by: recipe, into: sink)
        } gate: { summary, difference in
            try Gate.check(summary, difference, recipe: recipe)
        }
        try store.finishRun(run, at: now)
        return difference
    }

    struct NoFormat: Error {}

    /// A load of one document, as if it had come at that moment.
    static func request(_ text: String, _ recipe: Recipe, run: Int, at now: UTCInstant) -> LoadRequest {
        let exchange = Exchange(
            method: "POST",
            url: "https://example.org",
            requestBody: "{}",
            status: 200,
            responseHeaders: [],
            wireByteCount: text.utf8.count,
            proof: .length,
            document: RawDocument(digest: ContentDigest(of: text), byteCount: text.utf8.count, path: "/nonexistent")
        )
        let fetched = FetchedDataset(dataset: recipe.id, startedAt: now, finishedAt: now, exchanges: [exchange])
        return LoadRequest(recipe: recipe, fetched: fetched, decoder: "test", run: run)
    }

    /// Decodes and normalises a document.
    static func read(_ text: String, by recipe: Recipe, into sink: any ObservationSink) throws -> NormalisedSummary {
        guard case .format(let format) = recipe.request.reading else { throw NoFormat() }
        let normaliser = Normaliser(recipe: recipe, sink: sink)
        try Array(text.utf8).withUnsafeBytes {
            try DocumentDecoder.decode(bytes: $0, format: format, proof: .length, into: normaliser)
        }
        return try normaliser.finish()
    }

    /// Every figure the store holds.
    func figures() throws -> [Figure] {
        var figures: [Figure] = []
        let columns = "indicator, area_code, breakdown, period, period_kind, value, unit, status, area_kind"
        try query("SELECT \(columns) FROM figures") { row in
            let texts = row.map { if case .text(let text) = $0 { text } else { "" } }
            let series = texts[2].isEmpty ? "\(texts[0]) \(texts[1])" : "\(texts[0]) \(texts[1]) \(texts[2])"
            let value: Double? = if case .real(let value) = row[5] { value } else { nil }
            figures.append(
                Figure(
                    series: series,
                    period: texts[3],
                    periodKind: texts[4],
                    value: value,
                    unit: texts[6],
                    status: texts[7],
                    areaKind: texts[8]
                )
            )
        }
        return figures
    }

    /// Days of the breaks in the view `breaks`.
    func breaks() throws -> [String] {
        var days: [String] = []
        try query("SELECT day FROM breaks ORDER BY indicator, day") { row in
            if case .text(let day) = row[0] { days.append(day) }
        }
        return days
    }

    private func query(_ sql: String, _ row: ([QueryValue]) -> Void) throws {
        try store.makeCandidate(at: folder.file("candidate.sqlite"))
        try Query(path: folder.file("candidate.sqlite")).run(sql, header: { _ in }, row: row)
    }
}

/// A document in the form that StatBank sends: CSV with a byte order mark, semicolons and CRLF.
struct StatBankDocument {
    private(set) var text: String

    init(_ columns: [String]) { text = "\u{FEFF}" + (columns + ["INDHOLD"]).joined(separator: ";") + "\r\n" }

    mutating func add(_ codes: [String], _ value: String) {
        text += (codes + [value]).map { $0.contains(";") ? "\"\($0)\"" : $0 }.joined(separator: ";") + "\r\n"
    }
}

/// A document in the form that uddannelsesstatistik.dk sends: a bare array of flat objects whose values are texts.
struct EducationDocument {
    private var rows: [String] = []
    private let keys: [String]

    /// Levels are written as they are asked for; the answer repeats their last part.
    init(levels: [String], measures: [String]) {
        keys = levels.map { "\($0).\($0.drop { $0 != "." }.dropFirst())" } + measures
    }

    mutating func add(_ texts: [String]) {
        let members = zip(keys, texts).map { "\"\($0)\":\"\($1)\"" }
        rows.append("{" + members.joined(separator: ",") + "}")
    }

    var text: String { "[" + rows.joined(separator: ",\n") + "]" }
}

/// Areas as the publishers write them.
enum Places {
    /// The 98 municipalities, by code.
    static let municipalities = AreaCatalogue.denmark.municipalities
    static let codes = municipalities.map(\.code)
    static let regions = ["081", "082", "083", "084", "085"]
    /// The groups that the accounts add (`sources.md` §1.8).
    static let groups = ["910", "920", "930", "940", "960"]
}
