import Foundation
import PejlPluginKit
import Testing

/// The public part of the kit: lines and messages.
struct LineReaderTests {
    private static let stream = Array("{\"a\":1}\n\nå\r\nlast\nrest".utf8)
    private static let lines = ["{\"a\":1}", "", "å\r", "last"].map { Array($0.utf8) }

    @Test("lines are the same wherever the stream is cut", arguments: 0...stream.count)
    func everyCut(at place: Int) throws {
        var reader = LineReader()
        let first = try reader.lines(adding: Self.stream[..<place])
        let second = try reader.lines(adding: Self.stream[place...])
        #expect(first + second == Self.lines)
        #expect(reader.hasRest)
        #expect(try reader.lines(adding: [UInt8(ascii: "\n")]) == [Array("rest".utf8)])
        #expect(!reader.hasRest)
    }

    @Test("byte by byte gives the same lines")
    func byteByByte() throws {
        var reader = LineReader()
        let lines = try Self.stream.flatMap { try reader.lines(adding: [$0]) }
        #expect(lines == Self.lines)
    }

    @Test("the longest line has the limit's bytes with its line feed; one more is refused", arguments: 1...9)
    func limit(maximum: Int) throws {
        let longest = [UInt8](repeating: 0x61, count: maximum - 1)
        var reader = LineReader(maximum: maximum)
        #expect(try reader.lines(adding: longest + [0x0a] + longest + [0x0a]) == [longest, longest])
        var other = LineReader(maximum: maximum)
        let error = #expect(throws: LineReader.LineTooLong.self) { try other.lines(adding: longest + [0x61]) }
        #expect(error?.maximum == maximum)
    }

    @Test("the default limit is the protocol's 1 MiB")
    func defaultLimit() throws {
        #expect(PluginProtocol.maximumLineBytes == 1_048_576)
        var reader = LineReader()
        let line = [UInt8](repeating: 0x61, count: 1_048_575)
        #expect(try reader.lines(adding: line + [0x0a]).map(\.count) == [1_048_575])
        #expect(throws: LineReader.LineTooLong.self) { try reader.lines(adding: line + [0x61, 0x0a]) }
    }
}

struct MessageTests {
    private static func coded<Value: Codable>(_ value: Value) throws -> (text: String, back: Value) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(value)
        return (String(decoding: data, as: UTF8.self), try JSONDecoder().decode(Value.self, from: data))
    }

    @Test("a request for an analysis is the same after the wire")
    func analysisRequest() throws {
        var request = Bench.request()
        request.seed = .max
        request.settings = [
            "gruppe": .text("oplandskommuner \"æøå\"\n"), "grænse": .number(2.5), "antal": .integer(-3),
            "alle": .boolean(true),
        ]
        request.indicators[0].weight = AnalysisIndicator.Weight(
            indicator: "population",
            period: "2025M01",
            isDenominator: false
        )
        let (_, back) = try Self.coded(Message(id: 2, method: "analyse", params: request))
        #expect(back.jsonrpc == "2.0" && back.id == 2 && back.method == "analyse")
        #expect(back.params.seed == .max)
        #expect(back.params.settings == request.settings)
        #expect(back.params.groups == request.groups)
        #expect(back.params.indicators == request.indicators)
        #expect(back.params.areas == request.areas)
        #expect(back.params.clock == request.clock)
        #expect(back.params.municipality == "766" && back.params.publication == 1)
    }

    @Test("series keep their holes and every bit of their values")
    func series() throws {
        let values: [Double?] = [
            0.1, nil, 1.0 / 3, -0.0, 2.2250738585072014e-308, 1.7976931348623157e308, 9_007_199_254_740_991,
        ]
        let series = SeriesData(
            indicator: "i",
            area: "766",
            breakdown: ["stage": "mellemtrin"],
            breakdownTitle: PluginText(da: "æ", en: "e"),
            periods: values.indices.map { "\(2000 + $0)" },
            values: values,
            statuses: values.map { $0 == nil ? "Q" : "A" }
        )
        let (text, back) = try Self.coded(Message(method: "data/series", params: series))
        #expect(back.params == series)
        #expect(back.params.values.map { $0?.bitPattern } == values.map { $0?.bitPattern })
        #expect(back.id == nil)
        #expect(!text.contains("\"id\"") && !text.contains("\n"))
        #expect(text.contains("null"))
    }

    @Test("findings are the same after the wire")
    func findings() throws {
        for finding in try Bench.findings(Bench.request(), Bench.absenceSeries) {
            let (text, back) = try Self.coded(Message(method: "finding", params: finding))
            #expect(back.params == finding)
            #expect(text.utf8.count < PluginProtocol.maximumLineBytes)
        }
    }

    @Test("a response has a result or an error, and the head reads either")
    func responses() throws {
        let (text, good) = try Self.coded(Response(id: 1, result: InitializeResult(version: 1, plugin: "benchmark")))
        #expect(text == #"{"id":1,"jsonrpc":"2.0","result":{"plugin":"benchmark","version":1}}"#)
        #expect(good.result?.plugin == "benchmark" && good.error == nil)
        let error = MessageHead.ErrorObject(code: -32000, message: "no")
        let (failed, bad) = try Self.coded(Response<AnalyseResult>(id: 2, result: nil, error: error))
        #expect(failed == #"{"error":{"code":-32000,"message":"no"},"id":2,"jsonrpc":"2.0"}"#)
        #expect(bad.result == nil && bad.error == error)
        let head = try JSONDecoder().decode(MessageHead.self, from: Data(failed.utf8))
        #expect(head.id == 2 && head.method == nil && head.error == error)
    }

    @Test(
        "a line that is no message of JSON-RPC is refused",
        arguments: [
            "", "{}", "[]", "null", "{\"id\":1}", "{\"jsonrpc\":2}", "{\"jsonrpc\":\"2.0\",\"id\":\"1\"}",
            "{\"jsonrpc\":\"2.0\"",
        ]
    )
    func noMessage(line: String) {
        #expect(throws: (any Error).self) { try JSONDecoder().decode(MessageHead.self, from: Data(line.utf8)) }
    }

    @Test("a message of a later version of the protocol may have more members")
    func laterVersion() throws {
        let line = #"{"jsonrpc":"2.0","method":"data/end","params":{"series":3,"more":1},"extra":[]}"#
        #expect(try JSONDecoder().decode(Message<DataEnd>.self, from: Data(line.utf8)).params.series == 3)
    }

    @Test("the protocol's version is 1")
    func version() { #expect(PluginProtocol.version == 1) }
}
