/// Finds what looks like a Danish personal number (CPR number) in bytes of text: `\d{6}-?\d{4}` with a date in front.
///
/// It looks at ASCII digits only, so that ISO 8859-1, Windows-1252, UTF-8 and UTF-16 all go. What it finds is never given
/// out, only where. What it takes for one:
/// - Six digits that are a date, a hyphen or dash or one space, and four digits.
/// - Ten digits together of which the first six are a date, unless numbers of ten digits are said to be amounts.
///
/// A run of more digits, a number with decimals and a group of a GUID are none. There is no check digit to go by:
/// numbers given out since 2007 need not have a right one.
package struct PersonalNumberScanner: Sendable {
    /// The line, from 1, on which the first one stands; nil as long as none was met.
    package private(set) var foundInLine: Int?

    private let isDecimalSign: (point: Bool, comma: Bool)
    private let tenDigitsAreAmounts: Bool

    private var line = 1
    /// The digits of the present run, at most eleven.
    private var run: [UInt8] = []
    private var isFraction = false
    /// The run of six digits before the separator, and that separator.
    private var day: [UInt8] = []
    private var separator: [UInt8] = []
    /// The two bytes before the present one.
    private var before: (UInt8, UInt8) = (0, 0)
    private var doubt = Doubt.none

    /// A run that is one unless what follows shows that it is part of something else.
    private enum Doubt {
        case none
        /// A decimal sign followed; a digit after it makes a number with decimals.
        case decimals
        /// A hyphen and so many hexadecimal digits followed; four and another hyphen make a GUID.
        case group(Int)
    }

    /// - Parameters:
    ///   - commaSeparatesCells: Whether a comma between digits ends a number instead of beginning its decimals.
    ///   - tenDigitsAreAmounts: Whether ten digits together are no personal number.
    package init(commaSeparatesCells: Bool = false, tenDigitsAreAmounts: Bool = false) {
        isDecimalSign = (true, !commaSeparatesCells)
        self.tenDigitsAreAmounts = tenDigitsAreAmounts
        run.reserveCapacity(11)
    }

    /// Whether a text holds one.
    package static func isFound(in text: String) -> Bool {
        var scanner = PersonalNumberScanner()
        for byte in text.utf8 { scanner.take(byte) }
        scanner.end()
        return scanner.foundInLine != nil
    }

    /// Looks at the next bytes; they may be cut anywhere.
    package mutating func take(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            if foundInLine != nil { return }
            take(byte)
        }
    }

    /// Looks at the next byte.
    @inline(__always)
    package mutating func take(_ byte: UInt8) {
        // Every second byte of UTF-16.
        if byte == 0 { return }
        let isDigit = byte &- UInt8(ascii: "0") < 10
        if case .none = doubt {} else { settle(byte, isDigit: isDigit) }
        if isDigit {
            if run.isEmpty { isFraction = isDecimal(before.1) && Self.isDigit(before.0) }
            if run.count < 11 { run.append(byte) }
        } else if !run.isEmpty {
            endRun(byte)
        } else if !day.isEmpty {
            separator.append(byte)
            if separator.count > 5 { day = [] }
        }
        if byte == 0x0A { line += 1 }
        before = (before.1, byte)
    }

    /// Says that nothing follows, in the file or in the cell.
    package mutating func end() { take(0x0C) }

    // MARK: - Runs of digits

    private mutating func endRun(_ next: UInt8) {
        let isWhole = run.count == 10 && !tenDigitsAreAmounts && Self.isDate(run, isSeparated: false)
        let isSplit = run.count == 4 && Self.isSeparator(separator) && Self.isDate(day, isSeparated: true)
        if (isWhole && !isFraction) || isSplit {
            switch next {
            case UInt8(ascii: "."), UInt8(ascii: ","): doubt = isDecimal(next) ? .decimals : .none
            case UInt8(ascii: "-"): doubt = .group(0)
            default: doubt = .none
            }
            if case .none = doubt { foundInLine = line }
        }
        day = run.count == 6 && !isFraction ? run : []
        separator = [next]
        run.removeAll(keepingCapacity: true)
    }

    private mutating func settle(_ byte: UInt8, isDigit: Bool) {
        switch doubt {
        case .none: return
        case .decimals: if !isDigit { foundInLine = line }
        case .group(let count):
            let isHexadecimal = isDigit || (0x61...0x66).contains(byte | 0x20)
            if isHexadecimal, count < 4 {
                doubt = .group(count + 1)
                return
            }
            if byte != UInt8(ascii: "-") || count != 4 { foundInLine = line }
        }
        doubt = .none
    }

    private func isDecimal(_ byte: UInt8) -> Bool {
        (byte == UInt8(ascii: ".") && isDecimalSign.point) || (byte == UInt8(ascii: ",") && isDecimalSign.comma)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// Whether the first six digits are a day, a month and a year.
    ///
    /// Numbers given in place of an unknown one have 60 added to the day; with a hyphen they are known by that.
    private static func isDate(_ digits: [UInt8], isSeparated: Bool) -> Bool {
        guard digits.count >= 6 else { return false }
        func pair(_ index: Int) -> Int { Int(digits[index] - 0x30) * 10 + Int(digits[index + 1] - 0x30) }
        let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(pair(2)) else { return false }
        let day = isSeparated && pair(0) > 60 ? pair(0) - 60 : pair(0)
        return (1...lengths[pair(2) - 1]).contains(day)
    }

    /// A hyphen or dash with at most one space at either side, or one space.
    private static func isSeparator(_ bytes: [UInt8]) -> Bool {
        if bytes == [0x20] { return true }
        var core = bytes[...]
        if core.first == 0x20 { core = core.dropFirst() }
        if core.last == 0x20 { core = core.dropLast() }
        // A hyphen; a dash in Windows-1252, a soft hyphen in ISO 8859-1 and in UTF-8; hyphens, dashes and minus in UTF-8.
        switch Array(core) {
        case [0x2D], [0x96], [0xAD], [0xC2, 0xAD], [0xE2, 0x88, 0x92]: return true
        case let dash where dash.count == 3 && dash[0] == 0xE2 && dash[1] == 0x80: return 0x90...0x93 ~= dash[2]
        default: return false
        }
    }
}
