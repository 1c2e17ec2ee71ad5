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
    /// First days of periods, by code, as ISO text: the order of time.
    private let firstDays: [String: String]

    /// - Parameter periods: First days of the periods, by code.
    init(periods: [String: String]) { firstDays = periods }

    /// Adds one series.
    mutating func add(_ series: PublishedSeries) {
        let key = Key(indicator: series.key.indicator, breakdown: series.key.breakdown)
        for (index, period) in series.periods.enumerated() {
            cells[key, default: [:]][period, default: [:]][series.key.area] = Cell(
                value: series.values[index],
                status: series.statuses[index]
            )
        }
    }

    /// The breakdowns of an indicator, by their code.
    func breakdowns(of indicator: String) -> [Breakdown] {
        cells.keys.filter { $0.indicator == indicator }.map(\.breakdown).sorted { $0.code < $1.code }
    }

    /// Every period that any area has a figure of, in the order of time.
    func periods(_ indicator: String, _ breakdown: Breakdown) -> [String] {
        let codes = cells[Key(indicator: indicator, breakdown: breakdown)]?.keys.map { $0 } ?? []
        return codes.sorted { (firstDays[$0] ?? "", $0) < (firstDays[$1] ?? "", $1) }
    }

    /// The first day of a period.
    func firstDay(_ period: String) -> CalendarDay? { firstDays[period].flatMap(CalendarDay.init(iso:)) }

    /// One observation.
    func cell(_ indicator: String, _ breakdown: Breakdown, _ period: String, _ area: String) -> Cell? {
        cells[Key(indicator: indicator, breakdown: breakdown)]?[period]?[area]
    }
}
