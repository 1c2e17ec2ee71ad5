import CSIMDJSON
import PejlModel

/// Collects one row after the other from the events.
final class FlatRows {
    /// Most keys of a row.
    static let maximumColumns = 256
    private static let maximumMarkBytes = 32

    /// A key of the first row, by its place there.
    private struct Column {
        var key: JSONDocument.Event
        var name: String
        /// Row in which the key was met last.
        var row = 0
    }

    private let document: JSONDocument
    private let sink: any CellSink
    private var columns: [Column] = []
    /// The value of each column in the row that is read.
    private let values: UnsafeMutablePointer<JSONDocument.Event>
    private var places: [String: Int] = [:]
    private var dimensions: [(place: Int, cache: ShortTextCache)] = []
    private var measures: [Int] = []
    private var table = TableDictionary(columns: [], measures: [])
    private var builder: ChunkBuilder?
    /// The row that is read, from 1.
    private(set) var row = 0
    private var fields = 0
    private var place = 0
    /// Rows that were delivered before the walk that passes them again.
    private var delivered = 0

    init(_ document: JSONDocument, _ sink: any CellSink) {
        self.document = document
        self.sink = sink
        values = .allocate(capacity: Self.maximumColumns)
    }

    deinit { values.deallocate() }

    /// Takes the next events; `depth` is how deep the row lies that they are counted from.
    func take(_ events: UnsafeBufferPointer<JSONDocument.Event>, depth: UInt16 = 0) throws {
        for event in events {
            let kind = Int(event.kind)
            switch event.depth + depth {
            case 2:
                if row <= delivered { continue }
                if kind == PEJL_JSON_KEY {
                    try meet(event)
                } else if kind < PEJL_JSON_KEY {
                    throw malformed("\(quoted(columns[place].name)) holds an object or array; ask with indlejret false")
                } else {
                    values[place] = event
                }
            case 1:
                if kind == PEJL_JSON_OBJECT_BEGIN {
                    row += 1
                    fields = 0
                } else if kind == PEJL_JSON_OBJECT_END {
                    if row > delivered { try finishRow() }
                } else {
                    row += 1
                    throw malformed("not an object")
                }
            default: break
            }
        }
    }

    /// The values of the row that was read last, in the order of the first row's keys.
    var firstValues: UnsafeBufferPointer<JSONDocument.Event> {
        UnsafeBufferPointer(start: values, count: columns.count)
    }

    /// Takes a row that has the keys of the first, in its order.
    @inline(__always)
    func take(row values: UnsafePointer<JSONDocument.Event>) throws {
        row += 1
        self.values.update(from: values, count: columns.count)
        try deliver()
    }

    /// Forgets a row that was begun behind `last`.
    func forgetRow(after last: Int) {
        row = last
        for column in columns.indices { columns[column].row = 0 }
        if last > 0 { return }
        columns = []
        places = [:]
    }

    /// A walk over the whole document follows; it passes the rows that were delivered.
    func beginAgain() {
        delivered = row
        row = 0
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
                columns.append(Column(key: key, name: name))
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
        try deliver()
    }

    /// Hands over the cells of the row.
    private func deliver() throws {
        let builder = try builder ?? begin()
        for (column, dimension) in dimensions.enumerated() {
            builder.row[column] = try code(dimension.place, column, dimension.cache)
        }
        for (measure, place) in measures.enumerated() { try add(place, measure: Int32(measure), to: builder) }
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

    private func code(_ place: Int, _ number: Int, _ cache: ShortTextCache) throws(DecodeError) -> Int32 {
        let event = values[place]
        let kind = Int(event.kind)
        guard kind == PEJL_JSON_STRING || kind == PEJL_JSON_NUMBER else {
            throw malformed("\(quoted(columns[place].name)) is neither text nor a number")
        }
        if event.escaped != 0 { return table.books[number].intern(document.text(event)) }
        let bytes = document.bytes(event)
        guard let start = bytes.baseAddress else { return table.books[number].intern("") }
        var isNew = false
        // The document is padded, so 16 bytes can always be loaded.
        return cache.number(start, bytes.count, isNew: &isNew)
    }

    private func add(_ place: Int, measure: Int32, to builder: ChunkBuilder) throws {
        let event = values[place]
        switch Int(event.kind) {
        case PEJL_JSON_NUMBER:
            guard let value = DecimalText.json(document.bytes(event)) else {
                throw unreadable(place, document.bytes(event))
            }
            try builder.add(measure: measure, value: value)
        case PEJL_JSON_NULL: try builder.add(measure: measure, value: 0, mark: table.marks.intern(""))
        case PEJL_JSON_STRING where event.escaped == 0:
            try add(document.bytes(event), place, measure, to: builder)
        case PEJL_JSON_STRING:
            try JSONEscapes.unescaped(document.bytes(event)).withUnsafeBytes {
                try add($0, place, measure, to: builder)
            }
        default: throw unreadable(place, document.bytes(event))
        }
    }

    private func add(
        _ text: UnsafeRawBufferPointer,
        _ place: Int,
        _ measure: Int32,
        to builder: ChunkBuilder
    ) throws {
        if let number = DecimalText.danish(text) {
            return try builder.add(measure: measure, value: number.value, isPercent: number.isPercent)
        }
        let mark = DecimalText.trimmed(text)
        if mark.count > Self.maximumMarkBytes || TextCheck.hasControl(mark) || TextCheck.looksLikeNumber(mark) {
            throw unreadable(place, text)
        }
        try builder.add(measure: measure, value: 0, mark: table.marks.intern(mark))
    }

    private func malformed(_ reason: String) -> DecodeError { .malformedRow(row: row, reason: reason) }

    private func unreadable(_ place: Int, _ text: UnsafeRawBufferPointer) -> DecodeError {
        .unreadableValue(
            place: "row \(row), \(quoted(columns[place].name))",
            text: String(decoding: text.prefix(240), as: UTF8.self)
        )
    }
}
