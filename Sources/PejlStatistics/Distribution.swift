/// Measures of where values lie and how they spread; every function ignores the order of its values.
package enum Distribution {
    /// The quantile of type 7 in Hyndman and Fan (1996): linear between order statistics, as R, NumPy and Excel do.
    ///
    /// - Parameters:
    ///   - probability: 0 to 1.
    ///   - values: Finite values.
    /// - Returns: The quantile, or nothing for no values.
    package static func quantile(_ probability: Double, of values: [Double]) -> Double? {
        guard !values.isEmpty, (0...1).contains(probability) else { return nil }
        let sorted = values.sorted()
        let position = probability * Double(sorted.count - 1)
        let lower = Int(position)
        guard lower + 1 < sorted.count else { return sorted[sorted.count - 1] }
        return sorted[lower] + (position - Double(lower)) * (sorted[lower + 1] - sorted[lower])
    }

    /// The middle value, or the mean of the two middle ones.
    package static func median(of values: [Double]) -> Double? { quantile(0.5, of: values) }

    /// The unweighted mean.
    package static func mean(of values: [Double]) -> Double? {
        guard let first = values.first else { return nil }
        // Adding equal decimals and dividing again may miss them by the last bit.
        guard values.contains(where: { $0 != first }) else { return first }
        // In ascending order, so that the sum does not depend on the order given.
        return values.sorted().reduce(0, +) / Double(values.count)
    }

    /// Σ wᵢxᵢ / Σ wᵢ; nothing where the weights do not sum to more than 0.
    package static func weightedMean(of pairs: [(value: Double, weight: Double)]) -> Double? {
        let ordered = pairs.sorted { ($0.value, $0.weight) < ($1.value, $1.weight) }
        let weights = ordered.reduce(0) { $0 + $1.weight }
        guard weights > 0 else { return nil }
        return ordered.reduce(0) { $0 + $1.value * $1.weight } / weights
    }

    /// The standard deviation of a sample, with n − 1 in the denominator; nothing for fewer than two values.
    package static func standardDeviation(of values: [Double]) -> Double? {
        guard values.count > 1, let mean = mean(of: values) else { return nil }
        let squares = values.sorted().reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }

    /// How many sample standard deviations `value` lies from the mean; nothing where all values are equal.
    package static func standardScore(of value: Double, among values: [Double]) -> Double? {
        guard let mean = mean(of: values), let deviation = standardDeviation(of: values), deviation > 0 else {
            return nil
        }
        return (value - mean) / deviation
    }
}
