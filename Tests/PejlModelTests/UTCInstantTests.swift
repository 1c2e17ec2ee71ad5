import PejlModel
import Testing

/// Instants against Python: `datetime(1970, 1, 1) + timedelta(seconds=t)`.
struct UTCInstantTests {
    @Test(
        "seconds and text go back and forth",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1, "1970-01-01T00:00:01Z"), (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"), (1_732_280_528, "2024-11-22T13:02:08Z"),
            (-1, "1969-12-31T23:59:59Z"), (-86_400, "1969-12-31T00:00:00Z"), (-86_401, "1969-12-30T23:59:59Z"),
            (1_795_352_528, "2026-11-22T13:02:08Z"), (4_102_444_799, "2099-12-31T23:59:59Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"), (-62_135_596_800, "0001-01-01T00:00:00Z"),
        ]
    )
    func roundTrip(seconds: Int, text: String) throws {
        let instant = UTCInstant(secondsSince1970: seconds)
        #expect(instant.description == text)
        #expect(try #require(UTCInstant(text)) == instant)
        #expect(instant.day.description == text.prefix(10))
        #expect(instant < instant.adding(seconds: 1))
        #expect(instant.adding(seconds: -1) < instant)
    }

    @Test(
        "every second of two days around a leap day and 1970 is read back as it was written",
        arguments: [-86_400, 951_740_000]
    )
    func manySeconds(from start: Int) {
        for seconds in stride(from: start, to: start + 172_800, by: 97) {
            let instant = UTCInstant(secondsSince1970: seconds)
            if UTCInstant(instant.description) != instant { Issue.record("\(instant)") }
        }
    }

    @Test(
        "any other text is refused",
        arguments: [
            "", "2026-11-22", "2026-11-22T13:02:08", "2026-11-22T13:02:08+01:00", "2026-11-22 13:02:08Z",
            "2026-11-22T13:02:08z", "2026-11-22T24:00:00Z", "2026-11-22T13:60:00Z", "2026-11-22T13:02:60Z",
            "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "0000-01-01T00:00:00Z",
            "2026-11-22T13:02:08.1Z", " 2026-11-22T13:02:08", "2026-11-2 T13:02:08Z", "2026/11/22T13:02:08Z",
            "20261122T130208Z0000", "2026-1a-22T13:02:08Z",
        ]
    )
    func refuses(text: String) { #expect(UTCInstant(text) == nil) }

    @Test(
        "a sign in place of a digit is refused",
        arguments: [
            "2026-+1-22T13:02:08Z", "+026-11-22T13:02:08Z", "2026-11-+2T13:02:08Z", "2026-11-22T-0:02:08Z",
            "2026-11-22T13:+2:08Z", "2026-11-22T13:02:-0Z",
        ]
    )
    func refusesSigns(text: String) { #expect(UTCInstant(text) == nil) }
}
