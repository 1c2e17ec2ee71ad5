/// Reads the JSON that most lines of the protocol are: no escapes, each key once, spaces at the most between its parts.
///
/// Two ways were weighed for reading a line. `JSONDecoder` for all of them: it makes a map of the line, and a line of
/// figures or a finding then takes ten times as long as what is done with it. A reader of the protocol's own: it
/// would have to refuse whatever `JSONDecoder` refuses, in the same words. This is neither: what is not plain, right
/// or wrong, is nil here, and the caller gives the line to `JSONDecoder`, whose word counts. The readers of publishers'
/// documents are of no use here: they belong to stages, and this kit is built by authors of plugins without any of them.
struct PlainJSON {
    typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The parameters of a notification of some method; nil for any other line.
    static func notification<Value: PlainValue>(_ line: [UInt8], _ method: StaticString, _: Value.Type) -> Value? {
        line.withUnsafeBufferPointer { bytes in
            var json = PlainJSON(bytes)
            var version: String?
            var isNamed = false
            var params: Value?
            let isWhole = json.object { key, json in
                if key.isText("jsonrpc") { return json.take(&version) }
                if key.isText("params") { return json.take(&params) }
                guard key.isText("method"), !isNamed else { return false }
                isNamed = json.quoted()?.isText(method) ?? false
                return isNamed
            }
            json.skipSpaces()
            return isWhole && json.place == bytes.count && version != nil && isNamed ? params : nil
        }
    }

    /// Whether a byte of a text stands for itself.
    static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// An object; `field` is handed each key and must read its value, or say no.
    mutating func object(_ field: (Bytes, inout PlainJSON) -> Bool) -> Bool {
        guard take("{") else { return false }
        if take("}") { return true }
        repeat {
            guard let key = quoted(), take(":"), field(key, &self) else { return false }
        } while take(",")
        return take("}")
    }

    /// Reads a field once; no where it is there already or cannot be read.
    mutating func take<Value: PlainValue>(_ field: inout Value?) -> Bool {
        guard field == nil, let value = Value(plain: &self) else { return false }
        field = value
        return true
    }

    /// An array; nil where an element is.
    mutating func array<Element: PlainValue>(of _: Element.Type) -> [Element]? {
        guard take("[") else { return nil }
        var elements: [Element] = []
        if take("]") { return elements }
        repeat {
            guard let element = Element(plain: &self) else { return nil }
            elements.append(element)
        } while take(",")
        return take("]") ? elements : nil
    }

    /// What stands between quotation marks, if each byte of it stands for itself.
    mutating func quoted() -> Bytes? {
        guard take("\"") else { return nil }
        let start = place
        while place < bytes.count, Self.isPlain(bytes[place]) { place += 1 }
        let end = place
        return takeByte(UInt8(ascii: "\"")) ? bytes[start..<end] : nil
    }

    /// A whole number of at most 18 digits.
    mutating func integer() -> Int? {
        guard let number = digits(), number.isWhole, number.count <= 18 else { return nil }
        return number.isNegative ? -Int(number.mantissa) : Int(number.mantissa)
    }

    /// A number, rounded to the nearest `Double`.
    mutating func number() -> Double? {
        skipSpaces()
        let start = place
        guard let number = digits() else { return nil }
        if number.count <= 15, !number.hasExponent {
            // Both are exact, and one division rounds once.
            let value = Double(number.mantissa) / Self.powers[number.decimals]
            return number.isNegative ? -value : value
        }
        // What is too large or too small for a Double is refused by JSONDecoder, not taken for infinity or 0.
        let value = Double(String(decoding: bytes[start..<place], as: UTF8.self)) ?? 0
        return value.isFinite && value != 0 ? value : nil
    }

    /// Passes over `null`, if that is what follows.
    mutating func takeNull() -> Bool {
        skipSpaces()
        guard bytes[place...].starts(with: "null".utf8) else { return false }
        place += 4
        return true
    }

    // MARK: - Parts

    private static let powers: [Double] = (0...15).map { places in
        (0..<places).reduce(1) { power, _ in power * 10 }
    }

    private struct Digits {
        var isNegative = false
        /// The digits before any exponent as one number, while there are at most 19.
        var mantissa: UInt64 = 0
        /// How many there are, zeros at the front included.
        var count = 0
        var decimals = 0
        var hasExponent = false
        var isWhole: Bool { decimals == 0 && !hasExponent }
    }

    /// A number as JSON's grammar has it.
    private mutating func digits() -> Digits? {
        skipSpaces()
        var number = Digits()
        number.isNegative = takeByte(UInt8(ascii: "-"))
        let first = place
        guard run(&number) > 0, bytes[first] != UInt8(ascii: "0") || place == first + 1 else { return nil }
        if takeByte(UInt8(ascii: ".")) {
            number.decimals = run(&number)
            guard number.decimals > 0 else { return nil }
        }
        if takeByte(UInt8(ascii: "e")) || takeByte(UInt8(ascii: "E")) {
            number.hasExponent = true
            if !takeByte(UInt8(ascii: "+")) { _ = takeByte(UInt8(ascii: "-")) }
            var exponent = Digits()
            guard run(&exponent) > 0 else { return nil }
        }
        return number
    }

    /// Takes digits; how many.
    private mutating func run(_ number: inout Digits) -> Int {
        let start = place
        while place < bytes.count {
            let digit = bytes[place] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            if number.count < 19 { number.mantissa = number.mantissa &* 10 &+ UInt64(digit) }
            number.count += 1
            place += 1
        }
        return place - start
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipSpaces()
        return takeByte(UInt8(ascii: sign))
    }

    private mutating func takeByte(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func skipSpaces() {
        while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
    }
}

extension PlainJSON.Bytes {
    /// Whether these are the bytes of an ASCII text.
    func isText(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { elementsEqual($0) }
    }
}
