import PejlDecode
import PejlModel
import Testing

/// What is read faster because it looks like nearly all documents gives the same cells and the same refusals.
struct ShortcutTests {
    // MARK: - Rows of uddannelsesstatistik.dk

    private static let texts = [
        "\"a\"", "\"b\"", "\"a\"", "\"\"", "\"æ\"", "\"\\u00e6\"", "\"a\\\"b\"", "\"\\\\\"", "\"{\"", "\"}, {\"",
        "\"16 bytes and more\"",
        "\"\(String(repeating: "lang ", count: 40))\"", "2024", "007", "1e999", "null", "true", "{}", "[1]",
    ]
    private static let numbers = [
        "1", "-0", "2.5", "123456789012345678", "0.1e-3", "1e400", "01", "1.", "-", "null", "\"2.351\"", "\"1,5 %\"",
        "\"\"",
        "\"*\"", "\"0.351\"", "\"\\u002a\"", "true", "[]", "NaN",
    ]

    /// Rows that are mostly written like the first, with what is odd in one of about `oddity`.
    private static func rows(_ random: inout SeededGenerator, oddity: Int) -> [UInt8] {
        let keys = (0..<Int.random(in: 1...3, using: &random)).map { "\"[D\($0)]\"" }
        let measures = (0..<Int.random(in: 1...3, using: &random)).map { "\"m\($0)\"" }
        let space = ["", "", " ", "\n\t", "\r\n  "].randomElement(using: &random) ?? ""
        func isOdd(_ random: inout SeededGenerator) -> Bool { Int.random(in: 0..<oddity, using: &random) == 0 }
        var rows: [String] = []
        for _ in 0..<Int.random(in: 0...30, using: &random) {
            var members: [String] = []
            for key in keys {
                let limit = isOdd(&random) ? texts.count : 5
                members.append("\(key):\(space)\(texts[Int.random(in: 0..<limit, using: &random)])")
            }
            for key in measures {
                let limit = isOdd(&random) ? numbers.count : 4
                members.append("\(key):\(space)\(numbers[Int.random(in: 0..<limit, using: &random)])")
            }
            if isOdd(&random) { members.shuffle(using: &random) }
            if isOdd(&random) { members.removeLast() }
            if isOdd(&random) { members.append(members[0]) }
            let between = isOdd(&random) ? ", " : ","
            rows.append("{\(space)\(members.joined(separator: between))\(space)}")
        }
        return Array("[\(rows.joined(separator: ",\(space)"))]\(space)".utf8)
    }

    @Test("rows read by comparing them with the first are the rows that a walk finds", arguments: 0..<8)
    func flatRows(seed: Int) {
        var random = SeededGenerator(UInt64(seed) + 7_001)
        var tally = Tally()
        for round in 0..<600 {
            var bytes = Self.rows(&random, oddity: [20, 60, 400][round % 3])
            if round % 2 == 1 { for _ in 0..<Int.random(in: 1...2, using: &random) { damage(&bytes, &random) } }
            tally.compare(bytes, .uddannelsesstatistik)
        }
        #expect(tally.read > 100)
        #expect(tally.refusals.count > 5)
    }

    // MARK: - JSON-stat

