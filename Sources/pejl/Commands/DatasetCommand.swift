import ArgumentParser

/// The datasets: where they come from, what a refused load would change, and letting it in.
struct DatasetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset",
        abstract: "Look after the datasets: discover, compare and approve.",
        subcommands: [DatasetDiscoverCommand.self, DatasetDiffCommand.self, DatasetApproveCommand.self]
    )
}
