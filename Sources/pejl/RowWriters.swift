import PejlStore

#if canImport(Glibc)
import Glibc
#endif

/// Writes the rows of a query to standard output.
protocol RowWriter: AnyObject {
    func begin(_ columns: [String])
    func row(_ values: [QueryValue])
    func end()
}

extension QueryValue {
    /// The value as text: whole numbers without a point, nothing for NULL.
    var text: String {
        switch self {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number):
            number == number.rounded() && number.magnitude < 1e15 ? String(Int64(number)) : String(number)
        case .text(let text): text
        case .blob(let count): "(\(count) bytes)"
        }
    }

    /// Whether it stands to the right in a table.
    var isNumber: Bool {
        switch self {
        case .integer, .real: true
        case .null, .text, .blob: false
        }
    }
}

/// Collects written text and gives it to standard output in pieces.
class BufferedWriter {
    private var buffer = ""

    func put(_ text: String) {
        buffer += text
        if buffer.utf8.count > 1 << 16 { flush() }
    }

    func flush() {
        Terminal.write(buffer)
        buffer = ""
    }
}

/// RFC 4180 with line feeds; NULL is an empty field.
final class CSVWriter: BufferedWriter, RowWriter {
    func begin(_ columns: [String]) { put(columns.map(Self.quoted).joined(separator: ",") + "\n") }

    func row(_ values: [QueryValue]) { put(values.map { Self.quoted($0.text) }.joined(separator: ",") + "\n") }

    func end() { flush() }

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { [44, 34, 10, 13].contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

/// Fields between tabs, `text/tab-separated-values` of IANA; a tab or line feed in a field becomes a blank.
final class TSVWriter: BufferedWriter, RowWriter {
    func begin(_ columns: [String]) { put(columns.map(Self.plain).joined(separator: "\t") + "\n") }

    func row(_ values: [QueryValue]) { put(values.map { Self.plain($0.text) }.joined(separator: "\t") + "\n") }

    func end() { flush() }

    private static func plain(_ text: String) -> String {
        guard text.utf8.contains(where: { [9, 10, 13].contains($0) }) else { return text }
        return String(text.unicodeScalars.map { ["\t", "\n", "\r"].contains($0) ? " " : Character($0) })
    }
}

/// A list of objects, one a line.
final class JSONWriter: BufferedWriter, RowWriter {
    private var columns: [String] = []
    private var isFirst = true

    func begin(_ columns: [String]) {
        self.columns = columns
        put("[")
    }

    func row(_ values: [QueryValue]) {
        let members = zip(columns, values).map { "\(Self.quoted($0)): \(Self.json($1))" }
        put((isFirst ? "\n" : ",\n") + "  {" + members.joined(separator: ", ") + "}")
        isFirst = false
    }

    func end() {
        put(isFirst ? "]\n" : "\n]\n")
        flush()
    }

    private static func json(_ value: QueryValue) -> String {
        switch value {
        case .null: "null"
        case .real(let number) where !number.isFinite: "null"
        case .integer, .real: value.text
        case .text, .blob: quoted(value.text)
        }
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}

/// Columns side by side; the widest cell decides, up to 60 characters.
final class TableWriter: RowWriter {
    private static let widest = 60

    private var columns: [String] = []
    private var rows: [[QueryValue]] = []

    func begin(_ columns: [String]) { self.columns = columns }

    func row(_ values: [QueryValue]) { rows.append(values) }

    func end() {
        guard !columns.isEmpty else { return }
        var widths = columns.map { min($0.count, Self.widest) }
        for row in rows {
            for (index, value) in row.enumerated() {
                widths[index] = max(widths[index], min(Self.printable(value.text).count, Self.widest))
            }
        }
        let writer = BufferedWriter()
        writer.put(line(columns.map { ($0, false) }, widths))
        writer.put(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ") + "\n")
        for row in rows { writer.put(line(row.map { (Self.printable($0.text), $0.isNumber) }, widths)) }
        writer.flush()
    }

    private func line(_ cells: [(text: String, isNumber: Bool)], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map { cell, width in
            let text = cell.text.count > width ? cell.text.prefix(width - 1) + "…" : cell.text
            let space = String(repeating: " ", count: width - text.count)
            return cell.isNumber ? space + text : text + space
        }
        let joined = padded.joined(separator: "  ")
        return String(joined.reversed().drop { $0 == " " }.reversed()) + "\n"
    }

    /// Control characters would move the terminal's cursor.
    private static func printable(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : Character($0) })
    }
}
