internal import GRDB
internal import GRDBSQLite
import PejlModel

/// Writes observations into `temp.incoming`, a hundred rows a statement.
///
/// One row a step costs three times as much as a hundred; the rest is binding. Keys of the load are turned into row
/// ids once each.
final class StagingSink: ObservationSink {
    private static let rowsPerStatement = 100

    private let database: Database
    private let connection: OpaquePointer
    private let catalog: SeriesCatalog
    private var many: OpaquePointer?
    private var one: OpaquePointer?
    private var seriesIDs: [Int64] = []
    private var periodIDs: [Int64] = []

    init(_ database: Database, catalog: SeriesCatalog) throws {
        guard let connection = database.sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the connection is closed")
        }
        self.database = database
        self.connection = connection
        self.catalog = catalog
        try database.execute(
            sql: """
                CREATE TEMP TABLE IF NOT EXISTS incoming (
                    series_id INTEGER NOT NULL, period_id INTEGER NOT NULL, value REAL, status INTEGER NOT NULL,
                    PRIMARY KEY (series_id, period_id)
                ) WITHOUT ROWID;
                DELETE FROM temp.incoming;
                """
        )
        let rows = [String](repeating: "(?, ?, ?, ?)", count: Self.rowsPerStatement).joined(separator: ", ")
        many = try prepare("INSERT INTO temp.incoming VALUES \(rows)")
        one = try prepare("INSERT INTO temp.incoming VALUES (?, ?, ?, ?)")
    }

    deinit {
        sqlite3_finalize(many)
        sqlite3_finalize(one)
    }

    func take(_ chunk: ObservationChunk, keys: ObservationKeys) throws {
        while seriesIDs.count < keys.series.count { seriesIDs.append(-1) }
        for period in keys.periods[periodIDs.count...] { periodIDs.append(try catalog.id(of: period)) }
        for series in chunk.series where seriesIDs[Int(series)] < 0 {
            let key = keys.series[Int(series)]
            if let institution = keys.institutions[key.area] { try catalog.know(institution) }
            seriesIDs[Int(series)] = try catalog.id(of: key)
        }
        var row = 0
        while row + Self.rowsPerStatement <= chunk.count {
            for offset in 0..<Self.rowsPerStatement { bind(many, offset * 4, chunk, row + offset) }
            try step(many)
            row += Self.rowsPerStatement
        }
        while row < chunk.count {
            bind(one, 0, chunk, row)
            try step(one)
            row += 1
        }
    }

    private func bind(_ statement: OpaquePointer?, _ offset: Int, _ chunk: ObservationChunk, _ row: Int) {
        let first = Int32(offset)
        sqlite3_bind_int64(statement, first + 1, seriesIDs[Int(chunk.series[row])])
        sqlite3_bind_int64(statement, first + 2, periodIDs[Int(chunk.periods[row])])
        if chunk.statuses[row].hasValue {
            sqlite3_bind_double(statement, first + 3, chunk.values[row])
        } else {
            sqlite3_bind_null(statement, first + 3)
        }
        sqlite3_bind_int(statement, first + 4, Int32(chunk.statuses[row].rawValue))
    }

    private func prepare(_ sql: String) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(connection, sql, -1, &statement, nil), expecting: SQLITE_OK)
        return statement
    }

    private func step(_ statement: OpaquePointer?) throws {
        let code = sqlite3_step(statement)
        sqlite3_reset(statement)
        try check(code, expecting: SQLITE_DONE)
    }

    private func check(_ code: Int32, expecting expected: Int32) throws {
        guard code != expected else { return }
        throw DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(connection))
        )
    }
}

/// Finds or makes the rows that a load's keys stand for.
final class SeriesCatalog {
    private let database: Database
    private let datasetID: Int64
    private var indicatorIDs: [String: Int64] = [:]
    private var breakdownIDs: [String: Int64] = [:]
    private var areaIDs: [String: Int64] = [:]

    init(_ database: Database, datasetID: Int64) {
        self.database = database
        self.datasetID = datasetID
    }

    func id(of period: Period) throws -> Int64 {
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

    /// Makes the row of an institution that no recipe declares, if it is new.
    func know(_ institution: Area) throws {
        guard areaIDs[institution.code] == nil else { return }
        let isHeld = try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM area WHERE code = ?)",
            arguments: [institution.code]
        )
        if isHeld != true { try Store.upsert(institution, database) }
    }

    func id(of key: SeriesKey) throws -> Int64 {
        let indicator = try cached(&indicatorIDs, key.indicator, "SELECT id FROM indicator WHERE code = ?")
        let area = try cached(&areaIDs, key.area, "SELECT id FROM area WHERE code = ?")
        let breakdown = try breakdownID(key.breakdown.code)
        let statement = try database.cachedStatement(
            sql: "SELECT id FROM series WHERE indicator_id = ? AND breakdown_id = ? AND area_id = ?"
        )
        if let found = try Int64.fetchOne(statement, arguments: [indicator, breakdown, area]) { return found }
        try database.cachedStatement(
            sql: "INSERT INTO series (dataset_id, indicator_id, area_id, breakdown_id) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [datasetID, indicator, area, breakdown])
        return database.lastInsertedRowID
    }

    private func cached(_ cache: inout [String: Int64], _ code: String, _ sql: String) throws -> Int64 {
        if let id = cache[code] { return id }
        guard let id = try Int64.fetchOne(database, sql: sql, arguments: [code]) else {
            throw DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "no row for \"\(code)\": \(sql)")
        }
        cache[code] = id
        return id
    }

    private func breakdownID(_ code: String) throws -> Int64 {
        if let id = breakdownIDs[code] { return id }
        try database.execute(sql: "INSERT OR IGNORE INTO breakdown (code) VALUES (?)", arguments: [code])
        return try cached(&breakdownIDs, code, "SELECT id FROM breakdown WHERE code = ?")
    }
}
