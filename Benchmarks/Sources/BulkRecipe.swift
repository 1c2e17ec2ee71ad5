import PejlModel

/// How the file of `generate_bulk.py` is to be read: the shape of StatBank's FOLK1A with every variable kept.
enum BulkRecipe {
    /// The recipe; every member that the generator can write is in it.
    static let recipe = Recipe(
        id: "bulk",
        publisher: .statbank,
        table: "FOLK1A",
        title: Localised(da: "Genereret befolkning", en: "Generated population"),
        licence: "none",
        citation: Localised(da: "Genererede tal", en: "Generated figures"),
        request: .statBank(StatBankQuestion(form: .bulk, language: "da", codes: true, variables: [])),
        columns: [
            ColumnRule(code: "OMRÅDE", role: .area(.code)),
            breakdown("KØN", "sex", [("TOT", "total"), ("1", "men"), ("2", "women")]),
            breakdown("ALDER", "age", [("IALT", "total")] + (0...125).map { ("\($0)", "\($0)") }),
            breakdown(
                "CIVILSTAND",
                "civil-status",
                [("TOT", "total"), ("U", "unmarried"), ("G", "married"), ("E", "widowed"), ("F", "divorced")]
            ),
            ColumnRule(code: "TID", role: .period),
        ],
        indicators: [
            Indicator(
                id: "bulk_population",
                measure: "INDHOLD",
                title: Localised(da: "Befolkning", en: "Population"),
                definition: Localised(da: "Genererede tal.", en: "Generated figures."),
                definitionID: "generated",
                unit: .persons,
                decimals: 0,
                direction: .neutral,
                bounds: 0...Double.greatestFiniteMagnitude
            )
        ],
        marks: ["..": .missing],
        absent: .nothing,
        gate: GateRule(areas: .municipalities),
        digest: ContentDigest(of: "bulk 1")
    )

    private static func breakdown(
        _ code: String,
        _ dimension: String,
        _ members: [(source: String, id: String)]
    ) -> ColumnRule {
        let members = members.map { BreakdownMember(source: $0.source, id: $0.id, title: Localised(same: $0.id)) }
        return ColumnRule(
            code: code,
            role: .breakdown(dimension: dimension, title: Localised(same: dimension), members: members)
        )
    }
}
