import ArgumentParser

/// The datasets: which there are and how they stand, where they come from, and what a refused load would change.
struct DatasetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset",
        abstract: "Look after the datasets: list, show, discover, compare and approve.",
        subcommands: [
            DatasetListCommand.self, DatasetShowCommand.self, DatasetDiscoverCommand.self, DatasetDiffCommand.self,
            DatasetApproveCommand.self,
        ]
    )
}
