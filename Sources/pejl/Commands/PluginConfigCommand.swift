import ArgumentParser
import PejlAnalyse
import PejlModel

/// A plugin's settings as they stand in the configuration.
struct PluginConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Print the table of a plugin's settings for pejl.toml, with their meaning and bounds.",
        discussion: """
            What is at its default has a # before it; take it away to change it.

            Examples:
              pejl plugin config benchmark
              pejl plugin config benchmark >> /etc/pejl/pejl.toml
            """
    )

    @Argument(help: "Identifier of the plugin.")
    var plugin: String

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func run() throws {
        let (manifest, isOn) = try PluginDesk(config).plugin(plugin)
        Terminal.line("## \(manifest.title[say.language]) \(manifest.version)")
        Terminal.line("[plugins.\(manifest.id)]")
        Terminal.line("## " + say("Om den køres.", "Whether it is run."))
        Terminal.line((isOn ? "# " : "") + "enabled = \(isOn)")
        for rule in manifest.settingRules {
            Terminal.line()
            Terminal.line("## \(rule.meaning[say.language])")
            Terminal.line("## " + say("Tilladt: ", "Allowed: ") + rule.wanted(say.language))
            let value = manifest.settings[rule.name] ?? rule.initial
            Terminal.line((value == rule.initial ? "# " : "") + "\(rule.name) = \(SettingRule.toml(value))")
        }
    }
}
