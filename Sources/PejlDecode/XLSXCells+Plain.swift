import Glibc

extension XLSXCells {
    /// Bytes of the longest cell that is read at once.
    private static let plainBytes = 128

    /// Reads the next cell of the row if it is written as spreadsheet programs write nearly all of them.
    ///
    /// That is `<c r="B12" s="3" t="s"><v>5</v></c>`, with or without style and type, a text of the workbook's list or a
    /// plain number, behind `column` in the row. Nothing where it is written otherwise, or is odd: then nothing was read.
    @inline(__always)
    func readPlain(row: Int, after column: Int) -> (cell: SheetCell, column: Int)? {
        let ahead = reader.ahead
        guard ahead.count >= Self.plainBytes, let bytes = ahead.baseAddress else { return nil }
        var scan = PlainScan(bytes: bytes.assumingMemoryBound(to: UInt8.self))
        guard scan.passes("<c r=\"") else { return nil }
        let found = scan.letters()
        guard found > column, found <= XLSXReference.maximumColumn, scan.digits() == row else { return nil }
        var style = 0
        if scan.passes("\" s=\"") {
            guard let number = scan.digits() else { return nil }
            style = number
        }
        let isShared = scan.passes("\" t=\"s")
        guard style < styles.count, scan.passes("\"><v>") else { return nil }
        let value = scan.text()
        guard scan.passes("</v></c>") else { return nil }
        let cell: SheetCell
        if isShared {
            guard let strings, let index = XLSXReference.number(value), index < strings.count else { return nil }
            cell = strings[index]
        } else {
            guard styles[style] == .number, let number = DecimalText.json(value) else { return nil }
            cell = .number(number)
        }
        reader.passElements(byteCount: scan.index)
        return (cell, found)
    }
}

/// Reads the parts of a cell one after the other; each step is bounded, so that 128 bytes are enough for all.
private struct PlainScan {
    let bytes: UnsafePointer<UInt8>
    var index = 0

    init(bytes: UnsafePointer<UInt8>) { self.bytes = bytes }

    /// Passes over `word` if it stands here.
    @inline(__always)
    mutating func passes(_ word: StaticString) -> Bool {
        guard memcmp(bytes + index, word.utf8Start, word.utf8CodeUnitCount) == 0 else { return false }
        index += word.utf8CodeUnitCount
        return true
    }

    /// The number of a column of at most three letters; 0 where none is named.
    @inline(__always)
    mutating func letters() -> Int {
        var column = 0
        let limit = index + 3
        while index < limit, bytes[index] &- UInt8(ascii: "A") < 26 {
            column = column * 26 + Int(bytes[index] &- UInt8(ascii: "A")) + 1
            index += 1
        }
        return column
    }

    /// A number of at most seven digits that does not begin with 0, but for 0 itself.
    @inline(__always)
    mutating func digits() -> Int? {
        let start = index
        var number = 0
        while index < start + 7, bytes[index] &- UInt8(ascii: "0") < 10 {
            number = number * 10 + Int(bytes[index] &- UInt8(ascii: "0"))
            index += 1
        }
        guard index > start, bytes[start] != UInt8(ascii: "0") || index == start + 1 else { return nil }
        return number
    }

    /// What stands before the next tag, at most 32 bytes of it.
    @inline(__always)
    mutating func text() -> UnsafeRawBufferPointer {
        let start = index
        while index < start + 32, bytes[index] != UInt8(ascii: "<") { index += 1 }
        return UnsafeRawBufferPointer(start: bytes + start, count: index - start)
    }
}
