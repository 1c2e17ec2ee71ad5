import BenchmarkPlugin
import PejlPluginKit

/// Requests and series made of ``Figures``.
enum Bench {
    static let country = PluginText(da: "hele landet", en: "the whole country")

    private static let rows = Figures.absence.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

    /// The country, Region Midtjylland and the oplandskommuner.
    static let groups = [
        AnalysisGroup(id: "country", title: country, members: rows.map { $0[0] }),
        AnalysisGroup(
            id: "region-082",
            title: PluginText(da: "Region Midtjylland", en: "Region Midtjylland"),
            members: rows.filter { $0[1] == "082" }.map { $0[0] }
        ),
        AnalysisGroup(
            id: "dst-group-4",
            title: PluginText(da: "oplandskommuner", en: "commuter municipalities"),
            members: rows.filter { $0[2] == "4" }.map { $0[0] }
        ),
    ]

    static let absence = indicator(
        "absence",
        PluginText(da: "Elevfravær", en: "Pupils' absence"),
        direction: "lower_better",
        caveats: ["covid-19": ["2019/2020", "2020/2021", "2021/2022"]]
    )

    static func indicator(
        _ id: String,
        _ title: PluginText,
        unit: String = "%",
        decimals: Int = 1,
        direction: String,
        caveats: [String: [String]] = [:],
        weight: AnalysisIndicator.Weight? = nil
    ) -> AnalysisIndicator {
        AnalysisIndicator(
            id: id,
            title: title,
            unit: unit,
            decimals: decimals,
            direction: direction,
            definition: "d-\(id)",
            caveats: caveats,
            weight: weight
        )
    }

    static func request(
        municipality: String = "766",
        name: String = "Hedensted",
        groups: [AnalysisGroup] = groups,
        indicators: [AnalysisIndicator] = [absence]
    ) -> AnalysisRequest {
        AnalysisRequest(
            publication: 1,
            municipality: municipality,
            areas: [AnalysisArea(code: municipality, name: name)],
            groups: groups,
            indicators: indicators,
            settings: [:],
            clock: "2026-11-22T13:02:08Z",
            seed: 0
        )
    }

    /// A series of every municipality and stage; a row the publisher left out is suppressed.
    static let absenceSeries: [SeriesData] = ["mellemtrin", "udskoling"].enumerated().flatMap { stage, name in
        rows.map { row in
            let values = row[(3 + 6 * stage)..<(9 + 6 * stage)].map(Double.init)
            return SeriesData(
                indicator: "absence",
                area: row[0],
                breakdown: ["stage": name],
                breakdownTitle: PluginText(da: name, en: "stage \(name)"),
                periods: Figures.years,
                values: values,
                statuses: values.map { $0 == nil ? "Q" : "A" }
            )
        }
    }

    /// One period of one indicator over some areas.
    static func series(_ indicator: String, _ period: String, _ values: [String: Double?]) -> [SeriesData] {
        values.sorted { $0.key < $1.key }.map { area, value in
            SeriesData(
                indicator: indicator,
                area: area,
                breakdown: [:],
                breakdownTitle: PluginText(da: "", en: ""),
                periods: [period],
                values: [value],
                statuses: [value == nil ? "Q" : "A"]
            )
        }
    }

    static func findings(_ request: AnalysisRequest, _ series: [SeriesData]) throws -> [PluginFinding] {
        var all: [PluginFinding] = []
        try BenchmarkPlugin().analyse(request, series) { all.append($0) }
        return all
    }
}

extension [PluginFinding] {
    /// The finding of one statistic in one group, if there is exactly one.
    func one(_ statistic: String, _ group: String, _ period: String? = nil, stage: String? = nil) -> PluginFinding? {
        let found = filter {
            $0.statistic == statistic && $0.group == group && (period == nil || $0.period == period)
                && (stage == nil || $0.breakdown["stage"] == stage)
        }
        return found.count == 1 ? found.first : nil
    }
}
