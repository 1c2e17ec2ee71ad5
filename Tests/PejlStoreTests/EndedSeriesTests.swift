import PejlModel
import PejlStore
import Testing

/// Series that ended in a table that goes on.
struct EndedSeriesTests {
    /// One figure: area, member, year, status.
    private typealias Figure = (area: String, member: String, year: Int, status: ObservationStatus)

    private func publication(_ figures: [Figure]) throws -> Publication {
        let desk = try StoreDesk()
        _ = try desk.store.load(desk.request()) { sink in
            let keys = ObservationKeys()
            var chunk = ObservationChunk()
            for figure in figures {
                let breakdown = Breakdown([BreakdownPart(dimension: "serie", member: figure.member)])
                chunk.append(
                    series: keys.number(
                        of: SeriesKey(indicator: "absence", area: figure.area, breakdown: breakdown)
                    ),
                    period: keys.number(of: try Period(code: "\(figure.year)")),
                    value: 1,
                    status: figure.status
                )
            }
            try sink.take(chunk, keys: keys)
            return NormalisedSummary()
        } gate: { _, _ in
        }
        return try desk.publish()
    }

    private static func years(
        _ area: String,
        _ member: String,
        _ years: ClosedRange<Int>,
        _ status: ObservationStatus = .normal
    ) -> [Figure] {
        years.map { (area, member, $0, status) }
    }

    @Test("A series without figures in the newest periods has ended, though the publisher goes on naming it")
    func ended() throws {
        let publication = try publication(
            Self.years("766", "a", 2018...2024) + Self.years("615", "a", 2018...2024)
                + Self.years("766", "c", 2018...2020) + Self.years("766", "c", 2021...2024, .missing)
                + Self.years("615", "c", 2018...2020) + Self.years("615", "c", 2021...2024, .notApplicable)
                // Hidden figures are figures, and one period behind may be late.
                + Self.years("766", "d", 2018...2020) + Self.years("766", "d", 2021...2024, .suppressed)
                + Self.years("615", "d", 2018...2023) + Self.years("101", "a", 2018...2022)
        )
        let expected = [
            EndedSeries(
                indicator: "absence",
                breakdown: "serie=c",
                lastPeriod: "2020",
                newestPeriod: "2024",
                periodsSince: 4,
                areas: ["615", "766"]
            ),
            EndedSeries(
                indicator: "absence",
                breakdown: "serie=a",
                lastPeriod: "2022",
                newestPeriod: "2024",
                periodsSince: 2,
                areas: ["101"]
            ),
        ]
        #expect(try publication.endedSeries(of: "test") == expected)
        #expect(try publication.endedSeries(of: "test", missing: 1).map(\.periodsSince) == [4, 2, 1])
        #expect(try publication.endedSeries(of: "other") == [])
    }

    @Test("Where all series end together the table has ended, not they")
    func together() throws {
        let publication = try publication(Self.years("766", "a", 2018...2020) + Self.years("615", "c", 2018...2020))
        #expect(try publication.endedSeries(of: "test", missing: 1) == [])
    }
}
