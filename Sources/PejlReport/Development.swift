package import PejlModel

/// A figure over the periods: the municipality and the two medians.
package struct Development: Sendable, Equatable {
    /// A period that cannot be read like the others.
    package struct Flag: Sendable, Equatable {
        /// The position in `Development.periods`; others are ignored.
        package var periodIndex: Int
        /// Why; neighbours with the same note are shaded together.
        package var note: Localised

        /// A note on one period.
        package init(periodIndex: Int, note: Localised) {
            self.periodIndex = periodIndex
            self.note = note
        }
    }

    /// A place where figures cannot be compared with earlier ones.
    package struct Cut: Sendable, Equatable {
        /// The position of the first period that is counted the new way; others are ignored, and so is the first.
        package var before: Int
        /// Why.
        package var reason: Localised

        /// A cut before one period.
        package init(before: Int, reason: Localised) {
            self.before = before
            self.reason = reason
        }
    }

    /// Labels of the periods, oldest first and evenly spaced.
    package var periods: [String]
    /// The municipality's values; nil where there is none.
    package var own: [Double?]
    /// Medians of every municipality with a value.
    package var median: [Double?]
    /// Medians of the comparison group, the same group in every period.
    package var groupMedian: [Double?]
    /// Periods to shade, with the reason.
    package var flags: [Flag]
    /// Where the lines are cut, with the reason.
    package var cuts: [Cut]

    /// Three series of as many values as there are periods; a shorter one ends in gaps.
    package init(
        periods: [String],
        own: [Double?],
        median: [Double?],
        groupMedian: [Double?],
        flags: [Flag] = [],
        cuts: [Cut] = []
    ) {
        self.periods = periods
        self.own = own
        self.median = median
        self.groupMedian = groupMedian
        self.flags = flags
        self.cuts = cuts
    }
}
