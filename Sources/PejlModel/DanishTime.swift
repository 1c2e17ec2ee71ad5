/// Denmark's local time: Central European Time with the summer time of the European Union.
///
/// The rule is written out here instead of being read from the machine's time zone files, so that a schedule means the
/// same on every machine. It holds since 1996: summer time begins on the last Sunday of March and ends on the last
/// Sunday of October, both at 01:00 UTC.
package enum DanishTime {
    private static let winter = 3600
    private static let summer = 7200

    /// Seconds that local time is ahead of UTC.
    package static func offset(at instant: UTCInstant) -> Int {
        let year = instant.day.year
        return instant >= change(month: 3, year) && instant < change(month: 10, year) ? summer : winter
    }

    /// Day and second of the day that clocks show.
    package static func local(_ instant: UTCInstant) -> (day: CalendarDay, secondOfDay: Int) {
        let shown = instant.adding(seconds: offset(at: instant))
        return (shown.day, shown.secondsSince1970 - shown.day.daysSince1970 * 86_400)
    }

    /// What clocks show, to the minute: `2026-11-29 08:07`.
    package static func text(_ instant: UTCInstant) -> String {
        let (day, second) = local(instant)
        return "\(day) \((second / 3600).padded(2)):\((second / 60 % 60).padded(2))"
    }

    /// When clocks show a local time.
    ///
    /// A time that comes twice in October is the first of the two; one that is left out in March is the moment the
    /// clocks are put forward.
    package static func instant(day: CalendarDay, secondOfDay: Int) -> UTCInstant {
        let shown = UTCInstant(secondsSince1970: day.daysSince1970 * 86_400 + secondOfDay)
        for offset in [summer, winter] {
            let instant = shown.adding(seconds: -offset)
            if self.offset(at: instant) == offset { return instant }
        }
        return change(month: 3, day.year)
    }

    /// The moments at which clocks show `text`, a date and a time of day without a zone: `2025-03-25T08:00:00`.
    ///
    /// - Returns: One, earliest first; two in the hour that comes twice, none in the one that is left out; nil for any
    ///   other text.
    package static func instants(_ text: String) -> [UTCInstant]? {
        guard text.utf8.count == 19, let shown = UTCInstant(text + "Z") else { return nil }
        return [summer, winter].compactMap { offset in
            let instant = shown.adding(seconds: -offset)
            return self.offset(at: instant) == offset ? instant : nil
        }
    }

    /// 01:00 UTC on the last Sunday of a month of 31 days.
    private static func change(month: Int, _ year: Int) -> UTCInstant {
        let last = CalendarDay(year: year, month: month, day: 31) ?? CalendarDay(daysSince1970: 0)
        return UTCInstant(secondsSince1970: last.adding(days: -(last.weekday % 7)).daysSince1970 * 86_400 + 3600)
    }
}
