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
              pejl plugin new my-plugin --lang swift --kit ../pejl
              pejl plugin new my-plugin --lang sql
            """
    )

    @Argument(help: "Identifier of the plugin, and the name of its folder: a letter a–z, then a–z, 0–9 and -.")
    var name: String

    @Option(help: "The language it is written in: python, swift or sql.")
    var lang = PluginTemplate.Language.python

    @Option(help: "The package of pejl that a plugin in Swift is built with: a folder, or an address of git.")
    var kit: String?

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
        guard lang != .swift || kit?.isEmpty == false else {
            throw ValidationError("--lang swift wants --kit, the folder or address of the package of pejl")
        }
        // It becomes a text in Package.swift.
        guard kit?.contains(where: { "\"\\".contains($0) || $0.isNewline }) != true else {
            throw ValidationError("--kit holds a character that no folder of a package has")
        }
    }

    func run() throws {
        let folder = parent == "." ? name : "\(parent)/\(name)"
        guard !FileManager.default.fileExists(atPath: folder) else {
            throw Failure(kind: .config, name: "exists", message: "\(folder) is there already; nothing was written")
        }
        let template = PluginTemplate(language: lang, id: name, kit: try package())
        let files = template.files
        for file in files { try AuthorFile.write(file.text, to: "\(folder)/\(file.path)") }
        for file in files { Terminal.line("\(folder)/\(file.path)") }
        Terminal.line(
            """

            Try it, change it, try it again:
              \(template.tries(folder).joined(separator: "\n  "))
            Then add \(template.directory(folder, parent: parent)) to plugin_directories in pejl.toml, and let it run:
              \((template.makes(folder) + ["pejl plugin trust \(name)"]).joined(separator: "\n  "))
            """
        )
    }

    /// The kit as Package.swift names it: a folder by its whole path, because a package looks from its own.
    private func package() throws -> String {
        guard let kit, !kit.contains("://"), !kit.hasPrefix("git@") else { return kit ?? "" }
        guard lang != .swift || FileManager.default.fileExists(atPath: "\(kit)/Package.swift") else {
            throw ValidationError("there is no package in \(kit)")
        }
        return URL(fileURLWithPath: kit).standardizedFileURL.path
    }
}

extension PluginTemplate.Language: ExpressibleByArgument {}
