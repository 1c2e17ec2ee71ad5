import Foundation
import PejlAnalyse
import PejlModel
import PejlPluginKit
import PejlStore

/// A folder that candidates for trying a statement are made in; gone when this is.
final class TrialFolder: Sendable {
    private let path: String

    /// - Throws: What the file system says.
    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("pejl-trial-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Makes a candidate of some figures, in the place of the one before it.
    ///
    /// - Returns: Its path.
    /// - Throws: ``Failure`` where a figure has a status or a period that pejl does not know; ``StoreError``.
    func candidate(_ fixture: PluginFixture) throws -> String {
        let store = "\(path)/work.sqlite"
        for name in ["work.sqlite", "work.sqlite-wal", "work.sqlite-shm"] {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
        let context = try fixture.context()
        let candidate = "\(path)/candidate.sqlite"
        do {
            try TrialCandidate.write(
                to: candidate,
                workStore: store,
                indicators: context.indicators,
                areas: context.areas.filter { AreaCatalogue.denmark.area(code: $0.code) == nil },
                groups: context.groups,
                series: try fixture.series.map(Self.published),
                clock: context.clock
            )
        } catch let error as PeriodError {
            throw Failure(kind: .config, name: "bad-figures", message: "the figures: \(error)")
        }
        return candidate
    }

    private static func published(_ series: SeriesData) throws -> PublishedSeries {
        let parts = series.breakdown.map { BreakdownPart(dimension: $0.key, member: $0.value) }
        return PublishedSeries(
            key: SeriesKey(indicator: series.indicator, area: series.area, breakdown: Breakdown(parts)),
            periods: series.periods,
            values: series.values,
            statuses: try series.statuses.map { letter in
                guard let status = ObservationStatus.allCases.first(where: { $0.sdmx == letter }) else {
                    throw Failure(kind: .config, name: "bad-figures", message: "the figures: no status \(letter)")
                }
                return status
            }
        )
    }
}
