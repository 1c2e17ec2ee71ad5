/// The place of one value among others.
package struct Rank: Hashable, Sendable {
    /// Standard competition rank: equal values share the best place, the next place is skipped (1, 2, 2, 4).
    package let rank: Int
    /// The last place that the equal values fill together; equal to `rank` without ties.
    package let last: Int
    /// Number of values ranked.
    package let count: Int

    /// Whether another value is equal.
    package var isTied: Bool { last > rank }
}

/// Which end of the values has rank 1.
package enum RankOrder: Sendable {
    case lowestFirst
    case highestFirst
}

/// Ranks by the order of values.
package enum Ranking {
    /// The rank of `value` among `values`, of which it is one.
    ///
    /// Comparisons are exact: figures are compared as published, rounded.
    package static func rank(of value: Double, among values: [Double], _ order: RankOrder) -> Rank {
        var ahead = 0
        var equal = 0
        for other in values {
            if other == value {
                equal += 1
            } else if (other < value) == (order == .lowestFirst) {
                ahead += 1
            }
        }
        return Rank(rank: ahead + 1, last: ahead + max(equal, 1), count: values.count)
    }

    /// The share of `values` below `value` in per cent, equal ones counted half; `value` itself is one of them.
    ///
    /// The same as SciPy's `percentileofscore(…, kind="mean")`. 0 to 100.
    package static func percentile(of value: Double, among values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        var doubled = 0
        for other in values { doubled += other < value ? 2 : (other == value ? 1 : 0) }
        return 100 * Double(doubled) / Double(2 * values.count)
    }

    /// The quarter that `value` lies in, 1 to 4, cut at the quartiles; a value on a cut belongs to the lower quarter.
    package static func quartile(of value: Double, among values: [Double]) -> Int? {
        guard
            let first = Distribution.quantile(0.25, of: values), let second = Distribution.quantile(0.5, of: values),
            let third = Distribution.quantile(0.75, of: values)
        else { return nil }
        return value <= first ? 1 : value <= second ? 2 : value <= third ? 3 : 4
    }
}
