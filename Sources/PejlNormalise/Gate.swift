package import PejlModel

/// Refuses loads that are nonsense beside what was asked for and what the store holds.
///
/// The default is to freeze: one broken rule stops the load, and all that are broken are told, because the second often
/// explains the first. A person may waive the rules about how a load differs from the last one; a row that nobody
/// understands cannot be waived, only explained in the recipe. Pure functions of their arguments.
package enum Gate {
    /// Decides on a load.
    ///
    /// - Parameters:
    ///   - summary: What reading the documents came to.
    ///   - difference: How the load differs from what the store holds.
    ///   - recipe: The limits.
    ///   - waiving: Names of the rules that a person waives; those that cannot be waived are broken all the same.
    /// - Returns: What is odd and stops nothing.
    /// - Throws: ``LoadRefusal`` with every rule that is broken and not waived.
    @discardableResult
    package static func check(
        _ summary: NormalisedSummary,
        _ difference: LoadDifference,
        recipe: Recipe,
        waiving: Set<String> = []
    ) throws(LoadRefusal) -> [PublisherNote] {
        let broken = brokenRules(summary, difference, recipe: recipe).filter {
            !($0.isWaivable && waiving.contains($0.rule))
        }
        if let refusal = LoadRefusal(dataset: recipe.id, rules: broken) { throw refusal }
        return notes(summary, difference)
    }

    /// Every rule that a load breaks: meaning before counts, counts before jumps.
    package static func brokenRules(
        _ summary: NormalisedSummary,
        _ difference: LoadDifference,
        recipe: Recipe
    ) -> [BrokenRule] {
        rejectedRows(summary, recipe) + emptyAnswer(summary) + lostAreas(summary, recipe)
            + absentCombinations(summary, recipe) + fewerRows(difference, recipe) + lostKeys(difference)
            + hiddenFigures(difference, recipe) + jumps(difference)
    }

    // MARK: - What the answer says

    /// Rows that may be set aside; others (a figure that comes twice, a changed unit) make those beside them doubtful.
    private static let tolerable: Set<String> = [
        "unknown-area", "unknown-period", "unknown-member", "unknown-mark", "unclaimed-combination", "not-a-number",
        "out-of-bounds",
    ]

    /// A broken rule for each rule that rejected rows, unless the recipe lets so many be set aside.
    private static func rejectedRows(_ summary: NormalisedSummary, _ recipe: Recipe) -> [BrokenRule] {
        let count = summary.rejectedCount
        guard count > 0 else { return [] }
        let percent = recipe.gate.maximumRejectedPercent
        let isTolerable = tolerable.isSuperset(of: summary.rejectedByRule.keys)
        guard !isTolerable || count * 100 > summary.rows * percent else { return [] }
        func first(_ rule: String) -> Int { summary.rejected.first { $0.rule == rule }?.row ?? .max }
        let limit = percent > 0 && isTolerable ? ", more than the \(percent) % the recipe allows" : ""
        let limitInDanish = limit.isEmpty ? "" : ", mere end de \(percent) %, som opskriften tillader"
        return summary.rejectedByRule.sorted { (first($0.key), $0.key) < (first($1.key), $1.key) }.map { rule, count in
            let examples = summary.rejected.lazy.filter { $0.rule == rule }.prefix(3)
            let told = examples.map { "row \($0.row): \($0.content)" }.joined(separator: "; ")
            let rows = "\(count) row\(count == 1 ? "" : "s") cannot be understood (\(rule))\(limit)"
            let danish = "\(count) række\(count == 1 ? "" : "r") kan ikke forstås (\(rule))\(limitInDanish)"
            let toldInDanish = examples.map { "række \($0.row): \($0.content)" }.joined(separator: "; ")
            return BrokenRule(
                rule,
                told.isEmpty ? rows : "\(rows): \(told)",
                da: told.isEmpty ? danish : "\(danish): \(toldInDanish)"
            )
        }
    }

    private static func emptyAnswer(_ summary: NormalisedSummary) -> [BrokenRule] {
        summary.observations == 0
            ? [BrokenRule("empty-answer", "the answer holds no rows", da: "svaret har ingen rækker")] : []
    }

    private static func lostAreas(_ summary: NormalisedSummary, _ recipe: Recipe) -> [BrokenRule] {
        var broken: [BrokenRule] = []
        let lost = summary.areasWithoutRows
        if !lost.isEmpty {
            let verb = lost.count == 1 ? "has" : "have"
            let finding = "\(lost.count) of the expected areas \(verb) no row at all: \(list(lost))"
            let danish = "\(lost.count) af de ventede områder har slet ingen rækker: \(list(lost))"
            broken.append(BrokenRule("areas-missing", finding, da: danish, isWaivable: true))
        }
        // Where an absent row means a hidden figure or a zero, a small area may have none at all in a period.
        guard recipe.absent != .suppressed, recipe.absent != .zero else { return broken }
        for period in summary.incompletePeriods.keys.sorted() {
            let areas = (summary.incompletePeriods[period] ?? []).filter { !lost.contains($0) }
            guard !areas.isEmpty else { continue }
            let finding = "period \(period) lacks \(areas.count) of the expected areas: \(list(areas))"
            let danish = "perioden \(period) mangler \(areas.count) af de ventede områder: \(list(areas))"
            broken.append(BrokenRule("period-incomplete", finding, da: danish, isWaivable: true))
        }
        return broken.count > 10 ? Array(broken.prefix(10)) : broken
    }

    private static func absentCombinations(_ summary: NormalisedSummary, _ recipe: Recipe) -> [BrokenRule] {
        let limit = recipe.gate.maximumAbsentPercent
        let lacking = summary.absentByPeriod.filter { $0.value * 100 > summary.expectedPerPeriod * limit }
        return lacking.sorted { $0.key < $1.key }.prefix(10).map { period, absent in
            let finding =
                "\(absent) of \(summary.expectedPerPeriod) combinations of period \(period) are absent, more than the "
                + "\(limit) % the recipe allows; a page may be lost"
            let danish =
                "\(absent) af \(summary.expectedPerPeriod) kombinationer i perioden \(period) mangler, mere end de "
                + "\(limit) %, som opskriften tillader; en side kan være gået tabt"
            return BrokenRule("too-many-absent", finding, da: danish, isWaivable: true)
        }
    }

    // MARK: - What is different

    private static func fewerRows(_ difference: LoadDifference, _ recipe: Recipe) -> [BrokenRule] {
        guard difference.now * 100 < difference.before * recipe.gate.minimumRowsPercent else { return [] }
        let finding =
            "\(difference.now) observations, \(difference.before) last time; the recipe wants at least "
            + "\(recipe.gate.minimumRowsPercent) %"
        let danish =
            "\(difference.now) tal, sidst \(difference.before); opskriften vil have mindst "
            + "\(recipe.gate.minimumRowsPercent) %"
        return [BrokenRule("rows-lost", finding, da: danish, isWaivable: true)]
    }

    private static func lostKeys(_ difference: LoadDifference) -> [BrokenRule] {
        guard difference.withdrawn > 0 else { return [] }
        let finding = "\(difference.withdrawn) observations of last time are gone" + examples(.withdrawn, difference)
        let danish = "\(difference.withdrawn) tal fra sidst er væk" + examples(.withdrawn, difference)
        return [BrokenRule("keys-lost", finding, da: danish, isWaivable: true)]
    }

    private static func hiddenFigures(_ difference: LoadDifference, _ recipe: Recipe) -> [BrokenRule] {
        guard difference.hidden * 100 > difference.before * recipe.gate.maximumAbsentPercent else { return [] }
        let finding =
            "\(difference.hidden) of \(difference.before) figures had a value last time and have none now, more than "
            + "the \(recipe.gate.maximumAbsentPercent) % the recipe allows" + examples(.hidden, difference)
        let danish =
            "\(difference.hidden) af \(difference.before) tal havde en værdi sidst og har ingen nu, mere end de "
            + "\(recipe.gate.maximumAbsentPercent) %, som opskriften tillader" + examples(.hidden, difference)
        return [BrokenRule("figures-hidden", finding, da: danish, isWaivable: true)]
    }

    private static func jumps(_ difference: LoadDifference) -> [BrokenRule] {
        guard jumpsLookLikeAnotherUnit(difference) else { return [] }
        let finding =
            "\(difference.jumps) of \(difference.comparable) values are 1,000 times what they were; the unit may have "
            + "changed" + examples(.jumped, difference)
        let danish =
            "\(difference.jumps) af \(difference.comparable) værdier er 1.000 gange større eller mindre end sidst; enheden "
            + "kan være ændret" + examples(.jumped, difference)
        return [BrokenRule("unit-jump", finding, da: danish, isWaivable: true)]
    }

    private static func jumpsLookLikeAnotherUnit(_ difference: LoadDifference) -> Bool {
        difference.comparable > 0 && difference.jumps * 2 > difference.comparable
    }

    // MARK: - What is only odd

    private static func notes(_ summary: NormalisedSummary, _ difference: LoadDifference) -> [PublisherNote] {
        let unread = summary.unreadMeasures.map { PublisherNote(kind: .addedColumn, text: $0, isMandatory: false) }
        guard !jumpsLookLikeAnotherUnit(difference) else { return unread }
        return unread
            + difference.examples(of: .jumped).map {
                PublisherNote(kind: .jump, text: $0.description, isMandatory: false)
            }
    }

    // MARK: - Words

    private static func list(_ codes: [String]) -> String {
        codes.prefix(10).joined(separator: ", ") + (codes.count > 10 ? " …" : "")
    }

    private static func examples(_ kind: FigureChange.Kind, _ difference: LoadDifference) -> String {
        let examples = difference.examples(of: kind).prefix(5).map(\.description)
        return examples.isEmpty ? "" : ": " + examples.joined(separator: "; ")
    }
}
