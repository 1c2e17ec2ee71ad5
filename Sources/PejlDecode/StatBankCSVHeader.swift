/// The first line of a StatBank CSV: codes of the variables and, last, the value column.
struct StatBankCSVHeader: Equatable {
    /// Name of the value column since January 2018.
    static let valueColumn = "INDHOLD"
    private static let maximumColumns = 64

    /// `;`, or a tab where the header has tabs and no semicolon, or a comma where it has neither.
    let delimiter: UInt8
    /// The variables' codes.
    let columns: [String]

    init(line: UnsafeRawBufferPointer) throws(DecodeError) {
        // A decimal comma in a file with commas between its fields makes a field too many, so that row is refused.
        let delimiters = [UInt8(ascii: ";"), 0x09, UInt8(ascii: ",")]
        delimiter = delimiters.first(where: line.contains) ?? UInt8(ascii: ";")
        var names: [String] = []
        var start = 0
        while start <= line.count {
            let field = try CSVField(line, from: start, delimiter: delimiter, line: 1)
            let text = field.text
            if text.isEmpty { throw .malformedCSV(line: 1, reason: "column \(names.count + 1) has no name") }
            if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
                throw .malformedCSV(line: 1, reason: "column \(names.count + 1) has a control character in its name")
            }
            names.append(text)
            start = field.next
            if names.count > Self.maximumColumns {
                throw .malformedCSV(line: 1, reason: "more than \(Self.maximumColumns) columns")
            }
        }
        let last = names.removeLast()
        if last != Self.valueColumn { throw .valueColumn(found: last) }
        if names.isEmpty { throw .malformedCSV(line: 1, reason: "no column before INDHOLD") }
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted || name == last {
            throw .malformedCSV(line: 1, reason: "two columns are named \(quoted(name))")
        }
        columns = names
    }
}

/// One field of a line that may be quoted; the slow way, for headers and for the few quoted fields.
struct CSVField {
    /// The field's bytes, quotes taken off.
    private(set) var bytes: [UInt8] = []
    /// Where the next field begins; one past the line's end if this was the last.
    private(set) var next: Int

    /// The bytes as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    init(_ text: UnsafeRawBufferPointer, from start: Int, delimiter: UInt8, line: Int) throws(DecodeError) {
        guard start < text.count, text[start] == UInt8(ascii: "\"") else {
            let end = text[start...].firstIndex(of: delimiter) ?? text.count
            bytes = Array(text[start..<end])
            next = end + 1
            return
        }
        var index = start + 1
        while true {
            guard let quote = text[index...].firstIndex(of: UInt8(ascii: "\"")) else {
                throw .malformedCSV(line: line, reason: "a quoted field does not end on its line")
            }
            bytes.append(contentsOf: text[index..<quote])
            index = quote + 1
            guard index < text.count, text[index] == UInt8(ascii: "\"") else { break }
            bytes.append(UInt8(ascii: "\""))
            index += 1
        }
        guard index == text.count || text[index] == delimiter else {
            throw .malformedCSV(line: line, reason: "text after a closing quotation mark")
        }
        next = index + 1
    }
}
