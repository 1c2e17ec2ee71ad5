/// The stand-in's own days, counted from 1 January 1970.
struct Day: Sendable, Equatable, Comparable {
    var number: Int

    init(number: Int) {
        self.number = number
    }

    init(_ year: Int, _ month: Int, _ day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        number = shifted / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// When FOLK1AM was updated in the recorded catalogue.
    static let recordedUpdate = Day(2025, 8, 11)
    /// When the catalogue was recorded.
    static let recordedCatalogue = Day(2025, 9, 6)

    static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    var date: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = (shiftedMonth + 2) % 12 + 1
        let year = yearOfEra + shifted / 146_097 * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// `2025-08-11`.
    var text: String {
        let (year, month, day) = date
        return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
    }

    /// Eight in the morning in Denmark, local time without a zone.
    var localPublication: String { text + "T08:00:00" }

    /// The same moment in UTC; Danish summer time runs from the last Sunday of March to that of October.
    var utcPublication: String {
        let year = date.year
        let isSummer = Day(year, 3, 31).sundayOnOrBefore <= self && self < Day(year, 10, 31).sundayOnOrBefore
        return text + (isSummer ? "T06:00:00Z" : "T07:00:00Z")
    }

    private var sundayOnOrBefore: Day { Day(number: number - (number + 4) % 7) }
}

/// Two digits with a leading zero.
func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
