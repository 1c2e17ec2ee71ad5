import PejlModel
import PejlReport

/// Small models that tests change one thing in.
enum Samples {
    static func bar(
        _ code: String,
        _ name: String,
        _ value: Double?,
        _ state: RankedBar.State = .value,
        own: Bool = false,
        group: Bool = false
    ) -> RankedBar {
        RankedBar(code: code, name: name, value: value, state: state, isOwn: own, isInGroup: group)
    }

    static let figure = RankedFigure(
        id: "absence",
        title: Localised(da: "Elevfravær", en: "Pupil absence"),
        breakdownTitle: Localised(da: "mellemtrin", en: "middle stage"),
        unit: .percent,
        periodLabel: Localised(same: "2024/2025"),
        direction: .lowerBetter,
        bars: [
            bar("101", "København", 9.0),
            bar("766", "Hedensted", 7.1, own: true),
            bar("615", "Horsens", 7.1, group: true),
            bar("825", "Læsø", nil, .suppressed),
            bar("563", "Fanø", nil, .missing),
            bar("741", "Samsø", 6.0, group: true),
        ],
        groupTitle: Localised(da: "Oplandskommuner", en: "Commuter municipalities"),
        medianAll: 7.25,
        medianGroup: 6.55,
        meanAll: 7.3,
        standing: Standing(
            value: 7.1,
            rank: 2,
            rankLow: 2,
            rankHigh: 3,
            n: 4,
            percentile: 50,
            quartile: 2,
            z: -0.16,
            distanceToMedian: 7.1 - 7.25
        ),
        rankOrder: RankOrder(first: .lowest, text: Localised(da: "1 = lavest fravær", en: "1 = lowest absence")),
        caveats: [Localised(da: "Små kommuner svinger.", en: "Small municipalities vary.")],
        development: Development(
            periods: ["2021/2022", "2022/2023", "2023/2024", "2024/2025"],
            own: [6.6, nil, 7.3, 7.1],
            median: [7.8, 7.5, 7.4, 7.25],
            groupMedian: [7.0, 6.9, 6.8, 6.55],
            flags: [Development.Flag(periodIndex: 0, note: Localised(da: "covid-regler", en: "covid rules"))]
        ),
        sourceNumber: 1,
        findingIDs: ["0a1b2c"]
    )

    static let table = SmallTable(
        title: Localised(da: "Inklusionsgrad", en: "Inclusion rate"),
        columnHeads: [Localised(da: "Kommune", en: "Municipality"), Localised(da: "Grad", en: "Rate")],
        rows: [
            [.text(Localised(same: "Roskilde")), .value(94.8, .percent)],
            [.text(Localised(same: "Viborg")), .suppressed],
            [.text(Localised(same: "Aalborg")), .missing],
        ],
        note: Localised(da: "n = 3 udvalgte.", en: "n = 3 selected."),
        sourceNumber: 1
    )

    static let source = SourceNote(
        number: 1,
        publisher: "Børne- og Undervisningsministeriet",
        tableCode: "ELEVFRAV",
        title: Localised(da: "Fravær", en: "Absence"),
        periodText: Localised(da: "skoleår", en: "school years"),
        retrieved: "2026-11-20",
        licence: "CC BY 4.0",
        citation: "Se https://uddannelsesstatistik.dk.",
        digests: ["9f86d081"]
    )

    static func model(_ change: (inout RankedFigure) -> Void = { _ in }) -> ReportModel {
        var figure = figure
        change(&figure)
        return ReportModel(
            municipalityCode: "766",
            municipalityName: "Hedensted",
            publicationNumber: 12,
            contentDigest: "c0ffee",
            madeAt: "2026-11-22T13:05:00Z",
            figures: [figure],
            tables: [table],
            sources: [source]
        )
    }

    static func withoutOwn(_ state: RankedBar.State) -> ReportModel {
        model { figure in
            for index in figure.bars.indices where figure.bars[index].isOwn {
                figure.bars[index].value = nil
                figure.bars[index].state = state
            }
            figure.standing = Standing()
        }
    }
}
