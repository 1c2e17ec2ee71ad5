import PejlModel
import Testing

struct DanishInstantsTests {
    /// From Python's zoneinfo, `Europe/Copenhagen`.
    @Test(
        "A time on Danish clocks is one moment, two where the hour comes twice, none where it is left out",
        arguments: [
            ("2025-03-25T08:00:00", ["2025-03-25T07:00:00Z"]), ("2025-08-11T08:00:00", ["2025-08-11T06:00:00Z"]),
            ("2025-03-30T01:59:59", ["2025-03-30T00:59:59Z"]), ("2025-03-30T02:30:00", []),
            ("2025-03-30T03:00:00", ["2025-03-30T01:00:00Z"]), ("2025-10-26T01:59:59", ["2025-10-25T23:59:59Z"]),
            ("2025-10-26T02:30:00", ["2025-10-26T00:30:00Z", "2025-10-26T01:30:00Z"]),
            ("2025-10-26T03:00:00", ["2025-10-26T02:00:00Z"]), ("2024-02-29T08:00:00", ["2024-02-29T07:00:00Z"]),
            ("2026-03-29T03:00:00", ["2026-03-29T01:00:00Z"]), ("2026-10-25T03:00:00", ["2026-10-25T02:00:00Z"]),
            ("2021-01-01T00:30:00", ["2020-12-31T23:30:00Z"]), ("2030-03-31T08:00:00", ["2030-03-31T06:00:00Z"]),
            ("2030-10-27T08:00:00", ["2030-10-27T07:00:00Z"]),
        ]
    )
    func instants(text: String, expected: [String]) throws {
        #expect(try #require(DanishTime.instants(text)).map(\.description) == expected)
    }

    @Test(
        "Anything else is no such time",
        arguments: [
            "", "2025-03-25", "2025-03-25T08:00", "2025-03-25T08:00:00Z", "2025-03-25T08:00:00+01:00",
            "2025-02-29T08:00:00", "2025-03-25 08:00:00", "2025-03-25T24:00:00", "2025-03-25T08:00:00.0",
        ]
    )
    func refused(text: String) {
        #expect(DanishTime.instants(text) == nil)
    }
}
