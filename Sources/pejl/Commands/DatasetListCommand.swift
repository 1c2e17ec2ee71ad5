import ArgumentParser
import PejlControl
import PejlModel
import PejlStore

/// Every dataset in a line.
struct DatasetListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List every dataset: when it was last good, what comes next, and its licence.",
        discussion: """
            Read from the configuration, the recipes, the last run's status and the publication; nobody is asked. Times \
            are in UTC.

            Examples:
              pejl dataset list
              pejl dataset list --config .demo/etc/pejl.toml --lang da
              pejl dataset list --json
            """
    )

    @Flag(help: "Print it as JSON.")
    var json = false

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func run() throws {
        let overviews = try DatasetDesk(config).overviews
        if json { return Terminal.write(DatasetOverview.json(overviews)) }
        let words = DatasetText(say: say)
        let table = TableWriter()
        table.begin([
            say("datasæt", "dataset"), say("tilstand", "state"), say("sidst i orden", "last good"),
            say("udgivelse", "publication"), say("næste gang", "next"), say("licens", "licence"),
        ])
        for dataset in overviews {
            table.row(
                [
                    dataset.id, words.state(dataset), dataset.lastGoodAt ?? "–", words.publication(dataset),
                    words.next(dataset), dataset.licence,
                ].map { .text($0) }
            )
        }
        table.end()
    }
}
