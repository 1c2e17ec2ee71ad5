import PejlFetch
import PejlModel
import Testing

struct RetryTests {
    private static let now = UTCInstant(secondsSince1970: 784_111_777)  // Sun, 06 Nov 1994 08:49:37 GMT

    @Test(
        "Retry-After is clamped to 1 s … 6 h and junk is ignored",
        arguments: [
            (["0"], 1), (["5"], 5), ([" 5 "], 5), (["100000000"], 21_600), (["99999999999"], 21_600),
            (["99999999999999999999999999"], 21_600), (["21600"], 21_600), (["21601"], 21_600),
            (["Sun, 06 Nov 1994 08:50:07 GMT"], 30), (["Sunday, 06-Nov-94 08:50:07 GMT"], 30),
            (["Sun Nov  6 08:50:07 1994"], 30), (["Sun, 06 Nov 1994 08:49:37 GMT"], 1),
            (["Fri, 31 Dec 1999 23:59:59 GMT"], 21_600), (["Thu, 01 Jan 1970 00:00:00 GMT"], 1), (["5", "30"], 30),
            (["soon", "7"], 7), (["0", "0"], 1),
        ]
    )
    func retryAfter(values: [String], expected: Int) {
        #expect(RetryAfter.seconds(values, now: Self.now) == expected)
    }

    @Test(
        "Junk in Retry-After means nothing",
        arguments: [
            "", "soon", "-5", "+5", "5s", "5.5", "5 6", "0x10", "Sun, 06 Nov 1994 08:49:37",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 94194 08:49:37 GMT", "٥", "Sun, 06 Nov 1994 08:49 GMT",
        ]
    )
    func junk(value: String) {
        #expect(RetryAfter.seconds([value], now: Self.now) == nil)
    }

    @Test("No line, no pause")
    func none() {
        #expect(RetryAfter.seconds([], now: Self.now) == nil)
    }

    @Test(
        "Pauses are a random part of a doubling limit",
        arguments: [
            (1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0),
        ]
    )
    func jitter(failures: Int, halfLimit: Double) throws {
        let policy = RetryPolicy()
        #expect(policy.pause(afterFailures: failures, retryAfter: nil, random: 0.5) == .seconds(halfLimit))
        #expect(policy.pause(afterFailures: failures, retryAfter: nil, random: 0) == .zero)
    }

    @Test("The limit stops at 300 s and the tries at five")
    func bounds() {
        let patient = RetryPolicy(tries: 100)
        #expect(patient.pause(afterFailures: 8, retryAfter: nil, random: 0.5) == .seconds(128))
        #expect(patient.pause(afterFailures: 9, retryAfter: nil, random: 0.5) == .seconds(150))
        #expect(patient.pause(afterFailures: 99, retryAfter: nil, random: 0.5) == .seconds(150))
        #expect(RetryPolicy().pause(afterFailures: 5, retryAfter: nil, random: 0.5) == nil)
        #expect(RetryPolicy(tries: 0).pause(afterFailures: 1, retryAfter: nil, random: 0.5) == nil)
    }

    @Test("What the publisher asks for is not undercut")
    func publisherFirst() {
        let policy = RetryPolicy()
        #expect(policy.pause(afterFailures: 1, retryAfter: 20, random: 0.5) == .seconds(20))
        #expect(policy.pause(afterFailures: 4, retryAfter: 1, random: 0.5) == .seconds(8))
    }
}
