import Glibc
import PejlModel
import PejlPipeline
import PejlStandIn
import PejlStore
import PejlTestSupport

/// The rounds of a soak and what was seen in them.
struct Soak {
    private let desk: SoakDesk
    private let recipes: [Recipe]
    private let seed: UInt64
    private let share: Double
    private var random: SeededRandom
    private var hosts: HostWatch
    private var process: [ProcessWatch] = []
    private var lastAsked: [String: UTCInstant] = [:]
    private var dueAt: [String: UTCInstant] = [:]
    private var outcomes: [String: Int] = [:]
    private var faults: [String: Int] = [:]
    private var rounds = 0
    private var longestGap = 0
    private(set) var violations: [String] = []

    /// Seconds between two turns of a dataset, as its schedule says.
    private static let interval = 3_600
    private static let shown = 40

    init(_ desk: SoakDesk, seed: UInt64, share: Double) {
        self.desk = desk
        self.seed = seed
        self.share = share
        recipes = desk.options.recipes
        random = SeededRandom(state: seed)
        hosts = HostWatch(spacing: SoakDesk.spacing)
    }

    /// A clean first round, faults until the time is up, and a clean last round.
    mutating func run(for time: Duration) async throws {
        let pipeline = try desk.pipeline()
        let first = try await pipeline.run()
        look(back: first)
        guard case .published = first.publication, first.failures.isEmpty else {
            return violate("the clean first round: \(first.publication), \(first.failures.prefix(3))")
        }
        let figures = try publishedFigures()
        let greetings = Handshake.allCases.filter { $0 != .proper }
        desk.standIn.misbehaveRandomly(seed: seed, share: share, among: SoakStep.faults, handshakes: greetings)
        let end = ContinuousClock.now + time
        // Three rounds at least, however busy the machine is.
        while ContinuousClock.now < end || rounds < 3, violations.count < Self.shown {
            let summary = try await round(pipeline)
            try check(summary.publication, figures)
            process.append(ProcessWatch.now())
        }
        desk.standIn.behave()
        try await Task.sleep(for: SoakDesk.circuitPause * 2)
        desk.clock.advance(seconds: Self.interval / 2)
        let last = try await pipeline.run(insisting: true)
        look(back: last)
        for dataset in last.datasets where dataset.outcome != .unchanged {
            violate("\(dataset.id) after the faults: \(dataset.outcome)")
        }
        try check(last.publication, figures)
        checkProcess()
    }

    /// Jumps to the next moment at which a dataset is due and refreshes what is due then.
    private mutating func round(_ pipeline: RefreshPipeline) async throws -> RefreshSummary {
        let now = desk.clock.now.secondsSince1970
        let wake = dueAt.values.map(\.secondsSince1970).min() ?? now
        desk.clock.advance(seconds: max(1, wake - now))
        // The circuits' stopwatch is the real one.
        if wake - now < 60 { try await Task.sleep(for: SoakDesk.circuitPause) }
        let summary = try await pipeline.run(.due, insisting: Int.random(in: 0..<4, using: &random) > 0)
        look(back: summary)
        rounds += 1
        return summary
    }

    // MARK: - Judging

    /// Holds every outcome of a round against what the stand-in did in it.
    private mutating func look(back summary: RefreshSummary) {
        let window = hosts.take(desk.standIn)
        if let broken = window.broken { violate(broken) }
        let byPort = Dictionary(grouping: steps(window), by: \.port)
        for step in byPort.values.joined() { if let fault = step.fault { faults[fault, default: 0] += 1 } }
        let asked = desk.takeAsked()
        for (port, turns) in Dictionary(grouping: asked, by: { desk.ports[$0.dataset] ?? 0 }) {
            let steps = byPort[port, default: []].sorted { $0.at < $1.at }
            for (place, turn) in turns.enumerated() {
                let end = place + 1 < turns.count ? turns[place + 1].at : .seconds(1 << 40)
                judge(turn.dataset, steps.filter { turn.at <= $0.at && $0.at < end }, summary)
            }
        }
        for dataset in summary.datasets { follow(dataset, summary.startedAt) }
    }

    private func steps(_ window: HostWatch.Window) -> [SoakStep] {
        let publishers: [Publisher] = [.statbank, .uddannelsesstatistik, .ssb, .kolada]
        let byPort = Dictionary(uniqueKeysWithValues: zip(desk.standIn.ports, publishers))
        // The list of changes is asked for by a round and by no dataset.
        let requests = window.requests.filter { !$0.path.contains("/tables?pastdays") }
        let steps = requests.compactMap { request in
            byPort[request.port].map { SoakStep(request, publisher: $0) }
        }
        let greeted = window.connections.compactMap { connection in
            connection.handshake.flatMap { $0 == .proper ? nil : SoakStep(connection, $0) }
        }
        return steps + greeted
    }

