extension Period {
    /// Reads a period as the publishers write it.
    ///
    /// Shapes: `2024`; `2023/2024`, `2023/24` or `23/24` (a school year, 1 August to 31 July); `2024H1`; `2024K1` or
    /// `2024Q1`; `2024M04`; `2024U01` or `2024W01` (ISO 8601 weeks); `2024M01D15`. Spans: `2021:2022`, `2014U30-41`,
    /// `2022/23-2024/25` (school years), `2019M08-12` or `AUG - DEC 2019`, and `2020-…`, which has no end.
    ///
    /// A year of two digits is one from 2000 to 2049. An en dash stands for a hyphen.
    ///
    /// - Parameter code: The publisher's code, at most 32 bytes.
    /// - Throws: ``PeriodError`` for any other text.
    package init(code: String) throws(PeriodError) {
        guard code.utf8.count <= 32, let period = Self.parse(Self.withHyphens(code)) else {
            throw .malformed(code: code)
        }
        self = period
    }

    /// The bytes of `code`, each en dash a hyphen.
    private static func withHyphens(_ code: String) -> [UInt8] {
        code.unicodeScalars.flatMap { $0 == "\u{2013}" ? [UInt8(ascii: "-")] : Array(String($0).utf8) }
    }

    private static func parse(_ bytes: [UInt8]) -> Period? {
        if let first = bytes.first, first >= UInt8(ascii: "A") { return namedMonths(bytes) }
        if bytes.count == 5, bytes[2] == UInt8(ascii: "/") {
            var scanner = PeriodScanner(bytes: bytes)
            return scanner.schoolYear().flatMap { scanner.atEnd ? ofSchoolYear(startingIn: $0) : nil }
        }
        var scanner = PeriodScanner(bytes: bytes)
        guard let year = scanner.number(digits: 4), year > 0 else { return nil }
        guard let separator = scanner.next() else { return ofYear(year) }
        switch separator {
        case UInt8(ascii: "/"): return schoolYears(bytes)
        case UInt8(ascii: "-"): return fromYearOn(year, scanner.rest)
        case UInt8(ascii: ":"):
            guard let second = scanner.number(digits: 4), second >= year, scanner.atEnd else { return nil }
            return span("\(year.padded(4)):\(second.padded(4))", from: (year, 1), through: (second, 12))
        case UInt8(ascii: "H"):
            guard let half = scanner.number(digits: 1), (1...2).contains(half), scanner.atEnd else { return nil }
            return months(.halfYear, "\(year.padded(4))H\(half)", year: year, from: half * 6 - 5, through: half * 6)
        case UInt8(ascii: "K"), UInt8(ascii: "Q"):
            guard let quarter = scanner.number(digits: 1), (1...4).contains(quarter), scanner.atEnd else { return nil }
            return months(
                .quarter,
                "\(year.padded(4))K\(quarter)",
                year: year,
                from: quarter * 3 - 2,
                through: quarter * 3
            )
        case UInt8(ascii: "M"): return monthsOrDay(year: year, &scanner)
        case UInt8(ascii: "U"), UInt8(ascii: "W"): return weeks(year: year, &scanner)
        default: return nil
        }
    }

    private static func ofYear(_ year: Int) -> Period? {
        months(.year, year.padded(4), year: year, from: 1, through: 12)
    }

    static func ofSchoolYear(startingIn year: Int) -> Period? {
        guard let first = CalendarDay(year: year, month: 8, day: 1) else { return nil }
        guard let last = CalendarDay(year: year + 1, month: 7, day: 31) else { return nil }
        return Period(
            kind: .schoolYear,
            code: "\(year.padded(4))/\((year + 1).padded(4))",
            firstDay: first,
            lastDay: last
        )
    }

    private static func monthsOrDay(year: Int, _ scanner: inout PeriodScanner) -> Period? {
        guard let month = scanner.number(digits: 2), (1...12).contains(month) else { return nil }
        let code = "\(year.padded(4))M\(month.padded(2))"
        guard let separator = scanner.next() else {
            return months(.month, code, year: year, from: month, through: month)
        }
        if separator == UInt8(ascii: "-") {
            guard let last = scanner.number(digits: 2), (month...12).contains(last), scanner.atEnd else { return nil }
            return span("\(code)-\(last.padded(2))", from: (year, month), through: (year, last))
        }
        guard separator == UInt8(ascii: "D"), let number = scanner.number(digits: 2), scanner.atEnd else { return nil }
        guard let day = CalendarDay(year: year, month: month, day: number) else { return nil }
        return Period(kind: .day, code: "\(code)D\(number.padded(2))", firstDay: day, lastDay: day)
    }

    /// One week, or several in a row: a table of Statistics Denmark joins `2014U30-41`.
    private static func weeks(year: Int, _ scanner: inout PeriodScanner) -> Period? {
        guard let week = scanner.number(digits: 2), let monday = mondayOfWeek(week, year: year) else { return nil }
        let code = "\(year.padded(4))U\(week.padded(2))"
        guard let separator = scanner.next() else {
            return Period(kind: .week, code: code, firstDay: monday, lastDay: monday.adding(days: 6))
        }
        guard separator == UInt8(ascii: "-"), let last = scanner.number(digits: 2), scanner.atEnd else { return nil }
        guard last >= week, let lastMonday = mondayOfWeek(last, year: year) else { return nil }
        let lastDay = lastMonday.adding(days: 6)
        return Period(kind: .span, code: "\(code)-\(last.padded(2))", firstDay: monday, lastDay: lastDay)
    }

    /// ISO 8601: week 1 is the week of 4 January; a year has 52 or 53.
    private static func mondayOfWeek(_ week: Int, year: Int) -> CalendarDay? {
        guard (1...53).contains(week), let fourth = CalendarDay(year: year, month: 1, day: 4) else { return nil }
        let monday = fourth.adding(days: 1 - fourth.weekday + (week - 1) * 7)
        return monday.adding(days: 3).year == year && monday.adding(days: 6).year <= 9999 ? monday : nil
    }

    private static func months(
        _ kind: PeriodKind,
        _ code: String,
        year: Int,
        from first: Int,
        through last: Int
    ) -> Period? {
        let lastDayOfMonth = CalendarDay.daysInMonth(last, year: year)
        guard let firstDay = CalendarDay(year: year, month: first, day: 1) else { return nil }
        guard let lastDay = CalendarDay(year: year, month: last, day: lastDayOfMonth) else { return nil }
        return Period(kind: kind, code: code, firstDay: firstDay, lastDay: lastDay)
    }

    static func span(_ code: String, from first: (Int, Int), through last: (Int, Int)) -> Period? {
        let lastDayOfMonth = CalendarDay.daysInMonth(last.1, year: last.0)
        guard let firstDay = CalendarDay(year: first.0, month: first.1, day: 1) else { return nil }
        guard let lastDay = CalendarDay(year: last.0, month: last.1, day: lastDayOfMonth) else { return nil }
        return Period(kind: .span, code: code, firstDay: firstDay, lastDay: lastDay)
    }
}

/// Reads fixed-width ASCII digits and single separators.
struct PeriodScanner {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var atEnd: Bool { position == bytes.count }

    /// The bytes not read yet.
    var rest: ArraySlice<UInt8> { bytes[position...] }

    mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number(digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[position..<position + digits] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        position += digits
        return number
    }
}
