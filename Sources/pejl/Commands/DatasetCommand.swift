import ArgumentParser

/// What is decided about datasets.
struct DatasetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset",
        abstract: "Look after the datasets: what a refused load would change, and let it in.",
        subcommands: [DatasetDiffCommand.self, DatasetApproveCommand.self]
    )
}
