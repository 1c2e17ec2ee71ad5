import Glibc
import PejlModel

/// Reads rows of a delimited file that hold nothing but members and numbers, from their bytes.
///
/// Most rows are such rows, and turning each of their cells into a text costs fifty times the number in it. A row with
/// anything else in it is left alone, from its first byte, for the reader that makes texts and knows what to refuse.
final class PlainRows {
    private enum Column {
        /// A member of the dimension with this number.
        case member(Int)
        /// The value with this number.
        case value(Int)
        /// A cell that means nothing, but must be text.
        case ignored
        /// No cell.
        case empty
    }

    private let table: LayoutTable
    private let charset: DelimitedCharset
    private let separator: UInt8
    /// What stands before the decimals and between thousands; 0 for nothing.
    private let decimal: UInt8
    private let thousands: UInt8
    private let columns: [Column]
    private let texts: [MemberTexts]
    /// Rows whose first filled cell may be one of these are none of ours.
    private let titles: [[UInt8]]
    /// A row: its members, and its values or marks.
    private let members: UnsafeMutablePointer<Int32>
    private let values: UnsafeMutablePointer<Double>
    private let marks: UnsafeMutablePointer<Int32>
    private var knownMarks: [(text: [UInt8], mark: Int32)] = []
    private let mayBeHeading: Bool

    /// - Parameters:
    ///   - table: Takes the cells; the general reader must have given it a row.
    ///   - layout: How the table lies in the file.
    ///   - places: Where its columns are.
    ///   - width: Cells of every row.
    ///   - form: Charset and separator.
    init(_ table: LayoutTable, _ layout: TableLayout, _ places: LayoutColumns, width: Int, _ form: DelimitedForm) {
        self.table = table
        charset = DelimitedCharset(form.charset)
        let separator = form.separator.rawValue.utf8.first ?? UInt8(ascii: ";")
        self.separator = separator
        func sign(_ text: String) -> UInt8 {
            guard text.utf8.count == 1, let byte = text.utf8.first, byte != separator else { return 0 }
            return byte
        }
        decimal = sign(layout.numbers.decimal.rawValue)
        thousands = sign(layout.numbers.thousands.rawValue)
        columns = (0..<width).map { index in
            if let number = places.dimensions.firstIndex(of: index) { return .member(number) }
            if let number = places.values.firstIndex(where: { $0.index == index }) { return .value(number) }
            return places.isDeclared(index) ? .ignored : .empty
        }
        texts = places.dimensions.map { _ in MemberTexts() }
        var special = layout.rows.skipped
        if case .text(let end) = layout.rows.end { special.insert(end) }
        titles = special.map { [charset] in charset.bytes($0) }
        mayBeHeading = layout.heading != nil
        members = .allocate(capacity: max(1, places.dimensions.count))
        values = .allocate(capacity: max(1, places.values.count))
        marks = .allocate(capacity: max(1, places.values.count))
    }

    deinit {
        members.deallocate()
        values.deallocate()
        marks.deallocate()
    }

