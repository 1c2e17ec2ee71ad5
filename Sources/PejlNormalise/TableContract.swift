import PejlModel

/// Columns and measures of an answer held against the recipe.
///
/// A column that the recipe does not explain stops the load: it multiplies the rows, and each figure then means
/// something else. One more measure changes no other figure and is only told. The order means nothing.
enum TableContract {
    /// Every difference that stops a load.
    static func brokenRules(_ table: TableDictionary, _ recipe: Recipe) -> [BrokenRule] {
        let explained = Set(recipe.columns.map(\.code))
        let unexplained = table.columns.filter { !explained.contains($0) }.map { column in
            BrokenRule(
                "unexplained-column",
                "the answer has a column \"\(column)\" that the recipe does not explain; add it to the recipe",
                da: "svaret har en kolonne »\(column)«, som opskriften ikke forklarer; føj den til opskriften"
            )
        }
        let lost = recipe.columns.map(\.code).filter { !table.columns.contains($0) }.map { column in
            BrokenRule(
                "lost-column",
                "the answer has no column \"\(column)\" any more, only \(table.columns.joined(separator: ", "))",
                da: "svaret har ikke længere kolonnen »\(column)«, kun \(table.columns.joined(separator: ", "))"
            )
        }
        let measures = Set(recipe.indicators.map(\.measure)).subtracting(table.measures).sorted().map { measure in
            BrokenRule(
                "lost-measure",
                "the answer has no measure \"\(measure)\" any more, only \(table.measures.joined(separator: ", ")); it may "
                    + "have been renamed: compare the definition before changing the recipe",
                da:
                    "svaret har ikke længere nøgletallet »\(measure)«, kun \(table.measures.joined(separator: ", ")); det kan "
                    + "være omdøbt: sammenlign definitionen, før opskriften ændres"
            )
        }
        return unexplained + lost + measures
    }

    /// Measures that the recipe neither reads nor leaves out on purpose.
    static func unreadMeasures(_ table: TableDictionary, _ recipe: Recipe) -> [String] {
        let known = Set(recipe.indicators.map(\.measure)).union(recipe.gate.ignored)
        return table.measures.filter { !known.contains($0) }
    }
}
