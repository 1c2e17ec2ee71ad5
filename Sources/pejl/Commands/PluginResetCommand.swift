import ArgumentParser
import PejlAnalyse
import PejlModel
import PejlPipeline

/// Lets a plugin that kept failing run again.
struct PluginResetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Let a plugin run again that failed three times in a row.",
        discussion: """
            Such a plugin rests for 24 hours and publications are made without it. Mend what made it fail first. Who did \
            this and when is kept in the store. pejld must not be running.

            Examples:
              pejl plugin reset trend
              sudo -u pejl pejl plugin reset trend --lang da
            """
    )

    @Argument(help: "Identifier of the plugin.")
    var plugin: String

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func run() throws {
        let manifest = try PluginDesk(config).plugin(plugin).manifest
        let failures = try Workshop(config).pipeline.resetPlugin(manifest.id, actor: User.current).failuresInARow
        Terminal.line(
            say(
                "\(plugin) køres igen næste gang; den var fejlet \(failures) gange i træk",
                "\(plugin) runs again next time; it had failed \(failures) times in a row"
            )
        )
    }
}
