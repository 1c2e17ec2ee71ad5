/// Which cell styles show a number as a day, a time of day or a percentage.
struct XLSXStyles {
    /// What a number with a style is.
    enum Kind: Equatable, Sendable {
        case number
        /// Days since the workbook's first day.
        case date
        /// A part of a day, or a length of time.
        case time
        /// A hundredth of what is shown.
        case percent
    }

    static let maximumFormats = 65_536
    private static let maximumFormatBytes = 4_096

    /// The kind of each style a cell can name; without a styles part there is only style 0, a plain number.
    private(set) var kinds: [Kind] = [.number]

    init() {}

    init(_ package: XLSXPackage, _ part: String) throws(DecodeError) {
        let reader = try package.open(part, root: "styleSheet")
        var custom: [Int: Kind] = [:]
        var formats: [Int]?
        while try reader.child() {
            if reader.name.spells("numFmts") {
                try Self.each("numFmt", reader, part) { (attributes) throws(DecodeError) in
                    guard let number = attributes.text("numFmtId").flatMap({ Int($0) }),
                        let code = attributes.text("formatCode"), code.utf8.count <= Self.maximumFormatBytes
                    else { throw .malformedXLSX(place: part, reason: "a number format without number or code") }
                    let kind = Self.kind(ofCode: code)
                    if let other = custom.updateValue(kind, forKey: number), other != kind {
                        throw .malformedXLSX(place: part, reason: "two number formats \(number)")
                    }
                }
            } else if reader.name.spells("cellXfs") {
                if formats != nil { throw .malformedXLSX(place: part, reason: "two lists of cell styles") }
                var found: [Int] = []
                try Self.each("xf", reader, part) { (attributes) throws(DecodeError) in
                    guard let number = Int(attributes.text("numFmtId") ?? "0") else {
                        throw .malformedXLSX(place: part, reason: "a cell style without number format")
                    }
                    found.append(number)
                }
                formats = found
            } else {
                try reader.skip()
            }
        }
        try package.finish(reader)
        if let formats, !formats.isEmpty { kinds = formats.map { custom[$0] ?? Self.kind(ofBuiltIn: $0) } }
    }

    private static func each(
        _ name: StaticString,
        _ reader: XMLReader,
        _ part: String,
        _ body: (XMLAttributes) throws(DecodeError) -> Void
    ) throws(DecodeError) {
        var count = 0
        while try reader.child() {
            if reader.name.spells(name) {
                count += 1
                if count > maximumFormats {
                    throw .malformedXLSX(place: part, reason: "more than \(maximumFormats) formats")
                }
                try body(reader.attributes)
            }
            try reader.skip()
        }
    }

    /// Formats 0 to 163 are not written in the file (ECMA-376 part 1, 18.8.30; 27–36 and 50–58 are East Asian days).
    private static func kind(ofBuiltIn number: Int) -> Kind {
        switch number {
        case 14...17, 22, 27...31, 34...36, 50...58: .date
        case 18...21, 32, 33, 45...47: .time
        case 9, 10: .percent
        default: .number
        }
    }

    /// A code with a day or year is a date, one with hours or seconds only a time, one with months only a date, any
    /// other one with a percent sign a percentage.
    ///
    /// Text in quotation marks, behind `\`, `_` or `*`, and conditions, colours and locales in brackets do not count.
    static func kind(ofCode code: String) -> Kind {
        var letters: Set<Character> = []
        var rest = Substring(code)
        while let sign = rest.popFirst() {
            switch sign {
            case "\"": skip(to: "\"", &rest)
            case "\\", "_", "*": _ = rest.popFirst()
            case "[":
                let inside = rest.prefix { $0 != "]" }.lowercased()
                if !inside.isEmpty, Set(inside).count == 1, "hms".contains(inside.prefix(1)) { letters.insert("h") }
                skip(to: "]", &rest)
            case "A", "a":
                if rest.lowercased().hasPrefix("m/pm") { rest.removeFirst(4) }
                if rest.lowercased().hasPrefix("/p") { rest.removeFirst(2) }
            default: letters.formUnion(sign.lowercased())
            }
        }
        if letters.contains("d") || letters.contains("y") { return .date }
        if letters.contains("h") || letters.contains("s") { return .time }
        if letters.contains("m") { return .date }
        return letters.contains("%") ? .percent : .number
    }

    private static func skip(to sign: Character, _ rest: inout Substring) {
        while let next = rest.popFirst(), next != sign {}
    }
}
