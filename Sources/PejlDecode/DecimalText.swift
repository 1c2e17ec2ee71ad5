/// Reads decimal numbers from bytes: the double nearest to what is written, or nothing.
///
/// Three spellings, never guessed between: the format decides which one is asked for. A number too large for a double,
/// or so small that it would become 0, is refused; minus zero is 0, as no statistic distinguishes them.
enum DecimalText {
    /// A plain number and the decimal sign it was written with.
    struct Plain: Equatable {
        var value: Double
        /// `,` or `.`, 0 where there is none.
        var decimalSign: UInt8
    }

    /// StatBank's spelling: minus (also U+2212), digits, then perhaps a comma or a point and digits.
    ///
    /// There are no thousands separators in StatBank's files, so a second sign makes the text no number.
    static func plain(_ text: UnsafeRawBufferPointer) -> Plain? {
        var number = Digits()
        var index = skipMinus(text, &number)
        let first = index
        while index < text.count, number.take(text[index]) { index += 1 }
        guard index > first else { return nil }
        var sign: UInt8 = 0
        if index < text.count {
            sign = text[index]
            guard sign == UInt8(ascii: ",") || sign == UInt8(ascii: ".") else { return nil }
            index += 1
            let fraction = index
            while index < text.count, number.take(text[index]) { index += 1 }
            guard index > fraction, index == text.count else { return nil }
            number.exponent -= index - fraction
        }
        return number.value(of: text, point: sign).map { Plain(value: $0, decimalSign: sign) }
    }

    /// JSON's spelling: minus, digits without leading zeros, point, exponent.
    static func json(_ text: UnsafeRawBufferPointer) -> Double? {
        var number = Digits()
        var index = 0
        if text.first == UInt8(ascii: "-") {
            number.isNegative = true
            index = 1
        }
        let first = index
        while index < text.count, number.take(text[index]) { index += 1 }
        guard index > first, text[first] != UInt8(ascii: "0") || index == first + 1 else { return nil }
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            let fraction = index
            while index < text.count, number.take(text[index]) { index += 1 }
            guard index > fraction else { return nil }
            number.exponent -= index - fraction
        }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            var isNegative = false
            if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
                isNegative = text[index] == UInt8(ascii: "-")
                index += 1
            }
            var exponent = 0
            let digits = index
            while index < text.count, text[index] &- UInt8(ascii: "0") < 10 {
                exponent = min(exponent * 10 + Int(text[index] &- UInt8(ascii: "0")), 99_999)
                index += 1
            }
            guard index > digits else { return nil }
            number.exponent += isNegative ? -exponent : exponent
        }
        guard index == text.count else { return nil }
        return number.value(of: text, point: UInt8(ascii: "."))
    }

    /// uddannelsesstatistik.dk's spelling: point between thousands, decimal comma, perhaps a percent sign.
    ///
    /// `2.351` is two thousand. Groups are exactly three digits after a first one of one to three that does not begin
    /// with 0, so that a decimal point can never pass for a thousands point unseen (`0.351` and `14.4` are refused).
    static func danish(_ text: UnsafeRawBufferPointer) -> (value: Double, isPercent: Bool)? {
        var text = trimmed(text)
        var isPercent = false
        if text.last == UInt8(ascii: "%") {
            isPercent = true
            text = trimmed(UnsafeRawBufferPointer(rebasing: text.dropLast()))
        }
        var number = Digits()
        var index = skipMinus(text, &number)
        let first = index
        while index < text.count, number.take(text[index]) { index += 1 }
        guard index > first else { return nil }
        if index < text.count, text[index] == UInt8(ascii: ".") {
            guard index - first <= 3, text[first] != UInt8(ascii: "0") else { return nil }
        }
        while index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            let group = index
            while index < text.count, number.take(text[index]) { index += 1 }
            guard index - group == 3 else { return nil }
        }
        if index < text.count, text[index] == UInt8(ascii: ",") {
            index += 1
            let fraction = index
            while index < text.count, number.take(text[index]) { index += 1 }
            guard index > fraction else { return nil }
            number.exponent -= index - fraction
        }
        guard index == text.count else { return nil }
        return number.value(of: text, point: UInt8(ascii: ",")).map { ($0, isPercent) }
    }

    /// `text` without spaces and no-break spaces (U+00A0, U+202F) around it.
    static func trimmed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var (start, end) = (0, text.count)
        while start < end {
            if text[start] == 0x20 {
                start += 1
            } else if isNoBreakSpace(text, at: start, width: 2) {
                start += 2
            } else if isNoBreakSpace(text, at: start, width: 3) {
                start += 3
            } else {
                break
            }
        }
        while start < end {
            if text[end - 1] == 0x20 {
                end -= 1
            } else if end - start >= 2, isNoBreakSpace(text, at: end - 2, width: 2) {
                end -= 2
            } else if end - start >= 3, isNoBreakSpace(text, at: end - 3, width: 3) {
                end -= 3
            } else {
                break
            }
        }
        return UnsafeRawBufferPointer(rebasing: text[start..<end])
    }

    @inline(__always)
    private static func isNoBreakSpace(_ text: UnsafeRawBufferPointer, at index: Int, width: Int) -> Bool {
        if index + width > text.count { return false }
        if width == 2 { return text[index] == 0xC2 && text[index + 1] == 0xA0 }
        return text[index] == 0xE2 && text[index + 1] == 0x80 && text[index + 2] == 0xAF
    }

    @inline(__always)
    private static func skipMinus(_ text: UnsafeRawBufferPointer, _ number: inout Digits) -> Int {
        guard let first = text.first else { return 0 }
        if first == UInt8(ascii: "-") {
            number.isNegative = true
            return 1
        }
        guard first == 0xE2, text.count >= 3, text[1] == 0x88, text[2] == 0x92 else { return 0 }
        number.isNegative = true
        return 3
    }
}

/// The digits of a number while they are read.
private struct Digits {
    var isNegative = false
    var exponent = 0
    private var mantissa: UInt64 = 0
    private var isLong = false

    /// Takes `byte` if it is a digit.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        let digit = byte &- UInt8(ascii: "0")
        guard digit < 10 else { return false }
        if mantissa >= 900_000_000_000_000_000 {
            isLong = true
        } else {
            mantissa = mantissa * 10 + UInt64(digit)
        }
        return true
    }

    /// The nearest double; `text` is read again, with `point` as its decimal sign, where one operation is not exact.
    @inline(__always)
    func value(of text: UnsafeRawBufferPointer, point: UInt8) -> Double? {
        guard !isLong, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 else { return slowValue(text, point) }
        // Both operands are exact doubles, so the one operation rounds once: the nearest double.
        let magnitude = Double(mantissa)
        let value = exponent < 0 ? magnitude / powersOfTen[-exponent] : magnitude * powersOfTen[exponent]
        return isNegative && mantissa != 0 ? -value : value
    }

    /// `Double(_: String)` is a correctly rounded `strtod` in the C locale.
    private func slowValue(_ text: UnsafeRawBufferPointer, _ point: UInt8) -> Double? {
        var spelled = isNegative ? "-" : ""
        var isExponent = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): spelled.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                isExponent = true
                spelled += "e"
            case UInt8(ascii: "-") where isExponent: spelled += "-"
            case point: spelled += "."
            default: break
            }
        }
        guard let value = Double(spelled), value.isFinite else { return nil }
        if value == 0 { return mantissa == 0 ? 0 : nil }
        return value
    }
}

/// 10⁰ to 10²², all exact.
let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]
