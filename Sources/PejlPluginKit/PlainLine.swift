/// A line of the protocol in the making, as `JSONEncoder` writes it: keys ascending, no escapes, a line feed at the end.
struct PlainLine {
    private var bytes: [UInt8] = []
    private var isPlain = true

    /// The line of a notification; nil where a text would need an escape or a number is not finite, which
    /// `JSONEncoder` is to write or to refuse.
    static func notification(_ method: StaticString, _ params: some PlainValue) -> [UInt8]? {
        var line = PlainLine()
        line.bytes.reserveCapacity(1 << 10)
        line.object {
            $0.field("jsonrpc", "2.0")
            $0.key("method")
            $0.add(quoted: method)
            $0.field("params", params)
        }
        line.bytes.append(UInt8(ascii: "\n"))
        return line.isPlain ? line.bytes : nil
    }

    /// An object; its fields must be written in the order of their keys.
    mutating func object(_ fields: (inout PlainLine) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "{"))
        fields(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    mutating func field(_ key: StaticString, _ value: some PlainValue) {
        self.key(key)
        value.write(to: &self)
    }

    /// A field, where it has a value.
    mutating func field(_ key: StaticString, ifAny value: (some PlainValue)?) {
        if let value { field(key, value) }
    }

    /// A field whose name is a text like any other.
    mutating func entry(_ key: String, _ value: String) {
        add(key)
        bytes.append(UInt8(ascii: ":"))
        add(value)
    }

    mutating func list(_ elements: [some PlainValue]) {
        separate()
        bytes.append(UInt8(ascii: "["))
        for element in elements { element.write(to: &self) }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func add(_ text: String) {
        separate()
        var text = text
        text.withUTF8 { utf8 in
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: utf8)
            bytes.append(UInt8(ascii: "\""))
            for byte in utf8 where !PlainJSON.isPlain(byte) { isPlain = false }
        }
    }

    /// The shortest decimal number that is read as the same `Double`.
    mutating func add(_ number: Double) {
        if !number.isFinite { isPlain = false }
        add(digits: number.description)
        if bytes.suffix(2).elementsEqual(".0".utf8) { bytes.removeLast(2) }
    }

    mutating func add(_ number: Int) { add(digits: number.description) }

    mutating func addNull() { add(digits: "null") }

    // MARK: - Parts

    private mutating func key(_ key: StaticString) {
        add(quoted: key)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func add(quoted text: StaticString) {
        separate()
        text.withUTF8Buffer { utf8 in
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: utf8)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    private mutating func add(digits: String) {
        separate()
        bytes.append(contentsOf: digits.utf8)
    }

    /// The comma before whatever is not the first of its kind.
    private mutating func separate() {
        switch bytes.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
        default: bytes.append(UInt8(ascii: ","))
        }
    }
}
