import Glibc
import PejlDecode
import PejlModel

/// Numbers, each publisher's way, held against rules written a second time and against `strtod`.
///
/// The first byte chooses a layout's rule, the others are the text of a cell.
enum NumberTarget: FuzzTarget {
    static let name = "number"

    static func run(_ bytes: UnsafeRawBufferPointer) {
        guard let first = bytes.first, bytes.count <= 200 else { return }
        let body = bytes.dropFirst()
        let isPlain = !body.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0x22 || $0 == 0x3B || $0 == 0x5C }
        guard isPlain, let text = String(validating: body, as: UTF8.self) else { return }
        checkStatBank(text)
        checkJSON(text)
        checkDanish(text)
        checkLayout(text, first)
    }

    private static func checkStatBank(_ text: String) {
        guard let cell = cell("A;INDHOLD\na;\(text)\n", .statBankCSV) else { return }
        let expected = decimal(text.replacing("\u{2212}", with: "-"), signs: [",", "."], exponents: false)
        agree(cell, expected, "StatBank's \(text)")
    }

    private static func checkJSON(_ text: String) {
        let cube =
            "{\"id\":[\"A\"],\"size\":[1],\"dimension\":{\"A\":{\"category\":{\"index\":[\"a\"]}}},\"value\":[\"\(text)\"]}"
        guard let cell = cell(cube, .jsonStat) else { return }
        agree(cell, json(text), "JSON-stat's \(text)")
    }

    private static func checkDanish(_ text: String) {
        guard let cell = cell("[{\"[A]\":\"a\",\"m\":\"\(text)\"}]", .uddannelsesstatistik) else { return }
        var rest = trimmed(text)
        let isPercent = rest.hasSuffix("%")
        if isPercent { rest = trimmed(String(rest.dropLast())) }
        rest = rest.replacing("\u{2212}", with: "-")
        let expected = joined(rest, ".").flatMap { decimal($0, signs: [","], exponents: false) }
        agree(cell, expected, "uddannelsesstatistik.dk's \(text)")
        if expected != nil { hold(cell.isPercent == isPercent, "the percent sign of \(text)") }
    }

    private static func checkLayout(_ text: String, _ choice: UInt8) {
        let decimalSign = NumberRule.DecimalSign.allCases[Int(choice & 3) % 3]
        let thousands = NumberRule.ThousandsSign.allCases[Int(choice >> 2 & 3)]
        let numbers = NumberRule(decimal: decimalSign, thousands: thousands, marks: ["..", "-", ""])
        let layout = try? TableLayout(
            source: .delimited(DelimitedForm(charset: .utf8, separator: .semicolon)),
            rows: RowRule(header: 1),
            dimensions: [DimensionColumn(code: "k", place: ColumnPlace(header: "k"))],
            values: .measures([MeasureColumn(name: "v", place: ColumnPlace(header: "v"))]),
            numbers: numbers
        )
        guard let layout else { return }
        let collector = OneCell()
        let isRead: Bool
        do {
            try Array("k;v\na;\(text)\n".utf8).withUnsafeBytes {
                try LayoutDecoder.decode(bytes: $0, layout: layout, pieceSize: 512, into: collector)
            }
            isRead = true
        } catch {
            isRead = false
        }
        let sign: [Character] = decimalSign == .none ? [] : [Character(decimalSign.rawValue)]
        var rest = trimmed(text)
        let dashes: [Character] = ["\u{2212}", "\u{2013}"]
        if let dash = rest.first, dashes.contains(dash), rest.dropFirst().first.map({ "0"..."9" ~= $0 }) == true {
            rest = "-" + rest.dropFirst()
        }
        let spaces = ["\u{A0}", "\u{202F}"].reduce(rest) { $0.replacing($1, with: " ") }
        var expected = decimal(rest, signs: sign, exponents: false)
        if expected == nil {
            switch thousands {
            case .none: break
            case .point: expected = joined(rest, ".").flatMap { decimal($0, signs: sign, exponents: false) }
            case .comma: expected = joined(rest, ",").flatMap { decimal($0, signs: sign, exponents: false) }
            case .space: expected = joined(spaces, " ").flatMap { decimal($0, signs: sign, exponents: false) }
            }
        }
        let rule = "the layout's \(text) with \(decimalSign) and \(thousands)"
        if let expected {
            hold(isRead && collector.mark == nil && collector.value == expected, "\(rule) is \(expected)")
        } else {
            hold(!isRead || collector.mark != nil, "\(rule) is no number, but \(collector.value)")
        }
    }

    // MARK: - The rules a second time

    /// Minus, digits, perhaps one of `signs` and digits, perhaps an exponent.
    private static func decimal(_ text: String, signs: [Character], exponents: Bool) -> Double? {
        var rest = text[...]
        var spelled = ""
        if rest.first == "-" { spelled.append(rest.removeFirst()) }
        func digits() -> Bool {
            let run = rest.prefix { $0.utf8.count == 1 && "0"..."9" ~= $0 }
            spelled += run
            rest = rest.dropFirst(run.count)
            return !run.isEmpty
        }
        guard digits() else { return nil }
        if let sign = rest.first, signs.contains(sign) {
            rest.removeFirst()
            spelled += "."
            guard digits() else { return nil }
        }
        if exponents, rest.first == "e" || rest.first == "E" {
            spelled += "e"
            rest.removeFirst()
            if let sign = rest.first, sign == "-" || sign == "+" { spelled.append(rest.removeFirst()) }
            guard digits() else { return nil }
        }
        guard rest.isEmpty else { return nil }
        let value = strtod(spelled, nil)
        let mantissa = spelled.prefix { $0 != "e" }
        let isZero = !mantissa.contains { "1"..."9" ~= $0 }
        guard value.isFinite, value != 0 || isZero else { return nil }
        return value == 0 ? 0 : value
    }

    /// JSON's numbers, which begin with no zero too many.
    private static func json(_ text: String) -> Double? {
        let digits = text.first == "-" ? text.dropFirst() : text[...]
        if digits.first == "0", let second = digits.dropFirst().first, "0"..."9" ~= second { return nil }
        return decimal(text, signs: ["."], exponents: true)
    }

    /// `text` without `separator` between whole groups of three, as it stands where there is none, nil for other groups.
    private static func joined(_ text: String, _ separator: Character) -> String? {
        guard text.contains(separator) else { return text }
        let minus = text.first == "-" ? "-" : ""
        let unsigned = text.dropFirst(minus.count)
        let end = unsigned.lastIndex(of: separator).map {
            unsigned[$0...].dropFirst().prefix { "0"..."9" ~= $0 }.endIndex
        }
        guard let end else { return nil }
        let groups = unsigned[..<end].split(separator: separator, omittingEmptySubsequences: false)
        guard let head = groups.first, 1...3 ~= head.count, head.first != "0" else { return nil }
        guard groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
        guard groups.allSatisfy({ $0.allSatisfy { "0"..."9" ~= $0 && $0.utf8.count == 1 } }) else { return nil }
        return minus + groups.joined() + unsigned[end...]
    }

    private static func trimmed(_ text: String) -> String {
        let spaces: [Unicode.Scalar] = [" ", "\u{A0}", "\u{202F}"]
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, spaces.contains(first) { scalars.removeFirst() }
        while let last = scalars.last, spaces.contains(last) { scalars.removeLast() }
        return String(scalars)
    }

    // MARK: - One cell

    private static func agree(_ cell: OneCell, _ expected: Double?, _ what: String) {
        if cell.isRefused {
            hold(expected == nil, "\(what) is \(expected ?? 0) and was refused")
        } else if cell.mark != nil {
            hold(expected == nil, "\(what) is \(expected ?? 0) and became a mark")
        } else {
            hold(expected == cell.value, "\(what) became \(cell.value), not \(expected.map { "\($0)" } ?? "refused")")
        }
    }

    /// The one cell of a document; nil where the text made another document of it.
    private static func cell(_ text: String, _ format: DocumentFormat) -> OneCell? {
        let cell = OneCell()
        do {
            try Array(text.utf8).withUnsafeBytes {
                try DocumentDecoder.decode(bytes: $0, format: format, proof: .length, pieceSize: 512, into: cell)
            }
            return cell.count == 1 ? cell : nil
        } catch DecodeError.unreadableValue {
            cell.isRefused = true
            return cell
        } catch {
            return nil
        }
    }
}

/// Keeps the last cell of a document.
private final class OneCell: CellSink {
    var isRefused = false
    private(set) var count = 0
    private(set) var value = 0.0
    private(set) var mark: String?
    private(set) var isPercent = false
    private var table: TableDictionary?

    func begin(_ table: TableDictionary) { self.table = table }

    func take(_ chunk: CellChunk) {
        count += chunk.count
        value = chunk.values[chunk.count - 1]
        isPercent = chunk.percentSigns[chunk.count - 1]
        let number = chunk.marks[chunk.count - 1]
        mark = number < 0 ? nil : table?.marks.text(number)
    }
}
