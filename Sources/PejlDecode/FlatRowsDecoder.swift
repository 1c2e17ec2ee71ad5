import CSIMDJSON
import PejlModel

/// The rows of uddannelsesstatistik.dk: an array of flat objects that all have the same keys.
///
/// A key that begins with `[` is a dimension, `[Measures].…` and any other a measure; a row gives one cell a measure.
/// Some clients have seen the array inside a JSON string: that one wrapping is taken off.
enum FlatRowsDecoder {
    static func decode(_ document: JSONDocument, sink: any CellSink) throws {
        guard let inner = try wrapped(document) else { return try rows(of: document, sink: sink) }
        var inside = inner
        try inside.withUTF8 { bytes in
            var source = MemorySource(UnsafeRawBufferPointer(bytes), step: bytes.count)
            let document = try JSONDocument(&source, expecting: bytes.count)
            try document.checkContent(expected: .uddannelsesstatistik)
            if first(document) == UInt8(ascii: "\"") { throw DecodeError.notRows(reason: "a string inside a string") }
            try rows(of: document, sink: sink)
        }
    }

    private static func first(_ document: JSONDocument) -> UInt8? {
        document.bytes(document.range).first { $0 > 0x20 }
    }

    /// The text of a document that is one string, nil for any other.
    private static func wrapped(_ document: JSONDocument) throws -> String? {
        guard first(document) == UInt8(ascii: "\"") else { return nil }
        var text: String?
        try document.walk(document.range, reportDepth: 0) { events in text = events.first.map(document.text) }
        return text
    }

    private static func rows(of document: JSONDocument, sink: any CellSink) throws {
        guard first(document) == UInt8(ascii: "[") else {
            guard first(document) == UInt8(ascii: "{") else {
                try document.walk(document.range, reportDepth: 0) { _ in }
                throw DecodeError.notRows(reason: "a single value")
            }
            let keys = try document.members(document.range).prefix(5).map { quoted($0.key) }
            throw DecodeError.notRows(
                reason: "an object whose members are \(keys.isEmpty ? "none" : keys.joined(separator: ", "))"
            )
        }
        let rows = FlatRows(document, sink)
        try document.walk(document.range, reportDepth: 2, rows.take)
        try rows.finish()
    }
}

/// Collects one row after the other from the events.
private final class FlatRows {
    private static let maximumColumns = 256
    private static let maximumMarkBytes = 32

    /// A key of the first row, by its place there.
    private struct Column {
        var key: JSONDocument.Event
        var name: String
        /// Row in which the key was met last.
        var row = 0
        var value: JSONDocument.Event
    }

    private let document: JSONDocument
    private let sink: any CellSink
    private var columns: [Column] = []
    private var places: [String: Int] = [:]
    private var dimensions: [(place: Int, cache: ShortTextCache)] = []
    private var measures: [Int] = []
    private var table = TableDictionary(columns: [], measures: [])
    private var builder: ChunkBuilder?
    private var row = 0
    private var fields = 0
    private var place = 0

    init(_ document: JSONDocument, _ sink: any CellSink) {
        self.document = document
        self.sink = sink
    }

    func take(_ events: UnsafeBufferPointer<JSONDocument.Event>) throws {
        for event in events {
            let kind = Int(event.kind)
            switch event.depth {
            case 2:
                if kind == PEJL_JSON_KEY {
                    try meet(event)
                } else if kind < PEJL_JSON_KEY {
                    throw malformed("\(quoted(columns[place].name)) holds an object or array; ask with indlejret false")
                } else {
                    columns[place].value = event
                }
            case 1:
                if kind == PEJL_JSON_OBJECT_BEGIN {
                    row += 1
                    fields = 0
                } else if kind == PEJL_JSON_OBJECT_END {
                    try finishRow()
                } else {
                    row += 1
                    throw malformed("not an object")
                }
            default: break
            }
        }
    }

    func finish() throws {
        guard let builder else { throw DecodeError.noCells(found: "an empty array") }
        try builder.flush()
    }

