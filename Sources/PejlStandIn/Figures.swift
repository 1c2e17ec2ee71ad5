/// An area of a publisher: country, region, municipality or Christiansø.
struct Area: Sendable, Equatable {
    var code: String
    var name: String

    /// True for one of the 98 municipalities.
    var isMunicipality: Bool { code != "000" && code != "411" && !code.hasPrefix("08") }
}

/// Every figure the stand-in serves, and the number of revisions made since it started.
struct Figures: Sendable {
    var population: FigureTable
    var absence: FigureTable
    var inclusion: FigureTable
    private(set) var revisions = 0
    /// The day of the newest StatBank figure.
    private(set) var populationUpdated = Day.recordedUpdate

    init(population: FigureTable, absence: FigureTable, inclusion: FigureTable) {
        self.population = population
        self.absence = absence
        self.inclusion = inclusion
    }

    /// The stand-in's present day: one day later for each revision.
    var today: Day { Day(number: Day.recordedCatalogue.number + revisions) }

    /// The built-in figures, read once.
    static let published: Result<Figures, StandInError> = Result { () throws(StandInError) in
        Figures(
            population: try FigureTable(PackageResources.folk1am_txt),
            absence: try FigureTable(PackageResources.fravaer_txt),
            inclusion: try FigureTable(PackageResources.inklusion_txt)
        )
    }

    mutating func revise(_ revision: Revision) throws(StandInError) {
        let done =
            switch revision {
            case .population(let area, let period, let persons):
                population.revise(area, period, to: persons)
            case .absence(let municipality, let stage, let schoolYear, let tenths):
                absence.revise(municipality, FigureTable.column(stage, schoolYear), to: tenths)
            case .inclusion(let municipality, let schoolYear, let tenths):
                inclusion.revise(municipality, schoolYear, to: tenths)
            }
        guard done else { throw .noSuchFigure(revision) }
        revisions += 1
        if case .population = revision { populationUpdated = today }
    }
}

/// One resource file: areas × columns; a column is a period, or a stage and a school year.
struct FigureTable: Sendable {
    private(set) var areas: [Area] = []
    private(set) var stages: [String] = []
    private(set) var periods: [String] = []
    private var cells: [String: [String: Int]] = [:]

    /// The name of the column of one stage and school year.
    static func column(_ stage: String, _ schoolYear: String) -> String { "\(stage) \(schoolYear)" }

    /// Persons, or tenths of a per cent; `nil` when the publisher gives none.
    subscript(area: String, column: String) -> Int? { cells[area]?[column] }

    mutating func revise(_ area: String, _ column: String, to figure: Int?) -> Bool {
        guard cells[area] != nil, columns(of: periods).contains(column) else { return false }
        cells[area]?[column] = figure
        return true
    }

    private func columns(of periods: [String]) -> [String] {
        stages.isEmpty ? periods : stages.flatMap { stage in periods.map { Self.column(stage, $0) } }
    }

    /// Reads `#` comments, `stages …`, `periods …` or `years …`, and `code name: figure figure …`.
    init(_ bytes: [UInt8]) throws(StandInError) {
        var current: [String] = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ").map(String.init)
            switch words.first {
            case "stages":
                stages = Array(words.dropFirst())
            case "periods", "years":
                periods += words.dropFirst()
                current = columns(of: Array(words.dropFirst()))
            default:
                try readArea(line, columns: current)
            }
        }
    }

    private mutating func readArea(_ line: Substring, columns: [String]) throws(StandInError) {
        let halves = line.split(separator: ":", maxSplits: 1)
        let label = halves.first?.split(separator: " ", maxSplits: 1).map(String.init) ?? []
        let figures = halves.last?.split(separator: " ").filter { $0 != "|" } ?? []
        guard halves.count == 2, label.count == 2, figures.count == columns.count else {
            throw .figures(line: String(line))
        }
        if cells[label[0]] == nil {
            areas.append(Area(code: label[0], name: label[1]))
            cells[label[0]] = [:]
        }
        for (column, text) in zip(columns, figures) where text != "." {
            guard let figure = Int(text.filter { $0 != "," }) else { throw .figures(line: String(line)) }
            cells[label[0]]?[column] = figure
        }
    }
}
