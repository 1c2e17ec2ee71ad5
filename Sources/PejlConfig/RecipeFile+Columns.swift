import PejlModel

extension RecipeFile {
    /// Most combinations of members: what is absent is looked for in each, in every area and period.
    private static let maximumCombinations = 100_000

    /// Reads `[[columns]]`: what each column of the answer means.
    static func columns(_ top: TOMLSection, _ declared: [Area]) throws(ConfigurationError) -> [ColumnRule] {
        var rules: [ColumnRule] = []
        for section in try top.sections("columns") {
            section.expect([
                "code", "role", "aliases", "areas_by", "area_prefix", "value", "dimension", "title", "members",
            ])
            let code = try section.requiredString("code")
            let role = try role(section, declared)
            rules.append(ColumnRule(code: code, role: role, aliases: try aliases(section, role, declared)))
            try section.refuseUnknownKeys()
        }
        try refuseRepeats(rules.map(\.code), top, "columns", "column")
        let areas = rules.count { if case .area = $0.role { true } else { false } }
        let periods = rules.count { $0.role == .period }
        let others = rules.count {
            switch $0.role {
            case .area, .areaName, .municipality, .period: false
            case .breakdown, .selector, .constant: true
            }
        }
        guard areas <= 1, periods == 1, others <= 4 else {
            throw top.error("columns", "one area column, one period column and at most four others are wanted")
        }
        try checkInstitutions(rules, top)
        let combinations = rules.reduce(1) { product, rule in
            guard case .breakdown(_, _, let members) = rule.role else { return product }
            return product * max(1, members.count)
        }
        guard combinations <= maximumCombinations else {
            let problem = "their members make \(combinations) combinations; at most \(maximumCombinations) are wanted"
            throw top.error("columns", problem)
        }
        return rules
    }

    /// An institution is named by its row, and belongs to a municipality that its row or the recipe names.
    private static func checkInstitutions(_ rules: [ColumnRule], _ top: TOMLSection) throws(ConfigurationError) {
        let names = rules.count { $0.role == .areaName }
        let owners = rules.count { if case .municipality = $0.role { true } else { false } }
        let isOwned = try top.string("municipality") != nil
        guard rules.contains(where: { if case .area(.institution, _) = $0.role { true } else { false } }) else {
            guard names + owners == 0, !isOwned else {
                let problem = "area_name and municipality go with areas_by = \"institution\" only"
                throw top.error(isOwned ? "municipality" : "columns", problem)
            }
            return
        }
        guard names == 1 else {
            throw top.error("columns", "one column with role = \"area_name\" names the institutions")
        }
        guard owners + (isOwned ? 1 : 0) == 1 else {
            throw top.error("columns", "one column with role = \"municipality\", or municipality = \"766\", is wanted")
        }
    }

    private enum Role: String, CaseIterable {
        case area
        case areaName = "area_name"
        case municipality, period, breakdown, selector, constant
    }

    private static func role(_ section: TOMLSection, _ areas: [Area]) throws(ConfigurationError) -> ColumnRole {
        switch try section.requiredChoice("role", Role.self) {
        case .area: return try RecipeAreas.role(section, areas)
        case .areaName: return .areaName
        case .municipality:
            let reference = try section.requiredChoice("areas_by", AreaReference.self)
            if reference == .institution { throw section.error("areas_by", "a municipality is named by code or name") }
            return .municipality(reference)
        case .period: return .period
        case .selector: return .selector
        case .constant: return .constant(try section.requiredString("value"))
        case .breakdown:
            return .breakdown(
                dimension: try identifier(section, "dimension", extra: "_"),
                title: try section.localised("title"),
                members: try members(section)
            )
        }
    }

    private static func members(_ section: TOMLSection) throws(ConfigurationError) -> [BreakdownMember] {
        var members: [BreakdownMember] = []
        for member in try section.sections("members") {
            member.expect(["source", "total", "id", "title"])
            let source = try member.requiredString("source")
            if try member.boolean("total") ?? false {
                members.append(.total(source: source))
            } else {
                members.append(
                    BreakdownMember(
                        source: source,
                        id: try identifier(member, "id", extra: "-"),
                        title: try member.localised("title")
                    )
                )
            }
            try member.refuseUnknownKeys()
        }
        guard members.count(where: \.isTotal) <= 1 else { throw section.error("members", "two of them are the total") }
        try refuseRepeats(members.map(\.id), section, "members", "member")
        try refuseRepeats(members.map(\.source), section, "members", "source")
        guard (1...512).contains(members.count) else { throw section.error("members", "1 to 512 are wanted") }
        return members
    }

    /// `aliases = { "1" = "910" }`: words that stand for others.
    private static func aliases(
        _ section: TOMLSection,
        _ role: ColumnRole,
        _ declared: [Area]
    ) throws(ConfigurationError) -> [String: String] {
        guard let table = try section.section("aliases") else { return [:] }
        let catalogue = AreaCatalogue.denmark.adding(declared)
        var aliases: [String: String] = [:]
        for word in table.keys {
            let meant = try table.requiredString(word)
            let isKnown =
                switch role {
                case .area(.institution, _), .areaName: true
                case .municipality(.code): catalogue.area(code: meant) != nil
                case .municipality: catalogue.area(named: meant) != nil
                case .area(.code, let prefix): catalogue.area(code: prefix + meant) != nil
                case .area(.name, let prefix): catalogue.area(named: meant, prefix: prefix) != nil
                case .breakdown(_, _, let members): members.contains { $0.source == meant }
                case .constant(let value): meant == value
                case .period, .selector: true
                }
            guard isKnown else {
                throw section.error("aliases", "\"\(word)\" stands for \"\(meant)\", which the column does not know")
            }
            aliases[word] = meant
        }
        return aliases
    }
}
