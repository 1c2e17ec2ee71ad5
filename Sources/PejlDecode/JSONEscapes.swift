/// Takes the escapes out of JSON strings, and puts them in.
enum JSONEscapes {
    /// `text` as a JSON string, with its quotation marks.
    static func quoted(_ text: String) -> [UInt8] {
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                result += Array((digits.utf8.count == 1 ? "\\u000" : "\\u00").utf8) + Array(digits.utf8)
            default: result.append(byte)
            }
        }
        return result + [UInt8(ascii: "\"")]
    }

    /// The UTF-8 that `raw` stands for.
    ///
    /// CSIMDJSON has refused every escape JSON does not have and every half of a surrogate pair; what it would not let
    /// through is left as it stands.
    static func unescaped(_ raw: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(raw.count)
        var index = 0
        while index < raw.count {
            guard raw[index] == UInt8(ascii: "\\"), index + 1 < raw.count else {
                result.append(raw[index])
                index += 1
                continue
            }
            let sign = raw[index + 1]
            index += 2
            switch sign {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"):
                var scalar = unit(raw, at: index)
                index += 4
                if 0xD800...0xDBFF ~= scalar {
                    scalar = 0x10000 + ((scalar - 0xD800) << 10) + (unit(raw, at: index + 2) &- 0xDC00)
                    index += 6
                }
                result.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
            default: result.append(sign)
            }
        }
        return result
    }

    private static func unit(_ raw: UnsafeRawBufferPointer, at index: Int) -> UInt32 {
        guard index + 4 <= raw.count else { return 0xFFFD }
        return UInt32(String(decoding: raw[index..<(index + 4)], as: UTF8.self), radix: 16) ?? 0xFFFD
    }
}
