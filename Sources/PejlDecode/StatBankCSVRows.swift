import PejlModel

/// The rows of a StatBank CSV: a line to a cell.
final class StatBankCSVRows {
    /// Longest mark in a value field, in bytes.
    private static let maximumMarkBytes = 8

    private let table: TableDictionary
    private let delimiter: UInt8
    private let caches: [ShortTextCache]
    private let width: Int
    private let sink: any CellSink
    private var builder: ChunkBuilder?
    private var decimalSign: UInt8 = 0
    /// The row before, and where each of its fields but the last ends; nil where it has quotes or has moved.
    private var last: UnsafeRawPointer?
    private var lastCount = 0
    private let stops: UnsafeMutablePointer<Int>

    init(_ header: StatBankCSVHeader, sink: any CellSink) {
        table = TableDictionary(columns: header.columns, measures: [StatBankCSVHeader.valueColumn])
        delimiter = header.delimiter
        caches = table.books.map(ShortTextCache.init)
        width = header.columns.count
        self.sink = sink
        stops = .allocate(capacity: max(1, width))
    }

    deinit { stops.deallocate() }

    /// The bytes of rows read so far are about to move or go.
    func forgetLast() { last = nil }

    /// Reads `text`, behind which 16 bytes must be readable, as the row in line `line`.
    func add(_ text: UnsafeRawBufferPointer, line: Int) throws {
        let builder = try begun()
        guard let base = text.baseAddress else { throw fieldCount(text, line) }
        let end = text.count
        var start = 0
        // Rows come sorted: most have their first fields in common with the row before, whose codes are still there.
        var column = sharedFields(base, end)
        if column > 0 { start = stops[column - 1] + 1 }
        last = base
        lastCount = end
        while column < width {
            defer { column += 1 }
            if start < end, text[start] == UInt8(ascii: "\"") {
                last = nil
                let field = try CSVField(text, from: start, delimiter: delimiter, line: line)
                if field.next > end { throw fieldCount(text, line) }
                builder.row[column] = try number(field, column: column, line: line)
                start = field.next
                continue
            }
            var stop = start
            while stop < end, base.load(fromByteOffset: stop, as: UInt8.self) != delimiter { stop += 1 }
            if stop == end { throw fieldCount(text, line) }
            var isNew = false
            builder.row[column] = caches[column].number(base + start, stop - start, isNew: &isNew)
            if isNew {
                try check(UnsafeRawBufferPointer(start: base + start, count: stop - start), column: column, line: line)
            }
            stops[column] = stop
            start = stop + 1
        }
        let value = UnsafeRawBufferPointer(rebasing: text[start...])
        if let number = DecimalText.plain(value) {
            if number.decimalSign == delimiter { throw fieldCount(text, line) }
            if number.decimalSign != 0 { try agree(number.decimalSign, line: line) }
            try builder.add(value: number.value)
        } else {
            try addOdd(value, of: text, from: start, line: line, to: builder)
        }
    }

    /// How many fields, with the delimiters behind them, the row has in common with the one before.
    @inline(__always)
    private func sharedFields(_ base: UnsafeRawPointer, _ end: Int) -> Int {
        guard let last else { return 0 }
        let limit = min(end, lastCount)
        var same = 0
        while same < limit {
            let difference =
                base.loadUnaligned(fromByteOffset: same, as: UInt64.self)
                ^ last.loadUnaligned(fromByteOffset: same, as: UInt64.self)
            if difference != 0 {
                same += difference.trailingZeroBitCount / 8
                break
            }
            same += 8
        }
        same = min(same, limit)
        var column = 0
        while column < width, stops[column] < same { column += 1 }
        return column
    }

    /// Hands over the last cells.
    func finish() throws {
        guard let builder else { throw DecodeError.noCells(found: "only a header row") }
        try builder.flush()
    }

    private func begun() throws -> ChunkBuilder {
        if let builder { return builder }
        let new = try ChunkBuilder(table, sink)
        builder = new
        return new
    }

    /// A value field that is no plain number: quoted, one of several fields, or a mark.
    private func addOdd(
        _ value: UnsafeRawBufferPointer,
        of text: UnsafeRawBufferPointer,
        from start: Int,
        line: Int,
        to builder: ChunkBuilder
    ) throws {
        if value.first == UInt8(ascii: "\"") {
            let field = try CSVField(text, from: start, delimiter: delimiter, line: line)
            if field.next <= text.count { throw fieldCount(text, line) }
            try field.bytes.withUnsafeBytes { bytes in
                if let number = DecimalText.plain(bytes) {
                    if number.decimalSign != 0 { try agree(number.decimalSign, line: line) }
                    try builder.add(value: number.value)
                } else {
                    try builder.add(value: 0, mark: mark(bytes, line: line))
                }
            }
            return
        }
        if value.contains(delimiter) { throw fieldCount(text, line) }
        try builder.add(value: 0, mark: mark(value, line: line))
    }

    /// A mark is short and holds no digit: `1.234.567` and `12 %` are faults, not reasons for a missing number.
    private func mark(_ text: UnsafeRawBufferPointer, line: Int) throws(DecodeError) -> Int32 {
        if text.count > Self.maximumMarkBytes || TextCheck.hasDigit(text) || TextCheck.hasControl(text) {
            throw .unreadableValue(place: "line \(line)", text: String(decoding: text.prefix(240), as: UTF8.self))
        }
        return table.marks.intern(text)
    }

    private func number(_ field: CSVField, column: Int, line: Int) throws -> Int32 {
        try field.bytes.withUnsafeBytes { bytes in
            let before = table.books[column].count
            let number = table.books[column].intern(bytes)
            if Int(number) == before { try check(bytes, column: column, line: line) }
            return number
        }
    }

    private func check(_ text: UnsafeRawBufferPointer, column: Int, line: Int) throws(DecodeError) {
        guard TextCheck.hasControl(text) else { return }
        throw .malformedCSV(line: line, reason: "a control character in column \(quoted(table.columns[column]))")
    }

    /// One answer has one language: a comma here and a point there means that one of them is no decimal sign.
    private func agree(_ sign: UInt8, line: Int) throws(DecodeError) {
        if decimalSign == sign { return }
        if decimalSign != 0 {
            throw .malformedCSV(line: line, reason: "decimal comma and decimal point in one document")
        }
        decimalSign = sign
    }

    private func fieldCount(_ text: UnsafeRawBufferPointer, _ line: Int) -> DecodeError {
        var count = 0
        var start = 0
        while start <= text.count, let field = try? CSVField(text, from: start, delimiter: delimiter, line: line) {
            count += 1
            start = field.next
        }
        return .fieldCount(line: line, expected: width + 1, found: count)
    }
}
