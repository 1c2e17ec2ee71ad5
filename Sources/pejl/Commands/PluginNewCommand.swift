import ArgumentParser
import Foundation
import PejlAnalyse
import PejlModel

/// A new plugin to begin with.
struct PluginNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a folder with a small plugin that works, to be changed into your own.",
        discussion: """
            The plugin finds how much pupils' absence changed from year to year. Its tests pass as they are.

            Examples:
              pejl plugin new my-plugin
              pejl plugin new my-plugin --lang python --in /srv/plugins
            """
    )

    @Argument(help: "Identifier of the plugin, and the name of its folder: a letter a–z, then a–z, 0–9 and -.")
    var name: String

    @Option(help: "The language it is written in: python.")
    var lang = PluginTemplate.Language.python

    @Option(name: .customLong("in"), help: "The folder that the plugin's own is made in.", completion: .directory)
    var parent = "."

    func validate() throws {
        guard PluginManifest.isIdentifier(name) else {
            throw ValidationError(
                "\(name) cannot be the name of a plugin: a letter a–z, then up to 31 of a–z, 0–9 and \"-\" are wanted"
            )
        }
        guard name != "pejl-plugin" || lang != .python else {
            throw ValidationError("pejl-plugin is too like pejl_plugin.py, which lies beside the plugin")
        }
    }

    func run() throws {
        let folder = parent == "." ? name : "\(parent)/\(name)"
        guard !FileManager.default.fileExists(atPath: folder) else {
            throw Failure(kind: .config, name: "exists", message: "\(folder) is there already; nothing was written")
        }
        let files = PluginTemplate.files(lang, id: name)
        for file in files { try AuthorFile.write(file.text, to: "\(folder)/\(file.path)") }
        for file in files { Terminal.line("\(folder)/\(file.path)") }
        Terminal.line(
            """

            Try it, change it, try it again:
              pejl plugin test \(folder)
              pejl plugin run \(folder) --publication FILE
            Then add the folder above it to plugin_directories in pejl.toml, and let it run:
              pejl plugin trust \(name)
            """
        )
    }
}

extension PluginTemplate.Language: ExpressibleByArgument {}
