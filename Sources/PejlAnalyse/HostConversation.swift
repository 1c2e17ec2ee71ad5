import Foundation
import PejlModel
import PejlPluginKit

/// The host's side of one conversation, apart from reading and writing bytes.
struct HostConversation {
    private let manifest: PluginManifest
    private let context: AnalysisContext
    /// The areas of the kinds that the manifest declares, and their codes: no others may be spoken of.
    private let areas: [Area]
    private let areaCodes: Set<String>
    private let encoder = JSONEncoder()
    private let decoder = JSONDecoder()
    private var lines = 0
    private var sentSeries = 0
    /// Areas of the figures that were sent, by what they describe.
    private var sent: [SentSeries: Set<String>] = [:]
    private var identifiers: Set<String> = []
    private var hasSentAll = false

    /// Whether the plugin answered `initialize`.
    private(set) var isReady = false
    /// Whether the plugin answered `analyse`.
    private(set) var isFinished = false
    /// The findings so far.
    private(set) var findings: [Finding] = []

    /// What findings may refer to: figures that were sent, whatever the area.
    private struct SentSeries: Hashable {
        let indicator: String
        let breakdown: Breakdown
        let period: String
    }

    init(_ manifest: PluginManifest, _ context: AnalysisContext) {
        self.manifest = manifest
        self.context = context
        areas = context.areas.filter { manifest.areaKinds.contains($0.kind) }
        areaCodes = Set(areas.map(\.code))
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// Codes of the indicators that the manifest declares and the candidate holds.
    var declaredIndicators: [String] { declared.map(\.id) }

    private var declared: [Indicator] {
        context.indicators.filter { manifest.indicators.contains("*") || manifest.indicators.contains($0.id) }
    }

    // MARK: - What the host says

    func initialize() throws -> [UInt8] {
        let parameters = InitializeParameters(
            minimum: manifest.protocolVersions.lowerBound,
            maximum: min(manifest.protocolVersions.upperBound, PluginProtocol.version),
            host: "pejl"
        )
        return try line(Message(id: 1, method: "initialize", params: parameters))
    }

    func analyse() throws -> [UInt8] {
        let request = AnalysisRequest(
            publication: context.publication,
            municipality: context.municipality.code,
            areas: areas.map { AnalysisArea(code: $0.code, name: $0.name) },
            groups: context.groups.map {
                AnalysisGroup(id: $0.id, title: PluginText($0.title), members: $0.members)
            },
            indicators: declared.map(AnalysisIndicator.init(_:)),
            settings: manifest.settings,
            clock: context.clock.description,
            seed: 0
        )
        return try line(Message(id: 2, method: "analyse", params: request))
    }

    mutating func series(_ series: SeriesData) throws -> [UInt8] {
        sentSeries += 1
        for period in series.periods {
            let key = SentSeries(indicator: series.indicator, breakdown: Breakdown(series.breakdown), period: period)
            sent[key, default: []].insert(series.area)
        }
        return try line(Message(method: "data/series", params: series))
    }

    mutating func endOfData() throws -> [UInt8] {
        hasSentAll = true
        return try line(Message(method: "data/end", params: DataEnd(series: sentSeries)))
    }

    func shutdown() throws -> [UInt8] { try line(Message(id: 3, method: "shutdown", params: Nothing())) }

    private func line(_ message: some Encodable) throws -> [UInt8] {
        Array(try encoder.encode(message)) + [UInt8(ascii: "\n")]
    }

    // MARK: - What the plugin says

    mutating func receive(_ bytes: [UInt8]) throws {
        lines += 1
        guard String(validating: bytes, as: UTF8.self) != nil else { throw bad("it is not UTF-8") }
        let data = Data(bytes)
        let head: MessageHead = try decode(data)
        switch (head.method, head.id) {
        case ("finding", _):
            let message: Message<PluginFinding> = try decode(data)
            try accept(message.params)
        case ("progress", _), ("log", _): return
        case (nil, 1): try acceptHandshake(try decode(data))
        case (nil, 2): try acceptEnd(try decode(data))
        default: throw bad("neither a notification nor an answer that is awaited")
        }
    }

    private mutating func acceptHandshake(_ response: Response<InitializeResult>) throws {
        guard let result = response.result else {
            throw AnalyseError.handshake(plugin: manifest.id, detail: response.error?.message ?? "it gave no result")
        }
        guard result.version == PluginProtocol.version else {
            throw AnalyseError.handshake(plugin: manifest.id, detail: "it chose version \(result.version)")
        }
        guard result.plugin == manifest.id else {
            throw AnalyseError.handshake(plugin: manifest.id, detail: "it calls itself \(result.plugin)")
        }
        isReady = true
    }

    private mutating func acceptEnd(_ response: Response<AnalyseResult>) throws {
        if let error = response.error {
            let kind: FailureKind = error.code == -32000 ? .config : error.code == -32001 ? .transient : .system
            throw AnalyseError.reported(plugin: manifest.id, kind: kind, message: String(error.message.prefix(400)))
        }
        guard hasSentAll else { throw bad("an answer before the figures have ended") }
        guard let result = response.result, result.findings == findings.count else {
            throw bad("it says \(response.result?.findings ?? 0) findings, \(findings.count) came")
        }
        isFinished = true
    }

    private mutating func accept(_ finding: PluginFinding) throws {
        guard isReady, !isFinished else { throw bad("a finding outside an analysis") }
        guard manifest.findingKinds.contains(finding.kind) else { throw bad("kind \(finding.kind) is not declared") }
        guard declaredIndicators.contains(finding.indicator) else {
            throw bad("indicator \(finding.indicator) was not declared")
        }
        guard areaCodes.contains(finding.area) else { throw bad("no area \(finding.area)") }
        guard context.groups.contains(where: { $0.id == finding.group }) else { throw bad("no group \(finding.group)") }
        let numbers = [finding.value, finding.lower ?? 0, finding.upper ?? 0]
        guard numbers.allSatisfy(\.isFinite) else { throw bad("a number that is not finite") }
        guard !finding.text.da.isEmpty, !finding.text.en.isEmpty else { throw bad("a finding without a sentence") }
        let subject = SentSeries(
            indicator: finding.indicator,
            breakdown: Breakdown(finding.breakdown),
            period: finding.period
        )
        guard sent[subject] != nil else { throw bad("it was sent no \(finding.indicator) \(finding.period)") }
        try checkRank(finding)
        try checkInputs(finding)
        let accepted = Finding(finding, plugin: manifest.id)
        guard identifiers.insert(accepted.id).inserted else { throw bad("the same finding twice") }
        findings.append(accepted)
    }

    private func checkRank(_ finding: PluginFinding) throws {
        guard finding.count >= 0 else { throw bad("a negative number of areas") }
        guard let rank = finding.rank else { return }
        let places = (finding.rankLow ?? rank, finding.rankHigh ?? rank)
        guard places.0 >= 1, places.0 <= rank, rank <= places.1, places.1 <= finding.count else {
            throw bad("a rank that is not among \(finding.count)")
        }
    }

    /// Every finding must rest on figures that were sent, so that its chain leads somewhere.
    private func checkInputs(_ finding: PluginFinding) throws {
        guard !finding.inputs.isEmpty else { throw bad("a finding without inputs") }
        for input in finding.inputs {
            let key = SentSeries(
                indicator: input.indicator,
                breakdown: Breakdown(input.breakdown),
                period: input.period
            )
            guard let areas = sent[key] else {
                throw bad("inputs that it was not sent: \(input.indicator) \(input.period)")
            }
            guard Set(input.areas).count == input.areas.count else { throw bad("an input with an area twice") }
            guard input.areas.contains(where: areas.contains) else { throw bad("an input without figures") }
            if let unknown = input.areas.first(where: { !areaCodes.contains($0) }) { throw bad("no area \(unknown)") }
        }
    }

    private func decode<Value: Decodable>(_ data: Data) throws -> Value {
        do {
            return try decoder.decode(Value.self, from: data)
        } catch {
            throw bad("it is not a message of the protocol (\(Self.explain(error)))")
        }
    }

    private static func explain(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "no \(key.stringValue)"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has another type"
        default: "not JSON"
        }
    }

