package import PejlModel

/// Reads recipes: one TOML file a dataset.
package enum RecipeFile {
    /// Reads one recipe.
    ///
    /// - Parameter path: Path of a `.toml` file named after the dataset.
    /// - Returns: The recipe.
    /// - Throws: ``ConfigurationError`` with file, line and key.
    package static func read(_ path: String) throws(ConfigurationError) -> Recipe {
        let file = try TOMLFile(path: path)
        let recipe = try recipe(file.section, digest: ContentDigest(of: file.text))
        let name = path.split(separator: "/").last ?? ""
        guard name == "\(recipe.id).toml" else {
            throw file.section.error("id", "\"\(recipe.id)\" is not the name of the file")
        }
        return recipe
    }

    private static func recipe(_ top: TOMLSection, digest: ContentDigest) throws(ConfigurationError) -> Recipe {
        let publisher = try publisher(top)
        let areas = try RecipeAreas.areas(top)
        let gate = try top.requiredSection("gate")
        var recipe = Recipe(
            id: try identifier(top, "id", extra: "-"),
            publisher: publisher,
            table: try top.requiredString("table"),
            title: try top.localised("title"),
            licence: try top.requiredString("licence"),
            citation: try top.localised("citation"),
            request: try RecipeRequestFile.request(top, of: publisher),
            areas: areas,
            columns: try columns(top, areas),
            indicators: try indicators(top),
            marks: try marks(top),
            absent: try top.requiredChoice("absent", AbsentRule.self),
            gate: try gateRule(gate, areas),
            schedule: try schedule(top),
            digest: digest
        )
        recipe.zeros = try zeros(top)
        try gate.refuseUnknownKeys()
        try top.refuseUnknownKeys()
        return recipe
    }

    private static func publisher(_ top: TOMLSection) throws(ConfigurationError) -> Publisher {
        let code = try top.requiredString("publisher")
        guard let publisher = Publisher.known.first(where: { $0.code == code }) else {
            let all = Publisher.known.map { "\"\($0.code)\"" }.joined(separator: ", ")
            throw top.error("publisher", "\"\(code)\" is not one of \(all)")
        }
        return publisher
    }

    private static func schedule(_ top: TOMLSection) throws(ConfigurationError) -> CalendarExpression {
        guard let text = try top.string("schedule") else { return .everyMorning }
        do { return try CalendarExpression(text) } catch { throw top.error("schedule", error.description) }
    }

    /// Lower-case letters, digits and one more character; at most 64.
    private static func identifier(_ section: TOMLSection, _ key: String, extra: Character)
        throws(ConfigurationError) -> String
    {
        let text = try section.requiredString(key)
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789".utf8).union(String(extra).utf8)
        let isSound = text.utf8.allSatisfy(allowed.contains)
        guard isSound, text.count <= 64 else {
            throw section.error(key, "only a–z, 0–9 and \"\(extra)\" are allowed, at most 64")
        }
        return text
    }

    /// What is told apart by a name must have names of its own.
    private static func refuseRepeats(_ names: [String], _ section: TOMLSection, _ key: String, _ what: String)
        throws(ConfigurationError)
    {
        var met: Set<String> = []
        for name in names where !met.insert(name).inserted {
            throw section.error(key, "the \(what) \"\(name)\" is there twice")
        }
    }

    // MARK: - Columns

    private static func columns(_ top: TOMLSection, _ areas: [Area]) throws(ConfigurationError) -> [ColumnRule] {
        var rules: [ColumnRule] = []
        for section in try top.sections("columns") {
            rules.append(ColumnRule(code: try section.requiredString("code"), role: try role(section, areas)))
            try section.refuseUnknownKeys()
        }
        try refuseRepeats(rules.map(\.code), top, "columns", "column")
        let areas = rules.filter { if case .area = $0.role { true } else { false } }
        let periods = rules.filter { $0.role == .period }
        guard areas.count == 1, periods.count == 1, rules.count <= 6 else {
            throw top.error("columns", "one area column, one period column and at most four others are wanted")
        }
        return rules
    }

    private enum Role: String, CaseIterable {
        case area, period, breakdown, constant
    }

    private static func role(_ section: TOMLSection, _ areas: [Area]) throws(ConfigurationError) -> ColumnRole {
        switch try section.requiredChoice("role", Role.self) {
        case .area: return try RecipeAreas.role(section, areas)
        case .period: return .period
        case .constant: return .constant(try section.requiredString("value"))
        case .breakdown:
            var members: [BreakdownMember] = []
            for member in try section.sections("members") {
                members.append(
                    BreakdownMember(
                        source: try member.requiredString("source"),
                        id: try identifier(member, "id", extra: "-"),
                        title: try member.localised("title")
                    )
                )
                try member.refuseUnknownKeys()
            }
            try refuseRepeats(members.map(\.id), section, "members", "member")
            try refuseRepeats(members.map(\.source), section, "members", "source")
            guard (1...512).contains(members.count) else { throw section.error("members", "1 to 512 are wanted") }
            return .breakdown(
                dimension: try identifier(section, "dimension", extra: "_"),
                title: try section.localised("title"),
                members: members
            )
        }
    }

    private static func marks(_ top: TOMLSection) throws(ConfigurationError) -> [String: ObservationStatus] {
        guard let section = try top.section("marks") else { return [:] }
        var marks: [String: ObservationStatus] = [:]
        for mark in section.keys {
            let letter = try section.requiredString(mark)
            if letter == zero { continue }
            guard let status = ObservationStatus(sdmx: letter) else {
                let problem =
                    "\"\(letter)\" is not one of O (missing), Q (suppressed), M (cannot exist), \(zero) (the number 0) "
                    + "or, beside a number, A (normal), P (provisional), E (estimated), B (break)"
                throw section.error(mark, problem)
            }
            marks[mark] = status
        }
        return marks
    }

    /// What a recipe writes for a mark that is the number 0.
    private static let zero = "zero"

    /// The marks that are the number 0.
    private static func zeros(_ top: TOMLSection) throws(ConfigurationError) -> Set<String> {
        guard let section = try top.section("marks") else { return [] }
        var zeros: Set<String> = []
        for mark in section.keys where try section.requiredString(mark) == zero { zeros.insert(mark) }
        return zeros
    }

    // MARK: - Indicators

    private static func indicators(_ top: TOMLSection) throws(ConfigurationError) -> [Indicator] {
        var indicators: [Indicator] = []
        for section in try top.sections("indicators") {
            indicators.append(try indicator(section))
            try section.refuseUnknownKeys()
        }
        try refuseRepeats(indicators.map(\.id), top, "indicators", "indicator")
        try refuseRepeats(indicators.map(\.measure), top, "indicators", "measure")
        guard !indicators.isEmpty else { throw top.error("indicators", "at least one [[indicators]] is wanted") }
        return indicators
    }

    private static func indicator(_ section: TOMLSection) throws(ConfigurationError) -> Indicator {
        var bounds: ClosedRange<Double>?
        let lower = try section.number("minimum", -1e15...1e15)
        let upper = try section.number("maximum", -1e15...1e15)
        if let lower, let upper {
            guard lower <= upper else { throw section.error("minimum", "it is above maximum") }
            bounds = lower...upper
        } else if lower != nil || upper != nil {
            bounds = (lower ?? -.infinity)...(upper ?? .infinity)
        }
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
        return Indicator(
            id: try identifier(section, "id", extra: "_"),
            measure: try section.requiredString("measure"),
            title: try section.localised("title"),
            definition: try section.localised("definition"),
            definitionID: try section.requiredString("definition_id"),
            unit: try section.requiredChoice("unit", Unit.self),
            decimals: try section.integer("decimals", 0...6) ?? 0,
            direction: try section.requiredChoice("direction", Direction.self),
            bounds: bounds,
            caveats: caveats,
            weight: try weight(section)
        )
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

    private static func gateRule(_ section: TOMLSection, _ areas: [Area]) throws(ConfigurationError) -> GateRule {
        let codes = try section.strings("areas") ?? []
        guard !codes.isEmpty else { throw section.error("areas", "[\"municipalities\"] or a list of codes is wanted") }
        try refuseRepeats(codes, section, "areas", "area")
        if codes != ["municipalities"] {
            let catalogue = AreaCatalogue.denmark.adding(areas)
            for code in codes where catalogue.area(code: code) == nil {
                throw section.error("areas", "there is no area \"\(code)\"")
            }
        }
        return GateRule(
            areas: codes == ["municipalities"] ? .municipalities : .codes(codes),
            minimumRowsPercent: try section.integer("minimum_rows_percent", 0...100) ?? 95,
            maximumAbsentPercent: try section.integer("maximum_absent_percent", 0...100) ?? 5,
            ignored: Set(try section.strings("ignored") ?? [])
        )
    }
}
