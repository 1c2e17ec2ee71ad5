import PejlModel
import Testing

/// Days against Python's `datetime`.
struct CalendarDayTests {
    /// `D.toordinal() - D(1970, 1, 1).toordinal()` and `D.isoweekday()`.
    private static let days: [(year: Int, month: Int, day: Int, number: Int, weekday: Int)] = [
        (1, 1, 1, -719162, 1), (4, 2, 29, -718008, 7), (100, 3, 1, -682944, 1), (1582, 10, 15, -141427, 5),
        (1600, 2, 29, -135081, 2), (1700, 3, 1, -98556, 1), (1899, 12, 31, -25568, 7), (1900, 2, 28, -25509, 3),
        (1900, 3, 1, -25508, 4), (1968, 2, 29, -672, 4), (1969, 12, 31, -1, 3), (1970, 1, 1, 0, 4),
        (1999, 12, 31, 10956, 5), (2000, 2, 29, 11016, 2), (2000, 3, 1, 11017, 3), (2001, 1, 1, 11323, 1),
        (2004, 12, 31, 12783, 5), (2016, 2, 29, 16860, 1), (2024, 2, 29, 19782, 4), (2024, 8, 1, 19936, 4),
        (2026, 11, 22, 20779, 7), (2100, 2, 28, 47540, 7), (2100, 3, 1, 47541, 1), (2400, 2, 29, 157113, 2),
        (9999, 12, 31, 2_932_896, 5),
    ]

    @Test("a day, its number and its weekday are those of Python's datetime", arguments: days)
    func againstPython(year: Int, month: Int, day: Int, number: Int, weekday: Int) throws {
        let made = try #require(CalendarDay(year: year, month: month, day: day))
        #expect(made.daysSince1970 == number)
        #expect(made.weekday == weekday)
        #expect(CalendarDay(daysSince1970: number) == made)
        #expect((made.year, made.month, made.day) == (year, month, day))
    }

    /// ```python
    /// s = 0
    /// for o in range(date(1600, 1, 1).toordinal(), date(2400, 12, 31).toordinal() + 1):
    ///     x = date.fromordinal(o)
    ///     s = (s * 31 + (x.year * 10000 + x.month * 100 + x.day) * 10 + x.isoweekday()) % 2147483647
    /// ```
    @Test("every day of 800 years has the date and weekday that Python gives it")
    func everyDay() {
        var sum = 0
        for number in -135_140...157_419 {
            let day = CalendarDay(daysSince1970: number)
            sum = (sum * 31 + (day.year * 10_000 + day.month * 100 + day.day) * 10 + day.weekday) % 2_147_483_647
            if day.daysSince1970 != number { Issue.record("\(day) has number \(day.daysSince1970), not \(number)") }
        }
        #expect(sum == 2_005_198_373)
    }

    @Test(
        "there is no such day",
        arguments: [
            (2023, 2, 29), (1900, 2, 29), (2100, 2, 29), (2024, 2, 30), (2024, 4, 31), (2024, 6, 31), (2024, 9, 31),
            (2024, 11, 31), (2024, 12, 32), (2024, 0, 1), (2024, 13, 1), (2024, 1, 0), (2024, 1, -1), (0, 1, 1),
            (-1, 1, 1), (10_000, 1, 1),
        ]
    )
    func noSuchDay(year: Int, month: Int, day: Int) {
        #expect(CalendarDay(year: year, month: month, day: day) == nil)
    }

    @Test(
        "days are written as ISO 8601 and sorted by time",
        arguments: [(2024, 4, 1, "2024-04-01"), (7, 1, 2, "0007-01-02")]
    )
    func written(year: Int, month: Int, day: Int, text: String) throws {
        let made = try #require(CalendarDay(year: year, month: month, day: day))
        #expect(made.description == text)
        #expect(made < made.adding(days: 1))
        #expect(made.adding(days: -1) < made)
        #expect(made.adding(days: 400).adding(days: -400) == made)
    }

    @Test(
        "numbers are padded with zeros and never cut",
        arguments: [(5, 2, "05"), (123, 2, "123"), (0, 3, "000"), (7, 0, "7")]
    )
    func padded(number: Int, width: Int, text: String) { #expect(number.padded(width) == text) }

    @Test("a day is read as ISO 8601 writes it", arguments: days)
    func iso(year: Int, month: Int, day: Int, number: Int, weekday: Int) {
        let text = CalendarDay(daysSince1970: number).description
        #expect(CalendarDay(iso: text)?.daysSince1970 == number)
    }

    @Test(
        "any other text is no day",
        arguments: [
            "", "2024", "2024-04", "2024-4-1", "2024-04-31", "2023-02-29", "2024-13-01", "0000-01-01", "24-04-01",
            "2024-04-01-01", "-2024-04-01", "2024-04-01 ", "2024/04/01", "+024-04-01", "２０２４-04-01",
        ]
    )
    func notISO(text: String) { #expect(CalendarDay(iso: text) == nil) }
}
