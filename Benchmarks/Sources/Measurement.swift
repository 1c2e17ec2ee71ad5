/// A named stretch of time.
typealias Lap = (name: String, seconds: Double)

/// What one run came to, printed as a line of JSON.
struct Measurement: CustomStringConvertible {
    /// Cells or observations that came out at the end.
    let rows: Int
    /// How many of them are numbers, where they were counted.
    var numbers: Int?
    /// The sum of the numbers, where they were summed.
    var sum: Double?
    /// Wall time of the whole and of its parts.
    let laps: [Lap]
    /// Size of the closed store in bytes, where there is one.
    var storeBytes: Int?
    /// Peak memory of this process and of the plugin that it ran, in bytes.
    var peakBytes: (host: Int, plugin: Int)?
    /// Parts of a plugin's cage that this machine could not give.
    var lacking: [String]?

    var description: String {
        var fields = ["\"rows\": \(rows)"]
        if let numbers { fields.append("\"numbers\": \(numbers)") }
        if let sum { fields.append("\"sum\": \(sum)") }
        for lap in laps { fields.append("\"\(lap.name)\": \((lap.seconds * 1_000_000).rounded() / 1_000_000)") }
        if let storeBytes { fields.append("\"store_bytes\": \(storeBytes)") }
        if let peakBytes {
            fields.append("\"host_bytes\": \(peakBytes.host), \"plugin_bytes\": \(peakBytes.plugin)")
        }
        if let lacking { fields.append("\"lacking\": [\(lacking.map { "\"\($0)\"" }.joined(separator: ", "))]") }
        return "{\(fields.joined(separator: ", "))}"
    }
}

/// Wall time since it was made.
struct Stopwatch {
    private let start = ContinuousClock.now

    /// Seconds so far.
    var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
}
