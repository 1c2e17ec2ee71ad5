import Foundation
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Testing

/// Series are read one by one; a statement over the documented view that joins and sorts everything must give the same.
struct SeriesOrderTests {
    /// In the second, periods are numbered against the order of time, as where earlier years are loaded later.
    @Test("series and their figures come as one sorted statement gives them", arguments: ["", "against the time"])
    func asOneStatement(numbered: String) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("pejl.sqlite")
        try FileManager.default.copyItem(atPath: try await Shared.installation().paths.publication, toPath: path)
        if !numbered.isEmpty { try Self.renumber(path) }
        let statement = """
            SELECT indicator, breakdown, area_code, period, value, status FROM figures
            ORDER BY indicator, breakdown, area_code, period_start, period
            """
        let wanted = try Rows(path: path, statement).all
        var found: [[QueryValue]] = []
        let publication = try Publication(path: path)
        let indicators = try publication.indicators().map(\.id)
        try publication.forEachSeries(indicators: indicators, kinds: AreaKind.allCases) { series in
            for (place, period) in series.periods.enumerated() {
                found.append([
                    .text(series.key.indicator), .text(series.key.breakdown.code), .text(series.key.area),
                    .text(period), series.values[place].map(QueryValue.real) ?? .null,
                    .text(series.statuses[place].sdmx),
                ])
            }
        }
        #expect(found == wanted)
        // All of it, hidden figures among them.
        #expect(found.count == publication.observations && found.contains { $0[4] == .null })
    }

    private static func renumber(_ path: String) throws {
        let script = """
            import sqlite3, sys
            store = sqlite3.connect(sys.argv[1])
            store.execute("UPDATE observation SET period_id = 100000 - period_id")
            store.execute("UPDATE period SET id = 100000 - id")
            store.commit()
            """
        let result = try Program.python(script, [path])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
    }
}
