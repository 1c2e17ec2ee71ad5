/// Writes numbers for readers, from the decimal text of a `Double`.
package enum NumberText {
    /// A number with fixed decimals, rounded half away from zero; a dash when not finite.
    ///
    /// The decimal text is first rounded nine places further out, so that the noise of binary
    /// arithmetic (7.4 − 7.25 = 0.15000000000000036) does not decide a half.
    package static func text(_ value: Double, decimals: Int, _ language: Language) -> String {
        guard value.isFinite else { return "–" }
        let plain = plain(value, decimals: decimals)
        let isNegative = plain.hasPrefix("-")
        let parts = (isNegative ? plain.dropFirst() : plain[...]).split(
            separator: ".",
            omittingEmptySubsequences: false
        )
        var text = isNegative ? "\u{2212}" : ""
        text += grouped(parts[0], separator: language == .danish ? "." : ",")
        if parts.count > 1 { text += (language == .danish ? "," : ".") + parts[1] }
        return text
    }

    /// The number nearest to a value rounded as ``text(_:decimals:_:)`` rounds it: 100 − 92.9 with one decimal is 7.1.
    ///
    /// - Parameters:
    ///   - value: A finite number.
    ///   - decimals: Digits that are kept after the point.
    /// - Returns: The rounded number.
    package static func rounded(_ value: Double, decimals: Int) -> Double {
        Double(plain(value, decimals: decimals)) ?? value
    }

    /// A number in SVG: at most two decimals, point, ASCII minus.
    package static func coordinate(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        var text = plain(value, decimals: 2)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    private static func plain(_ value: Double, decimals: Int) -> String {
        var number = Decimal(value)
        number.round(places: max(0, decimals) + 9)
        number.round(places: max(0, decimals))
        return number.text
    }

    private static func grouped(_ digits: Substring, separator: String) -> String {
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { out += separator }
            out.append(digit)
        }
        return out
    }
}

/// A finite `Double` as decimal digits.
private struct Decimal {
    private var digits: [UInt8]
    private var places: Int
    private var isNegative: Bool

    init(_ value: Double) {
        var mantissa = value.magnitude.description[...]
        var exponent = 0
        if let mark = mantissa.firstIndex(of: "e") {
            exponent = Int(mantissa[mantissa.index(after: mark)...]) ?? 0
            mantissa = mantissa[..<mark]
        }
        let parts = mantissa.split(separator: ".")
        digits = parts.joined().utf8.map { $0 - 48 }
        places = (parts.count > 1 ? parts[1].count : 0) - exponent
        isNegative = value < 0
        if places < 0 {
            digits += [UInt8](repeating: 0, count: -places)
            places = 0
        }
    }

    /// Cuts or pads to the places, half away from zero.
    mutating func round(places wanted: Int) {
        if places <= wanted {
            digits += [UInt8](repeating: 0, count: wanted - places)
            places = wanted
            return
        }
        let missing = places + 1 - digits.count
        if missing > 0 { digits.insert(contentsOf: [UInt8](repeating: 0, count: missing), at: 0) }
        let kept = digits.count - (places - wanted)
        let roundsUp = digits[kept] >= 5
        digits.removeLast(places - wanted)
        places = wanted
        guard roundsUp else { return }
        for index in digits.indices.reversed() {
            if digits[index] < 9 {
                digits[index] += 1
                return
            }
            digits[index] = 0
        }
        digits.insert(1, at: 0)
    }

    var text: String {
        var all = digits
        while all.count <= places { all.insert(0, at: 0) }
        while all.count > places + 1, all[0] == 0 { all.removeFirst() }
        var out = all.contains { $0 != 0 } && isNegative ? "-" : ""
        for (index, digit) in all.enumerated() {
            if index == all.count - places { out += "." }
            out.append(Character(UnicodeScalar(digit + 48)))
        }
        return out
    }
}
