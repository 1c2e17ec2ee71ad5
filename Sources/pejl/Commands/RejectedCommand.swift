import ArgumentParser
import PejlControl
import PejlModel
import PejlPipeline
import PejlStore

/// Rows that could not be understood.
struct RejectedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejected",
        abstract: "Look at the rows that could not be understood, and read them again.",
        subcommands: [List.self, Show.self, RejectedReplayCommand.self]
    )

    /// Which there are.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the rows that could not be understood, those of the newest fetch first.",
            discussion: """
                Examples:
                  pejl rejected list
                  pejl rejected list elevfravaer --rule unknown-area --json
                """
        )

        @Argument(help: "Identifier of the dataset; all where there is none.")
        var dataset: String?

        @Option(help: "Number of the fetch.")
        var fetch: Int?

        @Option(help: "Name of the rule, such as unknown-area.")
        var rule: String?

        @Option(help: "Rows at the most.")
        var rows = 50

        @Flag(help: "Print them as JSON.")
        var json = false

        @OptionGroup var config: ConfigOption
        @OptionGroup var say: LanguageOption

        func validate() throws {
            guard (1...100_000).contains(rows) else { throw ValidationError("--rows is 1 to 100000") }
        }

        func run() throws {
            let filter = RejectedRowFilter(dataset: dataset, fetch: fetch, rule: rule)
            let (found, count) = try Workshop(config).pipeline.rejectedRows(filter, limit: rows)
            if json { return writeJSON(found) }
            guard !found.isEmpty else { return Terminal.line(say("Ingen rækker er afvist.", "No rows were rejected.")) }
            let table = TableWriter()
            table.begin([
                say("nr.", "id"), say("datasæt", "dataset"), say("hentning", "fetch"), say("udfald", "outcome"),
                say("række", "row"), say("regel", "rule"), say("indhold", "content"),
            ])
            for row in found {
                table.row([
                    .integer(Int64(row.id)), .text(row.dataset), .integer(Int64(row.fetch)),
                    .text(word(for: row.outcome)),
                    .integer(Int64(row.rejected.row)), .text(RuleTexts.title(of: row.rejected.rule)[say.language]),
                    .text(row.rejected.content),
                ])
            }
            table.end()
            if count > found.count {
                Terminal.line(say("\(count) i alt; vis flere med --rows", "\(count) in all; see more with --rows"))
            }
        }

        private func word(for outcome: FetchOutcome) -> String {
            outcome == .refused ? say("afvist", "refused") : say("indlæst uden", "loaded without")
        }

        private func writeJSON(_ rows: [StoredRejectedRow]) {
            let writer = JSONWriter()
            writer.begin(["id", "dataset", "fetch", "fetchedAt", "outcome", "row", "rule", "content"])
            for row in rows {
                writer.row([
                    .integer(Int64(row.id)), .text(row.dataset), .integer(Int64(row.fetch)), .text(row.fetchedAt),
                    .text(row.outcome.rawValue), .integer(Int64(row.rejected.row)), .text(row.rejected.rule),
                    .text(row.rejected.content),
                ])
            }
            writer.end()
        }
    }

    /// One of them, where it stands.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one row where it stands: the publisher's own text, and the cells that were read from it.",
            discussion: """
                Examples:
                  pejl rejected show 12
                  pejl rejected show 12 --context 20 --json
                """
        )

        @Argument(help: "Number of the row, as `pejl rejected list` shows it.")
        var id: Int

        @Option(help: "Cells before and after it, 0 to 1000; lines of its text, 20 at the most.")
        var context = 3

        @Flag(help: "Print it as JSON.")
        var json = false

        @OptionGroup var config: ConfigOption
        @OptionGroup var say: LanguageOption

        func validate() throws {
            guard (0...1000).contains(context) else { throw ValidationError("--context is 0 to 1000") }
        }

        func run() throws {
            try say.telling { show(try Workshop(config).pipeline.rejectedRow(id, context: context)) }
        }

        private func show(_ found: RejectedRowContext) {
            if json { return Terminal.write(RejectedRowDocument(found).json()) }
            let row = found.row
            Terminal.line(
                say(
                    "\(row.dataset), hentning \(row.fetch) af \(row.fetchedAt), celle \(row.rejected.row)",
                    "\(row.dataset), fetch \(row.fetch) of \(row.fetchedAt), cell \(row.rejected.row)"
                )
            )
            let rule = RuleTexts.title(of: row.rejected.rule)[say.language]
            Terminal.line("\(rule) (\(row.rejected.rule)): \(row.rejected.content)")
            showText(found)
            showCells(found)
        }

        private func showText(_ found: RejectedRowContext) {
            guard let document = found.document else { return }
            Terminal.line()
            Terminal.line(say("Dokumentet: ", "The document: ") + document)
            for piece in found.text {
                Terminal.line("\(piece.isFound ? "→" : " ") \(piece.number): \(piece.text)")
            }
        }

        private func showCells(_ found: RejectedRowContext) {
            Terminal.line()
            guard let first = found.cells.first else {
                return Terminal.line(say("Dokumentet kan ikke længere læses.", "The document can no longer be read."))
            }
            let table = TableWriter()
            table.begin(
                ["", say("celle", "cell")] + first.columns.map(\.code) + [say("mål", "measure"), say("værdi", "value")]
            )
            for cell in found.cells {
                let texts = (cell.columns.map(\.text) + [cell.measure, cell.value]).map(QueryValue.text)
                table.row(
                    [
                        .text(cell.row == found.row.rejected.row ? "→" : ""), .integer(Int64(cell.row)),
                    ] + texts
                )
            }
            table.end()
        }
    }
}

extension RejectedRowDocument {
    fileprivate init(_ found: RejectedRowContext) {
        self.init(
            id: found.row.id,
            dataset: found.row.dataset,
            fetch: found.row.fetch,
            row: found.row.rejected.row,
            rule: found.row.rejected.rule,
            content: found.row.rejected.content,
            document: found.document,
            text: found.text.map { Piece(number: $0.number, text: $0.text, found: $0.isFound) },
            cells: found.cells.map { cell in
                Cell(
                    row: cell.row,
                    columns: Dictionary(cell.columns.map { ($0.code, $0.text) }) { first, _ in first },
                    measure: cell.measure,
                    value: cell.value
                )
            }
        )
    }
}
