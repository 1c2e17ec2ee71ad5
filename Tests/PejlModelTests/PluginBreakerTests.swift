import PejlModel
import Testing

/// When a plugin that keeps failing is left alone.
struct PluginBreakerTests {
    @Test(
        "a plugin rests a day from its third failure on, however the clock was set, and never longer",
        arguments: [
            (0, nil, 0, nil), (2, 0, 1, nil), (3, nil, 1, nil), (3, 0, 0, 86_400), (3, 0, 86_399, 86_400),
            (3, 0, 86_400, nil), (7, 100, 200, 86_500), (3, 1_000_000, 0, 86_400),
        ] as [(Int, Int?, Int, Int?)]
    )
    func rests(failures: Int, failedAt: Int?, now: Int, until: Int?) {
        let record = PluginRecord(
            failuresInARow: failures,
            lastFailureAt: failedAt.map { UTCInstant(secondsSince1970: $0) },
            lastRunAt: nil
        )
        let breaker = PluginBreaker(failures: 3, restSeconds: 86_400)
        let expected = until.map { UTCInstant(secondsSince1970: $0) }
        #expect(breaker.restsUntil(record, now: UTCInstant(secondsSince1970: now)) == expected)
    }
}
