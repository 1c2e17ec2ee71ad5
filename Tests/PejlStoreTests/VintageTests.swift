import PejlModel
import PejlStore
import PejlTestSupport
import Testing

/// What was known when: held against a list of the states that the loads made.
struct VintageTests {
    private typealias State = [String: Double?]

    /// A store after some random loads, and what was known after each.
    private static func history(seed: UInt64) throws -> (StoreDesk, [State]) {
        var random = SeededRandom(state: seed)
        let desk = try StoreDesk()
        let areas = AreaCatalogue.denmark.municipalities.prefix(12).map(\.code)
        var state: State = [:]
        var states: [State] = []
        for load in 0..<8 {
            for area in areas where load == 0 || Int.random(in: 0..<3, using: &random) == 0 {
                // Few values, so that figures come back to what they were.
                switch Int.random(in: 0..<5, using: &random) {
                case 0: state[area] = nil
                case 1: state[area] = .some(nil)
                case let number: state[area] = .some(Double(number))
                }
            }
            if state.isEmpty { state[areas[0]] = 1 }
            _ = try desk.load(state)
            states.append(state)
        }
        return (desk, states)
    }

    /// The moment of the load with that place, from 0.
    private static func moment(_ load: Int) -> UTCInstant { StoreDesk.start.adding(seconds: load + 1) }

    private static func rows(_ publication: Publication, _ view: FigureView, _ sql: String) throws -> [[QueryValue]] {
        var rows: [[QueryValue]] = []
        try Query(path: publication.path, view: view).run(sql, header: { _ in }, row: { rows.append($0) })
        return rows
    }

    private static func state(_ rows: [[QueryValue]]) -> State {
        var state: State = [:]
        for row in rows {
            guard case .text(let area) = row[0] else { continue }
            if case .real(let value) = row[1] { state[area] = .some(value) } else { state[area] = .some(nil) }
        }
        return state
    }

