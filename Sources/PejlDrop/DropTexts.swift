package import PejlModel

/// What stands in a drop folder for the people who put files there, in Danish and in English.
package enum DropTexts {
    /// What `LÆSMIG.txt` says.
    ///
    /// - Parameter recipe: The dataset.
    /// - Returns: The text.
    package static func readme(_ recipe: Recipe) -> String {
        let file = expectation(recipe.request.reading)
        return """
            Læg filer til datasættet »\(recipe.title.da)« (\(recipe.id)) i denne mappe.

            Udgiver: \(recipe.publisher.title.da)
            Kilde:   \(recipe.table)
            Filen:   \(file.da)

            - Læg én hel fil: den bliver de nyeste tal, og de tidligere gemmes. Ligger her flere filer, læses de i
              rækkefølge efter hvornår de sidst er ændret.
            - Filen læses ved næste kørsel og flyttes så til mappen done. Kan den ikke bruges, flyttes den til mappen
              refused med grunden ved siden af, og de sidste gode tal står.
            - Filen må ikke indeholde personnumre (CPR).
            - Filer, hvis navn begynder med . eller ~$ eller slutter på .part eller .tmp, røres ikke; brug sådan et
              navn, mens en stor fil kopieres.

            ----------------------------------------------------------------------------------------------------

            Put files of the dataset "\(recipe.title.en)" (\(recipe.id)) into this folder.

            Publisher: \(recipe.publisher.title.en)
            Source:    \(recipe.table)
            The file:  \(file.en)

            - Put one whole file here: it becomes the newest figures, and the earlier ones are kept. Several files
              are read in the order of their last change.
            - The file is read in the next run and then moved to the folder done. If it cannot be used, it is moved to
              the folder refused with the reason beside it, and the last good figures stand.
            - The file must not hold personal numbers (CPR).
            - Files whose names begin with . or ~$ or end with .part or .tmp are left alone; use such a name while a
              large file is being copied.

            """
    }

    /// What the file beside a refused one says.
    ///
    /// - Parameters:
    ///   - recipe: The dataset.
    ///   - file: Name of the file, as it may be shown.
    ///   - failure: Why it is refused.
    ///   - instant: When it was.
    /// - Returns: The text.
    package static func reason(_ recipe: Recipe, file: String, _ failure: Failure, at instant: UTCInstant) -> String {
        let remedy = remedy(failure.name, recipe)
        return """
            Filen blev ikke indlæst; de sidste gode tal står.

            Datasæt: \(recipe.id) (\(recipe.title.da))
            Fil:     \(file)
            Tid:     \(instant)
            Regel:   \(failure.name)
            Fund:    \(failure.message)

            Hvad nu? \(remedy.da)

            ----------------------------------------------------------------------------------------------------

            The file was not loaded; the last good figures stand.

            Dataset: \(recipe.id) (\(recipe.title.en))
            File:    \(file)
            Time:    \(instant)
            Rule:    \(failure.name)
            Finding: \(failure.message)

            What now? \(remedy.en)

            """
    }

    private static func expectation(_ reading: DocumentReading?) -> Localised {
        switch reading {
        case .layout(let layout): expectation(layout.source)
        case .format(let format):
            Localised(
                da: "som udgiveren sender den (\(format.rawValue))",
                en: "as the publisher sends it (\(format.rawValue))"
            )
        case nil: Localised(da: "ingen", en: "none")
        }
    }

    private static func expectation(_ source: TableSource) -> Localised {
        switch source {
        case .jsonRows: return Localised(da: "JSON, en liste af rækker", en: "JSON, a list of rows")
        case .sheet(let name):
            return Localised(
                da: "Excel-projektmappe (.xlsx) med arket »\(name)«",
                en: "Excel workbook (.xlsx) with the sheet \"\(name)\""
            )
        case .sheets(_, let names):
            return Localised(
                da: "Excel-projektmappe (.xlsx) med arkene " + names.map { "»\($0)«" }.joined(separator: ", "),
                en: "Excel workbook (.xlsx) with the sheets " + names.map { "\"\($0)\"" }.joined(separator: ", ")
            )
        case .delimited(let form):
            let (da, en) =
                switch form.separator {
                case .semicolon: ("semikolon", "semicolons")
                case .comma: ("komma", "commas")
                case .tab: ("tabulator", "tabs")
                }
            return Localised(
                da: "tekst (CSV) med \(da) mellem felterne, i tegnsættet \(form.charset.rawValue)",
                en: "text (CSV) with \(en) between the fields, in the character set \(form.charset.rawValue)"
            )
        }
    }

    /// What to do about a rule.
    private static func remedy(_ rule: String, _ recipe: Recipe) -> Localised {
        switch rule {
        case "personal-data":
            Localised(
                da: "Slet denne fil her. Tag personnumrene ud af jeres egen, og læg den i mappen igen.",
                en: "Delete this file here. Take the personal numbers out of your own and put it into the folder again."
            )
        case "not-a-file":
            Localised(
                da: "Læg selve filen i mappen, ikke en genvej eller en mappe.",
                en: "Put the file itself into the folder, no link and no folder."
            )
        case "too-large":
            Localised(
                da: "Lav et udtræk med færre tal, eller del det på flere datasæt.",
                en: "Make an extract of fewer figures, or divide it among several datasets."
            )
        case "unreadable-file":
            Localised(
                da: "Giv mappens gruppe ret til at læse filen, og læg den i mappen igen.",
                en: "Give the folder's group the right to read the file and put it into the folder again."
            )
        case "truncated", "empty-answer":
            Localised(
                da: "Filen er ikke hel. Hent den igen, og vent med at lægge den her, til den er færdig.",
                en: "The file is not whole. Get it again, and put it here when it is finished."
            )
        case "areas-missing", "period-incomplete", "too-many-absent", "rows-lost", "keys-lost", "figures-hidden",
            "unit-jump":
            Localised(
                da: """
                    Se efter, om det er den rigtige fil, og om den er hel. Er den rigtig, viser `pejl dataset diff \
                    \(recipe.id)`, hvad den ændrer, og `pejl dataset approve \(recipe.id)` lukker den ind.
                    """,
                en: """
                    See whether it is the right file and whether it is whole. If it is right, `pejl dataset diff \
                    \(recipe.id)` shows what it changes, and `pejl dataset approve \(recipe.id)` lets it in.
                    """
            )
        default:
            Localised(
                da: """
                    Se efter, om det er den rigtige fil, og om udgiveren har ændret den. Er den rigtig, så ret \
                    opskriften \(recipe.id).toml, og læg filen i mappen igen; `pejl decode` viser, hvad der læses.
                    """,
                en: """
                    See whether it is the right file and whether the publisher changed it. If it is right, correct \
                    the recipe \(recipe.id).toml and put the file into the folder again; `pejl decode` shows what is \
                    read.
                    """
            )
        }
    }
}
