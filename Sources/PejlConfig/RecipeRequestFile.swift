import PejlModel

/// Reads how a dataset's documents are had: `[request]`, `[layout]` or `[derivation]`, by the publisher's access.
enum RecipeRequestFile {
    /// Reads the tables that the publisher's access calls for.
    static func request(_ top: TOMLSection, of publisher: Publisher) throws(ConfigurationError) -> RecipeRequest {
        switch publisher.access {
        case .interface(.statBank, _, _): try asked(top) { section throws(ConfigurationError) in try statBank(section) }
        case .interface(.uddannelsesstatistik, _, _):
            try asked(top) { section throws(ConfigurationError) in try uddannelsesstatistik(section) }
        case .interface(.pxWeb, _, _):
            try asked(top) { section throws(ConfigurationError) in try NordicRequestFile.pxWeb(section, top) }
        case .interface(.kolada, _, _):
            try asked(top) { section throws(ConfigurationError) in try NordicRequestFile.kolada(section) }
        case .drop:
            .drop(
                DropQuestion(
                    reading: try reading(top),
                    hasTenDigitAmounts: try top.boolean("ten_digit_amounts") ?? false
                )
            )
        case .derived: .derived(try derivation(top.requiredSection("derivation")))
        }
    }

    private static func asked(
        _ top: TOMLSection,
        _ read: (TOMLSection) throws(ConfigurationError) -> RecipeRequest
    ) throws(ConfigurationError) -> RecipeRequest {
        let section = try top.requiredSection("request")
        let request = try read(section)
        try section.refuseUnknownKeys()
        return request
    }

    // MARK: - Interfaces

    private static func statBank(_ section: TOMLSection) throws(ConfigurationError) -> RecipeRequest {
        section.expect(["format", "language", "codes", "variables"])
        let form = try section.requiredChoice("format", StatBankForm.self)
        let question = StatBankQuestion(
            form: form,
            language: try section.choice("language", Language.self)?.rawValue ?? "da",
            codes: try section.boolean("codes") ?? true,
            variables: try selections(section, "variables")
        )
        return .statBank(question)
    }

    private static func uddannelsesstatistik(_ section: TOMLSection) throws(ConfigurationError) -> RecipeRequest {
        section.expect([
            "omraade", "emne", "underemne", "noegletal", "detaljering", "filters", "page_size",
        ])
        let question = EducationQuestion(
            area: try section.requiredString("omraade"),
            subject: try section.requiredString("emne"),
            subsubject: try section.requiredString("underemne"),
            measures: try section.strings("noegletal") ?? [],
            dimensions: try section.strings("detaljering") ?? [],
            filters: try selections(section, "filters"),
            pageSize: try section.integer("page_size", 1...100_000) ?? 100_000
        )
        return .uddannelsesstatistik(question)
    }

    private static func selections(_ section: TOMLSection, _ key: String) throws(ConfigurationError) -> [Selection] {
        var selections: [Selection] = []
        for inner in try section.sections(key) {
            inner.expect(["code", "values"])
            let selection = Selection(
                code: try inner.requiredString("code"),
                values: try inner.strings("values") ?? []
            )
            guard !selection.values.isEmpty else { throw inner.missing("values", "a list is wanted") }
            try inner.refuseUnknownKeys()
            selections.append(selection)
        }
        return selections
    }

    // MARK: - Files

    /// `[layout]`, or `format` where the file says itself where everything is.
    private static func reading(_ top: TOMLSection) throws(ConfigurationError) -> DocumentReading {
        guard let section = try top.section("layout") else {
            return .format(try top.requiredChoice("format", DocumentFormat.self))
        }
        return .layout(try LayoutFile.layout(section))
    }

    // MARK: - Formulas

    private enum FormulaName: String, CaseIterable {
        case complement, ratio
        case bridgedRatio = "bridged-ratio"
    }

    private enum CountedName: String, CaseIterable {
        case autumn
    }

    private static func derivation(_ section: TOMLSection) throws(ConfigurationError) -> Derivation {
        let derivation: Derivation
        switch try section.requiredChoice("formula", FormulaName.self) {
        case .complement: derivation = .complement(of: try input(section, "of", hasMembers: false))
        case .ratio:
            derivation = .ratio(
                numerator: try input(section, "numerator"),
                denominator: try input(section, "denominator"),
                factor: try section.number("factor", 0...1e9) ?? 1
            )
        case .bridgedRatio:
            derivation = .bridgedRatio(
                numerator: try input(section, "numerator"),
                denominator: try input(section, "denominator", mayBeCounted: true),
                factor: try section.number("factor", 0...1e9) ?? 1
            )
        }
        try section.refuseUnknownKeys()
        return derivation
    }

    /// `{ indicator = "…", definition_id = "…", members = { … }, counted = "autumn" }`.
    private static func input(
        _ section: TOMLSection,
        _ key: String,
        hasMembers: Bool = true,
        mayBeCounted: Bool = false
    ) throws(ConfigurationError) -> DerivedInput {
        let inner = try section.requiredSection(key)
        var members: [String: [String]] = [:]
        if hasMembers, let table = try inner.section("members") {
            for dimension in table.keys {
                let wanted = try table.strings(dimension) ?? []
                guard !wanted.isEmpty else { throw table.error(dimension, "at least one member is wanted") }
                try RecipeFile.refuseRepeats(wanted, table, dimension, "member")
                members[dimension] = wanted
            }
        }
        let input = DerivedInput(
            indicator: try inner.requiredString("indicator"),
            definitionID: try inner.requiredString("definition_id"),
            members: members,
            isAutumnCount: mayBeCounted ? try inner.choice("counted", CountedName.self) == .autumn : false
        )
        try inner.refuseUnknownKeys()
        return input
    }
}
