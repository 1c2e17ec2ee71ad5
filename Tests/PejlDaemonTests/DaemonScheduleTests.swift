import PejlDaemon
import PejlModel
import PejlPipeline
import Testing

/// When a daemon works: shifts, what was missed, clocks that jump, and what cannot be done.
struct DaemonScheduleTests {
    private static let start = UTCInstant("2026-01-05T06:00:00Z") ?? UTCInstant(secondsSince1970: 0)

    private static func schedule(_ due: [String: UTCInstant], splay: Int = 0) -> DaemonSchedule {
        var schedule = DaemonSchedule(splay: splay, installation: "one", now: start)
        schedule.plan = RefreshPlan(datasets: due)
        return schedule
    }

    @Test("the earliest dataset, or the look at everything, decides")
    func earliest() {
        let later = Self.start.adding(seconds: 7200)
        let soon = Self.start.adding(seconds: 3600)
        var schedule = Self.schedule(["a": later, "b": soon])
        #expect(schedule.nextAt == soon)
        schedule.plan.inspectionAt = Self.start.adding(seconds: 60)
        #expect(schedule.nextAt == Self.start.adding(seconds: 60))
        #expect(Self.schedule([:]).nextAt == nil)
    }

    @Test("every installation has its own shift, within the splay, and keeps it")
    func shifts() {
        let shifts = (0..<500).map { number in
            DaemonSchedule(splay: 300, installation: "machine \(number)", now: Self.start).shift
        }
        #expect(shifts.allSatisfy { (0...300).contains($0) })
        // 500 draws of 301: a fair one leaves about 244 different ones, and far fewer than 200 never.
        #expect(Set(shifts).count > 200)
        #expect(DaemonSchedule(splay: 300, installation: "machine 7", now: Self.start).shift == shifts[7])
    }

    @Test("what was missed waits for the shift from when that is noticed, what was never asked for does not wait")
    func missed() {
        let schedule = Self.schedule(["a": Self.start.adding(seconds: -86_400)], splay: 300)
        #expect(schedule.shift > 0)
        #expect(schedule.nextAt == Self.start.adding(seconds: schedule.shift))
        #expect(Self.schedule(["a": UTCInstant(secondsSince1970: 0)], splay: 300).nextAt == Self.start)
    }

    @Test("after a jump of the clock the shift counts from there")
    func jump() {
        var schedule = Self.schedule(["a": Self.start.adding(seconds: 60)], splay: 300)
        let later = Self.start.adding(seconds: 10 * 365 * 86_400)
        schedule.noticeJump(at: later)
        #expect(schedule.nextAt == later.adding(seconds: schedule.shift))
    }

    @Test("what cannot be done at all is tried after 1, 2, 4 … 60 minutes, and at once again when it could")
    func setbacks() {
        var schedule = Self.schedule(["a": UTCInstant(secondsSince1970: 0)])
        var waits: [Int] = []
        for _ in 0..<9 {
            schedule.failed(at: Self.start)
            waits.append(((schedule.nextAt ?? Self.start).secondsSince1970 - Self.start.secondsSince1970) / 60)
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60])
        schedule.succeeded()
        #expect(schedule.nextAt == Self.start)
    }
}
