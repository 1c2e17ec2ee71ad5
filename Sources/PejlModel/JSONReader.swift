/// Reads one small JSON document, byte by byte.
struct JSONReader {
    private static let depthLimit = 32

    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    mutating func document() throws(JSONValue.Problem) -> JSONValue {
        let value = try value()
        skipBlanks()
        guard place == bytes.count else { throw problem("something follows the document") }
        return value
    }

    private func problem(_ reason: String) -> JSONValue.Problem { JSONValue.Problem(offset: place, reason: reason) }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { place += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func value() throws(JSONValue.Problem) -> JSONValue {
        skipBlanks()
        guard let first = next else { throw problem("it ends where a value is expected") }
        switch first {
        case UInt8(ascii: "{"): return try nested { reader throws(JSONValue.Problem) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(JSONValue.Problem) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw problem("no value begins like this")
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONValue.Problem) -> JSONValue
    ) throws(JSONValue.Problem) -> JSONValue {
        depth += 1
        guard depth <= Self.depthLimit else { throw problem("more than \(Self.depthLimit) levels") }
        place += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONValue.Problem) -> JSONValue {
        var members: [String: JSONValue] = [:]
        if take("}") { return .object(members) }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw problem("a member's name is expected") }
            let name = try string()
            guard members[name] == nil else { throw problem("a member comes twice") }
            guard take(":") else { throw problem("\":\" is expected") }
            members[name] = try value()
            if take("}") { return .object(members) }
            guard take(",") else { throw problem("\",\" or \"}\" is expected") }
        }
    }

    private mutating func array() throws(JSONValue.Problem) -> JSONValue {
        var elements: [JSONValue] = []
        if take("]") { return .array(elements) }
        while true {
            elements.append(try value())
            if take("]") { return .array(elements) }
            guard take(",") else { throw problem("\",\" or \"]\" is expected") }
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONValue.Problem) -> JSONValue {
        let expected = word.withUTF8Buffer { Array($0) }
        guard bytes[place...].starts(with: expected) else { throw problem("no value begins like this") }
        place += expected.count
        return value
    }

    // MARK: - Numbers

    private mutating func number() throws(JSONValue.Problem) -> String {
        let start = place
        if next == UInt8(ascii: "-") { place += 1 }
        if next == UInt8(ascii: "0") { place += 1 } else { try digits() }
        if next == UInt8(ascii: ".") {
            place += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            place += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
            try digits()
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func digits() throws(JSONValue.Problem) {
        let start = place
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        guard place > start else { throw problem("a digit is expected") }
    }

    // MARK: - Texts

    private mutating func string() throws(JSONValue.Problem) -> String {
        place += 1
        var text: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let valid = String(validating: text, as: UTF8.self) else { throw problem("a text is not UTF-8") }
                return valid
            case UInt8(ascii: "\\"): text += String(Character(try escaped())).utf8
            case 0..<0x20: throw problem("a control character in a text")
            default: text.append(byte)
            }
        }
        throw problem("a text does not end")
    }

    private mutating func escaped() throws(JSONValue.Problem) -> Unicode.Scalar {
        guard let letter = next else { throw problem("a text does not end") }
        place += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try numbered()
        default: throw problem("no such escape")
        }
    }

    /// A scalar by its number in UTF-16; half of a pair stands for nothing.
    private mutating func numbered() throws(JSONValue.Problem) -> Unicode.Scalar {
        let first = try unit()
        if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
        guard UTF16.isLeadSurrogate(first), next == UInt8(ascii: "\\") else { throw problem("half a character") }
        place += 1
        guard next == UInt8(ascii: "u") else { throw problem("half a character") }
        place += 1
        let second = try unit()
        guard UTF16.isTrailSurrogate(second) else { throw problem("half a character") }
        let number = 0x10000 + ((UInt32(first) - 0xD800) << 10) + (UInt32(second) - 0xDC00)
        guard let scalar = Unicode.Scalar(number) else { throw problem("half a character") }
        return scalar
    }

    private mutating func unit() throws(JSONValue.Problem) -> UInt16 {
        let digits = bytes[place...].prefix(4)
        let isHexadecimal = digits.allSatisfy { byte in Character(Unicode.Scalar(byte)).isHexDigit && byte < 0x80 }
        guard digits.count == 4, isHexadecimal, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw problem("four hexadecimal digits are expected") }
        place += 4
        return unit
    }
}
