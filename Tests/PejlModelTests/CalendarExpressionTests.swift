import PejlModel
import PejlTestSupport
import Testing

private let examples = "examples are \"Mon..Fri 08:05\", \"*-*-11 08:05\" and \"weekly\""

/// Calendar expressions against systemd's own reading of them.
struct CalendarExpressionTests {
    /// Expression, systemd's normal form, and its next moments after 2026-11-25T20:11:00Z.
    ///
    /// From `TZ=Europe/Copenhagen systemd-analyze calendar --iterations=3 --base-time="2026-11-25 21:11:00"`, version 252.
    static let known: [(String, String, [String])] = [
        (
            "Mon..Fri 08:05", "Mon..Fri *-*-* 08:05:00",
            ["2026-11-26T07:05:00Z", "2026-11-27T07:05:00Z", "2026-11-30T07:05:00Z"]
        ),
        ("*-*-11 08:05", "*-*-11 08:05:00", ["2026-12-11T07:05:00Z", "2027-01-11T07:05:00Z", "2027-02-11T07:05:00Z"]),
        (
            "*-09,10-* 08:05", "*-09,10-* 08:05:00",
            ["2027-09-01T06:05:00Z", "2027-09-02T06:05:00Z", "2027-09-03T06:05:00Z"]
        ),
        ("daily", "*-*-* 00:00:00", ["2026-11-25T23:00:00Z", "2026-11-26T23:00:00Z", "2026-11-27T23:00:00Z"]),
        ("weekly", "Mon *-*-* 00:00:00", ["2026-11-29T23:00:00Z", "2026-12-06T23:00:00Z", "2026-12-13T23:00:00Z"]),
        ("monthly", "*-*-01 00:00:00", ["2026-11-30T23:00:00Z", "2026-12-31T23:00:00Z", "2027-01-31T23:00:00Z"]),
        ("hourly", "*-*-* *:00:00", ["2026-11-25T21:00:00Z", "2026-11-25T22:00:00Z", "2026-11-25T23:00:00Z"]),
        (
            "quarterly", "*-01,04,07,10-01 00:00:00",
            ["2026-12-31T23:00:00Z", "2027-03-31T22:00:00Z", "2027-06-30T22:00:00Z"]
        ),
        (
            "semiannually", "*-01,07-01 00:00:00",
            ["2026-12-31T23:00:00Z", "2027-06-30T22:00:00Z", "2027-12-31T23:00:00Z"]
        ),
        ("yearly", "*-01-01 00:00:00", ["2026-12-31T23:00:00Z", "2027-12-31T23:00:00Z", "2028-12-31T23:00:00Z"]),
        ("annually", "*-01-01 00:00:00", ["2026-12-31T23:00:00Z", "2027-12-31T23:00:00Z", "2028-12-31T23:00:00Z"]),
        (
            "Sat,Sun 18:00", "Sat,Sun *-*-* 18:00:00",
            ["2026-11-28T17:00:00Z", "2026-11-29T17:00:00Z", "2026-12-05T17:00:00Z"]
        ),
        (
            "mon,WED..friday 7:5", "Mon,Wed..Fri *-*-* 07:05:00",
            ["2026-11-26T06:05:00Z", "2026-11-27T06:05:00Z", "2026-11-30T06:05:00Z"]
        ),
        (
            "Mon *-*-1..7 08:05", "Mon *-*-01..07 08:05:00",
            ["2026-12-07T07:05:00Z", "2027-01-04T07:05:00Z", "2027-02-01T07:05:00Z"]
        ),
        ("*:0/15", "*-*-* *:00/15:00", ["2026-11-25T20:15:00Z", "2026-11-25T20:30:00Z", "2026-11-25T20:45:00Z"]),
        (
            "9..17/2:00", "*-*-* 09..17/2:00:00",
            ["2026-11-26T08:00:00Z", "2026-11-26T10:00:00Z", "2026-11-26T12:00:00Z"]
        ),
        (
            "9..17/3:30", "*-*-* 09..15/3:30:00",
            ["2026-11-26T08:30:00Z", "2026-11-26T11:30:00Z", "2026-11-26T14:30:00Z"]
        ),
        ("2026..2028-1-1", "2026..2028-01-01 00:00:00", ["2026-12-31T23:00:00Z", "2027-12-31T23:00:00Z"]),
        (
            "11-22 23:59:59", "*-11-22 23:59:59",
            ["2027-11-22T22:59:59Z", "2028-11-22T22:59:59Z", "2029-11-22T22:59:59Z"]
        ),
        (
            "*-*-1/10 0:00", "*-*-01/10 00:00:00",
            ["2026-11-30T23:00:00Z", "2026-12-10T23:00:00Z", "2026-12-20T23:00:00Z"]
        ),
        ("*-1/3-01", "*-01/3-01 00:00:00", ["2026-12-31T23:00:00Z", "2027-03-31T22:00:00Z", "2027-06-30T22:00:00Z"]),
        ("20,8:05", "*-*-* 08,20:05:00", ["2026-11-26T07:05:00Z", "2026-11-26T19:05:00Z", "2026-11-27T07:05:00Z"]),
        ("8:05:*", "*-*-* 08:05:*", ["2026-11-26T07:05:00Z", "2026-11-26T07:05:01Z", "2026-11-26T07:05:02Z"]),
        (
            "*-02-29 12:00", "*-02-29 12:00:00",
            ["2028-02-29T11:00:00Z", "2032-02-29T11:00:00Z", "2036-02-29T11:00:00Z"]
        ),
        ("Sun", "Sun *-*-* 00:00:00", ["2026-11-28T23:00:00Z", "2026-12-05T23:00:00Z", "2026-12-12T23:00:00Z"]),
        (
            "Mon,Tue", "Mon,Tue *-*-* 00:00:00",
            ["2026-11-29T23:00:00Z", "2026-11-30T23:00:00Z", "2026-12-06T23:00:00Z"]
        ),
        ("*-*-31 08:05", "*-*-31 08:05:00", ["2026-12-31T07:05:00Z", "2027-01-31T07:05:00Z", "2027-03-31T06:05:00Z"]),
        ("2028-02-29 08:05:30", "2028-02-29 08:05:30", ["2028-02-29T07:05:30Z"]),
        (
            "*-12-24..26 0/6:30:15", "*-12-24..26 00/6:30:15",
            ["2026-12-23T23:30:15Z", "2026-12-24T05:30:15Z", "2026-12-24T11:30:15Z"]
        ),
        (
            "Thu *-*-* 09:30", "Thu *-*-* 09:30:00",
            ["2026-11-26T08:30:00Z", "2026-12-03T08:30:00Z", "2026-12-10T08:30:00Z"]
        ),
        (
            "1..5/2,4:00", "*-*-* 01..05/2,04:00:00",
            ["2026-11-26T00:00:00Z", "2026-11-26T02:00:00Z", "2026-11-26T03:00:00Z"]
        ),
        (
            "3,1..5:00", "*-*-* 01..05,03:00:00",
            ["2026-11-26T00:00:00Z", "2026-11-26T01:00:00Z", "2026-11-26T02:00:00Z"]
        ),
    ]

