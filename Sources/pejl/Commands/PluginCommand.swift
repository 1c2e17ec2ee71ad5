import ArgumentParser

/// The analysis plugins.
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin",
        abstract: "Look after the analysis plugins, and write new ones.",
        subcommands: [
            PluginListCommand.self, PluginShowCommand.self, PluginConfigCommand.self, PluginTrustCommand.self,
            PluginResetCommand.self, PluginNewCommand.self, PluginRunCommand.self, PluginTestCommand.self,
            PluginVerifyCommand.self,
        ]
    )
}
