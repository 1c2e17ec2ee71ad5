import PejlModel
import PejlStore

/// The figures of a publication by indicator, breakdown, period and area.
struct FigureTable {
    /// One observation.
    struct Cell {
        let value: Double?
        let status: ObservationStatus
    }

    private struct Key: Hashable {
        let indicator: String
        let breakdown: Breakdown
    }

    private var cells: [Key: [String: [String: Cell]]] = [:]
    private var order: [Key: [String]] = [:]

    /// Adds one series.
    mutating func add(_ series: PublishedSeries) {
        let key = Key(indicator: series.key.indicator, breakdown: series.key.breakdown)
        for (index, period) in series.periods.enumerated() {
            cells[key, default: [:]][period, default: [:]][series.key.area] = Cell(
                value: series.values[index],
                status: series.statuses[index]
            )
        }
        if series.periods.count > order[key]?.count ?? 0 { order[key] = series.periods }
    }

    /// The breakdowns of an indicator, by their code.
    func breakdowns(of indicator: String) -> [Breakdown] {
        cells.keys.filter { $0.indicator == indicator }.map(\.breakdown).sorted { $0.code < $1.code }
    }

    /// The periods of an indicator, in the order of time.
    func periods(_ indicator: String, _ breakdown: Breakdown) -> [String] {
        order[Key(indicator: indicator, breakdown: breakdown)] ?? []
    }

    /// One observation.
    func cell(_ indicator: String, _ breakdown: Breakdown, _ period: String, _ area: String) -> Cell? {
        cells[Key(indicator: indicator, breakdown: breakdown)]?[period]?[area]
    }
}