    /// One dataset's outcome from what its requests met.
    private mutating func judge(_ dataset: String, _ steps: [SoakStep], _ summary: RefreshSummary) {
        guard let outcome = summary.datasets.first(where: { $0.id == dataset })?.outcome else { return }
        let met = steps.map { $0.fault ?? "-" }.joined(separator: ", ")
        let story = "\(dataset), round \(rounds), met \(met): \(outcome)"
        // What is not the last step was passed over or tried again, and only what passes is tried again.
        for step in steps.dropLast() where !step.expectation.mayEndWell && !step.expectation.isOfGate {
            let passes = step.expectation.names.contains { SoakStep.kinds[$0] == .transient }
            if !passes { violate("tried again what no waiting mends: \(story)") }
        }
        guard case .failed(let failure) = outcome else {
            if outcome != .unchanged, !isFirst(outcome) { violate("a fault was loaded: \(story)") }
            let isUnseen = steps.last?.expectation.mayEndWell == false || steps.contains { $0.expectation.isOfGate }
            if isUnseen { violate("a fault went unseen: \(story)") }
            return
        }
        guard failure.kind == SoakStep.kinds[failure.name] || failure.name == "tls-refused" else {
            return violate("kind \(failure.kind): \(story)")
        }
        guard failure.name != "circuit-open" else {
            if !steps.isEmpty { violate("a host that was to be left alone was asked: \(story)") }
            return
        }
        // What the gate refuses may have come with an earlier page.
        let names = steps.suffix(failure.kind == .transient ? 1 : steps.count).map(\.expectation.names)
        if !names.contains(where: { $0.contains(failure.name) }) {
            violate("another failure than its fault's: \(story)")
        }
        let tries = steps.suffix(SoakDesk.tries).count { !$0.expectation.names.isEmpty }
        if failure.kind == .transient, tries < SoakDesk.tries { violate("not tried again: \(story)") }
    }

    private func isFirst(_ outcome: RefreshOutcome) -> Bool {
        if case .loaded = outcome { return rounds == 0 && lastAsked.count < recipes.count }
        return false
    }

    /// Whether a due dataset had its turn, and how long ago its publisher was last asked about it.
    private mutating func follow(_ dataset: RefreshSummary.Dataset, _ now: UTCInstant) {
        if let due = dueAt[dataset.id], due <= now, case .notDue = dataset.outcome {
            violate("\(dataset.id) was due at \(due) and not asked for at \(now)")
        }
        dueAt[dataset.id] = dataset.nextAt
        switch dataset.outcome {
        case .notDue: return
        case .failed(let failure) where failure.name == "circuit-open":
            outcomes[failure.name, default: 0] += 1
            return
        case .failed(let failure): outcomes[failure.name, default: 0] += 1
        case .loaded: outcomes["loaded", default: 0] += 1
        default: outcomes["unchanged", default: 0] += 1
        }
        if let last = lastAsked[dataset.id] {
            let gap = now.secondsSince1970 - last.secondsSince1970
            longestGap = max(longestGap, gap)
            if gap > 2 * Self.interval { violate("\(dataset.id) starved for \(gap) s of the calendar") }
        }
        lastAsked[dataset.id] = now
    }

    /// What is published may say that a catalogue could not be read; its figures must be those of the clean round.
    private mutating func check(_ publication: RefreshSummary.Publication, _ figures: ContentDigest) throws {
        switch publication {
        case .published, .unchanged: break
        case .nothing, .failed: violate("round \(rounds): \(publication)")
        }
        if try publishedFigures() != figures { violate("round \(rounds): the published figures are others") }
    }

    /// A digest of every published figure in every vintage, when it was taken included.
    private func publishedFigures() throws -> ContentDigest {
        let sql = """
            SELECT dataset, indicator, area_code, period, breakdown, value, unit, status, valid_from, valid_to
            FROM figures_vintages ORDER BY 1, 2, 3, 4, 5, 9
            """
        var limits = QueryLimits()
        limits.seconds = 600
        limits.rows = 10_000_000
        var text = ""
        let query = try Query(path: desk.options.paths.publication, limits: limits)
        try query.run(sql, header: { _ in }, row: { text += "\($0)\n" })
        return ContentDigest(of: text)
    }

    /// Descriptors and memory from a fifth of the time on, when everything has been used once.
    private mutating func checkProcess() {
        guard let last = process.last, process.count >= 5 else { return }
        let settled = process[process.count / 5]
        if last.descriptors > settled.descriptors + 4 { violate("descriptors: \(settled) became \(last)") }
        if last.memory > settled.memory + 32 << 20 { violate("memory: \(settled) became \(last)") }
    }

    private mutating func violate(_ text: String) { violations.append(text) }

    // MARK: - Reporting

    /// Says what happened, one line a matter.
    func report(_ say: (String, String) -> Void) {
        say("recipes", "\(recipes.count)")
        say("rounds", "\(rounds)")
        say("outcomes", Self.list(outcomes))
        say("faults", Self.list(faults))
        say("requests", "\(hosts.requestCount) on \(hosts.connectionCount) connections")
        say("most at once", "\(hosts.mostAtOnce) connections to a host")
        say("spacing", "\(SoakDesk.spacing) set, \(hosts.shortest) the shortest seen, \(hosts.mean) the shortest mean")
        say("longest gap", "\(longestGap) s of the calendar, at intervals of \(Self.interval) s")
        if let first = process.first, let last = process.last {
            say("process", "\(first); after a fifth \(process[process.count / 5]); \(last) at the end")
        }
        say("violations", "\(violations.count)")
        for violation in violations.prefix(Self.shown) { say("violation", violation) }
    }

    private static func list(_ counts: [String: Int]) -> String {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }.joined(
            separator: ", "
        )
    }
}
