/// Writes ISO dates for readers; a text of another shape is shown as it is.
enum DateText {
    /// The day `2026-11-20` with the month in words.
    static func day(_ iso: String, _ texts: Texts) -> String {
        let parts = iso.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard iso.count >= 10, parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]), (1...12).contains(month), (1...31).contains(day)
        else { return iso }
        return texts.day.filled(["day": "\(day)", "month": texts.months[month - 1], "year": "\(year)"])
    }

    /// `2026-11-22T13:05:00Z` with the minute and the zone.
    static func moment(_ iso: String, _ texts: Texts) -> String {
        let time = iso.dropFirst(11).prefix(5)
        let parts = time.split(separator: ":", omittingEmptySubsequences: false)
        let date = day(iso, texts)
        guard date != iso, iso.hasSuffix("Z"), parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...23).contains(hour), (0...59).contains(minute)
        else { return iso }
        return texts.moment.filled(["day": date, "hour": String(parts[0]), "minute": String(parts[1])])
    }
}
