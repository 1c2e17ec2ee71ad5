/// Reads the numbers and nulls of a JSON array where they stand, as nearly all arrays of figures hold nothing else.
///
/// Each byte it passes is a digit, a sign, a comma or white space in its place, so what it has passed is checked. What is
/// anything else it leaves to the walk, which says what is wrong with it or reads it.
struct JSONNumberList {
    enum Item {
        case number(Double)
        case null
        /// The bracket that closes the array.
        case end
        /// Something else, or something in the wrong place.
        case odd
    }

    private let bytes: UnsafePointer<UInt8>
    private let count: Int
    private var index = 1
    /// Whether the array may end here: before the first item, and where no comma stood behind the last one.
    private var mayEnd = true

    /// - Parameter bytes: The array with its brackets; 8 bytes behind it must be readable.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") else {
            return nil
        }
        self.bytes = start.assumingMemoryBound(to: UInt8.self)
        count = bytes.count
    }

    /// The next item; nothing may be asked for after the end or an odd one.
    @inline(__always)
    mutating func next() -> Item {
        skipSpace()
        if index == count - 1 { return mayEnd ? .end : .odd }
        let start = index
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        let first = index
        var mantissa: UInt64 = 0
        while bytes[index] &- UInt8(ascii: "0") < 10 {
            mantissa = mantissa &* 10 &+ UInt64(bytes[index] &- UInt8(ascii: "0"))
            index += 1
        }
        let digits = index - first
        let isPlain = digits > 0 && digits <= 15 && (bytes[first] != UInt8(ascii: "0") || digits == 1)
        if isPlain, Self.endsNumber(bytes[index]) {
            let value = Double(mantissa)
            return separated(.number(isNegative && mantissa != 0 ? -value : value))
        }
        return odd(from: start)
    }

    /// A number with decimals or an exponent, a long one, or null.
    @inline(never)
    private mutating func odd(from start: Int) -> Item {
        index = start
        while index < count - 1, !Self.endsNumber(bytes[index]) { index += 1 }
        let token = UnsafeRawBufferPointer(start: bytes + start, count: index - start)
        if token.elementsEqual("null".utf8) { return separated(.null) }
        guard let value = DecimalText.json(token) else { return .odd }
        return separated(.number(value))
    }

    /// The item, if a comma follows or the array ends.
    @inline(__always)
    private mutating func separated(_ item: Item) -> Item {
        skipSpace()
        mayEnd = index == count - 1
        if mayEnd { return item }
        guard bytes[index] == UInt8(ascii: ",") else { return .odd }
        index += 1
        return item
    }

    @inline(__always)
    private mutating func skipSpace() {
        while index < count - 1, Self.isSpace(bytes[index]) { index += 1 }
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    @inline(__always)
    private static func endsNumber(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || isSpace(byte)
    }
}
