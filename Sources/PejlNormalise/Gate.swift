package import PejlModel

/// Why a load was stopped before it was stored; the last good state stands.
package struct GateRefusal: FailureConvertible, Equatable, CustomStringConvertible {
    /// Identifier of the dataset.
    package let dataset: String
    /// Name of the rule, such as `areas-missing`.
    package let rule: String
    /// What was found against what was expected.
    package let finding: String

    package var description: String { "\(dataset): \(finding)" }

    package var failure: Failure { Failure(kind: .contract, name: rule, message: description) }
}

/// Refuses loads that are nonsense beside what was asked for and what the store holds.
///
/// The default is to freeze: the first rule that is broken stops the load. Pure functions of their arguments.
package enum Gate {
    /// Decides on a load.
    ///
    /// - Throws: ``GateRefusal`` naming the first rule that is broken.
    package static func check(
        _ summary: NormalisedSummary,
        _ difference: LoadDifference,
        recipe: Recipe
    ) throws(GateRefusal) {
        for rule in [rejectedRows, emptyAnswer, lostAreas, absentCombinations] {
            if let refusal = rule(summary, recipe) { throw refusal }
        }
        for rule in [fewerRows, lostKeys, hiddenFigures, jumps] {
            if let refusal = rule(difference, recipe) { throw refusal }
        }
    }

    private static func rejectedRows(_ summary: NormalisedSummary, _ recipe: Recipe) -> GateRefusal? {
        guard let first = summary.rejected.first else { return nil }
        let count = summary.rejectedCount
        return GateRefusal(
            dataset: recipe.id,
            rule: first.rule,
            finding: "\(count) row\(count == 1 ? "" : "s") cannot be understood, the first is row \(first.row) "
                + "(\(first.rule)): \(first.content)"
        )
    }

    private static func lostAreas(_ summary: NormalisedSummary, _ recipe: Recipe) -> GateRefusal? {
        let lost = summary.areasWithoutRows
        if !lost.isEmpty {
            return GateRefusal(
                dataset: recipe.id,
                rule: "areas-missing",
                finding: "\(lost.count) of the expected areas have no row at all: \(list(lost))"
            )
        }
        // Where an absent row means a hidden figure, one whole period of a small area may be hidden.
        guard recipe.absent != .suppressed else { return nil }
        guard let period = summary.incompletePeriods.keys.min() else { return nil }
        let areas = summary.incompletePeriods[period] ?? []
        return GateRefusal(
            dataset: recipe.id,
            rule: "period-incomplete",
            finding: "period \(period) lacks \(areas.count) of the expected areas: \(list(areas))"
        )
    }

    private static func emptyAnswer(_ summary: NormalisedSummary, _ recipe: Recipe) -> GateRefusal? {
        guard summary.expected == 0 else { return nil }
        return GateRefusal(dataset: recipe.id, rule: "empty-answer", finding: "the answer holds no rows")
    }

    private static func absentCombinations(_ summary: NormalisedSummary, _ recipe: Recipe) -> GateRefusal? {
        let limit = recipe.gate.maximumAbsentPercent
        let lacking = summary.absentByPeriod.filter { $0.value * 100 > summary.expectedPerPeriod * limit }
        guard let period = lacking.keys.min(), let absent = lacking[period] else { return nil }
        return GateRefusal(
            dataset: recipe.id,
            rule: "too-many-absent",
            finding: "\(absent) of \(summary.expectedPerPeriod) combinations of period \(period) are absent, more than "
                + "the \(limit) % the recipe allows; a page may be lost"
        )
    }

    private static func hiddenFigures(_ difference: LoadDifference, _ recipe: Recipe) -> GateRefusal? {
        guard difference.hidden * 100 > difference.before * recipe.gate.maximumAbsentPercent else { return nil }
        return GateRefusal(
            dataset: recipe.id,
            rule: "figures-hidden",
            finding: "\(difference.hidden) of \(difference.before) figures had a value last time and have none now, "
                + "more than the \(recipe.gate.maximumAbsentPercent) % the recipe allows"
        )
    }

    private static func fewerRows(_ difference: LoadDifference, _ recipe: Recipe) -> GateRefusal? {
        guard difference.now * 100 < difference.before * recipe.gate.minimumRowsPercent else { return nil }
        return GateRefusal(
            dataset: recipe.id,
            rule: "rows-lost",
            finding: "\(difference.now) observations, \(difference.before) last time; the recipe wants at least "
                + "\(recipe.gate.minimumRowsPercent) %"
        )
    }

    private static func lostKeys(_ difference: LoadDifference, _ recipe: Recipe) -> GateRefusal? {
        guard difference.withdrawn > 0 else { return nil }
        return GateRefusal(
            dataset: recipe.id,
            rule: "keys-lost",
            finding: "\(difference.withdrawn) observations of last time are gone: "
                + difference.withdrawnExamples.joined(separator: "; ")
        )
    }

    private static func jumps(_ difference: LoadDifference, _ recipe: Recipe) -> GateRefusal? {
        guard difference.comparable > 0, difference.jumps * 2 > difference.comparable else { return nil }
        return GateRefusal(
            dataset: recipe.id,
            rule: "unit-jump",
            finding: "\(difference.jumps) of \(difference.comparable) values are 1,000 times what they were; "
                + "the unit may have changed"
        )
    }

    private static func list(_ codes: [String]) -> String {
        codes.prefix(10).joined(separator: ", ") + (codes.count > 10 ? " …" : "")
    }
}
