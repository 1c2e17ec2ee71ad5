import PejlModel

extension RecipeFile {
    /// Reads `[[indicators]]`: the defined statistics in the value columns.
    ///
    /// `selectors` are the codes of the columns whose members say which indicator a row is of; `isFetched` is whether
    /// there is a publisher's answer, whose measures and numbers they name.
    static func indicators(_ top: TOMLSection, selectors: [String], isFetched: Bool = true)
        throws(ConfigurationError) -> [Indicator]
    {
        var indicators: [Indicator] = []
        for section in try top.sections("indicators") {
            section.expect([
                "id", "measure", "where", "title", "definition", "definition_id", "unit", "decimals", "direction",
                "scale", "minimum", "maximum", "hide_below", "caveats", "breaks", "weight",
            ])
            indicators.append(try indicator(section, selectors, isFetched))
            try section.refuseUnknownKeys()
        }
        try refuseRepeats(indicators.map(\.id), top, "indicators", "indicator")
        let rows = indicators.map { indicator in
            ([indicator.measure] + selectors.map { "\($0) = \(indicator.members[$0] ?? "")" }).joined(separator: ", ")
        }
        try refuseRepeats(rows, top, "indicators", "measure")
        guard !indicators.isEmpty else { throw top.error("indicators", "at least one [[indicators]] is wanted") }
        return indicators
    }

    private static func indicator(
        _ section: TOMLSection,
        _ selectors: [String],
        _ isFetched: Bool
    ) throws(ConfigurationError) -> Indicator {
        var indicator = Indicator(
            id: try identifier(section, "id", extra: "_"),
            measure: isFetched ? try section.requiredString("measure") : "",
            members: try members(section, selectors),
            title: try section.localised("title"),
            definition: try section.localised("definition"),
            definitionID: try section.requiredString("definition_id"),
            unit: try section.requiredChoice("unit", Unit.self),
            decimals: try section.integer("decimals", 0...6) ?? 0,
            direction: try section.requiredChoice("direction", Direction.self),
            scale: isFetched ? try section.integer("scale", 1...1_000_000) ?? 1 : 1,
            bounds: try bounds(section),
            caveats: try caveats(section),
            breaks: try breaks(section),
            weight: try weight(section)
        )
        indicator.hidesBelow = try section.integer("hide_below", 2...1000)
        let isCount = indicator.unit == .persons || indicator.unit == .count
        guard indicator.hidesBelow == nil || isCount else {
            throw section.error("hide_below", "counts are hidden, unit = \"persons\" or \"count\"")
        }
        return indicator
    }

    /// The total of hidden counts gives them away.
    static func refuseTotals(_ recipe: Recipe, _ top: TOMLSection) throws(ConfigurationError) {
        guard recipe.indicators.contains(where: { $0.hidesBelow != nil }) else { return }
        for column in recipe.columns {
            guard case .breakdown(let dimension, _, let members) = column.role else { continue }
            guard members.contains(where: \.isTotal) else { continue }
            let problem = "the total of \(dimension) gives away what hide_below hides; add its word to gate.ignored"
            throw top.error("columns", problem)
        }
    }

    /// `where = { "FUNKTION" = "32201" }`: of each selector column the member that is this indicator.
    private static func members(_ section: TOMLSection, _ selectors: [String]) throws(ConfigurationError)
        -> [String: String]
    {
        guard let table = try section.section("where") else {
            guard let selector = selectors.first else { return [:] }
            throw section.missing("where", "{ \"\(selector)\" = \"…\" } is wanted")
        }
        table.expect(selectors)
        var members: [String: String] = [:]
        for selector in selectors { members[selector] = try table.requiredString(selector) }
        try table.refuseUnknownKeys()
        return members
    }

    private static func bounds(_ section: TOMLSection) throws(ConfigurationError) -> ClosedRange<Double>? {
        let lower = try section.number("minimum", -1e15...1e15)
        let upper = try section.number("maximum", -1e15...1e15)
        if lower == nil, upper == nil { return nil }
        guard (lower ?? -.infinity) <= (upper ?? .infinity) else {
            throw section.error("minimum", "it is above maximum")
        }
        return (lower ?? -.infinity)...(upper ?? .infinity)
    }

    private static func caveats(_ section: TOMLSection) throws(ConfigurationError) -> [IndicatorCaveat] {
        var caveats: [IndicatorCaveat] = []
        for caveat in try section.sections("caveats") {
            caveats.append(
                IndicatorCaveat(
                    code: try identifier(caveat, "code", extra: "-"),
                    periods: try caveat.strings("periods") ?? [],
                    text: try caveat.localised("text")
                )
            )
            try caveat.refuseUnknownKeys()
        }
        return caveats
    }

    private static func breaks(_ section: TOMLSection) throws(ConfigurationError) -> [IndicatorBreak] {
        var breaks: [IndicatorBreak] = []
        for inner in try section.sections("breaks") {
            guard let day = CalendarDay(iso: try inner.requiredString("day")) else {
                throw inner.error("day", "a day such as \"2012-08-01\" is wanted")
            }
            breaks.append(
                IndicatorBreak(
                    day: day,
                    reason: try inner.localised("reason"),
                    source: try inner.requiredString("source")
                )
            )
            try inner.refuseUnknownKeys()
        }
        try refuseRepeats(breaks.map(\.day.description), section, "breaks", "day")
        return breaks
    }

    private static func weight(_ section: TOMLSection) throws(ConfigurationError) -> IndicatorWeight? {
        guard let inner = try section.section("weight") else { return nil }
        let weight = IndicatorWeight(
            indicator: try inner.requiredString("indicator"),
            period: try inner.requiredString("period"),
            isDenominator: try inner.boolean("is_denominator") ?? false
        )
        try inner.refuseUnknownKeys()
        return weight
    }
}
