import Foundation
import PejlModel
import PejlPluginKit

/// The cases about the conversation itself.
extension ConformanceSuite {
    private static let shutdown = #"{"id":3,"jsonrpc":"2.0","method":"shutdown","params":{}}"#
    private static let cancel = #"{"jsonrpc":"2.0","method":"cancel","params":{}}"#

    private static func initialize(_ minimum: Int, _ maximum: Int) -> String {
        #"{"id":1,"jsonrpc":"2.0","method":"initialize","params":{"host":"pejl","maximum":\#(maximum),"minimum":\#(minimum)}}"#
    }

    static func end(_ series: Int) -> String {
        #"{"jsonrpc":"2.0","method":"data/end","params":{"series":\#(series)}}"#
    }

    // MARK: - Versions

    func handshake() throws -> String {
        for (minimum, maximum) in [(1, 1), (0, 999)] {
            let plugin = try start()
            try require(plugin.ask(Self.initialize(minimum, maximum), id: 1), "no answer to initialize")
            guard let result = plugin.answer(1)?.result else { throw failed("initialize was answered with an error") }
            guard result["version"] as? Int == PluginProtocol.version else {
                throw failed("asked for a version of \(minimum) to \(maximum), it chose \(result["version"] ?? "none")")
            }
            guard result["plugin"] as? String == manifest.id else {
                throw failed("it calls itself \(result["plugin"] ?? "nothing"), its manifest \(manifest.id)")
            }
        }
        return "version \(PluginProtocol.version)"
    }

    func refusesVersions() throws -> String {
        let ranges = [(0, 0), (2, 2), (2, 999)]
        for (minimum, maximum) in ranges {
            let plugin = try start()
            let outcome = plugin.ask(Self.initialize(minimum, maximum), id: 1)
            if case .silent = outcome { throw failed("versions \(minimum) to \(maximum): no answer") }
            if let result = plugin.answer(1)?.result {
                throw failed("versions \(minimum) to \(maximum): it chose \(result["version"] ?? "none")")
            }
        }
        return "0, 2 and 2 to 999"
    }

    // MARK: - Requests

