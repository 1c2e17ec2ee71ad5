import PejlAnalyse
import PejlConfig
import PejlControl
import PejlModel
import PejlPipeline

/// What is known of the installed plugins without running one and without the work store.
struct PluginDesk {
    /// Every plugin, those that are switched off last.
    let plugins: [(manifest: PluginManifest, isOn: Bool)]
    let configuration: Configuration
    private let status: StatusDocument?

    /// Reads the configuration, the manifests and the status.
    init(_ config: ConfigOption) throws {
        configuration = try Configuration(path: config.config)
        plugins =
            configuration.pipeline.plugins.map { ($0, true) }
            + configuration.switchedOffPlugins.map { ($0, false) }
        status = StatusDocument(path: configuration.pipeline.paths.status)
    }

    /// The overview of every plugin.
    var overviews: [PluginOverview] { plugins.map { overview($0.manifest, isOn: $0.isOn) } }

    /// The overview of one plugin.
    func overview(_ manifest: PluginManifest, isOn: Bool) -> PluginOverview {
        PluginOverview(
            manifest,
            isOn: isOn,
            pin: pin(manifest),
            status: status?.plugins?.first { $0.id == manifest.id }
        )
    }

    /// The manifest of a plugin.
    ///
    /// - Throws: ``Failure`` naming those that are there, where there is none of that name.
    func plugin(_ id: String) throws -> (manifest: PluginManifest, isOn: Bool) {
        if let found = plugins.first(where: { $0.manifest.id == id }) { return found }
        let known = plugins.map(\.manifest.id).joined(separator: ", ")
        throw Failure(
            kind: .config,
            name: "no-such-plugin",
            message: "there is no plugin \(id); "
                + (known.isEmpty ? "none is installed" : "known are: \(known)")
        )
    }

    /// Whether its files are what was trusted.
    private func pin(_ manifest: PluginManifest) -> PluginOverview.Pin {
        do throws(AnalyseError) {
            let pins = try configuration.pipeline.trust.check(manifest)
            return PluginOverview.Pin(state: "trusted", digest: pins.digest.hex, files: pins.files.count)
        } catch {
            let state =
                switch error {
                case .notTrusted: "not-trusted"
                case .changed: "changed"
                case .unsafeFile: "unsafe"
                default: "broken"
                }
            return PluginOverview.Pin(state: state, problem: error.failure)
        }
    }
}
