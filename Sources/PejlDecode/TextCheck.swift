/// Checks of bytes that are read as text.
enum TextCheck {
    /// Length of the longest prefix that is UTF-8 and free of NUL bytes.
    static func validPrefix(_ bytes: UnsafeRawBufferPointer, allowsNUL: Bool = false) -> Int {
        var index = 0
        while index < bytes.count {
            while index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                // A byte over 0x7F, or a zero byte: the carry of a subtraction reaches its top bit.
                let odd = (word | (word &- 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080
                if odd != 0 { break }
                index += 8
            }
            if index == bytes.count { break }
            let byte = bytes[index]
            if byte < 0x80 {
                if byte == 0, !allowsNUL { return index }
                index += 1
                continue
            }
            let width = scalarWidth(bytes, at: index)
            if width == 0 { return index }
            index += width
        }
        return index
    }

    /// Bytes of the scalar that begins at `index` with a byte over 0x7F, 0 if it is not UTF-8.
    private static func scalarWidth(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let first = bytes[index]
        let width: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: width = 2
        case 0xE0: (width, second) = (3, 0xA0...0xBF)
        case 0xED: (width, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: width = 3
        case 0xF0: (width, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: width = 4
        case 0xF4: (width, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard index + width <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
        for next in (index + 2)..<max(index + 2, index + width) where bytes[next] & 0xC0 != 0x80 { return 0 }
        return width
    }

    /// Whether a control character (below U+0020 or U+007F) is among the bytes.
    static func hasControl(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.contains { $0 < 0x20 || $0 == 0x7F } }

    /// Whether the bytes are nothing but signs that numbers are written with, a digit among them.
    ///
    /// Such a text that is not a number must not pass as a mark: `1.23` in a Danish answer is a fault, not a reason.
    static func looksLikeNumber(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard hasDigit(bytes), bytes.count <= 256 else { return false }
        var text = String(decoding: DecimalText.trimmed(bytes), as: UTF8.self).unicodeScalars[...]
        if let first = text.first, Self.signs.contains(first) { text = text.dropFirst() }
        return text.allSatisfy {
            isDigit(UInt8(truncatingIfNeeded: $0.value)) && $0.isASCII || Self.fillers.contains($0)
        }
    }

    /// Hyphens, dashes and the minus sign, and plus.
    private static let signs: Set<Unicode.Scalar> = [
        "-", "+", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}", "\u{FE63}", "\u{FF0D}",
    ]
    /// What stands between and behind digits: spaces of all widths, decimal and thousands signs, exponents, per cent.
    private static let fillers: Set<Unicode.Scalar> = [
        " ", "%", ",", ".", "E", "e", "'", "\u{A0}", "\u{2007}", "\u{2008}", "\u{2009}", "\u{200A}", "\u{202F}",
        "\u{2019}", "\u{2030}",
    ]

    /// Whether a digit is among the bytes.
    static func hasDigit(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.contains(where: isDigit) }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
