import ArgumentParser
import Foundation
import PejlAnalyse
import PejlConfig
import PejlModel
import PejlPluginKit

/// A plugin in its folder, run by its author: nobody has to have trusted it, and nothing of it is stored.
struct AuthoredPlugin {
    /// What it says of itself, with the settings it is run with.
    let manifest: PluginManifest
    /// Where programs are looked for besides the folder.
    let programs: String
    /// What starts it: the cage is the one of every run.
    let launcher: PluginLauncher

    /// - Parameters:
    ///   - path: The folder that `plugin.toml` lies in.
    ///   - programs: Where programs are looked for besides the folder; beside this program where nil.
    ///   - settings: Values as `name=value`.
    /// - Throws: ``Failure`` or ``ConfigurationError``.
    init(_ path: String, programs: String?, settings: [String] = []) throws {
        // The cage opens folders by their whole path.
        let folder = URL(fileURLWithPath: path).standardizedFileURL.path
        var manifest = try ManifestFile.read("\(folder)/plugin.toml")
        for setting in settings { try Self.apply(setting, to: &manifest) }
        self.manifest = manifest
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
        self.programs = programs ?? own
        launcher = PluginLauncher(programs: self.programs)
    }

    /// Path of a file of the plugin's golden findings and their figures.
    func golden(_ name: String) -> String { "\(manifest.folder)/golden/\(name)" }

    /// The figures beside the plugin, or those that pejl brings.
    func fixture(_ named: String?) throws -> PluginFixture {
        if let named { return try PluginFixture(path: named) }
        let own = golden("figures.json")
        return FileManager.default.fileExists(atPath: own) ? try PluginFixture(path: own) : try PluginFixture.builtIn()
    }

    private static func apply(_ setting: String, to manifest: inout PluginManifest) throws {
        let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { throw ValidationError("--setting is NAME=VALUE, not \(setting)") }
        guard let rule = manifest.settingRules.first(where: { $0.name == parts[0] }) else {
            let known = manifest.settingRules.map(\.name).sorted().joined(separator: ", ")
            throw ValidationError(
                "plugin \(manifest.id) has no setting \(parts[0])" + (known.isEmpty ? "" : "; known are: \(known)")
            )
        }
        guard let value = rule.accepted(text: parts[1]) else {
            throw ValidationError("--setting \(parts[0]): \(rule.wanted) is wanted")
        }
        manifest.settings[rule.name] = value
    }
}

/// Writes files that authors keep.
enum AuthorFile {
    /// Writes a file, and the folder it lies in.
    static func write(_ text: String, to path: String) throws {
        do {
            let url = URL(fileURLWithPath: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url, options: .atomic)
        } catch {
            throw Failure(kind: .system, name: "not-written", message: "\(path): it cannot be written: \(error)")
        }
    }
}
