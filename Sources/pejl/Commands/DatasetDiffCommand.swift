import ArgumentParser
import PejlControl
import PejlModel
import PejlPipeline
import PejlStore

/// What a refused load would change.
struct DatasetDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what the refused load of a dataset would change.",
        discussion: """
            Shown are the rules that it breaks; how the shape of the documents differs from that of the last load \
            (columns, measures and members gone, new, or perhaps renamed); and which figures would be gone, hidden, \
            changed or new. The documents are read again from the archive by today's recipe, and nothing is changed. \
            Ends with status 65 where nothing was refused.

            Examples:
              pejl dataset diff folk1am
              pejl dataset diff folk1am --examples 200 --json
            """
    )

    @Argument(help: "Identifier of the dataset.")
    var dataset: String

    @Option(help: "Figures of each kind of change that are shown, 0 to 10000.")
    var examples = 10

    @Flag(help: "Print it as JSON.")
    var json = false

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func validate() throws {
        guard (0...10_000).contains(examples) else { throw ValidationError("--examples is 0 to 10000") }
    }

    func run() throws {
        try say.telling { show(try Workshop(config).pipeline.preview(dataset, examples: examples)) }
    }

    private func show(_ preview: LoadPreview) {
        if json { return Terminal.write(LoadPreviewDocument(preview).json()) }
        let title = preview.title[say.language]
        Terminal.line(
            say(
                "\(title) (\(dataset)): hentning \(preview.fetch) af \(preview.fetchedAt) blev afvist",
                "\(title) (\(dataset)): fetch \(preview.fetch) of \(preview.fetchedAt) was refused"
            )
        )
        showRules(preview.rules)
        if let changes = preview.schema { SchemaText(say, limit: max(examples, 1)).show(changes) }
        if let difference = preview.difference { show(difference) }
        showRejected(preview)
        Terminal.line()
        Terminal.line(remedy(preview))
    }

    private func showRules(_ rules: [BrokenRule]) {
        Terminal.line()
        if rules.isEmpty {
            return Terminal.line(
                say("Ingen regel er brudt efter dagens opskrift.", "No rule is broken by today's recipe.")
            )
        }
        for rule in rules {
            Terminal.line("\(RuleTexts.title(of: rule.rule)[say.language]) (\(rule.rule)):")
            Terminal.line("  \(rule.text[say.language])")
            if !rule.isWaivable {
                Terminal.line("  " + say("Den regel kan ingen se bort fra.", "Nobody can waive this rule."))
            }
        }
    }

    private func show(_ difference: LoadDifference) {
        Terminal.line()
        Terminal.line(
            say(
                "\(difference.before) tal før, \(difference.now) nu: \(difference.added) nye, \(difference.changed) "
                    + "ændrede, heraf \(difference.hidden) skjult og \(difference.jumps) 1.000 gange; "
                    + "\(difference.withdrawn) forsvundet",
                "\(difference.before) figures before, \(difference.now) now: \(difference.added) new, "
                    + "\(difference.changed) changed, \(difference.hidden) of them hidden and \(difference.jumps) 1,000 "
                    + "times what they were; \(difference.withdrawn) gone"
            )
        )
        guard !difference.examples.isEmpty else { return }
        Terminal.line()
        let table = TableWriter()
        table.begin([
            say("ændring", "change"), say("indikator", "indicator"), say("område", "area"),
            say("opdeling", "breakdown"),
            say("periode", "period"), say("før", "before"), say("nu", "now"),
        ])
        let words = FigureWords(say)
        for change in difference.examples {
            table.row([
                .text(words.word(for: change.kind)), .text(change.series.indicator),
                .text(words.area(change.series.area)), .text(change.series.breakdown.code), .text(change.period),
                words.value(change.was), words.value(change.now),
            ])
        }
        table.end()
    }

    private func showRejected(_ preview: LoadPreview) {
        guard preview.rejectedCount > 0 else { return }
        Terminal.line()
        Terminal.line(
            say(
                "\(preview.rejectedCount) rækker kan ikke forstås:",
                "\(preview.rejectedCount) rows cannot be understood:"
            )
        )
        let table = TableWriter()
        table.begin([say("række", "row"), say("regel", "rule"), say("indhold", "content")])
        for row in preview.rejected { table.row([.integer(Int64(row.row)), .text(row.rule), .text(row.content)]) }
        table.end()
    }

    private func remedy(_ preview: LoadPreview) -> String {
        if preview.isRecipeChanged || preview.rules.isEmpty {
            guard preview.rules.isEmpty else {
                return say(
                    "Opskriften eller pejl er ændret siden: læs den igen, før den kan lukkes ind: pejl rejected replay \(dataset)",
                    "The recipe or pejl has changed since: read it again before it can be let in: pejl rejected replay \(dataset)"
                )
            }
            return say("Læs den ind: pejl rejected replay \(dataset)", "Load it: pejl rejected replay \(dataset)")
        }
        return preview.isApprovable
            ? say(
                "Luk den ind: pejl dataset approve \(dataset) --fetch \(preview.fetch) --by \"…\" --because \"…\"",
                "Let it in: pejl dataset approve \(dataset) --fetch \(preview.fetch) --by \"…\" --because \"…\""
            )
            : say(
                "Den kan ikke lukkes ind: ret opskriften, og læs den igen: pejl rejected replay \(dataset)",
                "It cannot be let in: mend the recipe and read it again: pejl rejected replay \(dataset)"
            )
    }
}
