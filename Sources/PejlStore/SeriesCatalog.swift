internal import CRows
internal import GRDB
import PejlModel

/// Finds or makes the rows that a load's keys stand for, each once.
final class SeriesCatalog {
    /// Row ids of the periods by number.
    let periods = RowIDs()
    /// Row ids of the series by number, ``unknown`` where none was wanted yet.
    let series = RowIDs()

    private static let unknown: Int64 = -1
    private static let wanted: Int64 = -2

    private let database: Database
    private let columns: ColumnTable
    private let datasetID: Int64
    /// Whether there may be series to be found.
    private let hasSeries: Bool
    private let indicators = RowIDs()
    private let areas = RowIDs()
    private let breakdowns = RowIDs()

    init(_ database: Database, columns: ColumnTable, datasetID: Int64) throws {
        self.database = database
        self.columns = columns
        self.datasetID = datasetID
        hasSeries = try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM series)") == true
    }

    /// Makes ``periods`` know all periods of `table`, and ``series`` the `numbers`.
    func learn(_ numbers: [Int32], _ table: SeriesTable) throws {
        for period in table.periods[periods.count...] { periods.append(try id(of: period)) }
        series.grow(to: table.seriesAreas.count, filling: Self.unknown)
        var new: [Int32] = []
        for number in numbers where series[number] == Self.unknown {
            new.append(number)
            series[number] = Self.wanted
        }
        if new.isEmpty { return }
        indicators.grow(to: table.indicators.count, filling: Self.unknown)
        areas.grow(to: table.areas.count, filling: Self.unknown)
        breakdowns.grow(to: table.breakdowns.count, filling: Self.unknown)
        for number in new { try learnParts(of: Int(number), table) }
        if hasSeries { new = try find(new, table) }
        if !new.isEmpty { try insert(new, table) }
    }

    /// Finds or makes the rows that a series refers to, in the order in which series come.
    private func learnParts(of series: Int, _ table: SeriesTable) throws {
        let indicator = table.seriesIndicators[series]
        if indicators[indicator] == Self.unknown {
            indicators[indicator] = try id(
                of: table.indicators[Int(indicator)],
                "SELECT id FROM indicator WHERE code = ?"
            )
        }
        let area = table.seriesAreas[series]
        if areas[area] == Self.unknown {
            let code = table.areas[Int(area)]
            if let institution = table.institutions[code] { try know(institution) }
            areas[area] = try id(of: code, "SELECT id FROM area WHERE code = ?")
        }
        let breakdown = table.seriesBreakdowns[series]
        if breakdowns[breakdown] == Self.unknown {
            let code = table.breakdowns[Int(breakdown)].code
            try database.execute(sql: "INSERT OR IGNORE INTO breakdown (code) VALUES (?)", arguments: [code])
            breakdowns[breakdown] = try id(of: code, "SELECT id FROM breakdown WHERE code = ?")
        }
    }

    /// Makes the row of an institution that no recipe declares, if it is new.
    private func know(_ institution: Area) throws {
        let isHeld = try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM area WHERE code = ?)",
            arguments: [institution.code]
        )
        if isHeld != true { try Store.upsert(institution, database) }
    }

    /// Looks series up; gives the numbers of those that are not there.
    private func find(_ numbers: [Int32], _ table: SeriesTable) throws -> [Int32] {
        var missing: [Int32] = []
        var place = 0
        try withRows(numbers, table) {
            try columns.execute(
                """
                SELECT s.id FROM pejl_rows r LEFT JOIN series s
                    ON s.indicator_id = r.a AND s.area_id = r.b AND s.breakdown_id = r.c
                """
            ) { id in
                if let id { series[numbers[place]] = id } else { missing.append(numbers[place]) }
                place += 1
            }
        }
        return missing
    }

    private func insert(_ numbers: [Int32], _ table: SeriesTable) throws {
        let first = try Int64.fetchOne(database, sql: "SELECT coalesce(max(id), 0) + 1 FROM series") ?? 1
        try withRows(numbers, table) {
            try columns.execute(
                """
                INSERT INTO series (id, dataset_id, indicator_id, area_id, breakdown_id)
                SELECT ?1 + rowid, ?2, a, b, c FROM pejl_rows
                """,
                first,
                datasetID
            )
        }
        for (place, number) in numbers.enumerated() { series[number] = first + Int64(place) }
    }

    /// Runs `body` while `pejl_rows` holds indicator, area and breakdown of these series.
    private func withRows(_ numbers: [Int32], _ table: SeriesTable, _ body: () throws -> Void) throws {
        try numbers.withUnsafeBufferPointer { order in
            try table.seriesIndicators.withUnsafeBufferPointer { ofIndicators in
                try table.seriesAreas.withUnsafeBufferPointer { ofAreas in
                    try table.seriesBreakdowns.withUnsafeBufferPointer { ofBreakdowns in
                        var rows = pejl_rows()
                        rows.count = order.count
                        rows.order = order.baseAddress
                        rows.keys.0 = pejl_key_column(numbers: ofIndicators.baseAddress, ids: indicators.start)
                        rows.keys.1 = pejl_key_column(numbers: ofAreas.baseAddress, ids: areas.start)
                        rows.keys.2 = pejl_key_column(numbers: ofBreakdowns.baseAddress, ids: breakdowns.start)
                        try columns.holding(rows, body)
                    }
                }
            }
        }
    }

    private func id(of period: Period) throws -> Int64 {
        let found = try Int64.fetchOne(
            database,
            sql: "SELECT id FROM period WHERE kind = ? AND code = ?",
            arguments: [period.kind.rawValue, period.code]
        )
        if let found { return found }
        try database.execute(
            sql: "INSERT INTO period (kind, code, first_day, last_day) VALUES (?, ?, ?, ?)",
            arguments: [period.kind.rawValue, period.code, "\(period.firstDay)", "\(period.lastDay)"]
        )
        return database.lastInsertedRowID
    }

    private func id(of code: String, _ sql: String) throws -> Int64 {
        guard let id = try Int64.fetchOne(database, sql: sql, arguments: [code]) else {
            throw DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "no row for \"\(code)\": \(sql)")
        }
        return id
    }
}
