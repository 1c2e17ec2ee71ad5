import ArgumentParser
import PejlAnalyse
import PejlConfig
import PejlModel
import PejlPipeline

/// What plugins are trusted.
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin",
        abstract: "Look after the analysis plugins.",
        subcommands: [Trust.self]
    )

    /// Pins the bytes of a plugin as they are now.
    struct Trust: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "trust",
            abstract: "Let a plugin run, as its manifest and program are now.",
            discussion: """
                Example:
                  pejl plugin trust benchmark
                """
        )

        @Argument(help: "Identifier of the plugin.")
        var plugin: String

        @Option(help: "The configuration file.")
        var config = "/etc/pejl/pejl.toml"

        func run() throws {
            let digest = try PluginTrust.trust(plugin, configuration: Configuration(path: config))
            Terminal.line("\(plugin) \(digest)")
        }
    }
}

/// Pins plugins in the lock.
enum PluginTrust {
    /// Hashes a plugin's manifest and program and writes the digest into the lock.
    static func trust(_ plugin: String, configuration: Configuration) throws -> ContentDigest {
        guard let manifest = configuration.pipeline.plugins.first(where: { $0.id == plugin }) else {
            let known = configuration.pipeline.plugins.map(\.id).joined(separator: ", ")
            throw Failure(
                kind: .config,
                name: "no-such-plugin",
                message: "there is no plugin \(plugin); known are: \(known)"
            )
        }
        let digest = try PluginProgram(manifest, programs: configuration.pipeline.programs).digest
        var lock = try PluginLock(path: configuration.lockPath)
        lock.digests[plugin] = digest
        try lock.write(to: configuration.lockPath)
        return digest
    }
}
