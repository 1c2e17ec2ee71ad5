import ArgumentParser
import PejlConfig
import PejlControl
import PejlModel
import PejlPipeline

/// The configuration, before anything runs with it.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Look after the configuration.",
        subcommands: [Check.self, Reload.self]
    )

    /// Has the running daemon read the configuration anew.
    struct Reload: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reload",
            abstract: "Have the running pejld read its configuration anew.",
            discussion: """
                If it is in order, the next run is made with it; otherwise the old one stands, and what is wrong is told.

                Examples:
                  pejl config reload
                """
        )

        @OptionGroup var file: ConfigOption
        @OptionGroup var say: LanguageOption

        func run() throws {
            _ = try ControlDesk(config: file.config, say: say).ask(.reload)
            Terminal.line(
                say("Opsætningen gælder fra næste kørsel.", "The configuration is in force from the next run on.")
            )
        }
    }

    /// Reads the configuration with every recipe and manifest, and asks nobody anything.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Read pejl.toml, the recipes and the plugins' manifests, and say what is wrong.",
            discussion: """
                Nothing is fetched and nothing is written. The first mistake is told with file, line and key.

                Examples:
                  pejl config check
                  pejl config check --config /etc/pejl/pejl.toml --lang da
                """
        )

        @OptionGroup var file: ConfigOption
        @OptionGroup var say: LanguageOption

        func run() throws {
            let config = file.config
            let options = try Configuration(path: config).pipeline
            let (datasets, plugins) = (options.recipes.count, options.plugins.count)
            let indicators = options.recipes.reduce(0) { $0 + $1.indicators.count }
            Terminal.line(
                say(
                    "\(config): i orden; datasæt: \(datasets), indikatorer: \(indicators), analyser: \(plugins)",
                    "\(config): right; datasets: \(datasets), indicators: \(indicators), plugins: \(plugins)"
                )
            )
        }
    }
}
