import Foundation
package import PejlAnalyse
import PejlModel

/// Which bytes of which plugins somebody has trusted: `plugins.lock`, apart from the configuration.
///
/// A table for each plugin: `program`, the SHA-256 of its program in the folder of programs; `[ID.files]` with that of
/// every file of its own folder; and `sha256`, that of all of these, which the store keeps of a run.
package struct PluginLock: Sendable, Equatable {
    /// What was trusted, by plugin.
    package var pins: [String: PluginPins]

    /// Nothing is trusted.
    package init() { pins = [:] }

    /// Reads a lock; a missing file trusts nothing.
    ///
    /// - Throws: ``ConfigurationError``.
    package init(path: String) throws(ConfigurationError) {
        pins = [:]
        guard FileManager.default.fileExists(atPath: path) else { return }
        let section = try TOMLFile(path: path).section
        for plugin in section.keys {
            let one = try section.requiredSection(plugin)
            let pinned = PluginPins(program: try Self.digest("program", one), files: try Self.files(one))
            guard try Self.digest("sha256", one) == pinned.digest else {
                let problem =
                    "it is not that of the files below; "
                    + "take the table out, look at the plugin and trust it again"
                throw one.error("sha256", problem)
            }
            pins[plugin] = pinned
            try one.refuseUnknownKeys()
        }
    }

    private static func files(_ section: TOMLSection) throws(ConfigurationError) -> [String: ContentDigest] {
        var files: [String: ContentDigest] = [:]
        let list = try section.requiredSection("files")
        for name in list.keys { files[name] = try digest(name, list) }
        return files
    }

    private static func digest(_ key: String, _ section: TOMLSection) throws(ConfigurationError) -> ContentDigest? {
        guard let text = try section.string(key) else { return nil }
        guard let digest = ContentDigest(hex: text) else {
            throw section.error(key, "64 hexadecimal digits are wanted")
        }
        return digest
    }

    /// Writes the lock in one step.
    ///
    /// - Throws: ``ConfigurationError`` when it cannot be written.
    package func write(to path: String) throws(ConfigurationError) {
        var text = "# Plugins that somebody has looked at: SHA-256 of every file.\n"
        text += "# Changed by `pejl plugin trust`; a plugin that differs is not run.\n"
        for (plugin, pins) in pins.sorted(by: { $0.key < $1.key }) {
            text += "\n[\(plugin)]\nsha256 = \"\(pins.digest)\"\n"
            if let program = pins.program { text += "program = \"\(program)\"\n" }
            text += "\n[\(plugin).files]\n"
            for (name, digest) in pins.files.sorted(by: { $0.key < $1.key }) {
                text += "\(Self.quoted(name)) = \"\(digest)\"\n"
            }
        }
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw ConfigurationError(file: path, line: nil, key: "", problem: "it cannot be written: \(error)")
        }
    }

    /// A name as a TOML key; file names may hold anything.
    private static func quoted(_ name: String) -> String {
        var text = "\""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\" + String(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                text += "\\u" + String(scalar.value + 0x10000, radix: 16).suffix(4)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
