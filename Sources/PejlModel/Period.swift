/// The kind of time a figure describes.
///
/// Two kinds are never joined implicitly: a school year and a calendar year are different spans of days.
package enum PeriodKind: String, Sendable, CaseIterable {
    case year
    case schoolYear = "school_year"
    case halfYear = "half_year"
    case quarter
    case month
    case week
    case day
    case span
}

/// A span of days that a figure describes, with the kind and the code it is known by.
///
/// Codes are written as Statistics Denmark writes them in Danish: `2024`, `2023/2024`, `2024H1`, `2024K1`,
/// `2024M04`, `2024U01`, `2024M01D15`, `2021:2022`. Parsing accepts the English letters too.
package struct Period: Hashable, Sendable, CustomStringConvertible {
    /// What kind of span it is.
    package let kind: PeriodKind
    /// The canonical code; equal periods of one kind have equal codes.
    package let code: String
    /// First day, included.
    package let firstDay: CalendarDay
    /// Last day, included.
    package let lastDay: CalendarDay

    package init(kind: PeriodKind, code: String, firstDay: CalendarDay, lastDay: CalendarDay) {
        self.kind = kind
        self.code = code
        self.firstDay = firstDay
        self.lastDay = lastDay
    }

    package var description: String { code }
}

/// Why a text is not a period.
package enum PeriodError: Error, Equatable, CustomStringConvertible {
    /// The text has none of the known shapes.
    case malformed(code: String)

    package var description: String {
        switch self {
        case .malformed(let code): "\"\(code)\" is not a period; known shapes are 2024, 2023/2024, 2024K1, 2024M04 …"
        }
    }
}
