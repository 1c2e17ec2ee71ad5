/// A cell's place in a sheet, both parts counted from 1.
struct XLSXReference: Equatable {
    static let maximumRow = 1_048_576
    static let maximumColumn = 16_384

    var column: Int
    var row: Int

    init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }

    /// Reads `B12`; nothing where it is spelled in another way or lies outside the largest sheet.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var (index, column) = (0, 0)
        while index < bytes.count, index < 4, bytes[index] &- UInt8(ascii: "A") < 26 {
            column = column * 26 + Int(bytes[index] &- UInt8(ascii: "A")) + 1
            index += 1
        }
        guard index > 0, column <= Self.maximumColumn,
            let row = Self.row(UnsafeRawBufferPointer(rebasing: bytes[index...]))
        else { return nil }
        self.init(column: column, row: row)
    }

    /// Reads a row's number: digits that do not begin with 0.
    static func row(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count <= 7, let row = number(bytes), bytes.first != UInt8(ascii: "0"), row <= maximumRow else {
            return nil
        }
        return row
    }

    /// Reads digits; nothing for anything else, or for more than nine.
    static func number(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard !bytes.isEmpty, bytes.count <= 9 else { return nil }
        var number = 0
        for byte in bytes {
            guard byte &- UInt8(ascii: "0") < 10 else { return nil }
            number = number * 10 + Int(byte &- UInt8(ascii: "0"))
        }
        return number
    }

    /// As a sheet names the place: `B12`.
    var name: String {
        var letters = ""
        var rest = column
        while rest > 0 {
            letters = String(Unicode.Scalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return letters + "\(row)"
    }
}

/// A rectangle of cells.
struct XLSXRange: Equatable {
    var first: XLSXReference
    var last: XLSXReference

    /// Reads `A1:B2`, or `A1` alone.
    init?(_ bytes: UnsafeRawBufferPointer) {
        let parts = bytes.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
        let places = parts.compactMap { XLSXReference(UnsafeRawBufferPointer(rebasing: $0)) }
        guard places.count == parts.count, places.count <= 2, let first = places.first, let last = places.last,
            first.column <= last.column, first.row <= last.row
        else { return nil }
        self.first = first
        self.last = last
    }
}
