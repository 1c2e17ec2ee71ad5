import PejlModel

/// Reads the areas that a recipe declares, `[[areas]]`, and how its area column names them.
enum RecipeAreas {
    /// The declared areas: places abroad, institutions.
    static func areas(_ top: TOMLSection) throws(ConfigurationError) -> [Area] {
        var areas: [Area] = []
        for section in try top.sections("areas") {
            section.expect(["code", "kind", "name"])
            let code = try section.requiredString("code")
            guard isCode(code) else {
                throw section.error("code", "only A–Z, a–z, 0–9 and \"-\" are allowed, at most 32, such as \"SE-0180\"")
            }
            guard code.utf8.count != 3 || !code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw section.error("code", "\"\(code)\": three digits are the codes of Danish areas")
            }
            guard !areas.contains(where: { $0.code == code }) else {
                throw section.error("code", "the area \"\(code)\" is there twice")
            }
            let area = Area(
                kind: try section.requiredChoice("kind", AreaKind.self),
                code: code,
                name: try section.requiredString("name"),
                regionCode: nil,
                groupCode: nil
            )
            try section.refuseUnknownKeys()
            areas.append(area)
        }
        return areas
    }

    /// The role of an area column.
    static func role(_ section: TOMLSection, _ areas: [Area]) throws(ConfigurationError) -> ColumnRole {
        let reference = try section.requiredChoice("areas_by", AreaReference.self)
        guard let prefix = try section.string("area_prefix") else { return .area(reference) }
        if reference == .institution {
            throw section.error("area_prefix", "institutions are called inst- and their number everywhere")
        }
        guard !prefix.isEmpty, areas.contains(where: { $0.code.hasPrefix(prefix) }) else {
            throw section.error("area_prefix", "no code of [[areas]] begins with \"\(prefix)\"")
        }
        return .area(reference, prefix: prefix)
    }

    private static func isCode(_ code: String) -> Bool {
        code.utf8.count <= 32
            && code.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
            }
    }
}
