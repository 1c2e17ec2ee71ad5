package import PejlModel

/// Computes the figures of a derived dataset: inputs to observations, as the normaliser makes them of cells.
///
/// A pure function of recipe and inputs. Rules: a cell whose input is hidden, missing or cannot exist has no number and
/// that status; one whose other input has no row is missing; a period that nowhere has all its inputs is left out;
/// a denominator of zero gives a missing figure; one that mixes periods from before and after a break is marked as a
/// break in the series. Values are rounded to the indicator's decimals, halves away from zero.
package enum Deriver {
    /// Names this way of computing; changed whenever the same inputs would give other figures.
    package static let version = "2"

    /// Computes every figure.
    ///
    /// - Parameters:
    ///   - recipe: A derived dataset with one indicator.
    ///   - inputs: The figures of each of the formula's parts, in their order.
    /// - Returns: The figures within the indicator's bounds, and what the gate decides on.
    /// - Throws: A ``Failure`` where periods of inputs are not of the kind that the formula is for.
    package static func derive(_ recipe: Recipe, _ inputs: [[InputFigure]]) throws(Failure) -> DerivedTable {
        guard let derivation = recipe.derivation, let indicator = recipe.indicators.first else {
            throw Failure(kind: .config, name: "not-derived", message: "\(recipe.id): it has no formula")
        }
        var parts: [InputTable] = []
        for (part, figures) in zip(derivation.parts, inputs) {
            parts.append(try InputTable(part, figures, dataset: recipe.id))
        }
        let cells: [DerivedFigure]
        switch derivation {
        case .complement: cells = parts[0].terms.map { figure($0, from: [$1]) { 100 - $0[0] } }
        case .ratio(_, _, let factor):
            cells = quotients(parts[0], parts[1], denominators: { [$0] }) { factor * $0[0] / $0[1] }
        case .bridgedRatio(let numerator, let denominator, let factor):
            try require(.year, parts[0], numerator, recipe.id)
            try require(.schoolYear, parts[1], denominator, recipe.id)
            // Twelve times both, so that whole numbers stay whole.
            cells = quotients(parts[0], parts[1], denominators: { SchoolYears.around($0) }) {
                factor * 12 * $0[0] / (7 * $0[1] + 5 * $0[2])
            }.map { broken($0, SchoolYears.around($0.key.period), indicator.breaks) }
        }
        return judged(cells.map { rounded($0, indicator) }, recipe, indicator)
    }

    // MARK: - Formulas

    private static func figure(
        _ key: DerivedKey,
        from terms: [InputTable.Term],
        _ formula: ([Double]) -> Double
    ) -> DerivedFigure {
        let status = ObservationStatus.combined(terms.map(\.status))
        let values = terms.compactMap(\.value)
        let result = values.count == terms.count && status.hasValue ? formula(values) : nil
        // A quotient by zero is not finite, and no figure.
        let value = result.flatMap { $0.isFinite ? $0 : nil }
        return DerivedFigure(
            key: key,
            value: value,
            status: value == nil && status.hasValue ? .missing : status,
            inputs: terms.flatMap(\.references)
        )
    }

    /// A quotient for each numerator in the periods that have all their denominators somewhere.
    private static func quotients(
        _ numerators: InputTable,
        _ denominators: InputTable,
        denominators periods: (Period) -> [Period],
        _ formula: ([Double]) -> Double
    ) -> [DerivedFigure] {
        let dimensions = Set(denominators.terms.keys.flatMap { $0.breakdown.parts.map(\.dimension) })
        func terms(_ key: DerivedKey) -> [InputTable.Term?] {
            let breakdown = Breakdown(key.breakdown.parts.filter { dimensions.contains($0.dimension) })
            return periods(key.period).map {
                denominators.terms[DerivedKey(area: key.area, breakdown: breakdown, period: $0)]
            }
        }
        let found = numerators.terms.map { (key: $0, numerator: $1, denominators: terms($0)) }
        let covered = Set(found.filter { !$0.denominators.contains { $0 == nil } }.map(\.key.period))
        return found.filter { covered.contains($0.key.period) }.map { cell in
            figure(cell.key, from: [cell.numerator] + cell.denominators.map { $0 ?? .absent }, formula)
        }
    }

    /// A figure of several periods, marked where a break lies between those.
    private static func broken(_ figure: DerivedFigure, _ periods: [Period], _ breaks: [IndicatorBreak])
        -> DerivedFigure
    {
        let days = periods.map(\.firstDay)
        guard let first = days.min(), let last = days.max(),
            breaks.contains(where: { first < $0.day && $0.day <= last })
        else { return figure }
        return DerivedFigure(
            key: figure.key,
            value: figure.value,
            status: ObservationStatus.combined([figure.status, .breakInSeries]),
            inputs: figure.inputs
        )
    }

    private static func require(
        _ kind: PeriodKind,
        _ table: InputTable,
        _ input: DerivedInput,
        _ dataset: String
    ) throws(Failure) {
        let other = table.terms.keys.map(\.period).filter { $0.kind != kind }.min { $0.code < $1.code }
        guard let other else { return }
        let message =
            "\(dataset): the bridge wants \(kind == .year ? "calendar years" : "school years") of \(input.indicator), and "
            + "\(other.code) is none; another formula is needed, or counted = \"autumn\""
        throw Failure(kind: .contract, name: "wrong-periods", message: message)
    }

    private static func rounded(_ figure: DerivedFigure, _ indicator: Indicator) -> DerivedFigure {
        DerivedFigure(
            key: figure.key,
            value: figure.value.map { NumberText.rounded($0, decimals: indicator.decimals) },
            status: figure.status,
            inputs: figure.inputs
        )
    }

    // MARK: - For the gate

    /// Puts aside what is out of bounds, and holds the rest against the areas that are expected.
    private static func judged(_ cells: [DerivedFigure], _ recipe: Recipe, _ indicator: Indicator) -> DerivedTable {
        let sorted = cells.sorted { left, right in
            let (one, other) = (left.key, right.key)
            return (one.area, one.breakdown.code, one.period.firstDay.description, one.period.code)
                < (other.area, other.breakdown.code, other.period.firstDay.description, other.period.code)
        }
        var summary = NormalisedSummary()
        summary.rows = sorted.count
        var figures: [DerivedFigure] = []
        for (row, figure) in sorted.enumerated() {
            guard let value = figure.value, let bounds = indicator.bounds, !bounds.contains(value) else {
                figures.append(figure)
                continue
            }
            summary.rejectedByRule["out-of-bounds", default: 0] += 1
            guard summary.rejected.count < recipe.gate.keptRejectedRows else { continue }
            let key = SeriesKey(indicator: indicator.id, area: figure.key.area, breakdown: figure.key.breakdown)
            let content = "\(key) \(figure.key.period) = \(value)"
            summary.rejected.append(RejectedRow(row: row + 1, rule: "out-of-bounds", content: content))
        }
        summary.observations = figures.count
        let areas = Dictionary(grouping: figures.map(\.key), by: \.area).mapValues { Set($0.map(\.period)) }
        let periods = Set(figures.map(\.key.period)).sorted { $0.code < $1.code }
        for area in recipe.gate.areas.codes(in: .denmark) {
            guard let own = areas[area] else {
                summary.areasWithoutRows.append(area)
                continue
            }
            for period in periods where !own.contains(period) {
                summary.incompletePeriods[period.code, default: []].append(area)
            }
        }
        return DerivedTable(figures: figures, summary: summary)
    }
}
