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
        top.expect([
            "id", "publisher", "table", "title", "licence", "citation", "schedule", "area", "areas", "municipality",
            "absent", "optional", "request", "layout", "format", "ten_digit_amounts", "derivation", "columns",
            "indicators", "marks", "gate",
        ])
        let publisher = try publisher(top)
        if publisher.access == .derived { return try derived(top, publisher, digest: digest) }
        let areas = try RecipeAreas.areas(top)
        let gate = try top.requiredSection("gate")
        let columns = try columns(top, areas)
        var recipe = Recipe(
            id: try identifier(top, "id", extra: "-"),
            publisher: publisher,
            table: try top.requiredString("table"),
            title: try top.localised("title"),
            licence: try top.requiredString("licence"),
            citation: try top.localised("citation"),
            request: try RecipeRequestFile.request(top, of: publisher),
            areas: areas,
            columns: columns,
            indicators: try indicators(top, selectors: columns.filter { $0.role == .selector }.map(\.code)),
            marks: try marks(top),
            absent: try top.requiredChoice("absent", AbsentRule.self),
            gate: try gateRule(gate, areas, absent: top.choice("absent", AbsentRule.self)),
            schedule: try schedule(top, of: publisher),
            digest: digest
        )
        recipe.zeros = try zeros(top)
        recipe.isOptional = try top.boolean("optional") ?? false
        recipe.area = try onlyArea(top, columns, areas)
        recipe.municipality = try onlyMunicipality(top)
        try gate.refuseUnknownKeys()
        try top.refuseUnknownKeys()
        try refuseTotals(recipe, top)
        if recipe.absent == .zero { try refuseWrongZero(recipe, top) }
        if case .statBank(let question) = recipe.request { try compare(question, with: recipe.columns, top) }
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

    private static func schedule(
        _ top: TOMLSection,
        of publisher: Publisher
    ) throws(ConfigurationError) -> CalendarExpression {
        guard let text = try top.string("schedule") else { return .everyMorning }
        if publisher.access == .drop { throw top.error("schedule", "drop folders are looked into at every run") }
        do { return try CalendarExpression(text) } catch { throw top.error("schedule", error.description) }
    }

    /// The area of every figure, where the answer has no column of areas.
    private static func onlyArea(
        _ top: TOMLSection,
        _ columns: [ColumnRule],
        _ declared: [Area]
    ) throws(ConfigurationError) -> String? {
        let areas = columns.count { if case .area = $0.role { true } else { false } }
        guard let code = try top.string("area") else {
            guard areas == 1 else {
                throw top.error("columns", "one area column is wanted, or area = \"000\" where the answer has none")
            }
            return nil
        }
        guard areas == 0 else { throw top.error("area", "the recipe has a column of areas already") }
        guard AreaCatalogue.denmark.adding(declared).area(code: code) != nil else {
            throw top.error("area", "there is no area \"\(code)\"")
        }
        return code
    }

    /// A zero is made up for what is absent only where the publisher, or whoever made the file, leaves zeros out.
    private static func refuseWrongZero(_ recipe: Recipe, _ top: TOMLSection) throws(ConfigurationError) {
        let leavesZerosOut =
            switch recipe.request {
            case .statBank(let question): question.form == .bulk
            case .drop: true
            default: false
            }
        guard leavesZerosOut else {
            throw top.error("absent", "\"zero\" goes with format = \"bulk\" and with dropped files alone")
        }
        for indicator in recipe.indicators where indicator.bounds.map({ !$0.contains(0) }) ?? false {
            throw top.error("absent", "\"zero\" is outside minimum and maximum of \(indicator.id)")
        }
    }

    /// The municipality that all institutions belong to, where no column says.
    private static func onlyMunicipality(_ top: TOMLSection) throws(ConfigurationError) -> String? {
        guard let code = try top.string("municipality") else { return nil }
        guard AreaCatalogue.denmark.area(code: code)?.kind == .municipality else {
            throw top.error("municipality", "\"\(code)\" is not the code of a municipality, such as \"766\"")
        }
        return code
    }

    /// Lower-case letters, digits and one more character; at most 64.
    static func identifier(_ section: TOMLSection, _ key: String, extra: Character)
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
    static func refuseRepeats(_ names: [String], _ section: TOMLSection, _ key: String, _ what: String)
        throws(ConfigurationError)
    {
        var met: Set<String> = []
        for name in names where !met.insert(name).inserted {
            throw section.error(key, "the \(what) \"\(name)\" is there twice")
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
}
