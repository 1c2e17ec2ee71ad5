internal import CRows
internal import GRDB
import PejlModel

/// Reads the present figures of one series after another, as columns, in the order of the periods' first days.
///
/// Two ways were weighed. One statement that joins and sorts everything: SQLite then carries every figure through a sorter,
/// with the names of its series beside it. Or a statement for the series in their order, and each one's figures by the key
/// they are stored under: the sorter gets a row a series. It is the latter.
struct SeriesReader {
    /// Code of every period and its place among all, by its identifier.
    private let periods: [Int64: (place: Int, code: String)]
    private let scan: FigureScan
    private var ids: [Int64] = []
    private var values: [Double?] = []
    private var statuses: [ObservationStatus] = []
    /// The periods of the last series, which are mostly those of the next one too.
    private var last: (ids: [Int64], order: [Int], codes: [String]) = ([], [], [])

    /// - Throws: ``DatabaseError``.
    init(_ database: Database) throws {
        let rows = try Row.fetchAll(database, sql: "SELECT id, code FROM period ORDER BY first_day, code, id")
        periods = Dictionary(
            uniqueKeysWithValues: rows.enumerated().map { ($1[0] as Int64, ($0, $1[1] as String)) }
        )
        scan = try FigureScan.ofSeries(database)
    }

    /// The figures of a series; nil where it has none at present.
    ///
    /// - Throws: ``DatabaseError``; `SQLITE_CORRUPT` where a figure is of no period.
    mutating func series(_ id: Int64, _ key: SeriesKey) throws -> PublishedSeries? {
        ids.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        statuses.removeAll(keepingCapacity: true)
        try scan.run(id, id) { figures in
            for place in 0..<figures.count {
                ids.append(figures.periods[place])
                values.append(figures.has_value[place] == 1 ? figures.values[place] : nil)
                let status = UInt8(exactly: figures.statuses[place]).flatMap(ObservationStatus.init(rawValue:))
                statuses.append(status ?? .missing)
            }
        }
        guard !ids.isEmpty else { return nil }
        if ids != last.ids { last = try ordered() }
        return PublishedSeries(
            key: key,
            periods: last.codes,
            values: last.order.map { values[$0] },
            statuses: last.order.map { statuses[$0] }
        )
    }

    private func ordered() throws -> (ids: [Int64], order: [Int], codes: [String]) {
        let known = try ids.map { id in
            guard let period = periods[id] else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a figure of a period that is not there")
            }
            return period
        }
        let order = known.indices.sorted { known[$0].place < known[$1].place }
        return (ids, order, order.map { known[$0].code })
    }
}
