import PejlModel

/// Days and times of day as spreadsheets count them.
enum XLSXDate {
    /// 9999-12-31, the last day a sheet shows, counted from 1900.
    private static let lastDay = 2_958_465

    /// `serial` as ISO text: `2024-03-01`, or `2024-03-01T12:30:00` where it is not midnight, to the nearest second.
    ///
    /// Nothing for what no calendar has: days before the first, day 60 of the 1900 system (29 February 1900, which
    /// spreadsheets invented), days after 9999.
    static func day(_ serial: Double, from1904: Bool) -> String? {
        guard serial >= (from1904 ? 0 : 1), serial < Double(lastDay + 1) else { return nil }
        let (number, seconds) = split(serial)
        let day: CalendarDay
        if from1904 {
            day = CalendarDay(daysSince1970: number - 24_107)
        } else if number == 60 {
            return nil
        } else {
            day = CalendarDay(daysSince1970: number - (number < 60 ? 25_568 : 25_569))
        }
        guard day.year <= 9_999 else { return nil }
        return seconds == 0 ? day.description : "\(day)T\(clock(seconds))"
    }

    /// `serial` as `12:30:00`, to the nearest second; lengths of a day or more count their hours on: `36:00:00`.
    static func time(_ serial: Double) -> String? {
        guard serial >= 0, serial < Double(lastDay + 1) else { return nil }
        let (days, seconds) = split(serial)
        return clock(days * 86_400 + seconds)
    }

    private static func split(_ serial: Double) -> (days: Int, seconds: Int) {
        let days = serial.rounded(.down)
        let seconds = Int(((serial - days) * 86_400).rounded())
        return seconds == 86_400 ? (Int(days) + 1, 0) : (Int(days), seconds)
    }

    private static func clock(_ seconds: Int) -> String {
        [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
