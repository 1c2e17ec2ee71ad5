package import PejlModel

/// What a plugin says of itself before it runs; read from `plugin.toml`.
package struct PluginManifest: Hashable, Sendable {
    /// Identifier, `^[a-z][a-z0-9-]{0,31}$`.
    package let id: String
    /// Its version.
    package let version: String
    /// The name readers see.
    package let title: Localised
    /// The lowest and highest version of the protocol it speaks.
    package let protocolVersions: ClosedRange<Int>
    /// The program and its arguments; the program is a file name in the folder of programs or of the manifest.
    package let command: [String]
    /// The program of the system that runs `command`, where that is a script: a file name such as `python3`.
    package let interpreter: String?
    /// Codes of the indicators it may see; `*` stands for all.
    package let indicators: [String]
    /// Kinds of area it may see.
    package let areaKinds: [AreaKind]
    /// Files and folders that it may read besides its own folder and the system's libraries; absolute paths.
    package let reads: [String]
    /// Kinds of finding it may make.
    package let findingKinds: [String]
    /// Settings from the configuration, as text.
    package let settings: [String: String]
    /// What a run may cost.
    package let limits: PluginLimits
    /// Digest of the manifest's text.
    package let digest: ContentDigest
    /// The folder of the manifest.
    package let folder: String

    package init(
        id: String,
        version: String,
        title: Localised,
        protocolVersions: ClosedRange<Int>,
        command: [String],
        interpreter: String? = nil,
        indicators: [String],
        areaKinds: [AreaKind],
        reads: [String] = [],
        findingKinds: [String],
        settings: [String: String],
        limits: PluginLimits,
        digest: ContentDigest,
        folder: String
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.protocolVersions = protocolVersions
        self.command = command
        self.interpreter = interpreter
        self.indicators = indicators
        self.areaKinds = areaKinds
        self.reads = reads
        self.findingKinds = findingKinds
        self.settings = settings
        self.limits = limits
        self.digest = digest
        self.folder = folder
    }

    /// Whether a text may be a plugin's identifier.
    package static func isIdentifier(_ text: String) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = text.utf8.first, letters.contains(first), text.utf8.count <= 32 else { return false }
        return text.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "-") }
    }
}

/// What one run of a plugin may cost; every limit has a default.
package struct PluginLimits: Hashable, Sendable {
    /// Wall-clock seconds from the first request to the end.
    package var seconds = 300
    /// Seconds to answer the first request.
    package var handshakeSeconds = 10
    /// Bytes on its standard output.
    package var outputBytes = 64 << 20
    /// Bytes of its standard error that are kept; the rest is read and dropped.
    package var logBytes = 1 << 20
    /// Processor seconds of each of its processes; as many as `seconds` unless set.
    package var processorSeconds: Int?
    /// Bytes of address space of each of its processes.
    package var memoryBytes = 2 << 30
    /// Open descriptors of each of its processes.
    package var openFiles = 64
    /// Processes that it may start besides itself.
    package var processes = 0

    /// Processor seconds in force.
    var cpuSeconds: Int { processorSeconds ?? seconds }

    /// The defaults.
    package init() {}
}
