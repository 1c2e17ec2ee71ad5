import PejlModel
import PejlPluginKit

/// Holds findings against what their plugin declared and was sent; the same rules whatever the kind of plugin.
struct FindingCheck {
    /// Why a finding is not accepted, after the place that the caller knows.
    struct Refusal: Error {
        let detail: String
    }

    private let plugin: String
    private let kinds: [String: FindingKind]
    private let indicators: [String: Indicator]
    /// Codes of the caveats of each indicator that has any, by period.
    private let caveats: [String: [String: [String]]]
    private let areas: Set<String>
    private let groups: Set<String>
    /// Whether each area of an input must have a figure: a statement names what it read, row by row, and no group.
    private let namesFigures: Bool
    /// Areas of the figures that were sent, by what they describe and then by period.
    private var sent: [Subject: [String: Set<String>]] = [:]
    private var identifiers: Set<String> = []

    /// What findings may refer to: figures that were sent, whatever the area.
    private struct Subject: Hashable {
        let indicator: String
        let breakdown: Breakdown
    }

    /// - Parameters:
    ///   - manifest: What the plugin declares.
    ///   - context: What it is told.
    ///   - indicators: The indicators that it may see.
    ///   - areas: The areas that it may see.
    init(_ manifest: PluginManifest, _ context: AnalysisContext, indicators: [Indicator], areas: [Area]) {
        plugin = manifest.id
        kinds = Dictionary(manifest.outputs.map { ($0.name, $0) }) { first, _ in first }
        self.indicators = Dictionary(indicators.map { ($0.id, $0) }) { first, _ in first }
        caveats = self.indicators.compactMapValues { indicator in
            let held = indicator.caveats.flatMap { caveat in caveat.periods.map { ($0, [caveat.code]) } }
            return held.isEmpty ? nil : Dictionary(held, uniquingKeysWith: +)
        }
        self.areas = Set(areas.map(\.code))
        groups = Set(context.groups.map(\.id))
        namesFigures = manifest.body.isStatement
    }

    /// Remembers figures that the plugin was sent.
    mutating func note(indicator: String, area: String, breakdown: Breakdown, periods: [String]) {
        // Taken out and put back, so that it is changed in place and looked for once.
        let subject = Subject(indicator: indicator, breakdown: breakdown)
        var known = sent.removeValue(forKey: subject) ?? [:]
        for period in periods { known[period, default: []].insert(area) }
        sent[subject] = known
    }

    /// The finding as the store keeps it, and its identifier, which is a digest and not to be made at each comparison.
    ///
    /// - Throws: ``Refusal``.
    mutating func accept(_ finding: PluginFinding) throws(Refusal) -> (id: String, finding: Finding) {
        let indicator = try checkDeclared(finding)
        let numbers = [finding.value, finding.lower ?? 0, finding.upper ?? 0]
        guard numbers.allSatisfy(\.isFinite) else { throw Refusal(detail: "a number that is not finite") }
        if let lower = finding.lower, let upper = finding.upper, lower > upper {
            throw Refusal(detail: "an interval that ends below its beginning")
        }
        guard !finding.text.da.isEmpty, !finding.text.en.isEmpty else {
            throw Refusal(detail: "a finding without a sentence")
        }
        guard !PersonalNumberScanner.isFound(in: finding.text.da + "\n" + finding.text.en) else {
            throw Refusal(detail: "a sentence with what looks like a personal number")
        }
        let subject = Subject(indicator: finding.indicator, breakdown: Breakdown(finding.breakdown))
        guard sent[subject]?[finding.period] != nil else {
            throw Refusal(detail: "it was sent no \(finding.indicator) \(finding.period)")
        }
        try checkKind(finding, indicator)
        try checkRank(finding)
        try checkInputs(finding)
        try checkCaveats(finding)
        let accepted = Finding(finding, plugin: plugin)
        let id = accepted.id
        guard identifiers.insert(id).inserted else { throw Refusal(detail: "the same finding twice") }
        return (id, accepted)
    }

    private func checkDeclared(_ finding: PluginFinding) throws(Refusal) -> Indicator {
        guard kinds[finding.kind] != nil else { throw Refusal(detail: "kind \(finding.kind) is not declared") }
        guard let indicator = indicators[finding.indicator] else {
            throw Refusal(detail: "indicator \(finding.indicator) was not declared")
        }
        guard areas.contains(finding.area) else { throw Refusal(detail: "no area \(finding.area)") }
        guard groups.contains(finding.group) else { throw Refusal(detail: "no group \(finding.group)") }
        return indicator
    }

    /// Statistic and unit, as the manifest declares them.
    private func checkKind(_ finding: PluginFinding, _ indicator: Indicator) throws(Refusal) {
        let kind = kinds[finding.kind]
        guard let units = kind?.units(of: finding.statistic, indicator: indicator.unit) else {
            throw Refusal(detail: "statistic \(finding.statistic) is not declared for kind \(finding.kind)")
        }
        guard units.contains(finding.unit) else {
            let wanted = units.sorted().joined(separator: " or ")
            throw Refusal(detail: "the unit of \(finding.statistic) is \(finding.unit), not \(wanted)")
        }
    }

    /// The caveats that the manifest declares for the statistic, and those that indicators have for the period of the
    /// finding and of each of its inputs: what holds for a figure holds for whatever is computed from it.
    private func checkCaveats(_ finding: PluginFinding) throws(Refusal) {
        let declared = kinds[finding.kind]?.caveats[finding.statistic] ?? []
        let own = caveats[finding.indicator]?[finding.period] ?? []
        if let missing = (own + declared).first(where: { !finding.caveats.contains($0) }) {
            throw Refusal(detail: "\(finding.statistic) without its caveat \(missing)")
        }
        for input in finding.inputs {
            let held = caveats[input.indicator]?[input.period] ?? []
            if let missing = held.first(where: { !finding.caveats.contains($0) }) {
                let what = "\(input.indicator) \(input.period)"
                throw Refusal(detail: "\(finding.statistic) without the caveat \(missing) of its input \(what)")
            }
        }
    }

    private func checkRank(_ finding: PluginFinding) throws(Refusal) {
        guard finding.count >= 0 else { throw Refusal(detail: "a negative number of areas") }
        guard let rank = finding.rank else { return }
        let places = (finding.rankLow ?? rank, finding.rankHigh ?? rank)
        guard places.0 >= 1, places.0 <= rank, rank <= places.1, places.1 <= finding.count else {
            throw Refusal(detail: "a rank that is not among \(finding.count)")
        }
    }

    /// Every finding must rest on figures that were sent, so that its chain leads somewhere.
    private func checkInputs(_ finding: PluginFinding) throws(Refusal) {
        guard !finding.inputs.isEmpty else { throw Refusal(detail: "a finding without inputs") }
        for input in finding.inputs {
            let key = Subject(indicator: input.indicator, breakdown: Breakdown(input.breakdown))
            guard let with = sent[key]?[input.period] else {
                throw Refusal(detail: "inputs that it was not sent: \(input.indicator) \(input.period)")
            }
            guard Set(input.areas).count == input.areas.count else {
                throw Refusal(detail: "an input with an area twice")
            }
            guard input.areas.contains(where: with.contains) else { throw Refusal(detail: "an input without figures") }
            if namesFigures, let bare = input.areas.first(where: { !with.contains($0) }) {
                throw Refusal(detail: "an input without a figure: \(input.indicator) \(input.period) of \(bare)")
            }
            if let unknown = input.areas.first(where: { !areas.contains($0) }) {
                throw Refusal(detail: "no area \(unknown)")
            }
        }
    }
}