    /// Finds the column of a key: nearly always the next one, with the same bytes as in the first row.
    private func meet(_ key: JSONDocument.Event) throws {
        defer { fields += 1 }
        if row > 1, fields < columns.count, document.areEqual(key, columns[fields].key) {
            place = fields
        } else {
            let name = document.text(key)
            if let known = places[name] {
                place = known
            } else if row == 1 {
                if columns.count == Self.maximumColumns { throw malformed("more than \(Self.maximumColumns) keys") }
                place = columns.count
                places[name] = place
                columns.append(Column(key: key, name: name, value: key))
            } else {
                throw malformed("the key \(quoted(name)) is not in the first row")
            }
        }
        if columns[place].row == row { throw malformed("the key \(quoted(columns[place].name)) stands twice") }
        columns[place].row = row
    }

    private func finishRow() throws {
        if let missing = columns.first(where: { $0.row != row }) {
            throw malformed("the key \(quoted(missing.name)) is missing")
        }
        let builder = try builder ?? begin()
        for (column, dimension) in dimensions.enumerated() {
            builder.row[column] = try code(columns[dimension.place], column, dimension.cache)
        }
        for (measure, place) in measures.enumerated() {
            try add(columns[place], measure: Int32(measure), to: builder)
        }
    }

    /// Takes the columns from the first row.
    private func begin() throws -> ChunkBuilder {
        var codes: [Int] = []
        for (place, column) in columns.enumerated() {
            let isDimension = column.name.hasPrefix("[") && !column.name.hasPrefix("[Measures].")
            if isDimension { codes.append(place) } else { measures.append(place) }
        }
        if codes.isEmpty { throw malformed("no key begins with [") }
        if measures.isEmpty { throw malformed("no measure") }
        table = TableDictionary(columns: codes.map { columns[$0].name }, measures: measures.map { columns[$0].name })
        dimensions = codes.enumerated().map { ($1, ShortTextCache(table.books[$0])) }
        let new = try ChunkBuilder(table, sink)
        builder = new
        return new
    }

    private func code(_ column: Column, _ number: Int, _ cache: ShortTextCache) throws(DecodeError) -> Int32 {
        let event = column.value
        let kind = Int(event.kind)
        guard kind == PEJL_JSON_STRING || kind == PEJL_JSON_NUMBER else {
            throw malformed("\(quoted(column.name)) is neither text nor a number")
        }
        if event.escaped != 0 { return table.books[number].intern(document.text(event)) }
        let bytes = document.bytes(event)
        guard let start = bytes.baseAddress else { return table.books[number].intern("") }
        var isNew = false
        // The document is padded, so 16 bytes can always be loaded.
        return cache.number(start, bytes.count, isNew: &isNew)
    }

    private func add(_ column: Column, measure: Int32, to builder: ChunkBuilder) throws {
        let event = column.value
        switch Int(event.kind) {
        case PEJL_JSON_NUMBER:
            guard let value = DecimalText.json(document.bytes(event)) else {
                throw unreadable(column, document.bytes(event))
            }
            try builder.add(measure: measure, value: value)
        case PEJL_JSON_NULL: try builder.add(measure: measure, value: 0, mark: table.marks.intern(""))
        case PEJL_JSON_STRING where event.escaped == 0:
            try add(document.bytes(event), column, measure, to: builder)
        case PEJL_JSON_STRING:
            try JSONEscapes.unescaped(document.bytes(event)).withUnsafeBytes {
                try add($0, column, measure, to: builder)
            }
        default: throw unreadable(column, document.bytes(event))
        }
    }

    private func add(
        _ text: UnsafeRawBufferPointer,
        _ column: Column,
        _ measure: Int32,
        to builder: ChunkBuilder
    ) throws {
        if let number = DecimalText.danish(text) {
            return try builder.add(measure: measure, value: number.value, isPercent: number.isPercent)
        }
        let mark = DecimalText.trimmed(text)
        if mark.count > Self.maximumMarkBytes || TextCheck.hasControl(mark) || TextCheck.looksLikeNumber(mark) {
            throw unreadable(column, text)
        }
        try builder.add(measure: measure, value: 0, mark: table.marks.intern(mark))
    }

    private func malformed(_ reason: String) -> DecodeError { .malformedRow(row: row, reason: reason) }

    private func unreadable(_ column: Column, _ text: UnsafeRawBufferPointer) -> DecodeError {
        .unreadableValue(
            place: "row \(row), \(quoted(column.name))",
            text: String(decoding: text.prefix(240), as: UTF8.self)
        )
    }
}
