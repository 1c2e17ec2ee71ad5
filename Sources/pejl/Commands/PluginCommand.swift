import ArgumentParser

/// The analysis plugins.
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin",
        abstract: "Look after the analysis plugins.",
        subcommands: [
            PluginListCommand.self, PluginShowCommand.self, PluginConfigCommand.self, PluginTrustCommand.self,
            PluginResetCommand.self,
        ]
    )
}
