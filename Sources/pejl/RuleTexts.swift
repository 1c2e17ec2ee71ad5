import PejlModel

/// The rules of the gate in words.
enum RuleTexts {
    /// What a rule is called; its own name where there are no words for it.
    static func title(of rule: String) -> Localised { titles[rule] ?? Localised(same: rule) }

    private static let titles: [String: Localised] = [
        "areas-missing": Localised(da: "områder mangler", en: "areas missing"),
        "period-incomplete": Localised(da: "periode ufuldstændig", en: "period incomplete"),
        "too-many-absent": Localised(da: "for mange tal fraværende", en: "too many figures absent"),
        "rows-lost": Localised(da: "for få tal", en: "too few figures"),
        "keys-lost": Localised(da: "tal er forsvundet", en: "figures are gone"),
        "figures-hidden": Localised(da: "tal er blevet skjult", en: "figures became hidden"),
        "unit-jump": Localised(
            da: "tal er 1.000 gange større eller mindre",
            en: "figures are 1,000 times what they were"
        ),
        "empty-answer": Localised(da: "svaret er tomt", en: "the answer is empty"),
        "unexplained-column": Localised(da: "kolonne uden forklaring", en: "unexplained column"),
        "lost-column": Localised(da: "kolonne forsvundet", en: "column gone"),
        "lost-measure": Localised(da: "nøgletal forsvundet", en: "measure gone"),
        "definition-changed": Localised(da: "definition ændret", en: "definition changed"),
        "unknown-area": Localised(da: "ukendt område", en: "unknown area"),
        "unknown-municipality": Localised(da: "ukendt kommune", en: "unknown municipality"),
        "two-names": Localised(da: "institutionen har to navne", en: "institution with two names"),
        "several-tables": Localised(da: "flere tabeller i et dokument", en: "several tables in a document"),
        "truncated": Localised(da: "dokumentet er ikke helt", en: "the document is not whole"),
        "unknown-period": Localised(da: "ukendt periode", en: "unknown period"),
        "unknown-member": Localised(da: "ukendt kode", en: "unknown code"),
        "unknown-mark": Localised(da: "ukendt tegn i stedet for tal", en: "unknown mark instead of a number"),
        "unclaimed-combination": Localised(da: "kombination uden indikator", en: "combination without indicator"),
        "duplicate": Localised(da: "tal findes to gange", en: "figure comes twice"),
        "changed-unit": Localised(da: "enhed ændret", en: "unit changed"),
        "changed-constant": Localised(da: "fast værdi ændret", en: "constant changed"),
        "not-a-number": Localised(da: "ikke et tal", en: "not a number"),
        "out-of-bounds": Localised(da: "uden for grænserne", en: "out of bounds"),
        "too-precise": Localised(da: "for mange decimaler", en: "too many decimals"),
    ]
}
