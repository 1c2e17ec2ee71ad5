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
    /// Whether each dimension and each value has a column; where rows may be short, one may be missing.
    private let isWhole: Bool
    private let texts: [MemberTexts]
    private let rows: RowRule
    /// Whether there are texts that make a row no row of data where its first filled cell is one of them.
    private let hasTitles: Bool
    /// A row: its members, and its values or marks.
    private let members: UnsafeMutablePointer<Int32>
    private let values: UnsafeMutablePointer<Double>
    private let marks: UnsafeMutablePointer<Int32>
    private var knownMarks: [(text: [UInt8], mark: Int32)] = []
    /// Filled cells that a row of data has at least: a heading is a row with one.
    private let leastFilled: Int

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
        var columns: [Column] = (0..<width).map { places.isDeclared($0) ? .ignored : .empty }
        for (number, index) in places.dimensions.enumerated() where index < width { columns[index] = .member(number) }
        for (number, value) in places.values.enumerated() where value.index < width {
            columns[value.index] = .value(number)
        }
        self.columns = columns
        isWhole = places.dimensions.allSatisfy { $0 < width } && places.values.allSatisfy { $0.index < width }
        texts = places.dimensions.map { _ in MemberTexts() }
        rows = layout.rows
        hasTitles =
            switch layout.rows.end {
            case .text, .prefix: true
            case .file, .emptyRow: !layout.rows.skipped.isEmpty
            }
        leastFilled = layout.heading == nil ? 1 : 2
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
        guard isWhole, let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return (0, 0) }
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
        var isFirst = true
        for column in columns {
            if isFirst {
                isFirst = false
            } else {
                if bytes[index] != separator { return nil }
                index += 1
            }
            let cell = index
            if case .value(let number) = column, let end = self.number(bytes, at: index, into: values + number) {
                marks[number] = -1
                index = end
                if filled == 0, hasTitles, isTitle(UnsafeRawBufferPointer(start: bytes + cell, count: end - cell)) {
                    return nil
                }
                filled += 1
                continue
            }
            guard let end = cellEnd(bytes, from: index) else { return nil }
            index = end
            let text = UnsafeRawBufferPointer(start: bytes + cell, count: end - cell)
            switch column {
            case .value(let number):
                guard let mark = mark(text) else { return nil }
                values[number] = 0
                marks[number] = mark
                if text.isEmpty { continue }
                // White space that stands for nothing, or a text that may be a title.
                if mayBeBlank(text) || (filled == 0 && hasTitles && isTitle(text)) { return nil }
            case .member(let number):
                guard let member = member(text, of: number) else { return nil }
                members[number] = member.number
                if filled == 0, member.isTitle { return nil }
            case .ignored:
                if text.isEmpty { continue }
                if !charset.accepts(text) || mayBeBlank(text) || (filled == 0 && hasTitles && isTitle(text)) {
                    return nil
                }
            case .empty:
                if text.isEmpty { continue }
                return nil
            }
            filled += 1
        }
        if filled < leastFilled || index - start > DelimitedLimits.rowBytes { return nil }
        if bytes[index] == 0x0D { index += 1 }
        return bytes[index] == 0x0A ? index + 1 : nil
    }

    /// Whether a cell may be of white space only: anything but printing ASCII first.
    @inline(__always)
    private func mayBeBlank(_ text: UnsafeRawBufferPointer) -> Bool { !(0x21...0x7E ~= text[0]) }

    /// Whether a row whose first filled cell is `text` is none of data.
    private func isTitle(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let cell = charset.cell(text), let title = LayoutText.text(cell) else { return true }
        return isTitle(title)
    }

    private func isTitle(_ title: String) -> Bool { rows.isEnd(title) || rows.skipped.contains(title) }

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
    private func member(_ text: UnsafeRawBufferPointer, of dimension: Int) -> MemberTexts.Member? {
        guard let start = text.baseAddress, text.count > 0 else { return nil }
        return texts[dimension].member(start, text.count) {
            guard let cell = charset.cell(text), let number = table.knownMember(cell, of: dimension) else { return nil }
            return MemberTexts.Member(number: number, isTitle: LayoutText.text(cell).map(isTitle) ?? true)
        }
    }
}

/// Members by the bytes of their cells.
private final class MemberTexts {
    /// A member's number, and whether a row that begins with it is none of data.
    struct Member {
        var number: Int32
        var isTitle: Bool
    }

    private let book = CodeBook()
    private let cache: ShortTextCache
    private var members: [Member] = []

    init() { cache = ShortTextCache(book) }

    /// The member whose name these bytes are; `find` tells it, as long as it is not known.
    @inline(__always)
    func member(_ start: UnsafeRawPointer, _ length: Int, _ find: () -> Member?) -> Member? {
        var isNew = false
        let text = Int(cache.number(start, length, isNew: &isNew))
        if isNew { members.append(Member(number: -1, isTitle: false)) }
        if members[text].number < 0, let found = find() { members[text] = found }
        return members[text].number < 0 ? nil : members[text]
    }
}
