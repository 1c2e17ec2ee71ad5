import PejlModel

/// What a cell of values holds.
enum LayoutValue: Equatable {
    case number(Double, isPercent: Bool)
    /// Something that stands in place of a number.
    case mark(String)
}

/// Reads numbers as a layout declares them: what does not fit is no number, whatever else it could mean.
struct LayoutNumber {
    private let rule: NumberRule
    private let decimal: UInt8

    init(_ rule: NumberRule) {
        self.rule = rule
        decimal = rule.decimal == .none ? 0 : rule.decimal.rawValue.utf8.first ?? 0
    }

    /// The value of a cell, nil where it is neither a number nor a mark of the layout.
    func value(_ cell: SheetCell) -> LayoutValue? {
        switch cell {
        case .empty: return rule.marks.contains("") ? .mark("") : nil
        case .number(let number): return number.isFinite ? .number(number == 0 ? 0 : number, isPercent: false) : nil
        case .percent(let number): return rule.allowsPercent ? .number(number, isPercent: true) : nil
        case .text(let text):
            var text = text
            return text.withUTF8 { value(DecimalText.trimmed(UnsafeRawBufferPointer($0))) }
        }
    }

    private func value(_ text: UnsafeRawBufferPointer) -> LayoutValue? {
        var digits = text
        let isPercent = rule.allowsPercent && text.last == UInt8(ascii: "%")
        if isPercent { digits = DecimalText.trimmed(UnsafeRawBufferPointer(rebasing: text.dropLast())) }
        if let number = number(digits) { return .number(number, isPercent: isPercent) }
        let mark = String(decoding: text, as: UTF8.self)
        return rule.marks.contains(mark) ? .mark(mark) : nil
    }

    private func number(_ text: UnsafeRawBufferPointer) -> Double? {
        if text.starts(with: [0xE2, 0x80, 0x93]) {
            // People type an en dash for a minus; only right before a digit it can be nothing else.
            let digits = Array(text.dropFirst(3))
            guard let first = digits.first, first &- UInt8(ascii: "0") < 10 else { return nil }
            return ([UInt8(ascii: "-")] + digits).withUnsafeBytes { number($0) }
        }
        if let plain = DecimalText.plain(text), plain.decimalSign == 0 || plain.decimalSign == decimal {
            return plain.value
        }
        guard rule.thousands != .none, let joined = joined(text) else { return nil }
        return joined.withUnsafeBytes { bytes in
            guard let plain = DecimalText.plain(bytes) else { return nil }
            return plain.decimalSign == 0 || plain.decimalSign == decimal ? plain.value : nil
        }
    }

    /// `text` without the signs between its thousands; nil where the groups are not whole.
    ///
    /// The first group has one to three digits and does not begin with 0, so that a decimal sign cannot pass for a
    /// thousands sign unseen (`0.351`, `14.4`).
    private func joined(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        var result: [UInt8] = []
        var index = 0
        for minus in [[0x2D], [0xE2, 0x88, 0x92]] as [[UInt8]] where text.starts(with: minus) {
            result.append(UInt8(ascii: "-"))
            index = minus.count
        }
        let first = index
        var group = 0
        var isFirstGroup = true
        while index < text.count, text[index] != decimal {
            if text[index] &- UInt8(ascii: "0") < 10 {
                result.append(text[index])
                group += 1
                index += 1
                continue
            }
            let width = separatorWidth(text, at: index)
            guard width > 0, isFirstGroup ? 1...3 ~= group : group == 3 else { return nil }
            isFirstGroup = false
            group = 0
            index += width
        }
        guard !isFirstGroup, group == 3, text[first] != UInt8(ascii: "0") else { return nil }
        result.append(contentsOf: text[index...])
        return result
    }

    private func separatorWidth(_ text: UnsafeRawBufferPointer, at index: Int) -> Int {
        switch rule.thousands {
        case .none: return 0
        case .point: return text[index] == UInt8(ascii: ".") ? 1 : 0
        case .comma: return text[index] == UInt8(ascii: ",") ? 1 : 0
        case .space:
            let rest = text[index...]
            if rest.first == 0x20 { return 1 }
            if rest.starts(with: [0xC2, 0xA0]) { return 2 }
            return rest.starts(with: [0xE2, 0x80, 0xAF]) ? 3 : 0
        }
    }
}
