import PejlModel

/// Holds computed datasets against the recipes of the datasets they read.
struct DerivationCheck {
    /// The dimensions of an indicator: the members of each, and whether it has figures of all together.
    private typealias Dimensions = [String: (members: [String], hasTotal: Bool)]

    private let folder: String
    private let owners: [String: Recipe]
    private let indicators: [String: Indicator]

    /// Checks the computed datasets among those that are switched on, and tells them what they take over.
    ///
    /// A computed dataset is off where a dataset that it reads is switched off, unless it is switched on by name.
    ///
    /// - Parameters:
    ///   - kept: The datasets that are switched on.
    ///   - off: Those that are switched off.
    ///   - isNamed: Whether the configuration switches a dataset on by its name.
    ///   - folder: The folder of recipes.
    /// - Returns: The datasets that are on; breaks and caveats of inputs are those of what is computed from them too.
    /// - Throws: ``ConfigurationError`` naming the recipe and its key.
    static func linked(
        _ kept: [Recipe],
        off: [Recipe],
        isNamed: (String) throws(ConfigurationError) -> Bool,
        folder: String
    ) throws(ConfigurationError) -> [Recipe] {
        var kept = kept
        var off = off
        // Each round switches one off, so there are no more rounds than datasets.
        while let (recipe, input, owner) = reading(kept, off) {
            guard try !isNamed(recipe.id) else {
                let problem = "\"\(input)\" is of \(owner), which is switched off; switch it on, or \(recipe.id) off"
                throw error(folder, recipe, "derivation", problem)
            }
            kept.removeAll { $0.id == recipe.id }
            off.append(recipe)
        }
        let check = DerivationCheck(kept, folder)
        for recipe in kept { try check.refuseUnknownInputs(recipe) }
        try check.refuseCircle(kept)
        for recipe in kept { try check.refuseMisfits(recipe) }
        return check.inheriting(kept)
    }

    /// A computed dataset that reads one which is switched off.
    private static func reading(_ kept: [Recipe], _ off: [Recipe]) -> (recipe: Recipe, input: String, owner: String)? {
        let known = Set(kept.flatMap(\.indicators).map(\.id))
        for recipe in kept {
            for input in recipe.derivation?.inputs ?? [] where !known.contains(input) {
                let owner = off.first { $0.indicators.contains { $0.id == input } }
                if let owner { return (recipe, input, owner.id) }
            }
        }
        return nil
    }

    private init(_ recipes: [Recipe], _ folder: String) {
        self.folder = folder
        let owned = recipes.flatMap { recipe in recipe.indicators.map { ($0, recipe) } }
        owners = Dictionary(owned.map { ($0.id, $1) }) { first, _ in first }
        indicators = Dictionary(owned.map { ($0.0.id, $0.0) }) { first, _ in first }
    }

    // MARK: - Which there are

    private func refuseUnknownInputs(_ recipe: Recipe) throws(ConfigurationError) {
        for (key, part) in Self.parts(of: recipe) {
            guard let indicator = indicators[part.indicator] else {
                let near = Self.nearest(part.indicator, indicators.keys)
                throw error(recipe, "\(key).indicator", "there is no indicator \"\(part.indicator)\"\(near)")
            }
            guard indicator.definitionID == part.definitionID else {
                let problem =
                    "\"\(part.definitionID)\" is not the definition of \(part.indicator), which is "
                    + "\"\(indicator.definitionID)\"; look whether the formula still holds"
                throw error(recipe, "\(key).definition_id", problem)
            }
        }
    }

    private func refuseCircle(_ recipes: [Recipe]) throws(ConfigurationError) {
        let circle = DerivationOrder(recipes).circle
        guard let first = recipes.first(where: { $0.id == circle.first }) else { return }
        let steps = zip(circle, circle.dropFirst()).map { from, to in
            let recipe = recipes.first { $0.id == from }
            let key = recipe.flatMap { Self.parts(of: $0).first { owners[$0.1.indicator]?.id == to }?.0 } ?? ""
            return "\(from) (\(key)) reads \(to)"
        }
        throw error(first, "derivation", "it is computed from itself: \(steps.joined(separator: ", "))")
    }

    // MARK: - Whether they go together

