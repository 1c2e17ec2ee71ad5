/// A series over time with the days from which it is counted another way: what every trend function takes.
///
/// Two shapes were weighed: functions that take plain values and trust the caller to have cut them, and functions that
/// take the breaks with the values. The second was chosen, because forgetting to cut gives a number that looks right.
/// Nothing here computes across a break: it answers with where the break is, or works on one segment.
package struct ComparableSeries: Hashable, Sendable {
    /// First day of each period, in days since 1970-01-01, ascending.
    package let firstDays: [Int]
    /// A value for each period; absent where there is none.
    package let values: [Double?]
    /// First day of the first period that is counted the new way, in days since 1970-01-01, ascending.
    package let breaks: [Int]

    /// - Parameters:
    ///   - firstDays: First days of the periods in days since 1970-01-01, in the order of time.
    ///   - values: As many values; a missing end counts as without value.
    ///   - breaks: Days from which figures cannot be compared with earlier ones, in any order.
    package init(firstDays: [Int], values: [Double?], breaks: [Int]) {
        self.firstDays = firstDays
        self.values = firstDays.indices.map { $0 < values.count ? values[$0] : nil }
        self.breaks = Set(breaks).sorted()
    }

    /// Positions of the periods before which the series is broken, with the days of the breaks there.
    ///
    /// A break before the first period or after the last one parts nothing.
    package var cuts: [(before: Int, days: [Int])] {
        firstDays.indices.dropFirst().compactMap { index in
            let days = breaks.filter { firstDays[index - 1] < $0 && $0 <= firstDays[index] }
            return days.isEmpty ? nil : (index, days)
        }
    }

    /// The runs of periods that can be compared with each other, in the order of time; together they are all periods.
    package var segments: [Range<Int>] {
        guard !firstDays.isEmpty else { return [] }
        let edges = [0] + cuts.map(\.before) + [firstDays.count]
        return zip(edges, edges.dropFirst()).map { $0..<$1 }
    }

    /// What became of a value between two periods.
    package enum Change: Hashable, Sendable {
        /// Later less earlier.
        case difference(Double)
        /// They are counted in two ways; the days of the breaks between them.
        case broken([Int])
        /// One of them has no value.
        case missing
    }

    /// How much the value changed from one period to a later one, unless a break lies between them.
    ///
    /// - Parameters:
    ///   - first: Position of the earlier period.
    ///   - last: Position of the later one; not before `first`.
    /// - Returns: The difference, the breaks between them, or that a value is missing.
    package func change(from first: Int, to last: Int) -> Change {
        guard firstDays.indices.contains(first), firstDays.indices.contains(last), first <= last else {
            return .missing
        }
        let between = breaks.filter { firstDays[first] < $0 && $0 <= firstDays[last] }
        guard between.isEmpty else { return .broken(between) }
        guard let earlier = values[first], let later = values[last] else { return .missing }
        return .difference(later - earlier)
    }
}
