import ArgumentParser
import PejlModel

/// A moment as people write it.
///
/// A day is meant to its end in Denmark, a time without a zone is Danish time, and one with `Z` is UTC.
struct Moment: ExpressibleByArgument {
    let instant: UTCInstant

    init?(argument: String) {
        if let instant = UTCInstant(argument) {
            self.instant = instant
        } else if let day = UTCInstant(argument + "T00:00:00Z")?.day {
            let next = CalendarDay(daysSince1970: day.daysSince1970 + 1)
            instant = DanishTime.instant(day: next, secondOfDay: 0).adding(seconds: -1)
        } else if let shown = DanishTime.instants(argument), let last = shown.last {
            instant = last
        } else {
            return nil
        }
    }

    /// How a moment is written, for help texts.
    static let forms = "2026-03-31 (to its end in Denmark), 2026-03-31T08:00:00 (Danish time) or 2026-03-31T06:00:00Z"
}