    private static func dataset(_ random: inout SeededGenerator) -> [UInt8] {
        let sizes = (0..<Int.random(in: 1...3, using: &random)).map { _ in Int.random(in: 1...4, using: &random) }
        let oddity = [15, 100, 1_000].randomElement(using: &random) ?? 100
        var count = sizes.reduce(1, *)
        if Int.random(in: 0..<20, using: &random) == 0 { count += Int.random(in: -1...1, using: &random) }
        let space = ["", "", " ", "\n"].randomElement(using: &random) ?? ""
        let values = (0..<max(0, count)).map { _ in
            let limit = Int.random(in: 0..<oddity, using: &random) == 0 ? numbers.count : 4
            return numbers[Int.random(in: 0..<limit, using: &random)] + space
        }
        let dimensions = sizes.enumerated().map { number, size in
            let codes = (0..<size).map { "\"c\($0)\"" }.joined(separator: ",")
            return "\"D\(number)\":{\"category\":{\"index\":[\(codes)]},\"extension\":{\"x\":[[{}]]}}"
        }
        var members = [
            "\"id\":[\(sizes.indices.map { "\"D\($0)\"" }.joined(separator: ","))]",
            "\"size\":[\(sizes.map(String.init).joined(separator: ","))]",
            "\"value\":[\(values.joined(separator: "," + space))]",
            "\"dimension\":{\(dimensions.joined(separator: ","))}",
            "\"note\":[\"n\",{\"deep\":[1,{\"x\":null}]}]",
        ]
        if Bool.random(using: &random) { members.append("\"status\":{\"0\":\"p\"}") }
        members.shuffle(using: &random)
        return Array("{\(members.joined(separator: ",\(space)"))}".utf8)
    }

    @Test(
        "figures read where they stand are those that a walk finds, and nothing stepped over is unchecked",
        arguments: 0..<8
    )
    func jsonStat(seed: Int) {
        var random = SeededGenerator(UInt64(seed) + 7_101)
        var tally = Tally()
        for round in 0..<600 {
            var bytes = Self.dataset(&random)
            if round % 2 == 1 { for _ in 0..<Int.random(in: 1...2, using: &random) { damage(&bytes, &random) } }
            tally.compare(bytes, .jsonStat)
        }
        #expect(tally.read > 100)
        #expect(tally.refusals.count > 5)
    }

    @Test("what is nested too deep in a part that matters to nobody is refused at the same depth", arguments: 60...66)
    func depth(levels: Int) {
        let deep = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        var tally = Tally()
        for member in ["\"note\":\(deep)", "\"extension\":{\"a\":\(deep)}"] {
            let text = #"{"id":["A"],"size":[1],"value":[1],"dimension":{"A":{"category":{"index":["a"]}}},\#(member)}"#
            tally.compare(Array(text.utf8), .jsonStat)
        }
        #expect(tally.read == (levels < 63 ? 2 : levels == 63 ? 1 : 0))
    }

    // MARK: - StatBank CSV

    /// A row with a quoted field is never compared with the one before it.
    @Test("fields in common with the row before are read like all others", arguments: 0..<4)
    func statBankRows(seed: Int) {
        var random = SeededGenerator(UInt64(seed) + 7_201)
        let codes = ["000", "101", "1010", "766", "Å", "", "mere end seksten byte", "mere end seksten bytes"]
        let values = ["1", "-2", "1,5", "..", "", "007", "1.5", "1.234.567", "12345678901234567890"]
        var tally = Tally()
        for _ in 0..<400 {
            let width = Int.random(in: 1...4, using: &random)
            var fields = (0..<width).map { _ in codes[0] }
            let header = (0..<width).map { "D\($0);" }.joined() + "INDHOLD\r\n"
            var (plain, quoted) = (header, header)
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let from = Int.random(in: 0..<width + 1, using: &random)
                for column in from..<max(from, width) { fields[column] = codes.randomElement(using: &random) ?? "" }
                let limit = Int.random(in: 0..<60, using: &random) == 0 ? values.count : 5
                let value = values[Int.random(in: 0..<limit, using: &random)]
                let count = Int.random(in: 0..<300, using: &random) == 0 ? width - 1 : width
                plain += fields.prefix(count).map { "\($0);" }.joined() + value + "\r\n"
                quoted += fields.prefix(count).map { "\"\($0)\";" }.joined() + value + "\r\n"
            }
            let pieceSize = Int.random(in: 1...400, using: &random)
            let first = outcome { try decode(Array(plain.utf8), .statBankCSV, pieceSize: pieceSize) }
            tally.compare(first, outcome { try decode(Array(quoted.utf8), .statBankCSV) }, plain)
        }
        #expect(tally.read > 50)
        #expect(tally.refusals.count > 1)
    }
}

/// How often documents were read, and how they were refused otherwise.
struct Tally {
    private(set) var read = 0
    private(set) var refusals: Set<String> = []

    /// Compares reading with shortcuts to reading without.
    mutating func compare(_ bytes: [UInt8], _ format: DocumentFormat) {
        func read(_ takesShortcuts: Bool) -> String {
            outcome {
                let collector = CellCollector()
                try bytes.withUnsafeBytes {
                    try DocumentDecoder.decode(
                        bytes: $0,
                        format: format,
                        proof: .length,
                        takesShortcuts: takesShortcuts,
                        into: collector
                    )
                }
                return collector.tables
            }
        }
        compare(read(true), read(false), String(decoding: bytes, as: UTF8.self))
    }

    /// Compares two outcomes of `document`.
    mutating func compare(_ quick: String, _ plain: String, _ document: String) {
        #expect(quick == plain, "\(document)")
        if plain.hasPrefix("error") {
            refusals.insert(String(plain.prefix { $0 != ":" }))
        } else {
            read += 1
        }
    }
}

/// The tables, or `error` and the refusal.
func outcome(_ body: () throws -> [CellCollector.Table]) -> String {
    do {
        return "\(try body())"
    } catch let error as DecodeError {
        return "error \(error.failure)"
    } catch {
        Issue.record("another error: \(error)")
        return "error"
    }
}

/// Changes a byte, puts one in or takes one out, cuts the end off or doubles a piece.
func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let signs = Array("{}[]\",:;\\\n\r\t 0123456789.-eE\u{0}<æ%".utf8) + [0xFF, 0xE2, 0x80]
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let sign = signs.randomElement(using: &random) ?? 0
    switch Int.random(in: 0..<12, using: &random) {
    case 0: bytes.removeSubrange(place...)
    case 1: bytes.insert(contentsOf: bytes[place...].prefix(12), at: place)
    case 2...4: bytes.insert(sign, at: place)
    case 5...7: bytes.remove(at: place)
    case 8: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    default: bytes[place] = sign
    }
}
