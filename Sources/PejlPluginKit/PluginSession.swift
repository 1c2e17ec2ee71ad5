#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The plugin's side of one conversation, apart from reading and writing bytes.
struct PluginSession<Plugin: AnalysisPlugin> {
    private let plugin: Plugin
    private let write: ([UInt8]) throws -> Void
    private let decoder = JSONDecoder()
    private let encoder = JSONEncoder()
    private var request: (id: Int, parameters: AnalysisRequest)?
    private var series: [SeriesData] = []

    init(_ plugin: Plugin, write: @escaping ([UInt8]) throws -> Void) {
        self.plugin = plugin
        self.write = write
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// Handles one line; false when the conversation is over.
    mutating func receive(_ line: [UInt8]) throws -> Bool {
        if let one = SeriesData(plainLine: line) {
            try take(one)
            return true
        }
        let data = Data(line)
        let head = try decoder.decode(MessageHead.self, from: data)
        switch head.method {
        case "initialize": try initialize(data)
        case "analyse":
            let message = try decoder.decode(Message<AnalysisRequest>.self, from: data)
            request = (message.id ?? 0, message.params)
            series = []
        case "data/series": try take(try decoder.decode(Message<SeriesData>.self, from: data).params)
        case "data/finding":
            let received = try decoder.decode(Message<ReceivedFinding>.self, from: data).params
            request?.parameters.findings.append(received)
        case "data/end": try analyse(expecting: try decoder.decode(Message<DataEnd>.self, from: data).params)
        case "cancel": try cancel()
        case "shutdown":
            try send(Response(id: head.id ?? 0, result: Nothing()))
            return false
        default:
            guard let id = head.id, head.method != nil else { return true }
            let error = MessageHead.ErrorObject(code: -32601, message: "unknown method \(head.method ?? "")")
            try send(Response<Nothing>(id: id, result: nil, error: error))
        }
        return true
    }

    private func initialize(_ data: Data) throws {
        let message = try decoder.decode(Message<InitializeParameters>.self, from: data)
        let range = message.params.minimum...max(message.params.minimum, message.params.maximum)
        guard range.contains(PluginProtocol.version) else {
            let text = "the host speaks versions \(range), this plugin \(PluginProtocol.version)"
            let error = MessageHead.ErrorObject(code: -32000, message: text)
            return try send(Response<InitializeResult>(id: message.id ?? 0, result: nil, error: error))
        }
        let result = InitializeResult(version: PluginProtocol.version, plugin: Plugin.id)
        try send(Response(id: message.id ?? 0, result: result))
    }

    private mutating func take(_ one: SeriesData) throws {
        guard one.values.count == one.periods.count, one.statuses.count == one.periods.count else {
            throw PluginFailure.system("the columns of \(one.indicator) \(one.area) differ in length")
        }
        series.append(one)
    }

    private mutating func cancel() throws {
        guard let request else { return }
        self.request = nil
        let error = PluginFailure.transient("cancelled").errorObject
        try send(Response<AnalyseResult>(id: request.id, result: nil, error: error))
    }

    private mutating func analyse(expecting sent: DataEnd) throws {
        guard let request else { return }
        self.request = nil
        do {
            guard sent.series == series.count else {
                throw PluginFailure.system("\(series.count) series came, the host sent \(sent.series)")
            }
            let received = request.parameters.findings.count
            guard sent.findings ?? 0 == received else {
                throw PluginFailure.system("\(received) findings came, the host sent \(sent.findings ?? 0)")
            }
            var findings = 0
            try plugin.analyse(request.parameters, series) { finding in
                if let line = finding.plainLine {
                    try write(line)
                } else {
                    try send(Message(method: "finding", params: finding))
                }
                findings += 1
            }
            try send(Response(id: request.id, result: AnalyseResult(findings: findings)))
        } catch {
            let object =
                (error as? StatementFailure)?.errorObject
                ?? (error as? PluginFailure ?? .system(String(describing: error))).errorObject
            try send(Response<AnalyseResult>(id: request.id, result: nil, error: object))
        }
    }

    private func send(_ message: some Encodable) throws {
        try write(Array(try encoder.encode(message)) + [UInt8(ascii: "\n")])
    }
}
