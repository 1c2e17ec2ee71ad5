/// Where the pieces of XML end, and what they say.
enum XMLScan {
    /// Why a reference cannot be resolved.
    struct Fault: Error {
        var reason: String
    }

    /// A run of text up to the next tag.
    struct Text {
        var count: Int
        /// Whether references or carriage returns stand in it.
        var isSpecial: Bool
        var fault: String?
    }

    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// The end of the name that begins at `start`; `start` itself where none does.
    @inline(__always)
    static func name(_ bytes: UnsafeMutablePointer<UInt8>, from start: Int, _ limit: Int) -> Int {
        var index = start
        while index < limit {
            let byte = bytes[index]
            let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte >= 0x80 || byte == 0x5F || byte == 0x3A
            if !isLetter {
                let isInner = byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                if !isInner || index == start { break }
            }
            index += 1
        }
        return index
    }

    /// The text before the next `<`; nothing where none is among the `limit` bytes.
    static func text(_ bytes: UnsafeMutablePointer<UInt8>, _ limit: Int) -> Text? {
        var index = 0
        var isSpecial = false
        var fault: String?
        while index < limit {
            let byte = bytes[index]
            if byte == UInt8(ascii: "<") { return Text(count: index, isSpecial: isSpecial, fault: fault) }
            if byte == UInt8(ascii: "&") || byte == 0x0D {
                isSpecial = true
            } else if byte < 0x20, byte != 0x0A, byte != 0x09 {
                fault = controlText
            } else if byte == UInt8(ascii: ">"), index >= 2, bytes[index - 1] == 0x5D, bytes[index - 2] == 0x5D {
                fault = "\"]]>\" outside CDATA"
            } else if byte >= 0xBE, isNoCharacter(bytes, index) {
                fault = controlText
            }
            index += 1
        }
        return nil
    }

    /// Why the bytes hold what XML does not allow: a control character, U+FFFE or U+FFFF.
    static func controlFault(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> String? {
        for index in 0..<count {
            let byte = bytes[index]
            if byte < 0x20, !isSpace(byte) { return controlText }
            if byte >= 0xBE, isNoCharacter(bytes, index) { return controlText }
        }
        return nil
    }

    private static let controlText = "a character that XML does not allow"

    private static func isNoCharacter(_ bytes: UnsafeMutablePointer<UInt8>, _ index: Int) -> Bool {
        index >= 2 && (bytes[index] == 0xBE || bytes[index] == 0xBF) && bytes[index - 1] == 0xBF
            && bytes[index - 2] == 0xEF
    }

    /// Resolves references and line breaks in place, which never makes the bytes more; the new count.
    static func resolve(
        _ bytes: UnsafeMutablePointer<UInt8>,
        _ count: Int,
        inAttribute: Bool
    ) -> Result<Int, Fault> {
        var (read, write) = (0, 0)
        while read < count {
            let byte = bytes[read]
            if byte == UInt8(ascii: "&") {
                var semicolon = read + 1
                while semicolon < count, semicolon - read <= 12, bytes[semicolon] != UInt8(ascii: ";") {
                    semicolon += 1
                }
                let word = String(
                    decoding: UnsafeBufferPointer(start: bytes + read + 1, count: semicolon - read - 1),
                    as: UTF8.self
                )
                guard semicolon < count, bytes[semicolon] == UInt8(ascii: ";") else {
                    return .failure(Fault(reason: "\"&\" that begins no reference"))
                }
                guard let scalar = scalar(of: word) else {
                    return .failure(Fault(reason: "unknown reference \(quoted("&" + word + ";"))"))
                }
                for unit in UTF8.encode(scalar) ?? .init() {
                    bytes[write] = unit
                    write += 1
                }
                read = semicolon + 1
                continue
            }
            if byte == 0x0D {
                bytes[write] = inAttribute ? 0x20 : 0x0A
                if read + 1 < count, bytes[read + 1] == 0x0A { read += 1 }
            } else {
                bytes[write] = inAttribute && byte < 0x20 ? 0x20 : byte
            }
            write += 1
            read += 1
        }
        return .success(write)
    }

    /// Makes CR LF and CR to LF in place; the new count.
    static func joinLineBreaks(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
        var write = 0
        var previous: UInt8 = 0
        for read in 0..<count {
            let byte = bytes[read]
            if byte != 0x0A || previous != 0x0D {
                bytes[write] = byte == 0x0D ? 0x0A : byte
                write += 1
            }
            previous = byte
        }
        return write
    }

    /// The character that `&word;` stands for: one of five names, or a number of a character XML allows.
    private static func scalar(of word: String) -> Unicode.Scalar? {
        switch word {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard word.hasPrefix("#") else { return nil }
        let isHex = word.hasPrefix("#x")
        let digits = word.dropFirst(isHex ? 2 : 1)
        guard digits.first != "+", digits.first != "-", let number = UInt32(digits, radix: isHex ? 16 : 10),
            number >= 0x20 || number == 0x09 || number == 0x0A || number == 0x0D, number != 0xFFFE, number != 0xFFFF
        else { return nil }
        return Unicode.Scalar(number)
    }
}
