/// The little JSON that requests and error objects need.
enum JSONText {
    /// A JSON string; everything but quotes, backslashes and control characters stays as it is, in UTF-8.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// A JSON array of strings.
    static func array(_ texts: [String]) -> String {
        "[" + texts.map(quoted).joined(separator: ",") + "]"
    }

    /// The members of one flat object of strings, or nothing for any other text.
    static func textMembers(of body: [UInt8]) -> [String: String]? {
        let withoutMark = body.starts(with: [0xEF, 0xBB, 0xBF]) ? body.dropFirst(3) : body[...]
        var scanner = Scanner(rest: withoutMark)
        guard let members = scanner.object() else { return nil }
        return scanner.isAtEnd ? members : nil
    }
}

/// Reads one flat object of strings.
private struct Scanner {
    var rest: ArraySlice<UInt8>

    var isAtEnd: Bool {
        mutating get {
            skipBlanks()
            return rest.isEmpty
        }
    }

    mutating func object() -> [String: String]? {
        guard take("{") else { return nil }
        var members: [String: String] = [:]
        if take("}") { return members }
        while true {
            guard let name = string(), take(":"), let value = string() else { return nil }
            members[name] = value
            if take("}") { return members }
            guard take(",") else { return nil }
        }
    }

    private mutating func skipBlanks() {
        rest = rest.drop { $0 == 0x20 || (0x09...0x0A).contains($0) || $0 == 0x0D }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        var units: [UInt16] = []
        while let end = rest.firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
            units += String(decoding: rest[..<end], as: UTF8.self).utf16
            let isEnd = rest[end] == UInt8(ascii: "\"")
            rest = rest[(end + 1)...]
            if isEnd { return String(decoding: units, as: UTF16.self) }
            guard let unit = escaped() else { return nil }
            units.append(unit)
        }
        return nil
    }

    private mutating func escaped() -> UInt16? {
        guard let letter = rest.popFirst() else { return nil }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt16(letter)
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"):
            guard rest.count >= 4 else { return nil }
            let digits = String(decoding: rest.prefix(4), as: UTF8.self)
            rest = rest.dropFirst(4)
            return UInt16(digits, radix: 16)
        default: return nil
        }
    }
}
