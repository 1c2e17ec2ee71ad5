import PejlModel
import PejlStore
import PejlTestSupport

/// What a test's gate or producer throws.
struct Refused: FailureConvertible {
    var failure: Failure { Failure(kind: .contract, name: "refused", message: "a test refuses") }
}

/// A store in a temporary folder with one dataset of one period, and what tests do with it.
final class StoreDesk {
    static let start = UTCInstant(secondsSince1970: 1_767_592_800)

    let folder: TemporaryFolder
    private(set) var store: Store
    private var loads = 0

    var path: String { folder.file("work.sqlite") }
    var published: String { folder.file("pejl.sqlite") }
    var candidate: String { folder.file(".candidate.sqlite") }

    init() throws {
        folder = try TemporaryFolder()
        store = try Store(path: folder.file("work.sqlite"), now: Self.start)
    }

    /// Opens the store anew, as the next start of the daemon does.
    func reopen() throws {
        // The old connection must be gone before the new one asks for the lock.
        store = try Store(path: folder.file("other-\(loads).sqlite"), now: Self.start)
        store = try Store(path: path, now: Self.start.adding(seconds: 100_000))
    }

    private static let period = Period(
        kind: .schoolYear,
        code: "2024/2025",
        firstDay: CalendarDay(daysSince1970: 19_936),
        lastDay: CalendarDay(daysSince1970: 20_300)
    )

    static let recipe = recipe()

    /// The recipe with another unit or definition, with areas of its own or with breaks.
    static func recipe(
        unit: Unit = .percent,
        definitionID: String = "test",
        areas: [Area] = [],
        breaks: [IndicatorBreak] = []
    ) -> Recipe {
        Recipe(
            id: "test",
            publisher: .statbank,
            table: "TEST",
            title: Localised(da: "prøve", en: "test"),
            licence: "CC0",
            citation: Localised(da: "kilde", en: "source"),
            request: .statBank(
                StatBankQuestion(form: .csv, language: "da", codes: true, variables: [])
            ),
            areas: areas,
            columns: [],
            indicators: [
                Indicator(
                    id: "absence",
                    measure: "INDHOLD",
                    title: Localised(da: "Fravær", en: "Absence"),
                    definition: Localised(da: "…", en: "…"),
                    definitionID: definitionID,
                    unit: unit,
                    decimals: 1,
                    direction: .lowerBetter,
                    breaks: breaks
                )
            ],
            marks: [:],
            absent: .nothing,
            gate: GateRule(areas: .municipalities),
            digest: ContentDigest(of: "recipe")
        )
    }

    /// Loads one period of figures by area; nil is a suppressed one.
    func load(
        _ figures: [String: Double?],
        recipe: Recipe = StoreDesk.recipe,
        notes: [PublisherNote] = [],
        refusing: Bool = false,
        breaking: Bool = false
    ) throws -> LoadDifference {
        let request = try request(recipe: recipe, notes: notes)
        let difference = try store.load(request) { sink in
            try deliver(figures, to: sink)
            if breaking { throw Refused() }
            return NormalisedSummary()
        } gate: { _, _ in
            if refusing { throw Refused() }
        }
        try store.finishRun(request.run, at: request.fetched.finishedAt)
        return difference
    }

    /// What a fetch brings; its moment is a second after the one before.
    func request(
        recipe: Recipe = StoreDesk.recipe,
        purposes: [ExchangePurpose] = [.figures],
        notes: [PublisherNote] = [],
        update: String? = nil,
        decoder: String = "test 1"
    ) throws -> LoadRequest {
        loads += 1
        let moment = Self.start.adding(seconds: loads)
        let run = try store.beginRun(.refresh, subject: "test", at: moment)
        let exchanges = purposes.map { purpose in
            Exchange(
                purpose: purpose,
                method: "POST",
                url: "https://example.org",
                requestBody: "{}",
                status: 200,
                responseHeaders: ["Content-Type: text/csv"],
                wireByteCount: 1,
                proof: .length,
                document: RawDocument(digest: ContentDigest(of: "\(loads)"), byteCount: 1, path: "/nonexistent")
            )
        }
        let fetched = FetchedDataset(
            dataset: "test",
            startedAt: moment,
            finishedAt: moment,
            exchanges: exchanges,
            notes: notes,
            publisherUpdate: update,
            isUnchanged: !purposes.contains(.figures)
        )
        return LoadRequest(recipe: recipe, fetched: fetched, decoder: decoder, run: run)
    }

    private func deliver(_ figures: [String: Double?], to sink: any ObservationSink) throws {
        let keys = ObservationKeys()
        let period = keys.number(of: Self.period)
        let breakdown = Breakdown([BreakdownPart(dimension: "stage", member: "mellemtrin")])
        var chunk = ObservationChunk()
        for (area, value) in figures.sorted(by: { $0.key < $1.key }) {
            let series = keys.number(of: SeriesKey(indicator: "absence", area: area, breakdown: breakdown))
            chunk.append(
                series: series,
                period: period,
                value: value ?? 0,
                status: value == nil ? .suppressed : .normal
            )
        }
        try sink.take(chunk, keys: keys)
    }

    /// Publishes what the store holds, without findings.
    @discardableResult
    func publish(_ results: [AnalysisResult] = []) throws -> Publication {
        try store.makeCandidate(at: candidate)
        _ = try store.publish(try description(), results, candidate: candidate, to: published)
        return try Publication(path: published)
    }

    /// The next publication.
    func description() throws -> PublicationDescription {
        PublicationDescription(
            number: try store.nextPublicationNumber(),
            madeAt: Self.start,
            municipality: "766",
            analysis: ContentDigest(of: "analysis")
        )
    }

    func rows(_ publication: Publication, _ sql: String) throws -> [[QueryValue]] {
        var rows: [[QueryValue]] = []
        try Query(path: publication.path).run(sql, header: { _ in }, row: { rows.append($0) })
        return rows
    }
}
