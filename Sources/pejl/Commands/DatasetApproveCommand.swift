import ArgumentParser
import PejlModel
import PejlPipeline

/// Lets a refused load in.
struct DatasetApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Let the last fetch of a dataset in, which the gate refused, and publish.",
        discussion: """
            The documents are read again from the archive; the publisher is not asked. Waived are the rules about how \
            the load differs from the last one: areas, rows, keys and figures lost or hidden, and jumps. Rows that \
            cannot be understood and changed definitions are never waived: mend the recipe, then use `pejl rejected \
            replay`. Who let it in, when and why is kept in the store. Look first with `pejl dataset diff`.

            Example:
              pejl dataset approve folk1am --reason "Statistics Denmark closed the series of 2007"
            """
    )

    @Argument(help: "Identifier of the dataset.")
    var dataset: String

    @Option(help: "Why it is right, for those who ask later.")
    var reason: String

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func validate() throws {
        guard reason.contains(where: { !$0.isWhitespace }), reason.count <= 1000 else {
            throw ValidationError("--reason is 1 to 1000 characters")
        }
    }

    func run() throws {
        let workshop = try Workshop(config)
        let summary = try workshop.pipeline.approve(dataset, actor: User.current, reason: reason)
        try workshop.finish(summary, of: dataset, say)
    }
}