    @Test("means what systemd means, in Danish time", arguments: known)
    func agreesWithSystemd(text: String, normal: String, moments: [String]) throws {
        let expression = try CalendarExpression(text)
        #expect(expression.description == normal)
        #expect(try CalendarExpression(normal) == expression)
        var instant = try #require(UTCInstant("2026-11-25T20:11:00Z"))
        for moment in moments {
            instant = try #require(expression.next(after: instant))
            #expect(instant.description == moment)
        }
        if moments.count < 3 { #expect(expression.next(after: instant) == nil) }
    }

    /// The clocks are put forward at 2026-03-29T01:00:00Z and back at 2026-10-25T01:00:00Z; computed by hand.
    @Test(
        "a local time that is left out comes when the clocks have been put forward, one that comes twice comes once",
        arguments: [
            (
                "02:30", "2026-03-28T00:00:00Z",
                ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]
            ),
            ("2:0/15", "2026-03-28T23:30:00Z", ["2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z"]),
            (
                "hourly", "2026-03-28T23:30:00Z",
                ["2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"]
            ),
            (
                "02:30", "2026-10-24T00:00:00Z",
                ["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]
            ),
            // Asked between the two half past twos.
            ("02:30", "2026-10-25T01:00:00Z", ["2026-10-26T01:30:00Z"]),
            ("hourly", "2026-10-24T23:30:00Z", ["2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"]),
            ("08:05", "2026-10-24T12:00:00Z", ["2026-10-25T07:05:00Z"]),
            ("08:05", "2026-03-28T12:00:00Z", ["2026-03-29T06:05:00Z"]),
        ]
    )
    func summerTime(text: String, after: String, moments: [String]) throws {
        let expression = try CalendarExpression(text)
        var instant = try #require(UTCInstant(after))
        for moment in moments {
            instant = try #require(expression.next(after: instant))
            #expect(instant.description == moment)
        }
    }

    @Test(
        "what is no expression is refused by its part",
        arguments: [
            ("", "\"\" is not a calendar expression: \"\" is not understood; \(examples)"),
            (
                "Mandag 08:05",
                "\"Mandag 08:05\" is not a calendar expression: \"Mandag\" is not understood; \(examples)"
            ),
            (
                "Mon-Fri 8:05",
                "\"Mon-Fri 8:05\" is not a calendar expression: \"Mon-Fri\" is not understood; \(examples)"
            ),
            ("Sat..Mon", "\"Sat..Mon\" is not a calendar expression: \"Sat..Mon\" is not understood; \(examples)"),
            ("8", "\"8\" is not a calendar expression: \"8\" is not understood; \(examples)"),
            ("*/5:00", "\"*/5:00\" is not a calendar expression: \"*/5\" is not understood; \(examples)"),
            ("08:05 Mon", "\"08:05 Mon\" is not a calendar expression: \"Mon\" is not understood; \(examples)"),
            ("08:05 UTC", "\"08:05 UTC\" is not a calendar expression: \"UTC\" is not understood; \(examples)"),
            ("*-*~1", "\"*-*~1\" is not a calendar expression: \"*~1\" is not understood; \(examples)"),
            ("17..9:00", "\"17..9:00\" is not a calendar expression: \"17..9\" is not understood; \(examples)"),
            ("8:05:00.5", "\"8:05:00.5\" is not a calendar expression: \"00.5\" is not understood; \(examples)"),
            ("24:00", "\"24:00\" is not a calendar expression: \"24\" is not within 0 to 23"),
            ("8:60", "\"8:60\" is not a calendar expression: \"60\" is not within 0 to 59"),
            ("*-13-01", "\"*-13-01\" is not a calendar expression: \"13\" is not within 1 to 12"),
            ("*-*-0", "\"*-*-0\" is not a calendar expression: \"0\" is not within 1 to 31"),
            ("99-1-1", "\"99-1-1\" is not a calendar expression: \"99\" is not within 1970 to 2199"),
            ("9/15:00", "\"9/15:00\" is not a calendar expression: the step of \"9/15\" leads past the end"),
            ("0/0:00", "\"0/0:00\" is not a calendar expression: the step of \"0/0\" leads past the end"),
            ("*-02-30", "\"*-02-30\" names no day that ever comes"),
        ]
    )
    func refuses(text: String, message: String) {
        let error = #expect(throws: CalendarExpressionError.self) { try CalendarExpression(text) }
        #expect(error?.description == message)
    }

    @Test(
        "agrees with the systemd of this machine on expressions made at random",
        .enabled(if: Program.exists("/usr/bin/systemd-analyze"), "there is no systemd-analyze here")
    )
    func agreesAtRandom() throws {
        var random = SeededRandom(state: 20_261_125)
        for _ in 0..<60 {
            let text = Self.randomExpression(&random)
            let base = UTCInstant(secondsSince1970: Int.random(in: 1_600_000_000..<1_900_000_000, using: &random))
            let (day, second) = DanishTime.local(base)
            let time = "\(day) \((second / 3600).padded(2)):\((second / 60 % 60).padded(2)):\((second % 60).padded(2))"
            let result = try Program.run(
                "/usr/bin/systemd-analyze",
                ["calendar", "--iterations=4", "--base-time=\(time)", text],
                environment: ["TZ": "Europe/Copenhagen"]
            )
            // Local times that come twice cannot be said; hours 4 to 23 never do, so only `base` may be one.
            guard DanishTime.instant(day: day, secondOfDay: second) == base else { continue }
            let moments = result.output.matches(of: #/\(in UTC\): \w+ (\S+) (\S+) UTC/#).map { "\($0.1)T\($0.2)Z" }
            guard let expression = try? CalendarExpression(text) else {
                #expect(moments.isEmpty, "\(text) is refused, and systemd reads it: \(result.output)")
                continue
            }
            var instant = base
            for moment in moments {
                instant = try #require(expression.next(after: instant))
                #expect(instant.description == moment, "\(text) after \(base)")
            }
        }
    }

    /// Days, months and hours as lists, ranges and steps; hours from 4 on, where no clock is changed.
    private static func randomExpression(_ random: inout SeededRandom) -> String {
        func field(_ range: ClosedRange<Int>) -> String {
            let first = Int.random(in: range, using: &random)
            let last = Int.random(in: first...range.upperBound, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: return "\(first),\(last)"
            case 1: return "\(first)..\(last)"
            case 2 where first < range.upperBound:
                return "\(first)/\(Int.random(in: 1...(range.upperBound - first), using: &random))"
            case 3 where first < last: return "\(first)..\(last)/\(Int.random(in: 1...(last - first), using: &random))"
            default: return "\(first)"
            }
        }
        let days = ["", "Mon ", "Tue,Thu ", "Wed..Sun ", "Sat,Sun "].randomElement(using: &random) ?? ""
        let month = Bool.random(using: &random) ? "*" : field(1...12)
        let day = Bool.random(using: &random) ? "*" : field(1...28)
        return "\(days)*-\(month)-\(day) \(field(4...23)):\(field(0...59))"
    }
}

/// Danish local time around the changes of the clocks; the days are those of the official tables.
struct DanishTimeTests {
    @Test(
        "summer time is from the last Sunday of March to the last Sunday of October, 01:00 UTC",
        arguments: [
            ("2019-03-31", "2019-10-27"), ("2024-03-31", "2024-10-27"), ("2025-03-30", "2025-10-26"),
            ("2026-03-29", "2026-10-25"), ("2027-03-28", "2027-10-31"), ("2028-03-26", "2028-10-29"),
        ]
    )
    func changes(first: String, last: String) throws {
        let begins = try #require(UTCInstant("\(first)T01:00:00Z"))
        let ends = try #require(UTCInstant("\(last)T01:00:00Z"))
        #expect(DanishTime.offset(at: begins.adding(seconds: -1)) == 3600)
        #expect(DanishTime.offset(at: begins) == 7200)
        #expect(DanishTime.offset(at: ends.adding(seconds: -1)) == 7200)
        #expect(DanishTime.offset(at: ends) == 3600)
        let (day, second) = DanishTime.local(ends)
        #expect("\(day)" == last && second == 2 * 3600)
    }
}
