import Foundation
import PejlPluginKit
import Testing

/// The lines that are read and written by hand are what `JSONEncoder` and `JSONDecoder` make of them.
struct PlainLineTests {
    @Test("series are written by hand as JSONEncoder writes them, and read back bit for bit")
    func numbersOfSeries() throws {
        for start in stride(from: 0, to: Self.numbers.count, by: 50) {
            let values = Self.numbers[start..<min(start + 50, Self.numbers.count)].map(Optional.some) + [nil]
            let series = Self.series(values)
            let line = try Self.line("data/series", series)
            #expect(series.plainLine == line + [UInt8(ascii: "\n")])
            let byHand = try #require(SeriesData(plainLine: line))
            #expect(byHand == series)
            #expect(byHand.values.map { $0?.bitPattern } == values.map { $0?.bitPattern })
        }
    }

    @Test("findings are written by hand as JSONEncoder writes them, and read back bit for bit")
    func numbersOfFindings() throws {
        for (place, number) in Self.numbers.enumerated() where place % 10 == 0 || place < 20 {
            let finding = Self.finding(number, lower: place % 3 == 0 ? 1.5 : nil, rank: place % 2 == 0 ? place : nil)
            let line = try Self.line("finding", finding)
            #expect(finding.plainLine == line + [UInt8(ascii: "\n")])
            let byHand = try #require(PluginFinding(plainLine: line))
            #expect(byHand == finding)
            #expect(byHand.value.bitPattern == number.bitPattern)
        }
    }

    @Test(
        "texts of all kinds are plain, as parts of a breakdown too",
        arguments: [
            "", "Bjærget/å", "日本", "👩‍👩‍👧", "e\u{301}", "\u{7F}", "\u{2028}", "\u{FEFF}", "a:b,{}[]", "Z", "_", "10", "9",
        ]
    )
    func texts(text: String) throws {
        for parts in 0...3 {
            let series = Self.series([], text: text, parts: parts)
            let line = try Self.line("data/series", series)
            #expect(series.plainLine == line + [UInt8(ascii: "\n")])
            #expect(SeriesData(plainLine: line) == series)
            #expect(try JSONDecoder().decode(Message<SeriesData>.self, from: Data(line)).params == series)
        }
    }

    @Test("what needs an escape, or is no number, is left to JSONEncoder", arguments: ["\"", "\\", "\n", "\u{1}"])
    func notPlain(text: String) throws {
        let series = Self.series([1], text: text)
        #expect(series.plainLine == nil)
        #expect(SeriesData(plainLine: try Self.line("data/series", series)) == nil)
        for value in [Double.nan, .infinity, -.infinity] {
            #expect(Self.series([value]).plainLine == nil)
            #expect(Self.finding(value).plainLine == nil)
            #expect(Self.finding(1, lower: value).plainLine == nil)
        }
    }

    @Test("whatever one byte does to a line, what is read by hand is what JSONDecoder reads, or nothing")
    func everyByte() throws {
        var taken = 0
        func tryOut(_ line: [UInt8]) {
            for place in line.indices {
                for byte in Array(#"0-.eE+"\{[,:}] /na"#.utf8) + [0, 9, 0x7F, 0x80, 0xC3, 0xFF] {
                    for changes in [[byte], [byte, line[place]], []] {
                        var other = line
                        other.replaceSubrange(place...place, with: changes)
                        taken += Self.isReadAlike(other) ? 1 : 0
                    }
                }
            }
        }
        tryOut(try Self.line("finding", Self.finding(-12.5, lower: 3e-7, rank: 40)))
        tryOut(try Self.line("data/series", Self.series([0.25, nil, -1e22], parts: 2)))
        #expect(taken > 1000)
    }

