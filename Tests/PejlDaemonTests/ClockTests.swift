import Foundation
import PejlConfig
import PejlModel
import PejlPipeline
import PejlStandIn
import PejlTestSupport
import Synchronization
import Testing

@testable import PejlDaemon

/// Clocks that jump, and the two nights of the summer time (T1 and T2 of the test plan).
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ClockTests {
    /// A daemon in this process, whose wall clock moves only when told.
    private final class Desk: Sendable {
        let installation: TestInstallation
        let clock: Mutex<UTCInstant>
        /// A jump that is made while the run reads the clock for the so manieth time.
        private let armed = Mutex<(readings: Int, seconds: Int)?>(nil)
        private let asked = Mutex<[String]>([])
        private let daemon = Mutex<Daemon?>(nil)
        private let ending = AsyncStream<ProgramStatus>.makeStream()

        init(at moment: String, schedule: String? = nil) throws {
            installation = try TestInstallation(datasets: ["folk1am"], inMemory: true)
            if let schedule {
                let recipe = installation.folder.file("etc/datasets/folk1am.toml")
                let text = try String(contentsOfFile: recipe, encoding: .utf8)
                let changed = text.replacing("schedule = \"Mon..Fri 08:05\"", with: "schedule = \"\(schedule)\"")
                try #require(changed != text)
                try installation.folder.write(changed, to: "etc/datasets/folk1am.toml")
            }
            clock = Mutex(try #require(UTCInstant(moment)))
        }

        private func now() -> UTCInstant {
            let jump = armed.withLock { armed -> Int in
                guard let (readings, seconds) = armed else { return 0 }
                armed = readings > 1 ? (readings - 1, seconds) : nil
                return readings > 1 ? 0 : seconds
            }
            return clock.withLock { clock in
                clock = clock.adding(seconds: jump)
                return clock
            }
        }

        func start() {
            let log = ServiceLog(environment: [:])
            log.level = .error
            let path = installation.configurationPath
            var surroundings = DaemonSurroundings(
                notifier: ServiceNotifier(environment: [:]),
                log: log,
                machine: "test",
                configuration: {
                    var options = try Configuration(path: path).daemon
                    options.splaySeconds = 0
                    options.logLevel = .error
                    return options
                },
                keep: { [unowned self] summary, _ in
                    asked.withLock { asked in
                        for dataset in summary.datasets {
                            if case .notDue = dataset.outcome { continue }
                            asked.append(dataset.id)
                        }
                    }
                }
            )
            surroundings.now = { [unowned self] in now() }
            let daemon = Daemon(surroundings)
            self.daemon.withLock { $0 = daemon }
            // It blocks its thread, which must not be one of those that tests share.
            Thread.detachNewThread { [ending] in ending.continuation.yield(daemon.run()) }
        }

        /// Moves the clock and has the daemon look; how often it asked for the dataset until all was done.
        func step(_ seconds: Int) async throws -> Int {
            let before = asked.withLock { $0.count }
            clock.withLock { $0 = $0.adding(seconds: seconds) }
            let daemon = try #require(daemon.withLock { $0 })
            daemon.wake()
            await daemon.idle()
            return asked.withLock { $0.count } - before
        }

        /// Jumps while the dataset is being fetched because somebody asked for it.
        func fetch(jumping seconds: Int) async throws -> RefreshSummary {
            armed.withLock { $0 = (8, seconds) }
            let daemon = try #require(daemon.withLock { $0 })
            return try await daemon.fetch(.named(["folk1am"]))
        }

        /// Two days later the slots come as always: each weekday once.
        func expectSlots() async throws {
            for _ in 0..<2 { _ = try await step(ClockTests.day) }
            for _ in 0..<4 {
                let runs = try await step(ClockTests.day)
                // It is before 08:05: what came is the slot of the day before.
                let yesterday = DanishTime.local(clock.withLock { $0 }).day.adding(days: -1)
                #expect(runs == (yesterday.weekday <= 5 ? 1 : 0), "\(yesterday)")
            }
        }

        func stop() async -> ProgramStatus? {
            daemon.withLock { $0 }?.take(.stop)
            return await ending.stream.first { _ in true }
        }
    }

    static let day = 86_400
    private static let years = 3652 * 86_400

    /// By how much the clock jumps, and how many runs follow from it at 07:00 on a Monday with a slot at 08:05.
    private static let jumps: [(seconds: Int, idle: Int, backingOff: Int)] = [
        (-years, 1, 1), (-day, 0, 0), (-3600, 0, 0), (-1, 0, 0), (1, 0, 0), (3600, 0, 1), (day, 1, 1), (years, 1, 1),
    ]

    @Test("a clock that jumps while nothing goes on loses no slot and asks twice in none", arguments: jumps)
    func idle(jump: (seconds: Int, idle: Int, backingOff: Int)) async throws {
        let desk = try Desk(at: "2026-01-05T06:00:00Z")
        desk.start()
        #expect(try await desk.step(0) == 1)
        #expect(try await desk.step(jump.seconds) == jump.idle)
        #expect(try await desk.step(1) == 0)
        try await desk.expectSlots()
        #expect(await desk.stop() == .success)
    }

    @Test("a clock that jumps while a dataset is fetched loses no slot either", arguments: jumps)
    func fetching(jump: (seconds: Int, idle: Int, backingOff: Int)) async throws {
        let desk = try Desk(at: "2026-01-05T06:00:00Z")
        desk.start()
        _ = try await desk.step(0)
        let summary = try await desk.fetch(jumping: jump.seconds)
        #expect(summary.failures == [])
        #expect(try await desk.step(0) <= 1)
        try await desk.expectSlots()
        #expect(await desk.stop() == .success)
        // Another process finds the store as if the clock had never jumped.
        let again = try await desk.installation.run(.named([]))
        #expect(again.failures == [])
    }

    @Test(
        "a clock that jumps while a publisher is left alone puts the next try off by no more than that",
        arguments: jumps
    )
    func backingOff(jump: (seconds: Int, idle: Int, backingOff: Int)) async throws {
        let desk = try Desk(at: "2026-01-05T06:00:00Z")
        desk.installation.standIn.misbehave(.tooManyRequests429(retryAfter: "1800"), on: "/v1")
        desk.start()
        #expect(try await desk.step(0) == 1)
        desk.installation.standIn.behave()
        #expect(try await desk.step(jump.seconds) == jump.backingOff)
        #expect(try await desk.step(1) == 0)
        #expect(await desk.stop() == .success)
    }

    @Test(
        "on both nights of the summer time a schedule at 02:30 comes once a local day",
        arguments: ["2026-03-28T12:00:00Z", "2026-10-24T12:00:00Z"]
    )
    func summerTime(noon: String) async throws {
        let desk = try Desk(at: noon, schedule: "02:30")
        desk.start()
        #expect(try await desk.step(0) == 1)
        var days: [CalendarDay: Int] = [:]
        for _ in 0..<(3 * 24 * 2) {
            let runs = try await desk.step(1800)
            days[DanishTime.local(desk.clock.withLock { $0 }).day, default: 0] += runs
        }
        #expect(days.values.filter { $0 > 0 } == [1, 1, 1], "\(days)")
        #expect(await desk.stop() == .success)
    }
}
