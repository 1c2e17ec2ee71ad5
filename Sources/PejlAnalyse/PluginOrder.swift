/// In which order plugins run, some of which wait for the findings of others.
///
/// Two ways were weighed: a plugin names the kinds of finding that it wants, or the plugins. It names plugins, so that what
/// is waited for is known before anything runs, and a new plugin that makes the same kind changes nobody's results.
package enum PluginOrder {
    /// Why there is no order.
    package enum Fault: Error, Equatable {
        /// A plugin waits for one that is not among them.
        case missing(plugin: String, wanted: String)
        /// Plugins wait for each other: each for the next, the last for the first.
        case cycle([String])
    }

    /// Stages of plugins: each waits only for plugins of earlier stages.
    ///
    /// Within a stage they stand in the order of their identifiers.
    package static func stages(_ plugins: [PluginManifest]) throws(Fault) -> [[PluginManifest]] {
        var waiting = plugins.sorted { $0.id < $1.id }
        let known = Set(plugins.map(\.id))
        for plugin in waiting {
            if let wanted = plugin.findings.first(where: { !known.contains($0) }) {
                throw .missing(plugin: plugin.id, wanted: wanted)
            }
        }
        var done: Set<String> = []
        var stages: [[PluginManifest]] = []
        while !waiting.isEmpty {
            let stage = waiting.filter { done.isSuperset(of: $0.findings) }
            guard !stage.isEmpty else { throw .cycle(cycle(among: waiting, done)) }
            stages.append(stage)
            done.formUnion(stage.map(\.id))
            waiting.removeAll { done.contains($0.id) }
        }
        return stages
    }

    /// Follows what is waited for until a plugin comes again.
    private static func cycle(among waiting: [PluginManifest], _ done: Set<String>) -> [String] {
        var path: [String] = []
        var next = waiting.first
        while let plugin = next {
            if let start = path.firstIndex(of: plugin.id) { return Array(path[start...]) }
            path.append(plugin.id)
            let wanted = plugin.findings.first { !done.contains($0) }
            next = waiting.first { $0.id == wanted }
        }
        return path
    }
}
