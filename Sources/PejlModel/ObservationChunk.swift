/// Observations as columns: what the cells mean.
package struct ObservationChunk: Sendable {
    /// Number of the series in ``ObservationKeys``, a row each.
    package var series: [Int32] = []
    /// Number of the period, a row each.
    package var periods: [Int32] = []
    /// The value; 0 where the status has none.
    package var values: [Double] = []
    /// The status, a row each.
    package var statuses: [ObservationStatus] = []

    package init() {}

    /// Number of observations.
    package var count: Int { values.count }

    /// Adds one observation.
    package mutating func append(series: Int32, period: Int32, value: Double, status: ObservationStatus) {
        self.series.append(series)
        periods.append(period)
        values.append(status.hasValue ? value : 0)
        statuses.append(status)
    }

    /// Empties the chunk and keeps its memory.
    package mutating func removeAll() {
        series.removeAll(keepingCapacity: true)
        periods.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        statuses.removeAll(keepingCapacity: true)
    }
}

/// Receives observations, chunk after chunk.
package protocol ObservationSink: AnyObject {
    /// The next observations, never empty; every number in them is in `keys`.
    func take(_ chunk: ObservationChunk, keys: ObservationKeys) throws
}

/// A row that could not be understood, kept with its reason.
package struct RejectedRow: Hashable, Sendable {
    /// Number of the cell in the document, from 1.
    package let row: Int
    /// Name of the rule it breaks, such as `unknown-area`.
    package let rule: String
    /// What the row says, at most 400 characters.
    package let content: String

    package init(row: Int, rule: String, content: String) {
        self.row = row
        self.rule = rule
        self.content = String(content.prefix(400))
    }
}

/// What normalising a dataset came to.
package struct NormalisedSummary: Sendable {
    /// Observations delivered, those added for absent combinations included.
    package var observations = 0
    /// Of these, the ones added because the answer left a combination out.
    package var absent = 0
    /// Cells that were read.
    package var rows = 0
    /// Rows that could not be understood: all are counted, the first so many kept as the recipe's gate says.
    package var rejected: [RejectedRow] = []
    /// Number of rejected rows.
    package var rejectedCount: Int { rejectedByRule.values.reduce(0, +) }
    /// How many rows broke each rule.
    package var rejectedByRule: [String: Int] = [:]
    /// Measures of the answer that the recipe does not read.
    package var unreadMeasures: [String] = []
    /// Combinations that were asked for, those of areas outside the expectation left out.
    package var expected = 0
    /// Combinations that were asked for in one period.
    package var expectedPerPeriod = 0
    /// How many of them are absent, by the code of the period; periods without any are left out.
    package var absentByPeriod: [String: Int] = [:]
    /// The institutions that the rows are about, as the newest period describes them.
    package var institutions: [Area] = []
    /// Codes of the expected areas that had no row in any period.
    package var areasWithoutRows: [String] = []
    /// For each period that lacks some, the codes of the expected areas without a row.
    package var incompletePeriods: [String: [String]] = [:]

    package init() {}
}
