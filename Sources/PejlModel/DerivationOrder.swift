/// The derived datasets among some, each after those whose figures it reads.
package struct DerivationOrder: Sendable {
    /// Recipes of the derived datasets, inputs first, otherwise in the order they were given in.
    package let recipes: [Recipe]
    /// Identifiers of datasets that read each other in a circle, beginning and ending with the same; none where none do.
    ///
    /// Those of a circle are not among ``recipes``.
    package let circle: [String]

    /// - Parameter all: Recipes, the derived ones among them.
    package init(_ all: [Recipe]) {
        let derived = all.filter { $0.derivation != nil }
        var owners: [String: Recipe] = [:]
        for recipe in derived {
            for indicator in recipe.indicators { owners[indicator.id] = recipe }
        }
        var ordered: [Recipe] = []
        var done: Set<String> = []
        var circle: [String] = []

        /// Whether a recipe and all it reads could be put in order; `path` leads to it.
        func place(_ recipe: Recipe, _ path: [String]) -> Bool {
            if done.contains(recipe.id) { return ordered.contains { $0.id == recipe.id } }
            if let start = path.firstIndex(of: recipe.id) {
                if circle.isEmpty { circle = path[start...] + [recipe.id] }
                return false
            }
            var isSound = true
            for input in recipe.derivation?.inputs ?? [] {
                guard let owner = owners[input] else { continue }
                isSound = place(owner, path + [recipe.id]) && isSound
            }
            done.insert(recipe.id)
            if isSound { ordered.append(recipe) }
            return isSound
        }
        for recipe in derived { _ = place(recipe, []) }
        recipes = ordered
        self.circle = circle
    }

    /// The derived datasets that read figures of a dataset, themselves or through others; inputs first.
    package func dependents(of dataset: Recipe) -> [Recipe] {
        var indicators = Set(dataset.indicators.map(\.id))
        var dependents: [Recipe] = []
        for recipe in recipes where !indicators.isDisjoint(with: recipe.derivation?.inputs ?? []) {
            indicators.formUnion(recipe.indicators.map(\.id))
            dependents.append(recipe)
        }
        return dependents
    }
}
