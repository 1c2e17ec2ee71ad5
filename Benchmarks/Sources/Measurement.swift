/// A named stretch of time.
typealias Lap = (name: String, seconds: Double)

/// What one run came to, printed as a line of JSON.
struct Measurement: CustomStringConvertible {
    /// Rows that came out at the end.
    let rows: Int
    /// Wall time of the whole and of its parts.
    let laps: [Lap]
    /// Size of the closed store in bytes, where there is one.
    let storeBytes: Int?

    init(rows: Int, laps: [Lap], storeBytes: Int? = nil) {
        self.rows = rows
        self.laps = laps
        self.storeBytes = storeBytes
    }

    var description: String {
        var fields = ["\"rows\": \(rows)"]
        for lap in laps { fields.append("\"\(lap.name)\": \((lap.seconds * 1000).rounded() / 1000)") }
        if let storeBytes { fields.append("\"store_bytes\": \(storeBytes)") }
        return "{\(fields.joined(separator: ", "))}"
    }
}

/// Wall time since it was made.
struct Stopwatch {
    private let start = ContinuousClock.now

    /// Seconds so far.
    var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
}
