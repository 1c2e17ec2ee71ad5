/// One figure to change; `nil` takes it away, as a publisher does to hide it.
package enum Revision: Sendable, Equatable {
    /// FOLK1AM: persons in an area (`"766"`) in a period (`"2024M04"`).
    case population(area: String, period: String, persons: Int?)
    /// Absence in tenths of a per cent: 81 is "8,1 %".
    case absence(municipality: String, stage: String, schoolYear: String, tenths: Int?)
    /// Inclusion in tenths of a per cent: 936 is "93,6 %".
    case inclusion(municipality: String, schoolYear: String, tenths: Int?)
}
