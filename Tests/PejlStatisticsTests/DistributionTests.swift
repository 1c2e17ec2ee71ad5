import PejlStatistics
import Testing

/// Measures of place and spread against NumPy 2.4 and `domain.md` §4.1.
struct DistributionTests {
    /// Inclusion rates 2023/24 of Hørsholm, Nordfyns, Roskilde, Hjørring, Aalborg and Viborg (`domain.md` §4.1).
    private static let inclusion = [97.3, 95.8, 94.8, 94.3, 93.6, 93.4]
    private static let population = [25_168.0, 29_342, 91_623, 63_311, 224_612, 97_621]

    private static func near(_ left: Double?, _ right: Double, within tolerance: Double = 1e-12) -> Bool {
        guard let left else { return false }
        return abs(left - right) <= tolerance * max(1, abs(right))
    }

    /// Quantiles by NumPy.
    ///
    /// `np.quantile(x, [0, .1, .25, .5, .75, .9, 1])`
    @Test(
        "quantiles are those of type 7",
        arguments: [
            ([3], [3, 3, 3, 3, 3, 3, 3]),
            ([1, 2], [1, 1.1, 1.25, 1.5, 1.75, 1.9, 2]),
            ([1, 2, 2, 4], [1, 1.3, 1.75, 2, 2.5, 3.4, 4]),
            ([5, 5, 5], [5, 5, 5, 5, 5, 5, 5]),
            ([7.4, 7.1, 7.1, 6.9, 8, 7.1, 6.9], [6.9, 6.9, 7, 7.1, 7.25, 7.64, 8]),
            ([-2.5, 0, 2.5, 1e6, -1e6], [-1e6, -600_001, -2.5, 0, 2.5, 600_001, 1e6]),
            (
                [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
                [0.1, 0.19, 0.325, 0.55, 0.775, 0.91, 1]
            ),
        ] as [([Double], [Double])]
    )
    func quantiles(values: [Double], expected: [Double]) {
        for (probability, quantile) in zip([0, 0.1, 0.25, 0.5, 0.75, 0.9, 1], expected) {
            #expect(Self.near(Distribution.quantile(probability, of: values), quantile), "\(probability)")
        }
        #expect(Self.near(Distribution.median(of: values), expected[3]))
    }

    @Test("a probability outside 0 to 1 has no quantile", arguments: [-0.01, 1.01, .nan, .infinity])
    func badProbability(probability: Double) { #expect(Distribution.quantile(probability, of: [1, 2]) == nil) }

    @Test("the six municipalities have the statistics of domain.md §4.1")
    func sixMunicipalities() {
        #expect(Self.near(Distribution.mean(of: Self.inclusion), 94.8667, within: 5e-7))
        #expect(Self.near(Distribution.median(of: Self.inclusion), 94.55))
        #expect(Self.near(Distribution.quantile(0.25, of: Self.inclusion), 93.775))
        #expect(Self.near(Distribution.quantile(0.75, of: Self.inclusion), 95.55))
        #expect(Self.near(Distribution.standardDeviation(of: Self.inclusion), 1.47468, within: 5e-6))
        let pairs = zip(Self.inclusion, Self.population).map { (value: $0, weight: $1) }
        #expect(Self.near(Distribution.weightedMean(of: pairs), 94.149_986_36, within: 1e-10))
    }

    @Test(
        "the six municipalities' standard scores are those of domain.md §4.1",
        arguments: [
            (97.3, 1.6501), (95.8, 0.6329), (94.8, -0.0452), (94.3, -0.3843), (93.6, -0.8589), (93.4, -0.9946),
        ]
    )
    func sixScores(value: Double, score: Double) {
        #expect(Self.near(Distribution.standardScore(of: value, among: Self.inclusion), score, within: 5.1e-5))
    }

    @Test("nothing has no statistics")
    func none() {
        #expect(Distribution.quantile(0.5, of: []) == nil)
        #expect(Distribution.median(of: []) == nil)
        #expect(Distribution.mean(of: []) == nil)
        #expect(Distribution.standardDeviation(of: []) == nil)
        #expect(Distribution.standardScore(of: 1, among: []) == nil)
        #expect(Distribution.weightedMean(of: []) == nil)
    }

    @Test("one value is its own mean and median and has no spread")
    func one() {
        #expect(Distribution.mean(of: [7.1]) == 7.1)
        #expect(Distribution.median(of: [7.1]) == 7.1)
        #expect(Distribution.standardDeviation(of: [7.1]) == nil)
        #expect(Distribution.standardScore(of: 7.1, among: [7.1]) == nil)
    }

    /// Binary fractions that a naive sum gets wrong: in Python `sum([0.1] * 3) / 3 != 0.1`.
    @Test(
        "equal values have no standard score, however many there are",
        arguments: [0.1, 5.7, 7.1, 8.4, 93.4, 100],
        2...98
    )
    func allEqual(value: Double, count: Int) {
        let values = [Double](repeating: value, count: count)
        #expect(Distribution.standardScore(of: value, among: values) == nil)
    }

    @Test(
        "equal values have that value as mean, median and quartile",
        arguments: [0.1, 5.7, 7.1, 8.4, 93.4],
        [2, 3, 6, 10, 98]
    )
    func equalMean(value: Double, count: Int) {
        let values = [Double](repeating: value, count: count)
        #expect(Self.near(Distribution.mean(of: values), value))
        #expect(Distribution.median(of: values) == value)
        #expect(Distribution.quantile(0.25, of: values) == value)
    }

    @Test(
        "weights that sum to nothing, and less than nothing, give no mean",
        arguments: [[0, 0], [1, -1], [-1, -2], [.nan, 1]]
    )
    func badWeights(weights: [Double]) {
        #expect(Distribution.weightedMean(of: zip([1.0, 2], weights).map { (value: $0, weight: $1) }) == nil)
    }

    @Test("equal weights give the unweighted mean")
    func equalWeights() {
        let pairs = Self.inclusion.map { (value: $0, weight: 17.0) }
        #expect(Self.near(Distribution.weightedMean(of: pairs), 94.866_666_666_666_66))
    }

    @Test("no order of the values changes a bit of any result", arguments: 1...50)
    func order(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        let values = (0..<97).map { _ in Double.random(in: 0...10, using: &random) }
        let shuffled = values.shuffled(using: &random)
        #expect(Distribution.mean(of: values) == Distribution.mean(of: shuffled))
        #expect(Distribution.standardDeviation(of: values) == Distribution.standardDeviation(of: shuffled))
        for probability in [0.0, 0.25, 0.5, 0.75, 1] {
            #expect(
                Distribution.quantile(probability, of: values) == Distribution.quantile(probability, of: shuffled)
            )
        }
        #expect(
            Distribution.standardScore(of: values[0], among: values)
                == Distribution.standardScore(of: values[0], among: shuffled)
        )
        let pairs = values.map { (value: $0, weight: ($0 * 1000).rounded()) }
        #expect(Distribution.weightedMean(of: pairs) == Distribution.weightedMean(of: pairs.shuffled(using: &random)))
    }
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
