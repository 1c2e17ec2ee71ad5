import Foundation
import PejlModel
import PejlPluginKit

/// The host's side of one conversation, apart from reading and writing bytes.
struct HostConversation {
    private let manifest: PluginManifest
    private let context: AnalysisContext
    /// The areas of the kinds that the manifest declares: no others may be spoken of.
    private let areas: [Area]
    /// The indicators that the manifest declares and the candidate holds.
    private let declared: [Indicator]
    /// Findings of the plugins that the manifest names, about indicators and areas that it may see.
    let wantedFindings: [Finding]
    private let encoder = JSONEncoder()
    private let decoder = JSONDecoder()
    private var lines = 0
    private var sentSeries = 0
    private var check: FindingCheck
    private var hasSentAll = false

    /// Whether the plugin answered `initialize`.
    private(set) var isReady = false
    /// Whether the plugin answered `analyse`.
    private(set) var isFinished = false
    /// The findings so far, with their identifiers.
    private(set) var findings: [(id: String, finding: Finding)] = []

    init(_ manifest: PluginManifest, _ context: AnalysisContext) {
        self.manifest = manifest
        self.context = context
        areas = context.areas.filter { manifest.areaKinds.contains($0.kind) }
        declared = context.indicators.filter {
            manifest.indicators.contains("*") || manifest.indicators.contains($0.id)
        }
        let indicators = Set(declared.map(\.id))
        let codes = Set(areas.map(\.code))
        wantedFindings = context.findings.filter {
            manifest.findings.contains($0.plugin) && indicators.contains($0.indicator) && codes.contains($0.area)
        }
        check = FindingCheck(manifest, context, indicators: declared, areas: areas)
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// Codes of the indicators that the manifest declares and the candidate holds.
    var declaredIndicators: [String] { declared.map(\.id) }

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

    /// Remembers a series that a statement can read in the candidate, and that nobody sends it.
    mutating func note(_ series: SeriesData) {
        check.note(
            indicator: series.indicator,
            area: series.area,
            breakdown: Breakdown(series.breakdown),
            periods: series.periods
        )
    }

    mutating func series(_ series: SeriesData) throws -> [UInt8] {
        sentSeries += 1
        note(series)
        return try series.plainLine ?? line(Message(method: "data/series", params: series))
    }

    func finding(_ finding: Finding) throws -> [UInt8] {
        let params = ReceivedFinding(plugin: finding.plugin, finding: PluginFinding(finding))
        return try line(Message(method: "data/finding", params: params))
    }

    mutating func endOfData() throws -> [UInt8] {
        hasSentAll = true
        return try line(
            Message(
                method: "data/end",
                params: DataEnd(
                    series: sentSeries,
                    findings: manifest.findings.isEmpty ? nil : wantedFindings.count
                )
            )
        )
    }

    func cancel() throws -> [UInt8] { try line(Message(method: "cancel", params: Nothing())) }

    func shutdown() throws -> [UInt8] { try line(Message(id: 3, method: "shutdown", params: Nothing())) }

    private func line(_ message: some Encodable) throws -> [UInt8] {
        Array(try encoder.encode(message)) + [UInt8(ascii: "\n")]
    }

    // MARK: - What the plugin says

    /// Takes one line; what it remarks, if it is a remark.
    @discardableResult
    mutating func receive(_ bytes: [UInt8]) throws -> PluginRemark? {
        lines += 1
        if let finding = PluginFinding(plainLine: bytes) {
            try accept(finding)
            return nil
        }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw bad("it is not UTF-8") }
        let data = Data(bytes)
        let head: MessageHead = try decode(data)
        switch (head.method, head.id) {
        case ("finding", _):
            let message: Message<PluginFinding> = try decode(data)
            try accept(message.params)
        case ("progress", _), ("log", _):
            let message: Message<LogLine> = try decode(data)
            return PluginRemark(message.params, isProgress: head.method == "progress")
        case (nil, 1): try acceptHandshake(try decode(data))
        case (nil, 2): try acceptEnd(try decode(data))
        default: throw bad("neither a notification nor an answer that is awaited")
        }
        return nil
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
            if isStatement, let reason = StatementFailure.Reason(rawValue: error.code) {
                let message = String(error.message.prefix(400))
                throw AnalyseError.statement(plugin: manifest.id, reason: reason, message: message)
            }
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
        guard !isStatement || findings.count < manifest.limits.rows else {
            throw AnalyseError.limit(plugin: manifest.id, limit: "\(manifest.limits.rows) rows")
        }
        do throws(FindingCheck.Refusal) {
            findings.append(try check.accept(finding))
        } catch {
            throw bad(error.detail)
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

    private var isStatement: Bool { manifest.body.isStatement }

    private func bad(_ detail: String) -> AnalyseError {
        guard !isStatement else {
            let message = "row \(findings.count + 1): \(detail)"
            return AnalyseError.statement(plugin: manifest.id, reason: .row, message: message)
        }
        return AnalyseError.badOutput(plugin: manifest.id, line: lines, detail: detail)
    }
}

extension PluginText {
    fileprivate init(_ text: Localised) { self.init(da: text.da, en: text.en) }
}

extension AnalysisIndicator {
    init(_ indicator: Indicator) {
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
