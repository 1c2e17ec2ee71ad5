import Foundation
package import PejlModel

/// Which bytes of which plugins somebody has trusted: `plugins.lock`, apart from the configuration.
package struct PluginLock: Sendable, Equatable {
    /// Digest of manifest and program, by plugin.
    package var digests: [String: ContentDigest]

    /// Nothing is trusted.
    package init() { digests = [:] }

    /// Reads a lock; a missing file trusts nothing.
    ///
    /// - Throws: ``ConfigurationError``.
    package init(path: String) throws(ConfigurationError) {
        digests = [:]
        guard FileManager.default.fileExists(atPath: path) else { return }
        let section = try TOMLFile(path: path).section
        for plugin in section.keys {
            guard let digest = ContentDigest(hex: try section.requiredString(plugin)) else {
                throw section.error(plugin, "64 hexadecimal digits are wanted")
            }
            digests[plugin] = digest
        }
    }

    /// Writes the lock in one step.
    ///
    /// - Throws: ``ConfigurationError`` when it cannot be written.
    package func write(to path: String) throws(ConfigurationError) {
        var text = "# Plugins that somebody has looked at: SHA-256 of manifest and program.\n"
        text += "# Changed by `pejl plugin trust`; a plugin that differs is not run.\n"
        for (plugin, digest) in digests.sorted(by: { $0.key < $1.key }) { text += "\(plugin) = \"\(digest)\"\n" }
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw ConfigurationError(file: path, line: nil, key: "", problem: "it cannot be written: \(error)")
        }
    }
}
