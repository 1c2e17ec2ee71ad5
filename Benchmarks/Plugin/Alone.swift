import Foundation
import GRDBSQLite
import PejlPluginKit

#if canImport(Glibc)
import Glibc
#endif

/// The peer of streaming: reads a publication with SQLite's C API and writes findings as lines of JSON to nobody.
///
/// The statement is that of `Publication.forEachSeries`. Findings go to `/dev/null`, 64 KiB at a time: nobody checks them
/// and nobody waits, so that the peer has the least to do. They are encoded as the kit encodes them.
enum Alone {
    struct Failure: Error {
        let message: String
    }

    private static let statement = """
        SELECT i.code AS indicator, a.code AS area, b.code AS breakdown, t.code AS period, o.value, o.status
        FROM series s
            JOIN indicator i ON i.id = s.indicator_id JOIN area a ON a.id = s.area_id
            JOIN breakdown b ON b.id = s.breakdown_id
            JOIN observation o ON o.series_id = s.id JOIN period t ON t.id = o.period_id
        WHERE a.kind = 'municipality'
        ORDER BY i.code, b.code, a.code, t.first_day, t.code
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
            lines += try encoder.encode(Message(method: "finding", params: finding))
            lines.append(UInt8(ascii: "\n"))
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
        var prepared: OpaquePointer?
        defer { sqlite3_finalize(prepared) }
        guard sqlite3_prepare_v2(database, statement, -1, &prepared, nil) == SQLITE_OK else {
            throw Failure(message: String(cString: sqlite3_errmsg(database)))
        }
        var series: [SeriesData] = []
        var periods: [String] = []
        var values: [Double?] = []
        var statuses: [String] = []
        var key = ("", "", "")
        func deliver() {
            guard !periods.isEmpty else { return }
            series.append(
                SeriesData(
                    indicator: key.0,
                    area: key.1,
                    breakdown: parts(key.2),
                    breakdownTitle: PluginText(da: "", en: ""),
                    periods: periods,
                    values: values,
                    statuses: statuses
                )
            )
            periods.removeAll(keepingCapacity: true)
            values.removeAll(keepingCapacity: true)
            statuses.removeAll(keepingCapacity: true)
        }
        func text(_ column: Int32) -> String { sqlite3_column_text(prepared, column).map { String(cString: $0) } ?? "" }
        while true {
            let code = sqlite3_step(prepared)
            guard code == SQLITE_ROW else {
                guard code == SQLITE_DONE else { throw Failure(message: String(cString: sqlite3_errmsg(database))) }
                break
            }
            let next = (text(0), text(1), text(2))
            if next != key {
                deliver()
                key = next
            }
            periods.append(text(3))
            values.append(sqlite3_column_type(prepared, 4) == SQLITE_NULL ? nil : sqlite3_column_double(prepared, 4))
            statuses.append(letters[Int(sqlite3_column_int(prepared, 5))])
        }
        deliver()
        return series
    }

    private static func parts(_ breakdown: String) -> [String: String] {
        let pairs = breakdown.split(separator: ";").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return Dictionary(pairs.map { ($0[0], $0[1]) }) { first, _ in first }
    }
}
