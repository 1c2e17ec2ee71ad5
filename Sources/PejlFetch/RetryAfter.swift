package import PejlModel

/// The pause a publisher asks for.
package enum RetryAfter {
    /// Shortest pause that is kept to, in seconds.
    package static let minimumSeconds = 1
    /// Longest pause that is kept to, in seconds: six hours.
    package static let maximumSeconds = 6 * 3600

    /// The longest pause that `Retry-After` lines ask for, clamped to 1 s … 6 h; nothing where all are unreadable.
    ///
    /// A line holds whole seconds or one of the three dates of RFC 9110; a date in the past means at once.
    package static func seconds(_ values: [String], now: UTCInstant) -> Int? {
        values.compactMap { seconds($0, now: now) }.max().map { min(max($0, minimumSeconds), maximumSeconds) }
    }

    private static func seconds(_ value: String, now: UTCInstant) -> Int? {
        let text = value.utf8.drop { $0 == 0x20 || $0 == 0x09 }
        let digits = text.prefix { (0x30...0x39).contains($0) }
        let rest = text[digits.endIndex...].drop { $0 == 0x20 || $0 == 0x09 }
        if !digits.isEmpty, rest.isEmpty { return Int(String(decoding: digits, as: UTF8.self)) ?? .max }
        return HTTPDate.parse(value).map { $0.secondsSince1970 - now.secondsSince1970 }
    }
}

/// The dates of HTTP: RFC 9110 §5.6.7.
private enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func parse(_ text: String) -> UTCInstant? {
        let words = text.split { " ,-".contains($0) }.map(String.init)
        if words.count == 6, words[5] == "GMT" {
            // Sun, 06 Nov 1994 08:49:37 GMT and Sunday, 06-Nov-94 08:49:37 GMT
            return instant(year: words[3], month: words[2], day: words[1], time: words[4])
        }
        // Sun Nov  6 08:49:37 1994
        guard words.count == 5 else { return nil }
        return instant(year: words[4], month: words[1], day: words[2], time: words[3])
    }

    private static func instant(year: String, month: String, day: String, time: String) -> UTCInstant? {
        guard let monthIndex = months.firstIndex(of: month), let number = number(year), let dayNumber = number2(day)
        else { return nil }
        guard year.utf8.count == 4 || year.utf8.count == 2 else { return nil }
        let fullYear = year.utf8.count == 2 ? (number < 70 ? 2000 : 1900) + number : number
        guard let date = CalendarDay(year: fullYear, month: monthIndex + 1, day: dayNumber) else { return nil }
        let parts = time.split(separator: ":", omittingEmptySubsequences: false).map { number2(String($0)) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2] else { return nil }
        guard hour < 24, minute < 60, second <= 60 else { return nil }
        return UTCInstant(secondsSince1970: date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second)
    }

    private static func number(_ text: String) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    private static func number2(_ text: String) -> Int? { text.utf8.count <= 2 ? number(text) : nil }
}
