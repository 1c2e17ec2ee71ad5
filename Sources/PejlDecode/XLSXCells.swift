/// Reads the cells of one worksheet.
struct XLSXCells {
    /// How a cell says what its value is.
    private enum Kind {
        case number
        case shared
        case formulaText
        case inlineText
        case truth
        case error
        case day
    }

    let reader: XMLReader
    let strings: [SheetCell]?
    let styles: [XLSXStyles.Kind]
    private let sheet: String
    private let countsFrom1904: Bool
    private let asksForCalculation: Bool

    init(_ workbook: XLSXWorkbook, sheet: String, _ reader: XMLReader) {
        self.reader = reader
        self.sheet = sheet
        strings = workbook.strings
        styles = workbook.styles.kinds
        countsFrom1904 = workbook.countsFrom1904
        asksForCalculation = workbook.asksForCalculation
    }

    /// The cell whose tag has just begun.
    func read(at place: XLSXReference) throws(DecodeError) -> SheetCell {
        let kind = try kind(at: place)
        let style = try style(at: place)
        var cell: SheetCell?
        var hasFormula = false
        while try reader.child() {
            let name = reader.name
            if name.spells("v") {
                if cell != nil { throw refusal(place, "two values") }
                if kind == .inlineText { throw refusal(place, "a value where its text should stand in the cell") }
                cell = try value(kind, style, hasFormula, place)
            } else if name.spells("f") {
                if hasFormula || cell != nil { throw refusal(place, "a formula out of its place") }
                hasFormula = true
                try reader.skip()
            } else if name.spells("is") {
                if cell != nil { throw refusal(place, "two values") }
                if kind != .inlineText { throw refusal(place, "a text where a value is due") }
                cell = try XLSXStrings.cell(try XLSXStrings.text(reader), place: self.name(of: place))
            } else if name.spells("extLst") {
                try reader.skip()
            } else {
                throw refusal(place, "an element \(quoted(name))")
            }
        }
        if hasFormula {
            if cell == nil { throw withoutValue(place) }
            if asksForCalculation {
                throw .formulaWithoutValue(
                    place: self.name(of: place),
                    reason: "a formula in a workbook that asks for calculation, so that the value in it may be any"
                )
            }
        }
        return cell ?? .empty
    }

    private func kind(at place: XLSXReference) throws(DecodeError) -> Kind {
        guard let written = reader.attributes.bytes("t") else { return .number }
        if written.spells("s") { return .shared }
        if written.spells("n") { return .number }
        if written.spells("str") { return .formulaText }
        if written.spells("inlineStr") { return .inlineText }
        if written.spells("b") { return .truth }
        if written.spells("e") { return .error }
        if written.spells("d") { return .day }
        throw refusal(place, "the unknown type \(quoted(written))")
    }

    private func style(at place: XLSXReference) throws(DecodeError) -> XLSXStyles.Kind {
        guard let written = reader.attributes.bytes("s") else { return styles.first ?? .number }
        guard let number = XLSXReference.number(written), number < styles.count else {
            throw refusal(place, "style \(quoted(written)) of \(styles.count)")
        }
        return styles[number]
    }

    /// Reads the value that has just begun; nothing where it holds none.
    private func value(
        _ kind: Kind,
        _ style: XLSXStyles.Kind,
        _ hasFormula: Bool,
        _ place: XLSXReference
    ) throws(DecodeError) -> SheetCell? {
        let written = try reader.content()
        switch kind {
        case .formulaText: return try XLSXStrings.cell(written, place: name(of: place))
        case .number: return try number(written, style, place)
        case .shared:
            guard let strings, let index = XLSXReference.number(Self.trimmed(written)), index < strings.count else {
                throw refusal(place, "shared text \(quoted(written)) of \(strings?.count ?? 0)")
            }
            return strings[index]
        case .truth:
            let bytes = Self.trimmed(written)
            if bytes.spells("1") || bytes.spells("true") { return .text("TRUE") }
            if bytes.spells("0") || bytes.spells("false") { return .text("FALSE") }
        case .error:
            if written.first == UInt8(ascii: "#"), written.count >= 2 {
                return .text(String(decoding: written, as: UTF8.self))
            }
        case .day:
            if let day = Self.day(Self.trimmed(written)) { return .text(day) }
        case .inlineText: break
        }
        throw .unreadableValue(place: name(of: place), text: String(decoding: written.prefix(240), as: UTF8.self))
    }

    private func number(
        _ written: UnsafeRawBufferPointer,
        _ style: XLSXStyles.Kind,
        _ place: XLSXReference
    ) throws(DecodeError) -> SheetCell? {
        let bytes = Self.trimmed(written)
        if bytes.isEmpty { return nil }
        if let number = DecimalText.json(bytes) {
            switch style {
            case .number: return .number(number)
            case .percent:
                if let shown = Self.hundredfold(bytes) { return .percent(shown) }
                throw refusal(place, "\(quoted(bytes)) shown in per cent, which is too large")
            case .date:
                if let day = XLSXDate.day(number, from1904: countsFrom1904) { return .text(day) }
                throw refusal(place, "\(quoted(bytes)) shown as a day, which is none")
            case .time:
                if let time = XLSXDate.time(number) { return .text(time) }
                throw refusal(place, "\(quoted(bytes)) shown as a time, which is none")
            }
        }
        throw .unreadableValue(place: name(of: place), text: String(decoding: written.prefix(240), as: UTF8.self))
    }

    /// A hundred times the number, moved by its decimal point: 0.071 is 7.1, where a product would be off by a bit.
    private static func hundredfold(_ number: UnsafeRawBufferPointer) -> Double? {
        let parts = String(decoding: number, as: UTF8.self).lowercased().split(separator: "e")
        guard let mantissa = parts.first, let exponent = Int(parts.count > 1 ? parts[1] : "0") else { return nil }
        return Array("\(mantissa)e\(exponent + 2)".utf8).withUnsafeBytes(DecimalText.json)
    }

    /// An ISO day or moment as strict workbooks write it; midnight is left out.
    private static func day(_ bytes: UnsafeRawBufferPointer) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard bytes.count >= 8, bytes.count <= 35, let first = bytes.first, first &- 0x30 < 10,
            bytes.allSatisfy({ $0 &- 0x30 < 10 || [0x2D, 0x2E, 0x3A, 0x2B, 0x54, 0x5A].contains($0) })
        else { return nil }
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return text }
        return parts[1].allSatisfy { "0:.Z".contains($0) } ? String(parts[0]) : text
    }

    private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let first = bytes.first, let last = bytes.last, XMLScan.isSpace(first) || XMLScan.isSpace(last) else {
            return bytes
        }
        guard let start = bytes.firstIndex(where: { !XMLScan.isSpace($0) }),
            let end = bytes.lastIndex(where: { !XMLScan.isSpace($0) })
        else { return UnsafeRawBufferPointer(rebasing: bytes[..<0]) }
        return UnsafeRawBufferPointer(rebasing: bytes[start...end])
    }

    private func name(of place: XLSXReference) -> String { sheet + "!" + place.name }

    private func refusal(_ place: XLSXReference, _ reason: String) -> DecodeError {
        .malformedXLSX(place: name(of: place), reason: reason)
    }

    private func withoutValue(_ place: XLSXReference) -> DecodeError {
        .formulaWithoutValue(place: name(of: place), reason: "a formula whose value the file does not hold")
    }
}
