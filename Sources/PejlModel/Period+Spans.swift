/// Spans that publishers write in ways of their own.
extension Period {
    /// `2023/2024`, `2023/24`, and the pooled years of the socio-economic reference, `2022/23-2024/25`.
    static func schoolYears(_ bytes: [UInt8]) -> Period? {
        var scanner = PeriodScanner(bytes: bytes)
        guard let first = scanner.schoolYear() else { return nil }
        guard let separator = scanner.next() else { return ofSchoolYear(startingIn: first) }
        guard separator == UInt8(ascii: "-"), let last = scanner.schoolYear(), scanner.atEnd, last >= first,
            let start = ofSchoolYear(startingIn: first), let end = ofSchoolYear(startingIn: last)
        else { return nil }
        return Period(kind: .span, code: "\(start.code)-\(end.code)", firstDay: start.firstDay, lastDay: end.lastDay)
    }

    /// `2020-…`: everything from a year on; it ends with the last day there is.
    static func fromYearOn(_ year: Int, _ rest: ArraySlice<UInt8>) -> Period? {
        guard rest.elementsEqual("…".utf8) || rest.elementsEqual("...".utf8) else { return nil }
        return span("\(year.padded(4))-…", from: (year, 1), through: (9999, 12))
    }

    /// `AUG - DEC 2019`, as Statistics Denmark names some years' last months.
    static func namedMonths(_ bytes: [UInt8]) -> Period? {
        let words = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 4, words[1].elementsEqual("-".utf8), let first = month(words[0]),
            let last = month(words[2]), first <= last
        else { return nil }
        var scanner = PeriodScanner(bytes: Array(words[3]))
        guard let year = scanner.number(digits: 4), scanner.atEnd, year > 0 else { return nil }
        return span(
            "\(year.padded(4))M\(first.padded(2))-\(last.padded(2))",
            from: (year, first),
            through: (year, last)
        )
    }

    private static func month(_ word: ArraySlice<UInt8>) -> Int? {
        let names = [
            ["JAN"], ["FEB"], ["MAR"], ["APR"], ["MAJ", "MAY"], ["JUN"], ["JUL"], ["AUG"], ["SEP"], ["OKT", "OCT"],
            ["NOV"], ["DEC"],
        ]
        return names.firstIndex { $0.contains { word.elementsEqual($0.utf8) } }.map { $0 + 1 }
    }
}

extension PeriodScanner {
    /// The first year of `2023/2024`, `2023/24` or `23/24`, nil where the second is not the next one.
    mutating func schoolYear() -> Int? {
        let start = position
        let first: Int
        if let year = number(digits: 4) {
            first = year
        } else {
            guard let short = number(digits: 2), short < 50 else { return nil }
            first = 2000 + short
        }
        let isShort = position == start + 2
        guard first > 0, next() == UInt8(ascii: "/") else { return nil }
        if !isShort, let second = number(digits: 4) { return second == first + 1 ? first : nil }
        guard let second = number(digits: 2), second == (first + 1) % 100 else { return nil }
        return first
    }
}
