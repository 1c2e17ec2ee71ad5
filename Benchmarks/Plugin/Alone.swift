import Foundation
import GRDBSQLite
import PejlPluginKit

#if canImport(Glibc)
import Glibc
#endif

/// The peer of streaming: reads a publication with SQLite's C API and writes findings as lines of JSON to nobody.
///
/// It reads as `Publication.forEachSeries` does: the series in their order, and each one's figures by their key. Findings go
/// to `/dev/null`, 64 KiB at a time: nobody checks them and nobody waits, so that the peer has the least to do. They are
/// written as the kit writes them.
enum Alone {
    struct Failure: Error {
        let message: String
    }

    private static let allSeries = """
        SELECT s.id, i.code, a.code, b.code
        FROM series s
            JOIN indicator i ON i.id = s.indicator_id JOIN area a ON a.id = s.area_id
            JOIN breakdown b ON b.id = s.breakdown_id
        WHERE a.kind = 'municipality'
        ORDER BY i.code, b.code, a.code
        """
    private static let figuresOfOne = """
        SELECT t.code, o.value, o.status FROM observation o JOIN period t ON t.id = o.period_id
        WHERE o.series_id = ? ORDER BY t.first_day, t.code
        """
    /// SDMX's letters, in the order of the store's statuses.
    private static let letters = ["A", "P", "E", "B", "Q", "O", "M"]

    /// Does the work once; a line of JSON with what it came to and the seconds it took.
    static func run(_ path: String) throws -> String {
        let start = ContinuousClock.now
        let series = try read(path)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let nobody = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(nobody) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines: [UInt8] = []
        var findings = 0
        func flush() throws {
            let count = lines.withUnsafeBytes { write(nobody, $0.baseAddress, $0.count) }
            guard count == lines.count else { throw Failure(message: "/dev/null took \(count) bytes") }
            lines.removeAll(keepingCapacity: true)
        }
        let total = try Change().find(series, municipality: "766", unit: { _ in "dkk" }) { finding in
            if let line = finding.plainLine {
                lines += line
            } else {
                lines += try encoder.encode(Message(method: "finding", params: finding))
                lines.append(UInt8(ascii: "\n"))
            }
            findings += 1
            if lines.count >= 1 << 16 { try flush() }
        }
        try flush()
        let all = (ContinuousClock.now - start) / .seconds(1)
        return """
            {"rows": \(total.count), "numbers": \(findings), "sum": \(total.sum), "read_seconds": \(seconds), \
            "seconds": \(all)}
            """
    }

    private static func read(_ path: String) throws -> [SeriesData] {
        var database: OpaquePointer?
        defer { sqlite3_close(database) }
        guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil) == SQLITE_OK else {
            throw Failure(message: "\(path) cannot be opened")
        }
        let series = try prepare(allSeries, database)
        let figures = try prepare(figuresOfOne, database)
        defer {
            sqlite3_finalize(series)
            sqlite3_finalize(figures)
        }
        func text(_ statement: OpaquePointer?, _ column: Int32) -> String {
            sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
        }
        var all: [SeriesData] = []
        while try hasRow(series, database) {
            var one = SeriesData(
                indicator: text(series, 1),
                area: text(series, 2),
                breakdown: parts(text(series, 3)),
                breakdownTitle: PluginText(da: "", en: ""),
                periods: [],
                values: [],
                statuses: []
            )
            sqlite3_reset(figures)
            sqlite3_bind_int64(figures, 1, sqlite3_column_int64(series, 0))
            while try hasRow(figures, database) {
                let isHidden = sqlite3_column_type(figures, 1) == SQLITE_NULL
                one.periods.append(text(figures, 0))
                one.values.append(isHidden ? nil : sqlite3_column_double(figures, 1))
                one.statuses.append(letters[Int(sqlite3_column_int(figures, 2))])
            }
            if !one.periods.isEmpty { all.append(one) }
        }
        return all
    }

    private static func prepare(_ sql: String, _ database: OpaquePointer?) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else {
            throw Failure(message: String(cString: sqlite3_errmsg(database)))
        }
        return statement
    }

    private static func hasRow(_ statement: OpaquePointer?, _ database: OpaquePointer?) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw Failure(message: String(cString: sqlite3_errmsg(database)))
        }
    }

    private static func parts(_ breakdown: String) -> [String: String] {
        let pairs = breakdown.split(separator: ";").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return Dictionary(pairs.map { ($0[0], $0[1]) }) { first, _ in first }
    }
}