    @Test(
        "numbers that nobody should send are read alike, or left to JSONDecoder",
        arguments: [
            "-0", "-0.0", "00", "01", "-01", "-", "+1", ".5", "5.", "1e", "1e+", "1E5", "1e05", "1e-400", "-1e-400",
            "1e400",
            "4.9e-324", "2.5e-324", "1e308", "1.7976931348623159e308", "0e999", "0.1e1", "0x1p3", "1_0", "NaN", "nan",
            "Infinity", "inf", "null", "nul", "nulls", "true", "\"1\"", "[1]", "", "9007199254740993", "0.1 2",
            "123456789012345678901234567890", "0.000000000000000000000000000000000000000000001", "999999999999999.9",
            "1.00000000000000011102230246251565", "00000000000000001.5", "18446744073709551616", "98.0", "98.5",
            "980e-1",
        ]
    )
    func hostileNumbers(number: String) throws {
        let finding = String(decoding: try Self.line("finding", Self.finding(1)), as: UTF8.self)
        let series = String(decoding: try Self.line("data/series", Self.series([1, 2])), as: UTF8.self)
        for (line, from, to) in [
            (finding, #""value":1"#, #""value":"#), (finding, #""count":98"#, #""count":"#),
            (finding, #""value":1"#, #""value":1,"upper":"#), (series, "[1,2]", "[1,"),
        ] {
            let other = line.replacing(from, with: to + number + (from == "[1,2]" ? "]" : ""))
            #expect(other != line)
            _ = Self.isReadAlike(Array(other.utf8))
        }
    }

    @Test("a key twice, an id, another method, a field more or less and a rest are not plain; spaces are")
    func almostFindings() throws {
        let line = String(decoding: try Self.line("finding", Self.finding(1)), as: UTF8.self)
        let others = [
            line + "}", line + " x", line + "\r", "\u{FEFF}" + line,
            line.replacing(#""area":"766""#, with: #""area":"766","area":"615""#),
            line.replacing(#"{"jsonrpc""#, with: #"{"method":"finding","jsonrpc""#),
            line.replacing(#"{"jsonrpc""#, with: #"{"id":1,"jsonrpc""#),
            line.replacing("finding", with: "findings"),
            line.replacing(#""area":"766""#, with: #""area":"766","more":1"#),
            line.replacing(#""kind":"test","#, with: ""),
            line.replacing(#""sex":"kvinder""#, with: "\"e\u{301}\":\"a\",\"\u{E9}\":\"b\""),
        ]
        for other in others {
            #expect(other != line && PluginFinding(plainLine: Array(other.utf8)) == nil)
            #expect(SeriesData(plainLine: Array(other.utf8)) == nil)
        }
        let spaced = " " + line.replacing(",", with: " , ").replacing(":", with: " : ") + " "
        #expect(Self.isReadAlike(Array(spaced.utf8)))
    }

    @Test(
        "other lines are left to JSONDecoder",
        arguments: [
            "", " ", "{", "{}", "[]", "null", #"{"jsonrpc":"2.0","method":"finding"}"#,
            #"{"method":"finding","params":{}}"#, #"{"jsonrpc":"2.0","method":"finding","params":{}}"#,
            #"{"jsonrpc":"2.0","method":"data/series","params":[]}"#,
            #"{"jsonrpc":"2.0","id":2,"result":{"findings":0}}"#,
        ]
    )
    func others(line: String) {
        #expect(PluginFinding(plainLine: Array(line.utf8)) == nil)
        #expect(SeriesData(plainLine: Array(line.utf8)) == nil)
    }

    // MARK: - Lines and what is on them

    /// Whether a line is read by hand; then `JSONDecoder` must read the same, to the bit.
    private static func isReadAlike(_ line: [UInt8]) -> Bool {
        let text = String(decoding: line, as: UTF8.self)
        if let byHand = PluginFinding(plainLine: line) {
            let decoded = try? JSONDecoder().decode(Message<PluginFinding>.self, from: Data(line))
            #expect(decoded?.params == byHand && decoded?.method == "finding" && decoded?.id == nil, "\(text)")
            #expect(decoded?.params.value.bitPattern == byHand.value.bitPattern, "\(text)")
            return true
        }
        guard let byHand = SeriesData(plainLine: line) else { return false }
        let decoded = try? JSONDecoder().decode(Message<SeriesData>.self, from: Data(line))
        #expect(decoded?.params == byHand && decoded?.method == "data/series" && decoded?.id == nil, "\(text)")
        let bits = decoded?.params.values.map { $0?.bitPattern }
        #expect(bits == byHand.values.map { $0?.bitPattern }, "\(text)")
        return true
    }

    private static func line(_ method: String, _ params: some Codable & Sendable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(Message(method: method, params: params)))
    }

    private static func series(_ values: [Double?], text: String = "Bjærget/å", parts: Int = 1) -> SeriesData {
        SeriesData(
            indicator: "absence",
            area: "766",
            breakdown: Dictionary(uniqueKeysWithValues: (0..<parts).map { ("\(text)\($0 * 9)", "\(text)\($0)") }),
            breakdownTitle: PluginText(da: text, en: "other"),
            periods: values.indices.map { "\(2000 + $0)" },
            values: values,
            statuses: values.map { $0 == nil ? "Q" : "A" }
        )
    }

    private static func finding(_ value: Double, lower: Double? = nil, rank: Int? = nil) -> PluginFinding {
        PluginFinding(
            kind: "test",
            indicator: "absence",
            area: "766",
            breakdown: ["sex": "kvinder", "age": "7"],
            period: "2024",
            group: "country",
            statistic: "value",
            value: value,
            unit: "%",
            lower: lower,
            upper: lower.map { $0 + 1 },
            rank: rank,
            rankLow: rank,
            rankHigh: rank,
            count: 98,
            caveats: ["covid-19"],
            text: PluginText(da: "Fraværet er højt.", en: "Absence is high."),
            inputs: [.init(indicator: "absence", breakdown: [:], period: "2024", areas: ["615", "766"])]
        )
    }

    /// Every kind of `Double` by its bits, and the decimals that publishers write.
    private static let numbers: [Double] = {
        var random = UInt64(766)
        func next() -> UInt64 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return random ^ (random >> 33)
        }
        let any = (0..<20_000).map { _ in Double(bitPattern: next()) }.filter(\.isFinite)
        let published = (0..<20_000).map { _ in
            Double(Int64(next() % 1_000_000_000) - 500_000_000) / [1, 10, 100, 1000, 1e6][Int(next() % 5)]
        }
        let edges: [Double] = [
            0, -0.0, 1, -1, 0.1, 0.3, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .leastNormalMagnitude, 1e15,
            1e16, 1e22, 9_007_199_254_740_992, 123_456_789_012_345.6, 1e-7,
        ]
        return edges + any + published
    }()
}
