import PejlModel

/// Reads `[request]` of recipes that ask the neighbours: PxWebApi 2 and Kolada.
enum NordicRequestFile {
    private enum Language: String, CaseIterable {
        case norwegian = "no"
        case swedish = "sv"
        case finnish = "fi"
        case icelandic = "is"
        case danish = "da"
        case english = "en"
    }

    /// A question to a statistics office; `top` holds the table, which becomes a part of the address.
    static func pxWeb(_ section: TOMLSection, _ top: TOMLSection) throws(ConfigurationError) -> RecipeRequest {
        let table = try top.requiredString("table")
        guard isIdentifier(table) else { throw top.error("table", "only A–Z, a–z, 0–9, \"-\" and \"_\" are allowed") }
        var question = PxWebQuestion(
            language: try section.requiredChoice("language", Language.self).rawValue,
            variables: []
        )
        for inner in try section.sections("variables") {
            inner.expect(["code", "values", "codelist"])
            let code = try inner.requiredString("code")
            let values = try inner.strings("values") ?? []
            guard !values.isEmpty else { throw inner.missing("values", "a list is wanted") }
            if let list = try inner.string("codelist") {
                guard isIdentifier(list) else { throw inner.error("codelist", "the name of a code list is wanted") }
                question.codeLists[code] = list
            }
            try inner.refuseUnknownKeys()
            question.variables.append(Selection(code: code, values: values))
        }
        guard !question.variables.isEmpty else { throw section.error("variables", "at least one is wanted") }
        return .pxWeb(question)
    }

    /// A question to Kolada; every part of it becomes a part of the address.
    static func kolada(_ section: TOMLSection) throws(ConfigurationError) -> RecipeRequest {
        .kolada(
            KoladaQuestion(
                kpis: try identifiers(section, "kpis", isRequired: true),
                municipalities: try identifiers(section, "municipalities", isRequired: true),
                years: try identifiers(section, "years", isRequired: false)
            )
        )
    }

    private static func identifiers(
        _ section: TOMLSection,
        _ key: String,
        isRequired: Bool
    ) throws(ConfigurationError) -> [String] {
        let texts = try section.strings(key) ?? []
        guard !texts.isEmpty || !isRequired else { throw section.missing(key, "a list of ids is wanted") }
        for text in texts where !isIdentifier(text) {
            throw section.error(key, "\"\(text)\" is no id: only A–Z, a–z, 0–9, \"-\" and \"_\" are allowed")
        }
        guard Set(texts).count == texts.count else { throw section.error(key, "an id is there twice") }
        return texts
    }

    private static func isIdentifier(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
                    || $0 == 0x5F
            }
    }
}