    func unknownMethod() throws -> String {
        let plugin = try ready()
        let outcome = plugin.ask(#"{"id":9,"jsonrpc":"2.0","method":"pejl/unknown","params":{}}"#, id: 9)
        try require(outcome, "no answer to an unknown method")
        guard plugin.answer(9)?.error?["code"] as? Int == -32601 else {
            throw failed("an unknown method is answered with the error -32601")
        }
        return "error -32601"
    }

    func shutsDown() throws -> String {
        let plugin = try ready()
        try require(plugin.ask(Self.shutdown, id: 3), "no answer to shutdown")
        guard plugin.answer(3)?.result != nil else { throw failed("shutdown was answered with an error") }
        if case .ended = plugin.wait(until: { false }) { return "answered and ended" }
        throw failed("it was still there \(patience / 1000) s after shutdown")
    }

    func endOfInput() throws -> String {
        guard try ready().endsWithItsInput() else {
            throw failed("it was still there two seconds after its input was closed")
        }
        return "ended"
    }

    func cancels() throws -> String {
        let figures = try seen(fixture)
        // Before the figures have ended nothing may be found; afterwards it may be too late.
        let early = try ready()
        try told(early, Array(figures.prefix(figures.count / 2 + 1)))
        early.send(Self.cancel)
        try require(early.ask(Self.shutdown, id: 3), "no answer to shutdown after cancel")
        guard early.findings == 0 else { throw failed("\(early.findings) findings after cancel") }
        guard early.answer(2)?.error != nil else {
            throw failed("analyse that was cancelled is answered with an error")
        }

        // One copy runs at a time.
        early.kill()
        let late = try ready()
        try told(late, figures)
        late.send(Self.end(figures.count) + "\n" + Self.cancel)
        try require(late.wait { late.answer(2) != nil }, "no answer to analyse after cancel")
        if let result = late.answer(2)?.result, result["findings"] as? Int != late.findings {
            throw failed("\(late.findings) findings came, it says \(result["findings"] ?? "none")")
        }
        try require(late.ask(Self.shutdown, id: 3), "no answer to shutdown after cancel")
        return late.answer(2)?.error == nil ? "before the end of figures" : "before the end of figures and after it"
    }

    // MARK: - Input that makes no sense

    func malformedInput() throws -> String {
        let inputs = try malformed()
        for (what, bytes) in inputs {
            let plugin = try ready()
            try told(plugin, [])
            if case .met = plugin.send(bytes), case .met = plugin.send(Self.end(1)) {
                try requireRefusal(plugin, "after \(what)")
            }
        }
        return "\(inputs.count) kinds"
    }

    func lostSeries() throws -> String {
        let plugin = try ready()
        let figures = try seen(fixture)
        try told(plugin, figures)
        plugin.send(Self.end(figures.count + 1))
        try requireRefusal(plugin, "although a series was lost on the way")
        return "noticed"
    }

    private func requireRefusal(_ plugin: RawPlugin, _ when: String) throws {
        let isOver = { plugin.answer(2) != nil || plugin.lines.contains { $0.error != nil } }
        if case .silent = plugin.wait(until: isOver) { throw failed("it hung \(when)") }
        guard plugin.findings == 0 else { throw failed("\(plugin.findings) findings \(when)") }
        guard plugin.answer(2)?.result == nil else { throw failed("an answer as if nothing had happened \(when)") }
    }

    private func malformed() throws -> [(String, [UInt8])] {
        guard let first = try seen(fixture).first else { return [] }
        let sound = try String(decoding: Self.line(first), as: UTF8.self)
        func series(_ change: (inout SeriesData) -> Void) throws -> [UInt8] {
            var changed = first
            change(&changed)
            return try Self.line(changed)
        }
        func text(_ text: String) -> [UInt8] { Array((text + "\n").utf8) }
        let area = #""area":"\#(first.area)""#
        return [
            ("text that is not JSON", text("hello")),
            ("half an object", text(#"{"jsonrpc":"2.0","method":"data/series","params":{"#)),
            ("a list in place of a message", text("[]")),
            ("deep nesting", text(String(repeating: "[", count: 100_000))),
            (
                "bytes that are not UTF-8",
                Self.replacing(sound, area, with: Array(#""area":""#.utf8) + [0xff, 0xfe, 0x22])
            ),
            ("a value that is a text", text(sound.replacing(#""values":["#, with: #""values":["7","#).dropLine())),
            ("a value without bounds", text(sound.replacing(#""values":["#, with: #""values":[1e999,"#).dropLine())),
            ("fewer values than periods", try series { $0.values.removeLast() }),
            ("fewer statuses than periods", try series { $0.statuses.removeLast() }),
            (
                "a line of more than 1 MiB",
                try series { $0.breakdownTitle.da = String(repeating: "x", count: PluginProtocol.maximumLineBytes) }
            ),
        ]
    }

    private static func replacing(_ text: String, _ part: String, with bytes: [UInt8]) -> [UInt8] {
        guard let range = text.range(of: part) else { return [0xff, 0x0a] }
        return Array(text[..<range.lowerBound].utf8) + bytes + Array(text[range.upperBound...].utf8)
    }

    // MARK: - An end in the middle

    func killed() throws -> String {
        let before = (PluginTraces.children(), PluginTraces.files(manifest.folder))
        let plugin = try ready()
        let figures = try seen(fixture)
        try told(plugin, Array(figures.prefix(figures.count / 2 + 1)))
        plugin.kill()
        guard PluginTraces.children().subtracting(before.0).isEmpty else { throw failed("it left processes behind") }
        guard PluginTraces.files(manifest.folder) == before.1 else { throw failed("it left files behind") }
        return "nothing left"
    }

    // MARK: - Parts of a conversation

    /// A plugin that has answered `initialize`.
    private func ready() throws -> RawPlugin {
        let plugin = try start()
        try require(plugin.ask(Self.initialize(1, 1), id: 1), "no answer to initialize")
        guard plugin.answer(1)?.result != nil else { throw failed("initialize was answered with an error") }
        return plugin
    }

    /// Tells a plugin what it is to analyse, and sends figures.
    private func told(_ plugin: RawPlugin, _ figures: [SeriesData]) throws {
        let conversation = HostConversation(manifest, try fixture.context())
        var outcome = plugin.send(try conversation.analyse())
        for one in figures {
            try require(outcome, "it stopped reading")
            outcome = plugin.send(try Self.line(one))
        }
        try require(outcome, "it stopped reading")
    }

    static func line(_ series: SeriesData) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(Message(method: "data/series", params: series))) + [UInt8(ascii: "\n")]
    }

    private func require(_ outcome: RawPlugin.Outcome, _ silence: String) throws {
        switch outcome {
        case .met: return
        case .silent: throw failed("\(silence) in \(patience / 1000) s")
        case .ended(let error): throw failed(error.description)
        }
    }

    func failed(_ reason: String) -> ConformanceEnd { .failed(reason) }
}

extension String {
    fileprivate func dropLine() -> String { String(prefix { $0 != "\n" }) }
}
