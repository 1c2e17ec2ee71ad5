import ArgumentParser
import PejlControl
import PejlModel
import PejlPipeline
import PejlStore

/// How the figures differ between two moments.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show which figures were added, changed or withdrawn between two moments.",
        discussion: """
            Compared is what was known at the two moments; what changed and changed back in between is no change. A
            moment is \(Moment.forms). Shown is by how much a value changed, when the load ended that brought it, and
            whether the publisher had marked the earlier figure as provisional or estimated.

            Examples:
              pejl diff --from 2026-01-31
              pejl diff --from 2026-01-31 --to 2026-06-30 --dataset elevfravaer --area 766
              pejl diff --from 2026-01-31 --json --limit 100000
            """
    )

    @Option(help: "The earlier moment, such as 2026-01-31.")
    var from: Moment

    @Option(help: "The later moment. Default: now.")
    var to: Moment?

    @Option(help: "Only figures of this dataset.")
    var dataset: String?

    @Option(help: "Only figures of this indicator.")
    var indicator: String?

    @Option(help: "Only figures of the area with this code.")
    var area: String?

    @Option(help: "Changes that are shown one by one, 0 to 1000000; all are counted.")
    var limit = 50

    @Flag(help: "Print it as JSON.")
    var json = false

    @OptionGroup var state: StateOption
    @OptionGroup var say: LanguageOption

    func validate() throws {
        guard (0...1_000_000).contains(limit) else { throw ValidationError("--limit is 0 to 1000000") }
    }

    func run() throws {
        let changes = try Publication(path: state.paths.publication).changes(
            from: from.instant,
            to: to?.instant ?? max(SystemClock.now(), from.instant),
            FigureFilter(dataset: dataset, indicator: indicator, area: area),
            limit: limit
        )
        if json { Terminal.write(FigureChangesDocument(changes).json()) } else { show(changes) }
    }

    private func show(_ changes: FigureChanges) {
        if changes.datasets.isEmpty { return Terminal.line(say("Intet tal er ændret.", "No figure has changed.")) }
        for dataset in changes.datasets {
            let counts = say(
                "\(dataset.added) nye, \(dataset.changed) ændrede, \(dataset.withdrawn) trukket tilbage",
                "\(dataset.added) added, \(dataset.changed) changed, \(dataset.withdrawn) withdrawn"
            )
            let updates =
                dataset.publisherUpdates.isEmpty
                ? ""
                : say("; udgiveren opdaterede ", "; updated by the publisher ")
                    + dataset.publisherUpdates.joined(separator: ", ")
            Terminal.line("\(dataset.id): \(counts)\(updates)")
        }
        if changes.changes.isEmpty { return }
        Terminal.line()
        showTable(changes.changes)
        let more = changes.count - changes.changes.count
        guard more > 0 else { return }
        Terminal.line()
        Terminal.line(say("… og \(more) til: --limit", "… and \(more) more: --limit"))
    }

    private func showTable(_ changes: [FigureChanges.Change]) {
        let table = TableWriter()
        table.begin([
            say("ændring", "change"), say("indikator", "indicator"), say("område", "area"),
            say("opdeling", "breakdown"), say("periode", "period"), say("før", "before"), say("nu", "now"),
            say("forskel", "difference"), say("enhed", "unit"), say("hentet", "loaded"), say("varslet", "announced"),
        ])
        let words = FigureWords(say)
        for change in changes {
            let figure = change.figure
            table.row([
                .text(words.word(for: figure.kind)), .text(figure.series.indicator),
                .text(words.area(figure.series.area)), .text(figure.series.breakdown.code),
                .text(figure.period), words.value(figure.was), words.value(figure.now),
                change.difference.map { .real(Self.rounded($0)) } ?? .text("–"), .text(change.unit),
                .text(change.at), .text(change.wasAnnounced ? say("ja", "yes") : say("nej", "no")),
            ])
        }
        table.end()
    }

    /// Without the noise of binary fractions: 7.2 − 7.1 is 0.1.
    private static func rounded(_ difference: Double) -> Double {
        difference.magnitude < 1e9 ? (difference * 1e6).rounded() / 1e6 : difference
    }
}