    private func bad(_ detail: String) -> AnalyseError {
        AnalyseError.badOutput(plugin: manifest.id, line: lines, detail: detail)
    }
}

extension PluginText {
    fileprivate init(_ text: Localised) { self.init(da: text.da, en: text.en) }
}

extension Breakdown {
    fileprivate init(_ parts: [String: String]) {
        self.init(parts.map { BreakdownPart(dimension: $0.key, member: $0.value) })
    }
}

extension AnalysisIndicator {
    fileprivate init(_ indicator: Indicator) {
        self.init(
            id: indicator.id,
            title: PluginText(indicator.title),
            unit: indicator.unit.rawValue,
            decimals: indicator.decimals,
            direction: indicator.direction.rawValue,
            definition: indicator.definitionID,
            caveats: Dictionary(indicator.caveats.map { ($0.code, $0.periods) }) { first, _ in first },
            breaks: indicator.breaks.isEmpty ? nil : indicator.breaks.map(\.day).sorted().map(\.description),
            weight: indicator.weight.map {
                Weight(indicator: $0.indicator, period: $0.period, isDenominator: $0.isDenominator)
            }
        )
    }
}

extension Finding {
    fileprivate init(_ finding: PluginFinding, plugin: String) {
        self.init(
            plugin: plugin,
            kind: finding.kind,
            indicator: finding.indicator,
            area: finding.area,
            breakdown: Breakdown(finding.breakdown),
            period: finding.period,
            group: finding.group,
            statistic: finding.statistic,
            value: finding.value,
            unit: finding.unit,
            lower: finding.lower,
            upper: finding.upper,
            rank: finding.rank,
            rankLow: finding.rankLow,
            rankHigh: finding.rankHigh,
            count: finding.count,
            caveats: finding.caveats,
            text: Localised(da: finding.text.da, en: finding.text.en),
            inputs: finding.inputs.map {
                FindingInput(
                    indicator: $0.indicator,
                    breakdown: Breakdown($0.breakdown),
                    period: $0.period,
                    areas: $0.areas.sorted()
                )
            }
        )
    }
}
