import Foundation
import PejlAnalyse
import PejlControl
import PejlModel
import PejlPluginKit

/// One plugin as an administrator asks about it: what it is, whether it may run, and how it fared.
struct PluginOverview: Encodable, Sendable {
    /// Whether its files are what somebody trusted.
    struct Pin: Encodable, Sendable {
        /// `trusted`, `not-trusted`, `changed`, `unsafe` where others could change a file, or `broken`.
        var state: String
        /// Digest of all its files, 64 hexadecimal digits, where it is trusted.
        var digest: String?
        /// How many files its folder holds.
        var files: Int?
        /// What is the matter.
        var problem: Failure?
    }

    /// What a run may cost; times in seconds.
    struct Limits: Encodable, Sendable {
        var seconds: Int
        var processorSeconds: Int
        var memoryBytes: Int
        var outputBytes: Int
        var openFiles: Int
        var processes: Int
    }

    /// One kind of finding.
    struct Output: Encodable, Sendable {
        var kind: String
        var meaning: Localised
        var units: [String: [String]]
        var caveats: [String: [String]]
    }

    var id: String
    var version: String
    var title: Localised
    /// `process`.
    var kind: String
    /// The lowest and highest version of the protocol it speaks.
    var protocolVersions: [Int]
    var licence: String?
    var contact: String?
    var folder: String
    /// Codes of the indicators that it may see; `*` stands for all.
    var indicators: [String]
    var areaKinds: [String]
    /// What it may read besides its own folder.
    var reads: [String]
    var outputs: [Output]
    var settings: [String: PluginSetting]
    var limits: Limits
    var pin: Pin
    /// A state of ``StatusDocument/Plugin``, `never` where no run knew it, or `off`.
    var state: String
    var lastRunAt: String?
    var failuresInARow: Int
    /// What its last run that came to something took.
    var run: StatusDocument.Plugin.Run?
    var failure: Failure?

    init(_ manifest: PluginManifest, isOn: Bool, pin: Pin, status: StatusDocument.Plugin?) {
        id = manifest.id
        version = manifest.version
        title = manifest.title
        kind = manifest.body.kind
        protocolVersions = [manifest.protocolVersions.lowerBound, manifest.protocolVersions.upperBound]
        licence = manifest.licence
        contact = manifest.contact
        folder = manifest.folder
        indicators = manifest.indicators
        areaKinds = manifest.areaKinds.map(\.rawValue)
        reads = manifest.reads
        outputs = manifest.outputs.map {
            Output(kind: $0.name, meaning: $0.meaning, units: $0.units, caveats: $0.caveats)
        }
        settings = manifest.settings
        limits = Limits(
            seconds: manifest.limits.seconds,
            processorSeconds: manifest.limits.cpuSeconds,
            memoryBytes: manifest.limits.memoryBytes,
            outputBytes: manifest.limits.outputBytes,
            openFiles: manifest.limits.openFiles,
            processes: manifest.limits.processes
        )
        self.pin = pin
        state = isOn ? status?.state ?? "never" : "off"
        lastRunAt = status?.lastRunAt
        failuresInARow = status?.failuresInARow ?? 0
        run = status?.run
        failure = status?.failure
    }
}
