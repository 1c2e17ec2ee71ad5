import PejlModel
import PejlNormalise

/// One observation as a test reads it.
struct Seen: Hashable, CustomStringConvertible {
    let series: String
    let period: String
    let value: Double
    let status: ObservationStatus

    init(_ series: String, _ period: String, _ value: Double, _ status: ObservationStatus = .normal) {
        self.series = series
        self.period = period
        self.value = value
        self.status = status
    }

    var description: String { "\(series) \(period) = \(value) \(status.sdmx)" }
}

/// Keeps what the normaliser delivers.
final class Basket: ObservationSink {
    private(set) var all: [Seen] = []
    private(set) var chunks: [Int] = []

    func take(_ chunk: ObservationChunk, keys: ObservationKeys) throws {
        chunks.append(chunk.count)
        for row in 0..<chunk.count {
            let series = keys.series[Int(chunk.series[row])].description
            let period = keys.periods[Int(chunk.periods[row])].code
            all.append(Seen(series, period, chunk.values[row], chunk.statuses[row]))
        }
    }
}

/// A cell as a decoder would deliver it.
struct Cell: Hashable {
    let texts: [String]
    var measure: String
    var value: Double
    var mark: String?
    var percent: Bool
    var flag: String?

    init(
        _ texts: [String],
        _ value: Double,
        measure: String = "M",
        mark: String? = nil,
        percent: Bool = false,
        flag: String? = nil
    ) {
        self.flag = flag
        self.texts = texts
        self.measure = measure
        self.value = value
        self.mark = mark
        self.percent = percent
    }
}

/// One page: a table of its own, delivered in chunks.
struct Page {
    var columns = ["K", "T"]
    var measures = ["M"]
    var cells: [Cell]
    var chunkSize = 1000
    /// Whether each cell comes with room for a status beside its number, as from some decoders; nil: where one has one.
    var hasFlags: Bool?

    func deliver(to normaliser: Normaliser) throws {
        let table = TableDictionary(columns: columns, measures: measures)
        try normaliser.begin(table)
        var chunk = CellChunk(columns: columns.count)
        let hasFlags = hasFlags ?? cells.contains { $0.flag != nil }
        for cell in cells {
            for (column, text) in cell.texts.enumerated() {
                chunk.codes[column].append(table.books[column].intern(text))
            }
            chunk.measures.append(Int32(measures.firstIndex(of: cell.measure) ?? 0))
            chunk.values.append(cell.mark == nil ? cell.value : 0)
            chunk.marks.append(cell.mark.map { table.marks.intern($0) } ?? -1)
            chunk.percentSigns.append(cell.percent)
            if hasFlags { chunk.flags.append(cell.flag.map { table.marks.intern($0) } ?? -1) }
            guard chunk.count == chunkSize else { continue }
            try normaliser.take(chunk)
            chunk.removeAll()
        }
        if chunk.count > 0 { try normaliser.take(chunk) }
    }
}

/// Recipes of a few lines.
enum Recipes {
    static let stage = ColumnRule(
        code: "S",
        role: .breakdown(
            dimension: "stage",
            title: Localised(same: "Stage"),
            members: [
                BreakdownMember(source: "Mellemtrin", id: "mellemtrin", title: Localised(same: "m")),
                BreakdownMember(source: "Udskoling", id: "udskoling", title: Localised(same: "u")),
            ]
        )
    )

    static func indicator(
        _ id: String = "absence",
        measure: String = "M",
        unit: Unit = .count,
        bounds: ClosedRange<Double>? = nil
    ) -> Indicator {
        Indicator(
            id: id,
            measure: measure,
            title: Localised(same: id),
            definition: Localised(same: id),
            definitionID: "d-\(id)",
            unit: unit,
            decimals: 1,
            direction: .lowerBetter,
            bounds: bounds
        )
    }

    static func recipe(
        request: RecipeRequest = .statBank(
            StatBankQuestion(form: .csv, language: "da", codes: true, variables: [])
        ),
        area: AreaReference = .code,
        prefix: String = "",
        declared: [Area] = [],
        extra: [ColumnRule] = [],
        indicators: [Indicator] = [indicator()],
        marks: [String: ObservationStatus] = ["..": .missing, "x": .suppressed, "-": .notApplicable],
        absent: AbsentRule = .nothing,
        areas: ExpectedAreas = .codes(["615", "766"]),
        minimumRowsPercent: Int = 95,
        maximumAbsentPercent: Int = 5,
        ignored: Set<String> = [],
        maximumRejectedPercent: Int = 0
    ) -> Recipe {
        Recipe(
            id: "prøve",
            publisher: .statbank,
            table: "T1",
            title: Localised(same: "t"),
            licence: "l",
            citation: Localised(same: "c"),
            request: request,
            areas: declared,
            columns: [ColumnRule(code: "K", role: .area(area, prefix: prefix)), ColumnRule(code: "T", role: .period)]
                + extra,
            indicators: indicators,
            marks: marks,
            absent: absent,
            gate: GateRule(
                areas: areas,
                minimumRowsPercent: minimumRowsPercent,
                maximumAbsentPercent: maximumAbsentPercent,
                ignored: ignored,
                maximumRejectedPercent: maximumRejectedPercent
            ),
            digest: ContentDigest(of: "recipe")
        )
    }

    /// A request to uddannelsesstatistik.dk, whose percentages carry a sign.
    static let education = RecipeRequest.uddannelsesstatistik(
        EducationQuestion(
            area: "GS",
            subject: "E",
            subsubject: "F",
            measures: [],
            dimensions: [],
            filters: [],
            pageSize: 500
        )
    )
}

/// Normalises pages by a recipe.
func normalise(_ recipe: Recipe, _ pages: [Page]) throws -> (seen: [Seen], summary: NormalisedSummary) {
    let basket = Basket()
    let normaliser = Normaliser(recipe: recipe, sink: basket)
    for page in pages { try page.deliver(to: normaliser) }
    let summary = try normaliser.finish()
    return (basket.all, summary)
}

/// Normalises the cells of one page.
func normalise(_ recipe: Recipe, _ cells: [Cell]) throws -> (seen: [Seen], summary: NormalisedSummary) {
    try normalise(recipe, [Page(cells: cells)])
}
