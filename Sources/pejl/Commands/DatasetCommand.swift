import ArgumentParser

/// The datasets and where they come from.
struct DatasetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset",
        abstract: "Look after the datasets.",
        subcommands: [DatasetDiscoverCommand.self]
    )
}
