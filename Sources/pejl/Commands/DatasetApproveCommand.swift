import ArgumentParser
import PejlControl
import PejlModel
import PejlPipeline

/// Lets a refused load in.
struct DatasetApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Let the last fetch of a dataset in, which the gate refused, and publish.",
        discussion: """
            Let in is exactly what was refused: the same documents, by the recipe that refused them, past the rules that \
            they broke. What arrives later is judged anew. The documents are read from the archive; the publisher is not \
            asked. Waived are the rules about how the load differs from the last one: areas, rows, keys and figures lost \
            or hidden, and jumps. Rows that cannot be understood, columns that are gone and changed definitions are never \
            waived: mend the recipe, then use `pejl rejected replay`. Who let it in, when and why is kept in the store \
            and published with the figures. Look first with `pejl dataset diff`.

            Examples:
              pejl dataset approve folk1am --by "Anne Holm" --because "Statistics Denmark closed the series of 2007"
              pejl dataset approve folk1am --fetch 12 --by "Anne Holm" --because "confirmed by telephone"
            """
    )

    @Argument(help: "Identifier of the dataset.")
    var dataset: String

    @Option(help: "Who says that it is right.")
    var by: String

    @Option(help: "Why it is right, for those who ask later.")
    var because: String

    @Option(help: "Number of the fetch that was looked at; must be named where several with other documents wait.")
    var fetch: Int?

    @Flag(help: "Print what it came to as JSON.")
    var json = false

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func validate() throws {
        try check(by, "--by", 200)
        try check(because, "--because", 1000)
    }

    func run() throws {
        try say.telling {
            let workshop = try Workshop(config)
            let summary = try workshop.pipeline.approve(
                dataset,
                fetch: fetch,
                actor: "\(by), as \(User.current)",
                reason: because
            )
            if json { Terminal.write(StatusDocument(summary).json()) }
            try workshop.finish(summary, of: dataset, say, quietly: json)
        }
    }

    /// One line, not empty, and nothing in it that must not reach the store.
    private func check(_ text: String, _ option: String, _ limit: Int) throws {
        guard text.contains(where: { !$0.isWhitespace }), text.count <= limit else {
            throw ValidationError("\(option) is 1 to \(limit) characters")
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw ValidationError("\(option) is one line, without control characters")
        }
        guard !PersonalNumberScanner.isFound(in: text) else {
            throw ValidationError("\(option) holds what looks like a personal number (CPR); leave it out")
        }
    }
}
