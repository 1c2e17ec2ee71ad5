import PejlModel
import PejlStore
import PejlTestSupport
import Testing

/// In whatever order and chunks figures come, the store holds what came.
struct LoadOrderTests {
    /// A figure by area, breakdown and year.
    private struct Place: Hashable {
        let area: String
        let member: String
        let year: Int

        var series: SeriesKey {
            let parts = member == "" ? [] : [BreakdownPart(dimension: "stage", member: member)]
            return SeriesKey(indicator: "absence", area: area, breakdown: Breakdown(parts))
        }
    }

    private struct Figure: Hashable {
        let value: Double
        let status: ObservationStatus
    }

    private static let places = AreaCatalogue.denmark.municipalities.prefix(40).flatMap { area in
        ["", "a", "b"].flatMap { member in (2010...2024).map { Place(area: area.code, member: member, year: $0) } }
    }

    /// About nine in ten of all places, each with a value or a reason for none.
    private static func figures(_ random: inout SeededRandom) -> [Place: Figure] {
        var figures: [Place: Figure] = [:]
        for place in places where Int.random(in: 0..<10, using: &random) > 0 {
            let status = ObservationStatus.allCases.randomElement(using: &random) ?? .normal
            let values: [Double] = [0.1, -0.5, 1e300, 3, 0]
            let value = values.randomElement(using: &random) ?? 0
            figures[place] = Figure(value: status.hasValue ? value : 0, status: status)
        }
        return figures
    }

    /// Series by series, period by period, by columns, or in no order.
    private static func ordered(_ figures: [Place: Figure], _ order: Int, _ random: inout SeededRandom) -> [Place] {
        let all = places.filter { figures[$0] != nil }
        switch order {
        case 0: return all
        case 1: return all.sorted { ($0.year, $0.area, $0.member) < ($1.year, $1.area, $1.member) }
        case 2: return all.sorted { ($0.member, $0.year, $0.area) < ($1.member, $1.year, $1.area) }
        case 3: return Array(all.reversed())
        default: return all.shuffled(using: &random)
        }
    }

    private func load(
        _ figures: [Place: Figure],
        order: Int,
        refusing: Bool = false,
        to desk: StoreDesk,
        _ random: inout SeededRandom
    ) throws -> LoadDifference {
        let size = [1, 7, 100, 5_000].randomElement(using: &random) ?? 100
        let rows = Self.ordered(figures, order, &random)
        return try desk.store.load(try desk.request()) { sink in
            let keys = ObservationKeys()
            var chunk = ObservationChunk()
            for (number, place) in rows.enumerated() {
                guard let figure = figures[place] else { continue }
                let (series, period) = (
                    keys.number(of: place.series), try keys.number(of: Period(code: "\(place.year)"))
                )
                chunk.append(series: series, period: period, value: figure.value, status: figure.status)
                if chunk.count == size || number == rows.count - 1 {
                    try sink.take(chunk, keys: keys)
                    chunk.removeAll()
                }
            }
            return NormalisedSummary()
        } gate: { _, _ in
            if refusing { throw Refused() }
        }
    }

    /// What the store publishes, by place.
    private func held(_ desk: StoreDesk) throws -> [Place: Figure] {
        let statuses = Dictionary(uniqueKeysWithValues: ObservationStatus.allCases.map { ($0.sdmx, $0) })
        var held: [Place: Figure] = [:]
        for row in try desk.rows(try desk.publish(), "SELECT area_code, breakdown, period, value, status FROM figures")
        {
            guard case .text(let area) = row[0], case .text(let breakdown) = row[1], case .text(let year) = row[2],
                case .text(let status) = row[4]
            else {
                Issue.record("a row of \(row)")
                continue
            }
            let value: Double =
                switch row[3] {
                case .real(let value): value
                case .integer(let value): Double(value)
                default: 0
                }
            let member = breakdown.split(separator: "=").last.map(String.init) ?? ""
            let place = Place(area: area, member: member, year: Int(year) ?? 0)
            held[place] = Figure(value: value, status: statuses[status] ?? .normal)
        }
        return held
    }

    @Test("a first load in five orders, one over it, and a refused one", arguments: 0..<5)
    func loads(order: Int) throws {
        var random = SeededRandom(state: UInt64(order) + 14_001)
        let desk = try StoreDesk()
        let first = Self.figures(&random)
        let difference = try load(first, order: order, to: desk, &random)
        #expect(difference.added == first.count && difference.now == first.count && difference.before == 0)
        #expect(try held(desk) == first)

        let second = Self.figures(&random)
        let change = try load(second, order: (order + 1) % 5, to: desk, &random)
        #expect(change.added == second.keys.filter { first[$0] == nil }.count)
        #expect(change.withdrawn == first.keys.filter { second[$0] == nil }.count)
        let changed = second.filter { place, figure in first[place] != nil && first[place] != figure }
        #expect(change.changed == changed.count)
        #expect(try held(desk) == second)

        #expect(throws: Refused.self) { try load(first, order: order, refusing: true, to: desk, &random) }
        #expect(try held(desk) == second)
    }

    @Test("a first load that is refused leaves nothing", arguments: 0..<5)
    func refused(order: Int) throws {
        var random = SeededRandom(state: UInt64(order) + 15_001)
        let desk = try StoreDesk()
        let figures = Self.figures(&random)
        #expect(throws: Refused.self) { try load(figures, order: order, refusing: true, to: desk, &random) }
        #expect(try held(desk).isEmpty)
        #expect(try load(figures, order: order, to: desk, &random).added == figures.count)
        #expect(try held(desk) == figures)
    }

    @Test("figures that come twice are refused, next to each other and far apart", arguments: [0, 500])
    func twice(distance: Int) throws {
        var random = SeededRandom(state: 16_001)
        let desk = try StoreDesk()
        let rows = Array(Self.places.prefix(501))
        #expect(throws: (any Error).self) {
            try desk.store.load(try desk.request()) { sink in
                let keys = ObservationKeys()
                for place in rows + [rows[500 - distance]] {
                    var chunk = ObservationChunk()
                    let (series, period) = (
                        keys.number(of: place.series), try keys.number(of: Period(code: "\(place.year)"))
                    )
                    chunk.append(series: series, period: period, value: 1, status: .normal)
                    try sink.take(chunk, keys: keys)
                }
                return NormalisedSummary()
            } gate: { _, _ in
            }
        }
        #expect(try held(desk).isEmpty)
        let figures = Self.figures(&random)
        #expect(try load(figures, order: 4, to: desk, &random).added == figures.count)
    }
}
