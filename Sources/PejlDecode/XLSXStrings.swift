/// Texts of a workbook: the shared ones and those that stand in a cell.
enum XLSXStrings {
    static let maximumCount = 1_000_000
    static let maximumBytes = 64 << 20

    /// The shared strings in `part`, each as the cell it becomes.
    static func read(_ package: XLSXPackage, _ part: String) throws(DecodeError) -> [SheetCell] {
        let reader = try package.open(part, root: "sst")
        var cells: [SheetCell] = []
        var total = 0
        while try reader.child() {
            guard reader.name.spells("si") else {
                if !reader.name.spells("extLst") {
                    throw .malformedXLSX(place: part, reason: "an element \(quoted(reader.name)) among the strings")
                }
                try reader.skip()
                continue
            }
            let bytes = try text(reader)
            total += bytes.count
            if total > maximumBytes || cells.count == maximumCount {
                throw .malformedXLSX(
                    place: part,
                    reason: "more than \(maximumCount) strings or \(maximumBytes) bytes of text"
                )
            }
            cells.append(try cell(bytes, place: part))
        }
        try package.finish(reader)
        return cells
    }

    /// The text in the element that has just begun (`si` or `is`): its runs joined, readings of characters left out.
    static func text(_ reader: XMLReader) throws(DecodeError) -> [UInt8] {
        var bytes: [UInt8] = []
        while try reader.child() {
            if reader.name.spells("t") {
                bytes += try reader.content()
            } else if reader.name.spells("r") {
                while try reader.child() {
                    if reader.name.spells("t") {
                        bytes += try reader.content()
                    } else if reader.name.spells("rPr") {
                        try reader.skip()
                    } else {
                        throw reader.failure("an element \(quoted(reader.name)) in a run of text")
                    }
                }
            } else if reader.name.spells("rPh") || reader.name.spells("phoneticPr") {
                try reader.skip()
            } else {
                throw reader.failure("an element \(quoted(reader.name)) in a text")
            }
            if bytes.count > XMLReader.maximumTokenBytes { throw reader.failure("text is too long") }
        }
        return bytes
    }

    /// The cell that holds `bytes`: empty where they are white space, and `_x000D_` read as the character it stands for.
    static func cell(_ bytes: UnsafeRawBufferPointer, place: @autoclosure () -> String) throws(DecodeError) -> SheetCell
    {
        if isBlank(bytes) { return .empty }
        guard bytes.count >= 7, hasEscape(bytes) else { return .text(String(decoding: bytes, as: UTF8.self)) }
        let unescaped = unescape(bytes)
        let control = unescaped.unicodeScalars.contains { $0.value < 0x20 && ![0x09, 0x0A, 0x0D].contains($0.value) }
        if control { throw .malformedXLSX(place: place(), reason: "a control character in its text") }
        return unescaped.utf8.withContiguousStorageIfAvailable { isBlank(UnsafeRawBufferPointer($0)) } ?? false
            ? .empty : .text(unescaped)
    }

    /// The cell that holds `bytes`, likewise.
    static func cell(_ bytes: [UInt8], place: @autoclosure () -> String) throws(DecodeError) -> SheetCell {
        let result: Result<SheetCell, DecodeError> = bytes.withUnsafeBytes { bytes in
            do throws(DecodeError) { return .success(try cell(bytes, place: place())) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Whether there is nothing, or only white space: spaces, tabs, line breaks, no-break spaces.
    static func isBlank(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if let first = bytes.first, first > 0x20, first < 0x80 { return false }
        let trimmed = DecimalText.trimmed(bytes)
        if trimmed.allSatisfy(XMLScan.isSpace) { return true }
        guard let first = trimmed.first, XMLScan.isSpace(first) || first == 0xC2 || first == 0xE2 else { return false }
        return String(decoding: bytes, as: UTF8.self).allSatisfy(\.isWhitespace)
    }

    private static func hasEscape(_ bytes: UnsafeRawBufferPointer) -> Bool {
        for index in 0..<(bytes.count - 6) where escape(bytes, at: index) != nil { return true }
        return false
    }

    private static func unescape(_ bytes: UnsafeRawBufferPointer) -> String {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let scalar = escape(bytes, at: index) {
                result += Array(String(scalar).utf8)
                index += 7
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The character that `_xHHHH_` at `index` stands for (ECMA-376 part 1, 22.9.2.19).
    private static func escape(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Unicode.Scalar? {
        guard bytes[index] == UInt8(ascii: "_"), index + 7 <= bytes.count, bytes[index + 1] == UInt8(ascii: "x"),
            bytes[index + 6] == UInt8(ascii: "_")
        else { return nil }
        let digits = bytes[(index + 2)..<(index + 6)]
        guard digits.allSatisfy({ $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
    }
}
