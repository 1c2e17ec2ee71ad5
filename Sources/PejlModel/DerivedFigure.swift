/// Where the store keeps one vintage of a figure.
package struct FigureReference: Hashable, Sendable {
    /// Row of the series.
    package let series: Int64
    /// Row of the period.
    package let period: Int64
    /// The fetch that set it.
    package let fetch: Int64

    package init(series: Int64, period: Int64, fetch: Int64) {
        self.series = series
        self.period = period
        self.fetch = fetch
    }
}

/// A present figure of an indicator, as a formula reads it.
package struct InputFigure: Sendable {
    /// Code of the area.
    package let area: String
    /// The remaining dimensions.
    package let breakdown: Breakdown
    /// The period.
    package let period: Period
    /// The value; absent where the status has none.
    package let value: Double?
    /// The status.
    package let status: ObservationStatus
    /// Where it is kept.
    package let reference: FigureReference

    package init(
        area: String,
        breakdown: Breakdown,
        period: Period,
        value: Double?,
        status: ObservationStatus,
        reference: FigureReference
    ) {
        self.area = area
        self.breakdown = breakdown
        self.period = period
        self.value = value
        self.status = status
        self.reference = reference
    }
}

/// What identifies a figure of a derived dataset, whose indicator is known.
package struct DerivedKey: Hashable, Sendable {
    /// Code of the area.
    package let area: String
    /// The remaining dimensions.
    package let breakdown: Breakdown
    /// The period.
    package let period: Period

    package init(area: String, breakdown: Breakdown, period: Period) {
        self.area = area
        self.breakdown = breakdown
        self.period = period
    }
}

/// A figure that was computed.
package struct DerivedFigure: Sendable {
    /// What it is.
    package let key: DerivedKey
    /// The value; absent where the status has none.
    package let value: Double?
    /// The status.
    package let status: ObservationStatus
    /// The figures it was computed from.
    package let inputs: [FigureReference]

    package init(key: DerivedKey, value: Double?, status: ObservationStatus, inputs: [FigureReference]) {
        self.key = key
        self.value = value
        self.status = status
        self.inputs = inputs
    }
}

/// What computing a dataset came to.
package struct DerivedTable: Sendable {
    /// The figures, in the order of area, breakdown and period.
    package let figures: [DerivedFigure]
    /// What the gate decides on, figures out of bounds among its rejected rows.
    package let summary: NormalisedSummary

    package init(figures: [DerivedFigure], summary: NormalisedSummary) {
        self.figures = figures
        self.summary = summary
    }
}
