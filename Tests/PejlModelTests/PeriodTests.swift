import PejlModel
import Testing

/// Time codes of `sources.md` §1.7 and §2.3.
struct PeriodTests {
    /// Text, kind, canonical code, first and last day.
    ///
    /// Weeks: `date.fromisocalendar(year, week, 1)` and `… 7)`.
    private static let readable: [(text: String, kind: PeriodKind, code: String, first: String, last: String)] = [
        ("2024", .year, "2024", "2024-01-01", "2024-12-31"),
        ("0001", .year, "0001", "0001-01-01", "0001-12-31"),
        ("9999", .year, "9999", "9999-01-01", "9999-12-31"),
        ("2023/2024", .schoolYear, "2023/2024", "2023-08-01", "2024-07-31"),
        ("1999/2000", .schoolYear, "1999/2000", "1999-08-01", "2000-07-31"),
        ("2024H1", .halfYear, "2024H1", "2024-01-01", "2024-06-30"),
        ("2024H2", .halfYear, "2024H2", "2024-07-01", "2024-12-31"),
        ("2024K1", .quarter, "2024K1", "2024-01-01", "2024-03-31"),
        ("2024Q1", .quarter, "2024K1", "2024-01-01", "2024-03-31"),
        ("2024K2", .quarter, "2024K2", "2024-04-01", "2024-06-30"),
        ("2024Q3", .quarter, "2024K3", "2024-07-01", "2024-09-30"),
        ("2025K4", .quarter, "2025K4", "2025-10-01", "2025-12-31"),
        ("2024M01", .month, "2024M01", "2024-01-01", "2024-01-31"),
        ("2023M02", .month, "2023M02", "2023-02-01", "2023-02-28"),
        ("2024M02", .month, "2024M02", "2024-02-01", "2024-02-29"),
        ("1900M02", .month, "1900M02", "1900-02-01", "1900-02-28"),
        ("2000M02", .month, "2000M02", "2000-02-01", "2000-02-29"),
        ("2024M04", .month, "2024M04", "2024-04-01", "2024-04-30"),
        ("2024M12", .month, "2024M12", "2024-12-01", "2024-12-31"),
        ("2024M01D15", .day, "2024M01D15", "2024-01-15", "2024-01-15"),
        ("2024M02D29", .day, "2024M02D29", "2024-02-29", "2024-02-29"),
        ("2024U01", .week, "2024U01", "2024-01-01", "2024-01-07"),
        ("2024W01", .week, "2024U01", "2024-01-01", "2024-01-07"),
        ("2025U01", .week, "2025U01", "2024-12-30", "2025-01-05"),
        ("2026W01", .week, "2026U01", "2025-12-29", "2026-01-04"),
        ("2021U01", .week, "2021U01", "2021-01-04", "2021-01-10"),
        ("2020U01", .week, "2020U01", "2019-12-30", "2020-01-05"),
        ("2019U52", .week, "2019U52", "2019-12-23", "2019-12-29"),
        ("1998U53", .week, "1998U53", "1998-12-28", "1999-01-03"),
        ("2004U53", .week, "2004U53", "2004-12-27", "2005-01-02"),
        ("2009W53", .week, "2009U53", "2009-12-28", "2010-01-03"),
        ("2015U53", .week, "2015U53", "2015-12-28", "2016-01-03"),
        ("2020U53", .week, "2020U53", "2020-12-28", "2021-01-03"),
        ("2026U53", .week, "2026U53", "2026-12-28", "2027-01-03"),
        ("2014U30-41", .span, "2014U30-41", "2014-07-21", "2014-10-12"),
        ("2014W30-41", .span, "2014U30-41", "2014-07-21", "2014-10-12"),
        ("2014U30-30", .span, "2014U30-30", "2014-07-21", "2014-07-27"),
        ("2020U53-53", .span, "2020U53-53", "2020-12-28", "2021-01-03"),
        ("2021:2022", .span, "2021:2022", "2021-01-01", "2022-12-31"),
        ("2021:2021", .span, "2021:2021", "2021-01-01", "2021-12-31"),
        ("1840:1849", .span, "1840:1849", "1840-01-01", "1849-12-31"),
        ("2024/25", .schoolYear, "2024/2025", "2024-08-01", "2025-07-31"),
        ("24/25", .schoolYear, "2024/2025", "2024-08-01", "2025-07-31"),
        ("08/09", .schoolYear, "2008/2009", "2008-08-01", "2009-07-31"),
        ("1999/00", .schoolYear, "1999/2000", "1999-08-01", "2000-07-31"),
        ("49/50", .schoolYear, "2049/2050", "2049-08-01", "2050-07-31"),
        ("2022/23-2024/25", .span, "2022/2023-2024/2025", "2022-08-01", "2025-07-31"),
        ("2022/23\u{2013}2024/25", .span, "2022/2023-2024/2025", "2022-08-01", "2025-07-31"),
        ("2022/2023-2024/2025", .span, "2022/2023-2024/2025", "2022-08-01", "2025-07-31"),
        ("2022/23-2022/23", .span, "2022/2023-2022/2023", "2022-08-01", "2023-07-31"),
        ("2020-…", .span, "2020-…", "2020-01-01", "9999-12-31"),
        ("2020-...", .span, "2020-…", "2020-01-01", "9999-12-31"),
        ("AUG - DEC 2019", .span, "2019M08-12", "2019-08-01", "2019-12-31"),
        ("JAN - MAJ 2024", .span, "2024M01-05", "2024-01-01", "2024-05-31"),
        ("OCT - OKT 2024", .span, "2024M10-10", "2024-10-01", "2024-10-31"),
        ("2024M01-02", .span, "2024M01-02", "2024-01-01", "2024-02-29"),
        ("2014U30\u{2013}41", .span, "2014U30-41", "2014-07-21", "2014-10-12"),
    ]

