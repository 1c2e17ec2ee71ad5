import PejlControl
import PejlModel
import PejlPipeline
import PejlStandIn
import PejlTestSupport
import Testing

/// `--due` asks only for what is due.
struct ScheduleTests {
    @Test("asks for what its schedule or its next try calls for, and keeps telling of a failure meanwhile")
    func due() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer", "folk1am"])
        /// Runs at a moment; the datasets asked for, by name and outcome.
        func run(at moment: String) async throws -> [String: String] {
            let instant = try #require(UTCInstant(moment))
            let step = instant.secondsSince1970 - installation.clock.now.secondsSince1970
            // A run moves the clock a minute itself.
            installation.clock.advance(seconds: step - 60)
            let document = StatusDocument(try await installation.run(.due))
            return Dictionary(
                uniqueKeysWithValues: document.datasets.map { ($0.id, "\($0.state), \($0.nextAt ?? "-")") }
            )
        }
        // A Monday at 07:30: neither was ever asked for.
        #expect(
            try await run(at: "2026-01-05T06:30:00Z") == [
                "elevfravaer": "loaded, 2026-01-05T07:05:00Z", "folk1am": "loaded, 2026-01-05T07:05:00Z",
            ]
        )
        let requests = installation.standIn.requests.count
        #expect(
            try await run(at: "2026-01-05T07:04:00Z") == [
                "elevfravaer": "not_due, 2026-01-05T07:05:00Z", "folk1am": "not_due, 2026-01-05T07:05:00Z",
            ]
        )
        #expect(installation.standIn.requests.count == requests)
        // 08:05: both are due, and one publisher wants a pause of ten minutes.
        installation.standIn.misbehave(.tooManyRequests429(retryAfter: "600"), on: "/v1")
        #expect(
            try await run(at: "2026-01-05T07:05:00Z") == [
                "elevfravaer": "unchanged, 2026-01-12T07:05:00Z", "folk1am": "failed, 2026-01-05T07:15:00Z",
            ]
        )
        installation.standIn.behave()
        let refused = installation.standIn.requests.count
        #expect(
            try await run(at: "2026-01-05T07:14:00Z") == [
                "elevfravaer": "not_due, 2026-01-12T07:05:00Z", "folk1am": "failed, 2026-01-05T07:15:00Z",
            ]
        )
        #expect(installation.standIn.requests.count == refused)
        #expect(
            try await run(at: "2026-01-05T07:16:00Z") == [
                "elevfravaer": "not_due, 2026-01-12T07:05:00Z", "folk1am": "unchanged, 2026-01-06T07:05:00Z",
            ]
        )
        // Switched off over the weekend: on Sunday what was missed is made good once.
        #expect(
            try await run(at: "2026-01-11T10:00:00Z") == [
                "elevfravaer": "not_due, 2026-01-12T07:05:00Z", "folk1am": "unchanged, 2026-01-12T07:05:00Z",
            ]
        )
    }

    @Test("without --due everything is asked for, whatever the schedule says")
    func everything() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        _ = try await installation.run()
        #expect(try await installation.run().datasets.map(\.outcome) == [.unchanged])
        guard case .notDue(nil) = try await installation.run(.due).datasets[0].outcome else {
            Issue.record("it was asked for")
            return
        }
    }
}
