import PejlModel

/// The figures of one part of a formula, added up over the members that it names.
struct InputTable {
    /// What stands for one cell of the part.
    struct Term {
        /// The sum; absent where one of the figures has no number.
        let value: Double?
        /// The status that the figures come to together.
        let status: ObservationStatus
        /// The figures.
        let references: [FigureReference]

        /// A cell that no figure is there for.
        static let absent = Term(value: nil, status: .missing, references: [])
    }

    /// Terms by area, period and the dimensions that are not named.
    let terms: [DerivedKey: Term]

    /// - Parameters:
    ///   - input: The part.
    ///   - figures: Every present figure of its indicator.
    ///   - dataset: Identifier of the derived dataset, for messages.
    /// - Throws: A ``Failure`` where a period is no calendar year although the count is said to be an autumn's.
    init(_ input: DerivedInput, _ figures: [InputFigure], dataset: String) throws(Failure) {
        let wanted = input.members.values.reduce(1) { $0 * $1.count }
        var groups: [DerivedKey: [InputFigure]] = [:]
        for figure in figures where input.reads(figure.breakdown) {
            let rest = Breakdown(figure.breakdown.parts.filter { input.members[$0.dimension] == nil })
            var period = figure.period
            if input.isAutumnCount { period = try SchoolYears.beginning(in: period, input, dataset) }
            groups[DerivedKey(area: figure.area, breakdown: rest, period: period), default: []].append(figure)
        }
        terms = groups.mapValues { figures in
            // A sum that lacks a member looks like a figure and is none.
            let isWhole = figures.count == wanted
            let status = ObservationStatus.combined(figures.map(\.status) + (isWhole ? [] : [.missing]))
            let references = figures.map(\.reference)
            guard status.hasValue else { return Term(value: nil, status: status, references: references) }
            let sum = figures.reduce(0) { $0 + ($1.value ?? 0) }
            return Term(value: sum, status: status, references: references)
        }
    }
}

/// Calendar years and the school years that they meet.
enum SchoolYears {
    /// The school year that ends in a calendar year, and the one that begins in it.
    static func around(_ year: Period) -> [Period] {
        guard let number = Int(year.code) else { return [] }
        return [period(number - 1), period(number)].compactMap { $0 }
    }

    /// The school year that a count in the autumn of a calendar year belongs to.
    static func beginning(in year: Period, _ input: DerivedInput, _ dataset: String) throws(Failure) -> Period {
        guard year.kind == .year, let period = Int(year.code).flatMap(period) else {
            let message =
                "\(dataset): \(input.indicator) has the period \(year.code), and counted = \"autumn\" is for calendar years"
            throw Failure(kind: .contract, name: "wrong-periods", message: message)
        }
        return period
    }

    private static func period(_ year: Int) -> Period? { try? Period(code: "\(year)/\(year + 1)") }
}