    @Test("a code the publishers write has one kind, one canonical code, a first and a last day", arguments: readable)
    func reads(text: String, kind: PeriodKind, code: String, first: String, last: String) throws {
        let period = try Period(code: text)
        #expect(period.kind == kind)
        #expect(period.code == code)
        #expect(period.description == code)
        #expect(period.firstDay.description == first)
        #expect(period.lastDay.description == last)
        #expect(try Period(code: code) == period)
    }

    /// The long years by Python.
    ///
    /// `[y for y in range(1990, 2061) if date(y, 12, 28).isocalendar()[1] == 53]`
    @Test("week 53 exists in exactly the years Python's isocalendar gives one", arguments: 1990...2060)
    func longYears(year: Int) {
        let long: Set = [1992, 1998, 2004, 2009, 2015, 2020, 2026, 2032, 2037, 2043, 2048, 2054, 2060]
        #expect(((try? Period(code: "\(year)U53")) != nil) == long.contains(year))
        #expect((try? Period(code: "\(year)U52")) != nil)
    }

    @Test("the weeks of a year follow on each other without gap or overlap", arguments: 1995...2035)
    func weeksFollow(year: Int) throws {
        let weeks = (1...53).compactMap { try? Period(code: "\(year)U\($0.padded(2))") }
        for (week, next) in zip(weeks, weeks.dropFirst()) { #expect(week.lastDay.adding(days: 1) == next.firstDay) }
        let first = try Period(code: "\(year + 1)U01")
        #expect(weeks.last?.lastDay.adding(days: 1) == first.firstDay)
        for week in weeks {
            #expect(week.firstDay.weekday == 1)
            #expect(week.firstDay.adding(days: 3).year == year)
        }
    }

    @Test(
        "anything else is refused, with the text in the message",
        arguments: [
            "", " ", "2024 ", " 2024", "24", "202", "02024", "20245", "0000", "-2024", "+024", "２０２４", "2024K",
            "2024K0",
            "2024K5", "2024k1", "2024K01", "2024K1 ", "2024Q", "2024M", "2024M0", "2024M00", "2024M13", "2024M1",
            "2024M001", "2024M02D30", "2023M02D29", "2024M01D00", "2024M01D32", "2024M01D1", "2024M01D15x",
            "2024M02-01", "2024M01-13", "2024M01-2", "2024M01-02D03", "AUG - DEC", "AUG-DEC 2019", "DEC - AUG 2019",
            "aug - dec 2019", "AUG - DEC 0000", "AUG - DEC 20199", "AUG  - DEC 2019",
            "2024U00", "2024U53", "2019U53", "2024U54", "2024U1", "2024U30-29", "2024U50-53", "2024U30-", "2024U30-4",
            "2024U30:41", "2023/25", "2023/23", "23/25", "99/00", "50/51", "24/2025", "24/25x", "2024/5", "2024/255",
            "2023/2025", "2024/2023", "2023/2023", "2023/2024x", "2023-2024", "2023/",
            "2022:2021",
            "2021:", "2021:22", "2024H0", "2024H3", "2024H", "2024D15", "2024-01-15", "2020-", "2020-..", "2020-….",
            "2020-2024",
            "0000-", "-…", "…", "TOT", "I alt",
            "2024/25-2022/23", "2022/23-2024", "2022/23-24/26", "2022/23:2024/25", "2022/23-", "2024\u{0}", "2024M04\n",
            "2024😀",
        ]
    )
    func refuses(text: String) {
        let error = #expect(throws: PeriodError.self) { try Period(code: text) }
        #expect(error == .malformed(code: text))
        #expect(
            error?.description
                == "\"\(text)\" is not a period; known shapes are 2024, 2023/2024, 2024K1, 2024M04 …"
        )
    }

    @Test("a text of more than 32 bytes is refused before it is read")
    func longText() {
        let text = "2024" + String(repeating: "0", count: 29)
        #expect(throws: PeriodError.malformed(code: text)) { try Period(code: text) }
    }

    @Test("a school year, a calendar year and a span are never equal")
    func kindsApart() throws {
        let periods = try ["2023", "2023/2024", "2023:2023", "2023:2024", "2023H1"].map { try Period(code: $0) }
        #expect(Set(periods).count == 5)
        #expect(Set(periods.map(\.code)).count == 5)
    }

    @Test("the kinds are stored by these names")
    func kindNames() {
        #expect(
            PeriodKind.allCases.map(\.rawValue)
                == ["year", "school_year", "half_year", "quarter", "month", "week", "day", "span"]
        )
    }

    /// `CalendarDay.year` is documented as 1 to 9999; 9999-W52 ends on 2 January 10000.
    @Test(
        "no period ends after the last day that CalendarDay can make"
    )
    func lastWeek() {
        let last = try? Period(code: "9999U52").lastDay
        #expect(last.map { $0.year <= 9999 } ?? true)
    }
}
