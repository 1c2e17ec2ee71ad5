import PejlModel

extension RecipeFile {
    /// Reads `[gate]`: what must hold before anything is stored.
    ///
    /// `absent` is what the recipe says of combinations that are not in the answer.
    static func gateRule(
        _ section: TOMLSection,
        _ areas: [Area],
        absent: AbsentRule?
    ) throws(ConfigurationError) -> GateRule {
        section.expect([
            "areas", "minimum_rows_percent", "maximum_absent_percent", "ignored", "maximum_rejected_percent",
            "kept_rejected_rows",
        ])
        let wanted = "[\"municipalities\"], [\"institutions\"] or a list of codes is wanted"
        guard let codes = try section.strings("areas") else { throw section.missing("areas", wanted) }
        guard !codes.isEmpty else { throw section.error("areas", wanted) }
        try refuseRepeats(codes, section, "areas", "area")
        let expected: ExpectedAreas =
            switch codes {
            case ["municipalities"]: .municipalities
            case ["institutions"]: .institutions
            default: .codes(codes)
            }
        guard expected != .institutions || absent == .nothing else {
            throw section.error(
                "areas",
                "[\"institutions\"] goes with absent = \"nothing\": which are expected is not known"
            )
        }
        if case .codes = expected {
            if let kind = codes.first(where: ["municipalities", "institutions"].contains) {
                let problem =
                    "\"\(kind)\" is a kind of areas and stands alone: areas = [\"\(kind)\"]; areas that are not listed "
                    + "may come too"
                throw section.error("areas", problem)
            }
            let catalogue = AreaCatalogue.denmark.adding(areas)
            for code in codes where catalogue.area(code: code) == nil {
                throw section.error("areas", "there is no area \"\(code)\"")
            }
        }
        let rejected = try section.integer("maximum_rejected_percent", 0...50) ?? 0
        guard rejected == 0 || absent == .nothing else {
            let problem =
                "rows can be set aside only where absent = \"nothing\"; elsewhere they would look hidden or missing"
            throw section.error("maximum_rejected_percent", problem)
        }
        return GateRule(
            areas: expected,
            minimumRowsPercent: try section.integer("minimum_rows_percent", 0...100) ?? 95,
            maximumAbsentPercent: try section.integer("maximum_absent_percent", 0...100) ?? 5,
            ignored: Set(try section.strings("ignored") ?? []),
            maximumRejectedPercent: rejected,
            keptRejectedRows: try section.integer("kept_rejected_rows", 1...100_000) ?? 1000
        )
    }
}
