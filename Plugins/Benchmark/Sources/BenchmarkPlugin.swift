package import PejlPluginKit
import PejlStatistics

/// Where one municipality stands among the country, its region and its municipality group.
///
/// For each indicator, breakdown, period and group: the value, rank with ties, percentile, quartile, standard score,
/// distance to the median, and the group's median and means. Where the municipality has no figure, only the group's
/// statistics are found, with a caveat.
package struct BenchmarkPlugin: AnalysisPlugin {
    package static let id = "benchmark"

    package init() {}

    package func analyse(
        _ request: AnalysisRequest,
        _ series: [SeriesData],
        emit: (PluginFinding) throws -> Void
    ) throws {
        let names = Dictionary(request.areas.map { ($0.code, $0.name) }) { first, _ in first }
        guard let name = names[request.municipality] else {
            throw PluginFailure.config("the municipality \(request.municipality) is not among the areas")
        }
        for sample in Samples(request, series).all {
            let writer = FindingMaker(sample: sample, municipality: request.municipality, name: name)
            for finding in writer.findings { try emit(finding) }
        }
    }
}
