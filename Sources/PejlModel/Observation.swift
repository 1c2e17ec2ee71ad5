/// The state of an observation, after SDMX code list `CL_OBS_STATUS` 2.2.
///
/// A value, a zero, a hidden figure, a missing one and one that cannot exist are different states.
package enum ObservationStatus: UInt8, Sendable, CaseIterable {
    case normal = 0
    case provisional = 1
    case estimated = 2
    case breakInSeries = 3
    /// The publisher has the figure and hides it.
    case suppressed = 4
    /// The publisher names the figure and has none.
    case missing = 5
    /// The figure cannot exist.
    case notApplicable = 6

    /// The letter of `CL_OBS_STATUS`.
    package var sdmx: String {
        switch self {
        case .normal: "A"
        case .provisional: "P"
        case .estimated: "E"
        case .breakInSeries: "B"
        case .suppressed: "Q"
        case .missing: "O"
        case .notApplicable: "M"
        }
    }

    /// The flag of `CL_CONF_STATUS`: `C` for a figure hidden to protect persons, `F` for a free one.
    package var confidentiality: String { self == .suppressed ? "C" : "F" }

    /// Whether a number stands behind the status.
    package var hasValue: Bool { rawValue <= Self.breakInSeries.rawValue }

    /// The status of a figure that is computed from some: hidden where one of them is hidden, without a number where one
    /// has none, and of those with numbers the one that warns most.
    package static func combined(_ statuses: [ObservationStatus]) -> ObservationStatus {
        let order: [ObservationStatus] = [
            .suppressed, .missing, .notApplicable, .provisional, .estimated, .breakInSeries,
        ]
        return order.first(where: statuses.contains) ?? .normal
    }

    /// The status a letter of `CL_OBS_STATUS` stands for, if pejl uses it.
    package init?(sdmx: String) {
        guard let status = Self.allCases.first(where: { $0.sdmx == sdmx }) else { return nil }
        self = status
    }

    /// What it means, for the data dictionary.
    package var meaning: Localised {
        switch self {
        case .normal: Localised(da: "almindelig værdi", en: "normal value")
        case .provisional: Localised(da: "foreløbig værdi", en: "provisional value")
        case .estimated: Localised(da: "skønnet værdi", en: "estimated value")
        case .breakInSeries: Localised(da: "brud i tidsserien", en: "break in the series")
        case .suppressed:
            Localised(
                da: "skjult af udgiveren af hensyn til få personer; ikke nul",
                en: "hidden by the publisher because few persons stand behind it; not zero"
            )
        case .missing: Localised(da: "udgiveren har ikke tallet", en: "the publisher has no figure")
        case .notApplicable: Localised(da: "tallet kan ikke findes", en: "the figure cannot exist")
        }
    }
}

/// One value of one remaining dimension: a stage, a sex, an age.
package struct BreakdownPart: Hashable, Sendable {
    /// The dimension, such as `stage`.
    package let dimension: String
    /// The member, such as `mellemtrin`.
    package let member: String

    package init(dimension: String, member: String) {
        self.dimension = dimension
        self.member = member
    }
}

/// The dimensions of a series besides indicator, area and period.
package struct Breakdown: Hashable, Sendable, CustomStringConvertible {
    /// Parts in ascending order of their dimension.
    package let parts: [BreakdownPart]

    /// No remaining dimension.
    package static let none = Breakdown([])

    package init(_ parts: [BreakdownPart]) { self.parts = parts.sorted { $0.dimension < $1.dimension } }

    /// Reads a code as ``code`` writes it, or nothing for any other text.
    package init?(code: String) {
        var parts: [BreakdownPart] = []
        for part in code.split(separator: ";", omittingEmptySubsequences: true) {
            let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2 else { return nil }
            parts.append(BreakdownPart(dimension: sides[0], member: sides[1]))
        }
        self.init(parts)
    }

    /// `stage=mellemtrin`, parts joined by `;`, empty when there is none.
    package var code: String { parts.map { "\($0.dimension)=\($0.member)" }.joined(separator: ";") }

    package var description: String { code }
}

/// What identifies a series: indicator × area × breakdown.
package struct SeriesKey: Hashable, Sendable, CustomStringConvertible {
    /// Identifier of the indicator.
    package let indicator: String
    /// Code of the area.
    package let area: String
    /// The remaining dimensions.
    package let breakdown: Breakdown

    package init(indicator: String, area: String, breakdown: Breakdown) {
        self.indicator = indicator
        self.area = area
        self.breakdown = breakdown
    }

    package var description: String {
        breakdown.parts.isEmpty ? "\(indicator) \(area)" : "\(indicator) \(area) \(breakdown)"
    }
}
