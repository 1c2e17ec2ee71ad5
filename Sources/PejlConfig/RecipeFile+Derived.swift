import PejlModel

extension RecipeFile {
    /// Reads the recipe of a dataset that is computed: a formula instead of a request, one indicator, no columns.
    ///
    /// What it says of other recipes is checked when all are read: ``DerivationCheck``.
    static func derived(
        _ top: TOMLSection,
        _ publisher: Publisher,
        digest: ContentDigest
    ) throws(ConfigurationError) -> Recipe {
        for key in ["table", "schedule", "request", "layout", "columns", "marks", "absent", "area", "municipality"] {
            guard !top.has(key) else {
                throw top.error(key, "a computed dataset has none: its inputs say all of that")
            }
        }
        let request = try RecipeRequestFile.request(top, of: publisher)
        let gate = try top.requiredSection("gate")
        var recipe = Recipe(
            id: try identifier(top, "id", extra: "-"),
            publisher: publisher,
            table: request.derivation?.text ?? "",
            title: try top.localised("title"),
            licence: try top.requiredString("licence"),
            citation: try top.localised("citation"),
            request: request,
            columns: [],
            indicators: try indicators(top, selectors: [], isFetched: false),
            marks: [:],
            absent: .nothing,
            gate: try gateRule(gate, [], absent: .nothing),
            digest: digest
        )
        guard recipe.indicators.count == 1 else {
            throw top.error("indicators", "one formula gives one indicator")
        }
        recipe.isOptional = try top.boolean("optional") ?? false
        try gate.refuseUnknownKeys()
        try top.refuseUnknownKeys()
        return recipe
    }
}
