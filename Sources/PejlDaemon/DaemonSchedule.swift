package import PejlModel
package import PejlPipeline

/// When a daemon goes to work next.
///
/// Two ways were weighed: a timer a dataset, which makes thirty runs and thirty publications of one morning, and one moment
/// for all that are due by then (chosen). What is due by then the pipeline finds out itself, from the store.
///
/// Every installation has its own shift within the splay, always the same one, so that not all municipalities ask a
/// publisher in the same second. It is added to the moment a schedule names, or, where that was missed because the
/// machine was off, asleep or its clock wrong, to the moment that was noticed. So what was missed is made good once.
package struct DaemonSchedule: Sendable, Hashable {
    /// Seconds that this installation comes after the schedule.
    package let shift: Int
    /// What the store said last.
    package var plan = RefreshPlan()
    /// Since when the clock has run evenly: the start, or when a jump of it was noticed.
    package var since: UTCInstant
    /// What kept the last job from running at all, in a row.
    private var setbacks = 0
    private var restsUntil: UTCInstant?

    /// - Parameters:
    ///   - splay: The longest shift, in seconds.
    ///   - installation: What tells this installation from others: machine and state directory.
    ///   - now: The present moment.
    package init(splay: Int, installation: String, now: UTCInstant) {
        let hash = ContentDigest(of: installation).hex.prefix(8)
        shift = splay > 0 ? (Int(hash, radix: 16) ?? 0) % (splay + 1) : 0
        since = now
    }

    /// When to work next; nothing where nothing is ever due.
    package var nextAt: UTCInstant? {
        let datasets = plan.datasets.values.map(moment).min()
        let next = [datasets, plan.inspectionAt.map(moment)].compactMap(\.self).min()
        return next.map { max($0, restsUntil ?? $0) }
    }

    /// What was never asked for does not wait.
    private func moment(_ due: UTCInstant) -> UTCInstant {
        due.secondsSince1970 == 0 ? since : max(due, since).adding(seconds: shift)
    }

    /// The clock jumped, or the machine slept.
    package mutating func noticeJump(at instant: UTCInstant) {
        since = instant
        restsUntil = nil
    }

    /// A job was done, whatever came of its datasets.
    package mutating func succeeded() { (setbacks, restsUntil) = (0, nil) }

    /// A job could not be done at all: a full disk, a store that is held.
    ///
    /// It is tried again after 1 minute, then 2, 4 … 60.
    package mutating func failed(at instant: UTCInstant) {
        setbacks += 1
        restsUntil = instant.adding(seconds: min(60 << min(setbacks - 1, 6), 3600))
    }
}
