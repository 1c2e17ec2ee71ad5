import PejlStatistics
import Testing

/// Ranks and percentiles against SciPy 1.17 and `domain.md` §4.1.
struct RankingTests {
    /// `rankdata(x, "min")`, `rankdata(x, "max")`, the same of `-x`, and `percentileofscore(x, v, "mean")`.
    private static let samples: [Sample] = [
        Sample(values: [3], lowest: [1], lowestLast: [1], highest: [1], highestLast: [1], percentiles: [50]),
        Sample(
            values: [1, 2, 2, 4],
            lowest: [1, 2, 2, 4],
            lowestLast: [1, 3, 3, 4],
            highest: [4, 2, 2, 1],
            highestLast: [4, 3, 3, 1],
            percentiles: [12.5, 50, 50, 87.5]
        ),
        Sample(
            values: [5, 5, 5],
            lowest: [1, 1, 1],
            lowestLast: [3, 3, 3],
            highest: [1, 1, 1],
            highestLast: [3, 3, 3],
            percentiles: [50, 50, 50]
        ),
        Sample(
            values: [7.4, 7.1, 7.1, 6.9, 8, 7.1, 6.9],
            lowest: [6, 3, 3, 1, 7, 3, 1],
            lowestLast: [6, 5, 5, 2, 7, 5, 2],
            highest: [2, 3, 3, 6, 1, 3, 6],
            highestLast: [2, 5, 5, 7, 1, 5, 7],
            percentiles: [
                78.571_428_571_428_57, 50, 50, 14.285_714_285_714_286, 92.857_142_857_142_86, 50,
                14.285_714_285_714_286,
            ]
        ),
        Sample(
            values: [97.3, 95.8, 94.8, 94.3, 93.6, 93.4],
            lowest: [6, 5, 4, 3, 2, 1],
            lowestLast: [6, 5, 4, 3, 2, 1],
            highest: [1, 2, 3, 4, 5, 6],
            highestLast: [1, 2, 3, 4, 5, 6],
            percentiles: [
                91.666_666_666_666_67, 75, 58.333_333_333_333_336, 41.666_666_666_666_664, 25, 8.333_333_333_333_334,
            ]
        ),
    ]

    struct Sample {
        let values: [Double]
        let lowest: [Int]
        let lowestLast: [Int]
        let highest: [Int]
        let highestLast: [Int]
        let percentiles: [Double]
    }

    @Test("ranks with ties are SciPy's, from both ends", arguments: samples)
    func ranks(sample: Sample) {
        for (index, value) in sample.values.enumerated() {
            let low = Ranking.rank(of: value, among: sample.values, .lowestFirst)
            let high = Ranking.rank(of: value, among: sample.values, .highestFirst)
            #expect((low.rank, low.last) == (sample.lowest[index], sample.lowestLast[index]))
            #expect((high.rank, high.last) == (sample.highest[index], sample.highestLast[index]))
            #expect(low.count == sample.values.count && high.count == sample.values.count)
            #expect(low.isTied == (sample.lowest[index] != sample.lowestLast[index]))
            #expect(high.isTied == low.isTied)
        }
    }

    @Test("percentiles are SciPy's percentileofscore(kind=\"mean\")", arguments: samples)
    func percentiles(sample: Sample) throws {
        for (value, expected) in zip(sample.values, sample.percentiles) {
            let percentile = try #require(Ranking.percentile(of: value, among: sample.values))
            #expect(abs(percentile - expected) < 1e-10)
        }
    }

    @Test("no values, no percentile and no quartile")
    func none() {
        #expect(Ranking.percentile(of: 1, among: []) == nil)
        #expect(Ranking.quartile(of: 1, among: []) == nil)
    }

    /// Quartiles 93.775, 94.55 and 95.55 (`domain.md` §4.1).
    @Test(
        "the six municipalities' quarters",
        arguments: [(97.3, 4), (95.8, 4), (94.8, 3), (94.3, 2), (93.6, 1), (93.4, 1)]
    )
    func sixQuarters(value: Double, quarter: Int) {
        #expect(Ranking.quartile(of: value, among: [97.3, 95.8, 94.8, 94.3, 93.6, 93.4]) == quarter)
    }

    /// `np.quantile([1, 2, 3, 4, 5], [.25, .5, .75])` is 2, 3, 4.
    @Test("a value on a cut belongs to the lower quarter", arguments: zip([1.0, 2, 3, 4, 5], [1, 1, 2, 3, 4]))
    func onTheCut(value: Double, quarter: Int) {
        #expect(Ranking.quartile(of: value, among: [1, 2, 3, 4, 5]) == quarter)
    }

    @Test("equal values are all in the first quarter, a single one too", arguments: [1, 2, 6, 98])
    func equalQuarter(count: Int) {
        #expect(Ranking.quartile(of: 0.1, among: [Double](repeating: 0.1, count: count)) == 1)
    }

    @Test("places from both ends add up, and no order of the values changes a result", arguments: 1...40)
    func properties(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        let values = (0..<Int.random(in: 1...98, using: &random)).map { _ in
            Double(Int.random(in: 40...90, using: &random)) / 10
        }
        let shuffled = values.shuffled(using: &random)
        for value in values {
            let low = Ranking.rank(of: value, among: values, .lowestFirst)
            let high = Ranking.rank(of: value, among: values, .highestFirst)
            #expect(low.rank + high.last == values.count + 1)
            #expect(low.last + high.rank == values.count + 1)
            #expect(low == Ranking.rank(of: value, among: shuffled, .lowestFirst))
            #expect(Ranking.percentile(of: value, among: values) == Ranking.percentile(of: value, among: shuffled))
            #expect(Ranking.quartile(of: value, among: values) == Ranking.quartile(of: value, among: shuffled))
        }
        // Each place is taken as often as values stand on it.
        let places = values.flatMap { value in
            let rank = Ranking.rank(of: value, among: values, .lowestFirst)
            return Set(rank.rank...rank.last)
        }
        #expect(Set(places) == Set(1...values.count))
    }
}
