import ArgumentParser
import PejlControl
import PejlModel
import PejlPipeline
import PejlStore

/// A dataset's vintages, rebuilt from the archive.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Rebuild the figures and vintages of a dataset from the archive, without network.",
        discussion: """
            Every load is read again in order from the documents as they were received. The result must equal what is \
            held. Where it differs although the recipe and the decoder are the same, what is held was damaged, and the \
            result takes its place. Where another recipe or decoder read the documents then, the history would change: \
            that is done with --rewrite only. Ends with status 65 where the result differs and was not written.

            Examples:
              pejl replay folk1am --check
              pejl replay folk1am
              pejl replay folk1am --rewrite --json
            """
    )

    @Argument(help: "Identifier of the dataset.")
    var dataset: String

    @Flag(help: "Compare only, change nothing.")
    var check = false

    @Flag(help: "Let today's recipe and decoder change the history.")
    var rewrite = false

    @Flag(help: "Print what it came to as JSON.")
    var json = false

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func validate() throws {
        guard !(check && rewrite) else { throw ValidationError("name --check or --rewrite, not both") }
    }

    func run() throws {
        try say.telling {
            let workshop = try Workshop(config)
            let mode: ReplayMode = check ? .check : rewrite ? .rewrite : .restore
            let (result, summary) = try workshop.pipeline.replay(dataset, mode: mode, actor: User.current) {
                Terminal.progress(say("læser hentning \($0) af \($1)", "reading fetch \($0) of \($1)"))
            }
            Terminal.clearProgress()
            if json {
                Terminal.write(ReplayDocument(dataset, result, summary).json())
            } else {
                show(result)
            }
            if let summary { try workshop.finish(summary, of: dataset, say, quietly: json) }
            guard result.isEqual || result.isWritten else { throw ExitCode(ProgramStatus.badData.rawValue) }
        }
    }

    private func show(_ result: ReplayResult) {
        Terminal.line(
            say(
                "\(dataset): \(result.fetches) hentninger læst igen",
                "\(dataset): \(result.fetches) fetches read again"
            )
        )
        Terminal.line(say("  før   ", "  held     ") + result.held.hex)
        Terminal.line(say("  nu    ", "  rebuilt  ") + result.rebuilt.hex)
        if result.isEqual { return Terminal.line(say("Ens, byte for byte.", "Equal, byte for byte.")) }
        Terminal.line(
            say(
                "Forskellige: \(result.lost) udgaver kun før, \(result.gained) kun nu:",
                "Different: \(result.lost) vintages only held, \(result.gained) only rebuilt:"
            )
        )
        for example in result.examples { Terminal.line("  " + example) }
        if !result.otherReadings.isEmpty {
            let numbers = result.otherReadings.map(String.init).joined(separator: ", ")
            Terminal.line(
                say(
                    "Læst med en anden opskrift eller afkoder dengang: hentning \(numbers).",
                    "Read by another recipe or decoder then: fetch \(numbers)."
                )
            )
        }
        Terminal.line(
            result.isWritten
                ? say("Det genopbyggede står nu i lageret.", "What was rebuilt now stands in the store.")
                : say("Intet er ændret.", "Nothing was changed.")
        )
    }
}

extension ReplayDocument {
    fileprivate init(_ dataset: String, _ result: ReplayResult, _ summary: RefreshSummary?) {
        self.init(
            dataset: dataset,
            fetches: result.fetches,
            otherReadings: result.otherReadings,
            held: result.held.hex,
            rebuilt: result.rebuilt.hex,
            equal: result.isEqual,
            written: result.isWritten,
            lost: result.lost,
            gained: result.gained,
            examples: result.examples,
            run: summary.map({ StatusDocument($0) })
        )
    }
}
