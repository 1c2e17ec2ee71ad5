/// A second of Coordinated Universal Time.
package struct UTCInstant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let secondsSince1970: Int

    package init(secondsSince1970: Int) { self.secondsSince1970 = secondsSince1970 }

    /// Reads what ``description`` writes: `2026-11-22T13:02:08Z`, or nothing for any other text.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        let separators: [(Int, UInt8)] = [
            (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")), (10, UInt8(ascii: "T")), (13, UInt8(ascii: ":")),
            (16, UInt8(ascii: ":")), (19, UInt8(ascii: "Z")),
        ]
        guard bytes.count == 20, separators.allSatisfy({ bytes[$0.0] == $0.1 }) else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
            guard bytes[range].allSatisfy(digits.contains) else { return nil }
            return Int(String(decoding: bytes[range], as: UTF8.self))
        }
        guard let year = number(0..<4), let month = number(5..<7), let dayOfMonth = number(8..<10) else { return nil }
        guard let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19) else { return nil }
        guard let day = CalendarDay(year: year, month: month, day: dayOfMonth) else { return nil }
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
        secondsSince1970 = day.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// The day it falls on in UTC.
    package var day: CalendarDay {
        CalendarDay(
            daysSince1970: secondsSince1970 >= 0 ? secondsSince1970 / 86_400 : (secondsSince1970 - 86_399) / 86_400
        )
    }

    /// The instant `seconds` later.
    package func adding(seconds: Int) -> UTCInstant { UTCInstant(secondsSince1970: secondsSince1970 + seconds) }

    package static func < (left: UTCInstant, right: UTCInstant) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    /// ISO 8601 with a `Z`: `2026-11-22T13:02:08Z`.
    package var description: String {
        let time = secondsSince1970 - day.daysSince1970 * 86_400
        return "\(day)T\((time / 3600).padded(2)):\((time / 60 % 60).padded(2)):\((time % 60).padded(2))Z"
    }
}
