import ArgumentParser
import PejlControl
import PejlModel
import PejlStore

/// One dataset, with what its publisher says of it and which of its series have ended.
struct DatasetShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one dataset: definitions, source, state, footnotes and ended series.",
        discussion: """
            Examples:
              pejl dataset show elevfravaer
              pejl dataset show folk1am --lang da
              pejl dataset show folk1am --json
            """
    )

    @Argument(help: "Identifier of the dataset.")
    var dataset: String

    @Flag(help: "Print it as JSON.")
    var json = false

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func run() throws {
        let desk = try DatasetDesk(config)
        let (recipe, isOn) = try desk.recipe(dataset)
        let details = DatasetDetails(
            overview: desk.overview(recipe, isOn: isOn),
            recipe: recipe,
            notes: try desk.publication?.notes()[dataset] ?? [],
            ended: try desk.publication?.endedSeries(of: dataset) ?? []
        )
        if json { return Terminal.write(details.json()) }
        show(recipe, details.overview, desk.source(of: dataset))
        show(recipe.indicators)
        show(details.notes)
        show(ended: details.ended)
    }

    private func show(_ recipe: Recipe, _ overview: DatasetOverview, _ source: DatasetSource?) {
        let words = DatasetText(say: say)
        Terminal.line("\(recipe.title[say.language]) (\(recipe.id))")
        line("udgiver", "publisher", "\(recipe.publisher.title[say.language]), \(recipe.table)")
        line("kilde", "source", recipe.citation[say.language])
        line("licens", "licence", recipe.licence)
        if let schedule = overview.schedule { line("tider", "schedule", schedule) }
        if let folder = overview.folder { line("mappe", "folder", folder) }
        line("tilstand", "state", words.state(overview))
        line("sidst i orden", "last good", overview.lastGoodAt ?? "–")
        line("næste gang", "next", words.next(overview))
        line("udgivelse", "publication", words.publication(overview))
        if let source {
            line("tal fra", "figures of", "\(source.retrievedAt)")
            line("perioder", "periods", "\(source.periods.0) – \(source.periods.1)")
        }
        guard let failure = overview.failure else { return }
        line("fejl", "failure", "\(failure.name): \(failure.message)")
    }

    private func show(_ indicators: [Indicator]) {
        Terminal.line()
        Terminal.line(say("Indikatorer", "Indicators"))
        for indicator in indicators {
            Terminal.line("  \(indicator.id)  \(indicator.title[say.language]) (\(indicator.unit.rawValue))")
            Terminal.line("    \(indicator.definitionID)")
            Terminal.line("    \(indicator.definition[say.language])")
        }
    }

    private func show(_ notes: [DatasetDetails.Note]) {
        guard !notes.isEmpty else { return }
        Terminal.line()
        Terminal.line(say("Noter", "Notes"))
        for note in notes { Terminal.line("  \(title(of: note)): \(note.text)") }
    }

    private func title(of note: DatasetDetails.Note) -> String {
        switch PublisherNoteKind(rawValue: note.kind) {
        case .footnote: say("udgiverens fodnote", "the publisher's footnote")
        case .closedTable: say("tabellen er lukket", "the table is closed")
        case .uncheckedCatalogue: say("kataloget kunne ikke læses", "the catalogue could not be read")
        case .addedColumn: say("en kolonne, som opskriften ikke læser", "a column that the recipe does not read")
        case .jump: say("1.000 gange større eller mindre", "1,000 times larger or smaller")
        case nil: note.kind
        }
    }

    private func show(ended: [DatasetDetails.Ended]) {
        guard !ended.isEmpty else { return }
        Terminal.line()
        Terminal.line(say("Serier, der er holdt op", "Series that have ended"))
        for series in ended {
            let name = [series.indicator, series.breakdown].filter { !$0.isEmpty }.joined(separator: " ")
            let count = series.areas.count
            Terminal.line(
                say(
                    "  \(name): sidst \(series.lastPeriod), andre har \(series.newestPeriod); områder: \(count)",
                    "  \(name): last \(series.lastPeriod), others have \(series.newestPeriod); areas: \(count)"
                )
            )
        }
    }

    private func line(_ danish: String, _ english: String, _ text: String) {
        let name = say(danish, english)
        Terminal.line("  " + name + String(repeating: " ", count: max(1, 15 - name.count)) + text)
    }
}
