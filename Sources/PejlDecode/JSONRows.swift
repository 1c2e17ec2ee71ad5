import CSIMDJSON
import PejlModel

/// An array of flat objects as a sheet: the keys are its header, each object a row.
///
/// The header has every key that any object has, in order of appearance: a publisher that leaves out what an object does
/// not have gives an empty cell, which a layout reads as a mark or refuses. Numbers and texts stay what they are; null is
/// an empty cell, `true` and `false` are texts.
struct JSONRows {
    private let document: JSONDocument
    private var keys: [String] = []
    private var places: [String: Int] = [:]

    init(_ document: JSONDocument) throws {
        self.document = document
        let head = document.bytes(document.range).first { $0 > 0x20 }
        guard head == UInt8(ascii: "[") else {
            try document.walk(document.range, reportDepth: 0) { _ in }
            throw DecodeError.notRows(reason: "the document is not an array")
        }
        try findKeys()
    }

    private mutating func findKeys() throws {
        var row = 0
        var seen: [Int] = []
        try document.walk(document.range, reportDepth: 2) { events in
            for event in events {
                let kind = Int(event.kind)
                if event.depth == 1 {
                    if kind == PEJL_JSON_OBJECT_END { continue }
                    row += 1
                    if kind != PEJL_JSON_OBJECT_BEGIN { throw Self.malformed(row, "not an object") }
                } else if event.depth == 2, kind == PEJL_JSON_KEY {
                    let key = document.text(event)
                    let place = places[key] ?? keys.count
                    if place == keys.count {
                        if keys.count == TableLayout.maximumColumns { throw Self.malformed(row, "too many keys") }
                        places[key] = place
                        keys.append(key)
                        seen.append(0)
                    }
                    if seen[place] == row { throw Self.malformed(row, "the key \(quoted(key)) stands twice") }
                    seen[place] = row
                } else if event.depth == 2, kind < PEJL_JSON_KEY {
                    throw Self.malformed(row, "\(quoted(keys.last ?? "")) or another key holds an object or array")
                }
            }
        }
    }

    /// Hands the header and then the rows to `body`.
    func each(_ body: ([SheetCell]) throws -> Void) throws {
        try body(keys.map { $0.isEmpty ? .empty : .text($0) })
        let empty = [SheetCell](repeating: .empty, count: keys.count)
        var cells = empty
        var place = 0
        try document.walk(document.range, reportDepth: 2) { events in
            for event in events {
                let kind = Int(event.kind)
                if event.depth == 2 {
                    if kind == PEJL_JSON_KEY {
                        place = places[document.text(event)] ?? 0
                    } else {
                        cells[place] = try cell(event)
                    }
                } else if event.depth == 1, kind == PEJL_JSON_OBJECT_END {
                    try body(cells)
                    cells = empty
                }
            }
        }
    }

    private func cell(_ event: JSONDocument.Event) throws(DecodeError) -> SheetCell {
        switch Int(event.kind) {
        case PEJL_JSON_NUMBER:
            if let number = DecimalText.json(document.bytes(event)) { return .number(number) }
            let text = String(decoding: document.bytes(event).prefix(240), as: UTF8.self)
            throw .unreadableValue(place: "byte \(event.offset)", text: text)
        case PEJL_JSON_TRUE: return .text("true")
        case PEJL_JSON_FALSE: return .text("false")
        case PEJL_JSON_STRING:
            let text = document.text(event)
            return text.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? .empty : .text(text)
        default: return .empty
        }
    }

    private static func malformed(_ row: Int, _ reason: String) -> DecodeError {
        .malformedRow(row: row, reason: reason)
    }
}
