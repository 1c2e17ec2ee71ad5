/// When something is done, in the syntax of systemd's calendar events and in Danish local time.
///
/// The part of `systemd.time(7)` that schedules need: `[days] [[year-]month-day] [hour:minute[:second]]`, each number
/// as `*`, a list, a range `9..17` or a step `0/15`, and the names `hourly` to `yearly`. Left out are time zones,
/// fractions of seconds, days counted from the end of a month, and days of the week joined by `-`. Unlike systemd, a
/// time that the change to summer time leaves out is not left out: it is due when the clocks have been put forward.
package struct CalendarExpression: Hashable, Sendable, CustomStringConvertible {
    private let weekdays: Set<Int>
    private let year: CalendarField
    private let month: CalendarField
    private let day: CalendarField
    private let hour: CalendarField
    private let minute: CalendarField
    private let second: CalendarField

    /// Every morning at 08:05, when Statistics Denmark has published what comes that day.
    package static let everyMorning = CalendarExpression(hour: CalendarField(8), minute: CalendarField(5))

    private static let years = 1970...2199
    private static let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let longNames = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    private static let keywords = [
        "hourly": "*-*-* *:00:00", "daily": "*-*-* 00:00:00", "weekly": "Mon *-*-* 00:00:00",
        "monthly": "*-*-01 00:00:00", "quarterly": "*-01,04,07,10-01 00:00:00",
        "semiannually": "*-01,07-01 00:00:00", "yearly": "*-01-01 00:00:00", "annually": "*-01-01 00:00:00",
    ]

    private init(hour: CalendarField, minute: CalendarField) {
        (weekdays, year, month, day) = ([], .any, .any, .any)
        (self.hour, self.minute, second) = (hour, minute, CalendarField(0))
    }

    /// Reads an expression.
    ///
    /// - Parameter text: At most 200 bytes.
    /// - Throws: ``CalendarExpressionError`` with the part that is wrong.
    package init(_ text: String) throws(CalendarExpressionError) {
        guard text.utf8.count <= 200 else { throw .malformed(expression: String(text.prefix(40)) + "…", part: "…") }
        var parts = (Self.keywords[text.lowercased()] ?? text).split(separator: " ")[...]
        guard !parts.isEmpty else { throw .malformed(expression: text, part: "") }
        do throws(CalendarField.Problem) {
            weekdays = try Self.weekdays(&parts)
            (year, month, day) = try Self.date(&parts)
            (hour, minute, second) = try Self.time(&parts)
            if let rest = parts.first { throw .malformed(rest) }
        } catch {
            switch error {
            case .malformed(let part): throw .malformed(expression: text, part: String(part))
            case .outOfRange(let part, let range):
                throw .outOfRange(expression: text, part: String(part), range: range)
            case .step(let part): throw .step(expression: text, part: String(part))
            }
        }
        guard next(after: UTCInstant(secondsSince1970: 0)) != nil else { throw .neverComes(expression: text) }
    }

    // MARK: - Reading

    /// Days of the week, if the first part begins with a letter; none mean any.
    private static func weekdays(_ parts: inout ArraySlice<Substring>) throws(CalendarField.Problem) -> Set<Int> {
        guard let part = parts.first, part.first?.isLetter == true else { return [] }
        parts.removeFirst()
        var days: Set<Int> = []
        for item in part.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = item.split(separator: "..", omittingEmptySubsequences: false)
            let numbers = ends.compactMap(weekday)
            guard let first = numbers.first, let last = numbers.last, numbers.count == ends.count, ends.count <= 2,
                first <= last
            else { throw .malformed(item) }
            days.formUnion(first...last)
        }
        return days.count == 7 ? [] : days
    }

    private static func weekday(_ name: Substring) -> Int? {
        let name = name.lowercased()
        return longNames.firstIndex { $0 == name || $0.prefix(3) == name }.map { $0 + 1 }
    }

    private typealias Three = (CalendarField, CalendarField, CalendarField)

    private static func date(_ parts: inout ArraySlice<Substring>) throws(CalendarField.Problem) -> Three {
        guard let part = parts.first, part.contains("-") else { return (.any, .any, .any) }
        parts.removeFirst()
        let fields = part.split(separator: "-", omittingEmptySubsequences: false)
        guard (2...3).contains(fields.count) else { throw .malformed(part) }
        return (
            fields.count == 3 ? try CalendarField(fields[0], in: years) : .any,
            try CalendarField(fields[fields.count - 2], in: 1...12),
            try CalendarField(fields[fields.count - 1], in: 1...31)
        )
    }

    private static func time(_ parts: inout ArraySlice<Substring>) throws(CalendarField.Problem) -> Three {
        guard let part = parts.first, part.contains(":") else {
            return (CalendarField(0), CalendarField(0), CalendarField(0))
        }
        parts.removeFirst()
        let fields = part.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(fields.count) else { throw .malformed(part) }
        return (
            try CalendarField(fields[0], in: 0...23), try CalendarField(fields[1], in: 0...59),
            fields.count == 3 ? try CalendarField(fields[2], in: 0...59) : CalendarField(0)
        )
    }

    // MARK: - Next

    /// The first moment after `instant` that it names; nothing where none is left before 2200.
    ///
    /// A local time that comes twice counts once, the first time.
    package func next(after instant: UTCInstant) -> UTCInstant? {
        // An hour back, because the local hour that `instant` lies in may have begun an hour earlier.
        var day = DanishTime.local(instant.adding(seconds: -3600)).day
        while day.year <= Self.years.upperBound {
            guard year.contains(day.year) else {
                guard let newYear = CalendarDay(year: day.year + 1, month: 1, day: 1) else { return nil }
                day = newYear
                continue
            }
            if isNamed(day), let found = firstTime(on: day, after: instant) { return found }
            day = day.adding(days: 1)
        }
        return nil
    }

    private func isNamed(_ day: CalendarDay) -> Bool {
        month.contains(day.month) && self.day.contains(day.day)
            && (weekdays.isEmpty || weekdays.contains(day.weekday))
    }

    private func firstTime(on day: CalendarDay, after instant: UTCInstant) -> UTCInstant? {
        for hour in 0..<24 where self.hour.contains(hour) {
            // The last second of the hour: where that is past, so is all of it.
            guard DanishTime.instant(day: day, secondOfDay: hour * 3600 + 3599) > instant else { continue }
            for minute in 0..<60 where self.minute.contains(minute) {
                for second in 0..<60 where self.second.contains(second) {
                    let found = DanishTime.instant(day: day, secondOfDay: hour * 3600 + minute * 60 + second)
                    if found > instant { return found }
                }
            }
        }
        return nil
    }

    // MARK: - Text

    /// The expression in systemd's normal form: `Mon..Fri *-*-* 08:05:00`.
    package var description: String {
        let date = "\(year.text(width: 4))-\(month.text(width: 2))-\(day.text(width: 2))"
        let time = "\(hour.text(width: 2)):\(minute.text(width: 2)):\(second.text(width: 2))"
        return weekdays.isEmpty ? "\(date) \(time)" : "\(weekdayText) \(date) \(time)"
    }

    /// Three days or more in a row are a range.
    private var weekdayText: String {
        var runs: [ClosedRange<Int>] = []
        for day in weekdays.sorted() {
            if let last = runs.last, last.upperBound == day - 1 {
                runs[runs.count - 1] = last.lowerBound...day
            } else {
                runs.append(day...day)
            }
        }
        return runs.map { run in
            run.count > 2
                ? "\(Self.names[run.lowerBound - 1])..\(Self.names[run.upperBound - 1])"
                : run.map { Self.names[$0 - 1] }.joined(separator: ",")
        }.joined(separator: ",")
    }
}

/// Why a text is not a calendar expression.
package enum CalendarExpressionError: Error, Equatable, CustomStringConvertible {
    /// A part is no day of the week, date or time.
    case malformed(expression: String, part: String)
    /// A number is outside of its range.
    case outOfRange(expression: String, part: String, range: ClosedRange<Int>)
    /// A step leads past the end of its range at once.
    case step(expression: String, part: String)
    /// No day is like that.
    case neverComes(expression: String)

    package var description: String {
        switch self {
        case .malformed(let expression, let part):
            "\"\(expression)\" is not a calendar expression: \"\(part)\" is not understood; "
                + "examples are \"Mon..Fri 08:05\", \"*-*-11 08:05\" and \"weekly\""
        case .outOfRange(let expression, let part, let range):
            "\"\(expression)\" is not a calendar expression: \"\(part)\" is not within "
                + "\(range.lowerBound) to \(range.upperBound)"
        case .step(let expression, let part):
            "\"\(expression)\" is not a calendar expression: the step of \"\(part)\" leads past the end"
        case .neverComes(let expression): "\"\(expression)\" names no day that ever comes"
        }
    }
}
