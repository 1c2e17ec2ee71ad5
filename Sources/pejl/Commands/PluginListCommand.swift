import ArgumentParser
import PejlControl
import PejlModel
import PejlStore

/// Every plugin in a line.
struct PluginListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List every plugin: version, whether it is trusted, how it fared, and what it took.",
        discussion: """
            Read from the configuration, the manifests, the lock and the last run's status; no plugin is started. Times \
            are in UTC.

            Examples:
              pejl plugin list
              pejl plugin list --config .demo/etc/pejl.toml --lang da
              pejl plugin list --json
            """
    )

    @Flag(help: "Print it as JSON.")
    var json = false

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func run() throws {
        let overviews = try PluginDesk(config).overviews
        if json { return Terminal.write(DocumentJSON.text(overviews)) }
        guard !overviews.isEmpty else {
            return Terminal.line(say("Der er ingen analyser installeret.", "No plugin is installed."))
        }
        let words = PluginWords(say: say)
        let table = TableWriter()
        table.begin([
            say("analyse", "plugin"), say("version", "version"), say("slags", "kind"), say("filer", "files"),
            say("tilstand", "state"), say("sidst kørt", "last run"), say("tid", "time"), say("hukommelse", "memory"),
            say("resultater", "findings"),
        ])
        for plugin in overviews {
            table.row([
                .text(plugin.id), .text(plugin.version), .text(plugin.kind), .text(words.pin(plugin.pin.state)),
                .text(words.state(plugin.state)), .text(plugin.lastRunAt ?? "–"),
                .text(plugin.run.map { "\($0.milliseconds) ms" } ?? "–"),
                .text(plugin.run.map { words.mebibytes($0.peakBytes) } ?? "–"),
                plugin.run.map { .integer(Int64($0.findings)) } ?? .text("–"),
            ])
        }
        table.end()
    }
}
