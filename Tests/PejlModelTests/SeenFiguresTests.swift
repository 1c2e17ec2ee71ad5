import PejlModel
import PejlTestSupport
import Testing

/// Which figures have come: the same as a set of pairs says.
struct SeenFiguresTests {
    private struct Place: Hashable {
        var series: Int32
        var period: Int32
    }

    /// 70 series of 70 periods, more than a word of bits holds of either.
    private static let places = (0..<70).flatMap { series in (0..<70).map { Place(series: series, period: $0) } }

    private static let orders: [(name: String, places: [Place], apart: Int?)] = {
        var random = SeededRandom(state: 20_261_128)
        return [
            ("a series after the other", places, 0),
            ("newest first", places.reversed(), 0),
            ("a period after the other", places.sorted { $0.period < $1.period }, 0),
            ("from the tenth period on", places.filter { $0.period >= 10 }, 0),
            ("with a gap", places.filter { $0.period != 30 }, 70 * 39),
            ("every other period", places.filter { $0.period % 2 == 0 }, 70 * 34),
            ("every other period, then the rest", places.sorted { $0.period % 2 < $1.period % 2 }, nil),
            ("in no order", places.shuffled(using: &random), nil),
            ("a third, in no order", Array(places.shuffled(using: &random).prefix(1600)), nil),
        ]
    }()

    @Test("knows each figure that came and no other, in whatever order they come", arguments: orders.indices)
    func sameAsSet(number: Int) {
        let (name, order, apart) = Self.orders[number]
        let seen = SeenFigures()
        var set: Set<Place> = []
        for place in order {
            #expect(!seen.contains(series: place.series, period: place.period), "\(name): \(place)")
            #expect(seen.insert(series: place.series, period: place.period), "\(name): \(place)")
            set.insert(place)
        }
        for series in Int32(0)..<72 {
            for period in Int32(0)..<72 {
                let isIn = set.contains(Place(series: series, period: period))
                #expect(seen.contains(series: series, period: period) == isIn, "\(name): \(series) \(period)")
            }
        }
        for place in order { #expect(!seen.insert(series: place.series, period: place.period), "\(name): \(place)") }
        if let apart { #expect(seen.apartCount == apart, "\(name)") }
    }

    @Test("tells whether any of some figures came before, among them or earlier")
    func several() {
        let seen = SeenFigures()
        #expect(seen.insert([0, 0, 3], [0, 1, 7]))
        #expect(!seen.insert([3, 3], [8, 8]))
        #expect(!seen.insert([4, 0], [0, 1]))
        #expect(seen.contains(series: 3, period: 8) && seen.contains(series: 4, period: 0))
        #expect(seen.insert([], []))
    }
}
