import ArgumentParser
import PejlControl
import PejlModel
import PejlPipeline
import PejlStore

/// A fetch again, by a recipe that was mended.
struct RejectedReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Read the last fetch of a dataset again by today's recipe, through gate and store, and publish.",
        discussion: """
            For a recipe that was mended after rows were rejected. Tells which of those rows are understood now, and \
            which are not. The gate decides as it does on a fetch; the publisher is not asked. Ends with status 65 where \
            it is refused again.

            Examples:
              pejl rejected replay elevfravaer
              pejl rejected replay elevfravaer --rows 200
            """
    )

    @Argument(help: "Identifier of the dataset.")
    var dataset: String

    @Option(help: "Rows of each kind that are shown, 0 to 100000.")
    var rows = 10

    @Flag(help: "Print what it came to as JSON.")
    var json = false

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func validate() throws {
        guard (0...100_000).contains(rows) else { throw ValidationError("--rows is 0 to 100000") }
    }

    func run() throws {
        try say.telling {
            let workshop = try Workshop(config)
            let (summary, reread) = try workshop.pipeline.readAgain(dataset, actor: User.current)
            if json {
                Terminal.write(RereadDocument(dataset, summary, reread, limit: rows).json())
            } else if let reread {
                show(reread)
            }
            try workshop.finish(summary, of: dataset, say, quietly: json)
        }
    }

    private func show(_ reread: RereadRows) {
        show(
            reread.understood,
            reread.understood.count,
            say("\(reread.understood.count) rækker forstås nu", "\(reread.understood.count) rows are understood now")
        )
        show(
            reread.remaining,
            reread.remainingCount,
            say("\(reread.remainingCount) rækker forstås ikke", "\(reread.remainingCount) rows are not understood")
        )
    }

    private func show(_ found: [RejectedRow], _ count: Int, _ title: String) {
        guard rows > 0, !found.isEmpty else { return Terminal.line(title) }
        Terminal.line(title + ":")
        let table = TableWriter()
        table.begin([say("række", "row"), say("regel", "rule"), say("indhold", "content")])
        for row in found.prefix(rows) {
            table.row([
                .integer(Int64(row.row)), .text(RuleTexts.title(of: row.rule)[say.language]), .text(row.content),
            ])
        }
        table.end()
        if count > rows { Terminal.line(say("… \(count) i alt", "… \(count) in all")) }
    }
}

extension RereadDocument {
    fileprivate init(_ dataset: String, _ summary: RefreshSummary, _ reread: RereadRows?, limit: Int) {
        func rows(_ rows: [RejectedRow]?) -> [Row] {
            (rows ?? []).prefix(limit).map { Row(row: $0.row, rule: $0.rule, content: $0.content) }
        }
        self.init(
            dataset: dataset,
            understood: rows(reread?.understood),
            understoodCount: reread?.understood.count,
            remaining: rows(reread?.remaining),
            remainingCount: reread?.remainingCount,
            run: StatusDocument(summary)
        )
    }
}
