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

    /// Three series of as many values as there are periods; a shorter one ends in gaps.
    package init(
        periods: [String],
        own: [Double?],
        median: [Double?],
        groupMedian: [Double?],
        flags: [Flag] = []
    ) {
        self.periods = periods
        self.own = own
        self.median = median
        self.groupMedian = groupMedian
        self.flags = flags
    }
}
