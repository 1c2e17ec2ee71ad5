import Glibc

/// The clock of the machine; only the `Date` header shows it.
enum Clock {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Now, as HTTP writes it: `Sat, 06 Sep 2025 13:53:02 GMT`.
    static var httpDate: String {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        let date = "\(twoDigits(Int(parts.tm_mday))) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1_900)"
        let hour = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { twoDigits(Int($0)) }.joined(separator: ":")
        return "\(weekdays[Int(parts.tm_wday)]), \(date) \(hour) GMT"
    }
}
