/// One figure before and after a load, for people who decide on the load.
package struct FigureChange: Hashable, Sendable, CustomStringConvertible {
    /// What became of the figure.
    package enum Kind: String, Sendable, CaseIterable {
        /// It was held and is not in the load.
        case withdrawn
        /// It had a value and has none.
        case hidden
        /// It became 1,000 times larger or smaller.
        case jumped
        /// Its value or status changed in another way.
        case changed
        /// It was not held.
        case added
    }

    /// A value, or the status that stands in its place.
    package struct Figure: Hashable, Sendable, CustomStringConvertible {
        /// The value; nothing where the status has none.
        package let value: Double?
        /// The status.
        package let status: ObservationStatus

        package init(value: Double?, status: ObservationStatus) {
            self.value = value
            self.status = status
        }

        /// `7.1`, `300`, or the letter of the status in parentheses.
        package var description: String {
            guard let value else { return "(\(status.sdmx))" }
            return value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
        }
    }

    /// What became of it.
    package let kind: Kind
    /// Indicator, area and breakdown.
    package let series: SeriesKey
    /// Code of the period.
    package let period: String
    /// What is held; nothing where it is new.
    package let was: Figure?
    /// What the load says; nothing where it is gone.
    package let now: Figure?

    package init(kind: Kind, series: SeriesKey, period: String, was: Figure?, now: Figure?) {
        self.kind = kind
        self.series = series
        self.period = period
        self.was = was
        self.now = now
    }

    /// `absence 766 stage=mellemtrin 2024/2025: 7.1 → 7100`, with `–` for none.
    package var description: String {
        "\(series) \(period): \(was.map(\.description) ?? "–") → \(now.map(\.description) ?? "–")"
    }
}
