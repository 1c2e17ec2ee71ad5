import ArgumentParser
import PejlAnalyse
import PejlConfig
import PejlModel

/// Pins the bytes of a plugin as they are now.
struct PluginTrustCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Let a plugin run, with every file of it as it is now.",
        discussion: """
            Written into the lock is the SHA-256 of each file of the plugin's folder and of its program. A plugin is not \
            run once one of them differs, and every file must belong to root or to the user who runs pejld, with nobody \
            else able to change it. Look at a plugin before you trust it: `pejl plugin show`.

            Examples:
              pejl plugin trust benchmark
              sudo pejl plugin trust trend --config /etc/pejl/pejl.toml
            """
    )

    @Argument(help: "Identifier of the plugin.")
    var plugin: String

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func run() throws {
        let desk = try PluginDesk(config)
        let manifest = try desk.plugin(plugin).manifest
        for change in try PluginRegistration(desk.configuration).trust([manifest]) {
            Terminal.line("\(plugin) \(change.now.digest)")
            guard let before = change.before else {
                let count = change.now.files.count
                Terminal.line(say("  ny: \(count) filer", "  new: \(count) files"))
                continue
            }
            Terminal.line("  " + (change.now.differences(from: before) ?? say("uændret", "unchanged")))
        }
    }
}
