import PejlModel

/// The periods of a TIMEVAL: `TLIST(A1),"2019","2020"` or `TLIST(A1,"2019"-"2022")`, the parenthesis at either place.
struct PXTimeList {
    /// A code a period: `2019`, `2019H1`, `2019T1`, `2019K1`, `2019M01`, `2019U01`, `2019M01D15`.
    ///
    /// The format writes bare digits and tells by the scale what they are: `20191` is a half-year or a quarter. Read
    /// alone that would be no period, or the wrong one. What is no such digits stays as it stands.
    private(set) var codes: [[UInt8]] = []

    /// Reads `statement`, keeping no more than one code over `limit`.
    init(_ statement: PXStatement, limit: Int) throws(DecodeError) {
        func malformed(_ reason: String) -> DecodeError {
            .malformedPX(line: statement.line, reason: "\(statement.place): \(reason)")
        }
        let comma = PXStatement.Token.sign(UInt8(ascii: ","))
        let close = PXStatement.Token.sign(UInt8(ascii: ")"))
        var rest = statement.values[...]
        guard rest.popFirst() == .word(Array("TLIST".utf8)), rest.popFirst() == .sign(UInt8(ascii: "(")),
            case .word(let name)? = rest.popFirst()
        else { throw malformed("no TLIST") }
        guard let scale = Scale(rawValue: PXStatement.plain(name)) else {
            throw malformed("time scale \(quoted(PXStatement.plain(name))) is not known")
        }
        if rest.first == close {
            rest.removeFirst()
        } else {
            if rest.last != close { throw malformed("the parenthesis is not closed") }
            rest.removeLast()
        }
        while !rest.isEmpty {
            guard rest.popFirst() == comma, case .text(let first)? = rest.popFirst() else {
                throw malformed("no list of periods")
            }
            guard rest.first == .sign(UInt8(ascii: "-")) else {
                codes.append(scale.period(first).map(scale.code) ?? first)
                continue
            }
            rest.removeFirst()
            guard case .text(let last)? = rest.popFirst(), var period = scale.period(first),
                let end = scale.period(last), (period.year, period.part) <= (end.year, end.part)
            else { throw malformed("no range of periods of \(scale.rawValue)") }
            while (period.year, period.part) <= (end.year, end.part), codes.count <= limit {
                codes.append(scale.code(period))
                period = scale.next(period)
            }
        }
    }
}

/// How long the periods of a TIMEVAL are.
private enum Scale: String {
    case year = "A1"
    case half = "H1"
    case third = "T1"
    case quarter = "Q1"
    case month = "M1"
    case week = "W1"
    case day = "D1"

    struct Period {
        var year: Int
        var part: Int
    }

    /// Digits behind the year.
    private var digits: Int {
        switch self {
        case .year: 0
        case .half, .third, .quarter: 1
        case .month, .week: 2
        case .day: 4
        }
    }

    /// The letter between the year and its part; Statistics Denmark's.
    private var letter: String {
        switch self {
        case .year: ""
        case .half: "H"
        case .third: "T"
        case .quarter: "K"
        case .month, .day: "M"
        case .week: "U"
        }
    }

    private func parts(of year: Int) -> Int {
        switch self {
        case .year: 0
        case .half: 2
        case .third: 3
        case .quarter: 4
        case .month: 12
        case .week: Self.hasWeek53(year) ? 53 : 52
        case .day: 1_231
        }
    }

    /// ISO 8601: a year that begins or ends on a Thursday.
    private static func hasWeek53(_ year: Int) -> Bool {
        func lastDay(_ year: Int) -> Int { (year + year / 4 - year / 100 + year / 400) % 7 }
        return lastDay(year) == 4 || lastDay(year - 1) == 3
    }

    func period(_ text: [UInt8]) -> Period? {
        guard text.count == 4 + digits, text.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
        func number(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
        let period = Period(year: number(text[..<4]), part: number(text[4...]))
        guard period.year > 0, self == .year || 1...parts(of: period.year) ~= period.part else { return nil }
        if self == .day {
            let day = CalendarDay(year: period.year, month: period.part / 100, day: period.part % 100)
            if day == nil { return nil }
        }
        return period
    }

    func code(_ period: Period) -> [UInt8] {
        func padded(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let year = padded(period.year, 4)
        switch self {
        case .year: return Array(year.utf8)
        case .day: return Array("\(year)M\(padded(period.part / 100, 2))D\(padded(period.part % 100, 2))".utf8)
        default: return Array("\(year)\(letter)\(padded(period.part, digits))".utf8)
        }
    }

    func next(_ period: Period) -> Period {
        if self == .day {
            let day = CalendarDay(year: period.year, month: period.part / 100, day: period.part % 100)
            guard let next = day?.adding(days: 1) else { return Period(year: period.year + 1, part: 101) }
            return Period(year: next.year, part: next.month * 100 + next.day)
        }
        if period.part < parts(of: period.year) { return Period(year: period.year, part: period.part + 1) }
        return Period(year: period.year + 1, part: self == .year ? 0 : 1)
    }
}