    @Test(
        "the figures as of every moment are those that the loads until then made",
        arguments: 1...5 as ClosedRange<UInt64>
    )
    func asOf(seed: UInt64) throws {
        let (desk, states) = try Self.history(seed: seed)
        let publication = try desk.publish()
        for (load, state) in states.enumerated() {
            let rows = try Self.rows(
                publication,
                .asOf(Self.moment(load)),
                "SELECT area_code, value, status, vintage_at FROM figures"
            )
            #expect(Self.state(rows) == state, "after load \(load)")
            #expect(
                rows.allSatisfy { row in
                    if case .text(let at) = row[3] { at <= Self.moment(load).description } else { false }
                }
            )
        }
        let present = try Self.rows(publication, .current, "SELECT area_code, value FROM figures")
        #expect(Self.state(present) == states.last)
        #expect(throws: MomentError.nothingKnown(at: StoreDesk.start, first: Self.moment(0).description)) {
            try Query(path: publication.path, view: .asOf(StoreDesk.start))
        }
    }

    @Test(
        "the first release of a figure is the one that came first, whatever became of it",
        arguments: 1...5 as ClosedRange<UInt64>
    )
    func firstReleases(seed: UInt64) throws {
        let (desk, states) = try Self.history(seed: seed)
        var expected: State = [:]
        for state in states { expected.merge(state) { first, _ in first } }
        let publication = try desk.publish()
        let rows = try Self.rows(publication, .firstReleases, "SELECT area_code, value FROM figures")
        #expect(Self.state(rows) == expected && rows.count == expected.count)
    }

    @Test("every vintage is one stretch in which a figure stayed what it was", arguments: 1...5 as ClosedRange<UInt64>)
    func allVintages(seed: UInt64) throws {
        let (desk, states) = try Self.history(seed: seed)
        var expected: Set<[String]> = []
        for area in Set(states.flatMap(\.keys)) {
            var begun: (value: Double?, load: Int)?
            for load in 0...states.count {
                let value = load < states.count ? states[load][area] : nil
                if let open = begun, load == states.count || value == nil || value != .some(open.value) {
                    let end = load == states.count ? "" : Self.moment(load).description
                    expected.insert([area, "\(open.value ?? -1)", Self.moment(open.load).description, end])
                    begun = nil
                }
                if begun == nil, case .some(let value) = value { begun = (value, load) }
            }
        }
        let publication = try desk.publish()
        let rows = try Self.rows(
            publication,
            .allVintages,
            "SELECT area_code, printf('%.1f', coalesce(value, -1)), valid_from, coalesce(valid_to, '') FROM figures"
        )
        let found = rows.map { row in
            row.map { value in if case .text(let text) = value { text } else { "?" } }
        }
        #expect(Set(found) == expected && found.count == expected.count)
    }

    @Test(
        "what changed between any two moments is the difference of what was known",
        arguments: 1...3 as ClosedRange<UInt64>
    )
    func changes(seed: UInt64) throws {
        let (desk, states) = try Self.history(seed: seed)
        let publication = try desk.publish()
        for first in states.indices {
            for last in first..<states.count {
                let (was, now) = (states[first], states[last])
                let changes = try publication.changes(from: Self.moment(first), to: Self.moment(last), limit: 1_000)
                let differing = Set(was.keys).union(now.keys).filter { was[$0] != now[$0] }
                #expect(Set(changes.changes.map(\.figure.series.area)) == differing, "\(first) to \(last)")
                #expect(changes.count == differing.count)
                for change in changes.changes {
                    let area = change.figure.series.area
                    #expect(change.figure.was?.value == was[area].flatMap { $0 })
                    #expect(change.figure.now?.value == now[area].flatMap { $0 })
                    #expect((change.figure.was == nil) == (was[area] == nil))
                    #expect((change.figure.now == nil) == (now[area] == nil))
                    #expect(change.at > Self.moment(first).description && change.at <= Self.moment(last).description)
                }
                let dataset = changes.datasets.first
                #expect(dataset?.added ?? 0 == now.keys.count { was[$0] == nil })
                #expect(dataset?.withdrawn ?? 0 == was.keys.count { now[$0] == nil })
            }
        }
    }

    @Test("changes are narrowed to a dataset, an indicator and an area, and counted beyond the limit")
    func narrowed() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.1, "630": 8.0, "615": 9.0])
        _ = try desk.load(["766": 7.2, "630": nil, "101": 5.0])
        let publication = try desk.publish()
        func changes(_ filter: FigureFilter, limit: Int = 10) throws -> FigureChanges {
            try publication.changes(from: Self.moment(0), to: Self.moment(1), filter, limit: limit)
        }
        let limited = try changes(FigureFilter(), limit: 1)
        #expect(limited.count == 4 && limited.changes.count == 1)
        #expect(limited.datasets.map { [$0.added, $0.changed, $0.withdrawn] } == [[1, 2, 1]])
        let one = try changes(FigureFilter(dataset: "test", indicator: "absence", area: "766")).changes
        #expect(one.count == 1 && (one[0].difference.map { ($0 * 10).rounded() } == 1) && one[0].unit == "%")
        #expect(try changes(FigureFilter(area: "630")).changes.map(\.figure.kind) == [.hidden])
        for filter in [FigureFilter(dataset: "x"), FigureFilter(indicator: "x"), FigureFilter(area: "x")] {
            #expect(try changes(filter).count == 0)
        }
        let all = try publication.changes(from: StoreDesk.start, to: Self.moment(1), limit: 10)
        #expect(all.loads == 0...2 && all.datasets.map { [$0.added, $0.changed, $0.withdrawn] } == [[3, 0, 0]])
        #expect(throws: MomentError.nothingKnown(at: StoreDesk.start, first: Self.moment(0).description)) {
            try publication.changes(from: StoreDesk.start, to: StoreDesk.start, limit: 1)
        }
        #expect(throws: MomentError.backwards(from: Self.moment(1), to: Self.moment(0))) {
            try publication.changes(from: Self.moment(1), to: Self.moment(0), limit: 1)
        }
    }
}
