import PejlStatistics
import Testing

/// Series with breaks; days are numbers, the values are made up.
struct ComparableSeriesTests {
    /// Periods that begin on the days 0, 10, 20, 30 and 40.
    private static func series(_ breaks: [Int], _ values: [Double?] = [1, 2, nil, 8, 16]) -> ComparableSeries {
        ComparableSeries(firstDays: [0, 10, 20, 30, 40], values: values, breaks: breaks)
    }

    @Test(
        "a series is cut before the first period that is counted the new way, and nowhere else",
        arguments: [
            ([], [0..<5]), ([20], [0..<2, 2..<5]), ([11], [0..<2, 2..<5]), ([0], [0..<5]), ([-3], [0..<5]),
            ([41], [0..<5]),
            ([40], [0..<4, 4..<5]), ([30, 10], [0..<1, 1..<3, 3..<5]), ([15, 20], [0..<2, 2..<5]),
            ([20, 20], [0..<2, 2..<5]), ([1, 11, 21, 31], [0..<1, 1..<2, 2..<3, 3..<4, 4..<5]),
        ] as [([Int], [Range<Int>])]
    )
    func segments(breaks: [Int], expected: [Range<Int>]) {
        let series = Self.series(breaks)
        #expect(series.segments == expected)
        #expect(series.segments.flatMap(Array.init) == Array(0..<5))
    }

    @Test("two breaks between two periods are one cut that names both")
    func cuts() {
        let cuts = Self.series([15, 20, 40]).cuts
        #expect(cuts.map(\.before) == [2, 4] && cuts.map(\.days) == [[15, 20], [40]])
        #expect(ComparableSeries(firstDays: [], values: [], breaks: [1]).segments == [])
        #expect(ComparableSeries(firstDays: [5], values: [1], breaks: [5]).segments == [0..<1])
    }

    @Test("a change is told only where both periods are counted the same way; a break goes before a missing value")
    func changes() {
        let series = Self.series([30])
        #expect(series.change(from: 0, to: 1) == .difference(1))
        #expect(series.change(from: 3, to: 4) == .difference(8))
        #expect(series.change(from: 0, to: 4) == .broken([30]))
        #expect(series.change(from: 2, to: 3) == .broken([30]))
        #expect(series.change(from: 0, to: 2) == .missing)
        #expect(series.change(from: 3, to: 3) == .difference(0))
        #expect(series.change(from: 4, to: 3) == .missing && series.change(from: 0, to: 9) == .missing)
        #expect(Self.series([5, 35]).change(from: 0, to: 4) == .broken([5, 35]))
    }

    @Test("no change is ever told across two segments")
    func property() {
        for mask in 0..<32 {
            let series = Self.series((0..<5).filter { mask >> $0 & 1 == 1 }.map { $0 * 10 }, [1, 2, 3, 4, 5])
            for first in 0..<5 {
                for last in first..<5 {
                    let isOneSegment = series.segments.contains { $0.contains(first) && $0.contains(last) }
                    if case .difference = series.change(from: first, to: last) {
                        #expect(isOneSegment)
                    } else {
                        #expect(!isOneSegment)
                    }
                }
            }
        }
    }
}