    private func refuseMisfits(_ recipe: Recipe) throws(ConfigurationError) {
        guard let derivation = recipe.derivation, let result = recipe.indicators.first else { return }
        for (key, part) in Self.parts(of: recipe) { try refuseUnknownMembers(recipe, key, part) }
        let units = derivation.parts.compactMap { indicators[$0.indicator]?.unit }
        switch derivation {
        case .complement(let input):
            for (unit, name) in [(units[0], input.indicator), (result.unit, result.id)] where unit != .percent {
                throw error(recipe, "derivation.of", "\(name) is in \(unit.rawValue), and 100 − is of per cent")
            }
        case .ratio(let numerator, let denominator, let factor),
            .bridgedRatio(let numerator, let denominator, let factor):
            let possible = Unit.quotients(of: units[0], by: units[1], factor: factor)
            guard possible.contains(result.unit) else {
                let known = possible.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
                let problem =
                    "\"\(result.unit.rawValue)\" is not what \(units[0].rawValue) ÷ \(units[1].rawValue) times the factor "
                    + "is; " + (known.isEmpty ? "the factor goes with no unit" : "\(known) is")
                throw error(recipe, "indicators.unit", problem)
            }
            try refuseMissingTotals(recipe, numerator, denominator)
        }
    }

    private func refuseUnknownMembers(_ recipe: Recipe, _ key: String, _ part: DerivedInput)
        throws(ConfigurationError)
    {
        let dimensions = dimensions(of: part.indicator)
        for (dimension, members) in part.members.sorted(by: { $0.key < $1.key }) {
            let place = "\(key).members.\(dimension)"
            guard let known = dimensions[dimension]?.members else {
                let near = Self.nearest(dimension, dimensions.keys)
                throw error(recipe, place, "\(part.indicator) has no dimension \"\(dimension)\"\(near)")
            }
            for member in members where !known.contains(member) {
                let near = Self.nearest(member, known)
                throw error(recipe, place, "\(dimension) has no member \"\(member)\"\(near)")
            }
        }
    }

    /// Where the numerator is not broken down, the denominator must have figures of all members together.
    private func refuseMissingTotals(_ recipe: Recipe, _ numerator: DerivedInput, _ denominator: DerivedInput)
        throws(ConfigurationError)
    {
        let own = Set(dimensions(of: numerator.indicator).keys).subtracting(numerator.members.keys)
        for (dimension, known) in dimensions(of: denominator.indicator).sorted(by: { $0.key < $1.key }) {
            guard denominator.members[dimension] == nil, !own.contains(dimension), !known.hasTotal else { continue }
            let problem =
                "\(denominator.indicator) is broken down by \(dimension), has no total of it, and \(numerator.indicator) "
                + "is not; name its members"
            throw error(recipe, "derivation.denominator.members", problem)
        }
    }

    private func dimensions(of indicator: String) -> Dimensions {
        guard let owner = owners[indicator] else { return [:] }
        if let derivation = owner.derivation, let first = derivation.parts.first {
            return dimensions(of: first.indicator).filter { first.members[$0.key] == nil }
        }
        var dimensions: Dimensions = [:]
        for rule in owner.columns {
            guard case .breakdown(let dimension, _, let members) = rule.role else { continue }
            dimensions[dimension] = (members.filter { !$0.isTotal }.map(\.id), members.contains(where: \.isTotal))
        }
        return dimensions
    }

    // MARK: - What is taken over

    private func inheriting(_ recipes: [Recipe]) -> [Recipe] {
        var linked: [String: Indicator] = indicators
        for recipe in DerivationOrder(recipes).recipes {
            let inputs = (recipe.derivation?.inputs ?? []).compactMap { linked[$0] }
            for indicator in recipe.indicators { linked[indicator.id] = indicator.inheriting(from: inputs) }
        }
        return recipes.map { recipe in
            var recipe = recipe
            recipe.indicators = recipe.indicators.map { linked[$0.id] ?? $0 }
            return recipe
        }
    }

    // MARK: - Words

    /// The parts of a recipe's formula with their keys.
    private static func parts(of recipe: Recipe) -> [(String, DerivedInput)] {
        switch recipe.derivation {
        case .complement(let input): [("derivation.of", input)]
        case .ratio(let numerator, let denominator, _), .bridgedRatio(let numerator, let denominator, _):
            [("derivation.numerator", numerator), ("derivation.denominator", denominator)]
        case nil: []
        }
    }

    private static func nearest(_ word: String, _ known: some Collection<String>) -> String {
        let near = known.map { (EditDistance.between($0, word), $0) }.min { $0 < $1 }
        if let near, near.0 <= 3 { return "; did you mean \"\(near.1)\"?" }
        let few = known.sorted().prefix(20).joined(separator: ", ")
        return known.isEmpty ? "" : "; known are \(few)\(known.count > 20 ? " …" : "")"
    }

    private func error(_ recipe: Recipe, _ key: String, _ problem: String) -> ConfigurationError {
        Self.error(folder, recipe, key, problem)
    }

    private static func error(_ folder: String, _ recipe: Recipe, _ key: String, _ problem: String)
        -> ConfigurationError
    {
        ConfigurationError(file: "\(folder)/\(recipe.id).toml", line: nil, key: key, problem: problem)
    }
}