    /// Reads plain rows from the beginning of `bytes`, as far as there are any.
    ///
    /// The last of the bytes must be a line feed, and 16 behind it readable.
    func read(_ bytes: UnsafeRawBufferPointer) throws -> (byteCount: Int, rowCount: Int) {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return (0, 0) }
        var index = 0
        var count = 0
        while index < bytes.count, let next = row(base, at: index) {
            try table.takePlain(members: members, values: values, marks: marks)
            index = next
            count += 1
        }
        return (index, count)
    }

    /// Reads the row at `start`; gives where the next one begins.
    @inline(__always)
    private func row(_ bytes: UnsafePointer<UInt8>, at start: Int) -> Int? {
        var index = start
        var filled = 0
        for column in columns {
            if index > start {
                if bytes[index] != separator { return nil }
                index += 1
            }
            let cell = index
            if case .value(let number) = column, let end = self.number(bytes, at: index, into: values + number) {
                marks[number] = -1
                index = end
                if filled == 0, mayBeTitle(bytes + cell, end - cell) { return nil }
                filled += 1
                continue
            }
            guard let end = cellEnd(bytes, from: index) else { return nil }
            index = end
            if end > cell {
                if filled == 0, mayBeTitle(bytes + cell, end - cell) { return nil }
                filled += 1
            }
            let text = UnsafeRawBufferPointer(start: bytes + cell, count: end - cell)
            switch column {
            case .value(let number):
                guard let mark = mark(text) else { return nil }
                values[number] = 0
                marks[number] = mark
            case .member(let number):
                guard let member = member(text, of: number) else { return nil }
                members[number] = member
            case .ignored: if !charset.accepts(text) { return nil }
            case .empty: if end > cell { return nil }
            }
        }
        if filled < (mayBeHeading ? 2 : 1) { return nil }
        if bytes[index] == 0x0D { index += 1 }
        return bytes[index] == 0x0A ? index + 1 : nil
    }

    /// Where the cell at `start` ends; nothing where it holds what only the general reader may read.
    @inline(__always)
    private func cellEnd(_ bytes: UnsafePointer<UInt8>, from start: Int) -> Int? {
        var index = start
        while bytes[index] != separator {
            let byte = bytes[index]
            if byte == 0x0A || byte == 0x0D { break }
            if byte == UInt8(ascii: "\"") || byte == 0 { return nil }
            index += 1
        }
        return index
    }

    /// Reads a number of at most 15 digits that a separator or the end of the row follows; gives where it ends.
    @inline(__always)
    private func number(
        _ bytes: UnsafePointer<UInt8>,
        at start: Int,
        into value: UnsafeMutablePointer<Double>
    ) -> Int? {
        var index = start
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        let first = index
        var mantissa: UInt64 = 0
        @inline(__always)
        func takeDigits() -> Int {
            let from = index
            while bytes[index] &- UInt8(ascii: "0") < 10 {
                mantissa = mantissa &* 10 &+ UInt64(bytes[index] &- UInt8(ascii: "0"))
                index += 1
            }
            return index - from
        }
        var digits = takeDigits()
        if digits == 0 { return nil }
        if thousands != 0, bytes[index] == thousands {
            // The first group of one to three digits does not begin with 0; the others are whole.
            if digits > 3 || bytes[first] == UInt8(ascii: "0") { return nil }
            while bytes[index] == thousands {
                index += 1
                if takeDigits() != 3 { return nil }
                digits += 3
            }
        }
        var places = 0
        if decimal != 0, bytes[index] == decimal {
            index += 1
            places = takeDigits()
            if places == 0 { return nil }
        }
        let end = bytes[index]
        guard digits + places <= 15, end == separator || end == 0x0A || end == 0x0D else { return nil }
        // Both are exact doubles, so that one division rounds once: the nearest double.
        let magnitude = places == 0 ? Double(mantissa) : Double(mantissa) / powersOfTen[places]
        value.pointee = isNegative && mantissa != 0 ? -magnitude : magnitude
        return index
    }

    /// The mark that a cell is; nothing where it is something else.
    private func mark(_ text: UnsafeRawBufferPointer) -> Int32? {
        for known in knownMarks where text.elementsEqual(known.text) { return known.mark }
        guard let cell = charset.cell(text), let mark = table.knownMark(cell) else { return nil }
        if knownMarks.count < 16 { knownMarks.append((Array(text), mark)) }
        return mark
    }

    /// The number of the member that a cell names; nothing where it is empty or odd.
    @inline(__always)
    private func member(_ text: UnsafeRawBufferPointer, of dimension: Int) -> Int32? {
        guard let start = text.baseAddress, text.count > 0 else { return nil }
        return texts[dimension].number(start, text.count) {
            charset.cell(text).flatMap { table.knownMember($0, of: dimension) }
        }
    }

    /// Whether the first filled cell of a row may be a text that makes it no row of data.
    private func mayBeTitle(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        if titles.isEmpty { return false }
        // White space that the general reader takes off first, or letters with a first byte like it.
        if bytes[0] <= 0x20 || [0x85, 0xA0, 0xC2, 0xE1, 0xE2, 0xE3].contains(bytes[0]) { return true }
        return titles.contains { title in
            title.withUnsafeBytes { $0.baseAddress.map { memcmp($0, bytes, min(title.count, count)) == 0 } ?? true }
        }
    }
}

/// Numbers of members by the bytes of their cells.
private final class MemberTexts {
    private let book = CodeBook()
    private let cache: ShortTextCache
    private var numbers: [Int32] = []

    init() { cache = ShortTextCache(book) }

    /// The number of the member; `find` tells it, as long as it is not known.
    @inline(__always)
    func number(_ start: UnsafeRawPointer, _ length: Int, _ find: () -> Int32?) -> Int32? {
        var isNew = false
        let text = cache.number(start, length, isNew: &isNew)
        if isNew { numbers.append(-1) }
        if numbers[Int(text)] < 0 { numbers[Int(text)] = find() ?? -1 }
        let number = numbers[Int(text)]
        return number < 0 ? nil : number
    }
}
