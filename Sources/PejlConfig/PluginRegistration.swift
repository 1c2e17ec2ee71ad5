package import PejlAnalyse
import PejlPipeline

/// Writes into the lock what somebody trusts.
package struct PluginRegistration: Sendable {
    private let trust: PluginTrust
    private let lockPath: String

    package init(_ configuration: Configuration) {
        trust = configuration.pipeline.trust
        lockPath = configuration.lockPath
    }

    /// Pins every file of some plugins as it is now.
    ///
    /// - Parameter manifests: The plugins.
    /// - Returns: Of each, in their order, what is pinned now and what was before; nothing where it was not trusted.
    /// - Throws: ``AnalyseError`` where a file is missing or could be changed by others, or ``ConfigurationError`` where
    ///   the lock cannot be read or written.
    @discardableResult
    package func trust(_ manifests: [PluginManifest]) throws -> [(now: PluginPins, before: PluginPins?)] {
        var lock = try PluginLock(path: lockPath)
        var changes: [(now: PluginPins, before: PluginPins?)] = []
        for manifest in manifests {
            let pins = try PluginPins(
                of: manifest,
                programs: trust.programs,
                checkingOwners: trust.checksOwners
            )
            changes.append((pins, lock.pins.updateValue(pins, forKey: manifest.id)))
        }
        try lock.write(to: lockPath)
        return changes
    }
}
