package import PejlModel
package import PejlPluginKit

/// What a plugin says of itself before it runs; read from `plugin.toml`.
package struct PluginManifest: Hashable, Sendable {
    /// Identifier, `^[a-z][a-z0-9-]{0,31}$`.
    package let id: String
    /// Its version.
    package let version: String
    /// The name readers see.
    package let title: Localised
    /// Under which terms it may be used, such as `EUPL-1.2`; nil where it does not say.
    package var licence: String?
    /// Whom to ask about it; nil where it does not say.
    package var contact: String?
    /// The lowest and highest version of the protocol it speaks.
    package let protocolVersions: ClosedRange<Int>
    /// What is run.
    package let body: PluginBody
    /// Codes of the indicators it may see; `*` stands for all.
    package let indicators: [String]
    /// Kinds of area it may see.
    package let areaKinds: [AreaKind]
    /// Identifiers of the plugins whose findings it is sent; it runs after them.
    package var findings: [String]
    /// Files and folders that it may read besides its own folder and the system's libraries; absolute paths.
    package let reads: [String]
    /// Kinds of finding it may make, and what each must be.
    package let outputs: [FindingKind]
    /// The settings it knows.
    package var settingRules: [SettingRule]
    /// The value of each setting: the configuration's where it has one, else the default.
    package var settings: [String: PluginSetting]
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
        licence: String? = nil,
        contact: String? = nil,
        protocolVersions: ClosedRange<Int>,
        body: PluginBody,
        indicators: [String],
        areaKinds: [AreaKind],
        findings: [String] = [],
        reads: [String] = [],
        outputs: [FindingKind],
        settingRules: [SettingRule] = [],
        limits: PluginLimits,
        digest: ContentDigest,
        folder: String
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.licence = licence
        self.contact = contact
        self.protocolVersions = protocolVersions
        self.body = body
        self.indicators = indicators
        self.areaKinds = areaKinds
        self.findings = findings
        self.reads = reads
        self.outputs = outputs
        self.settingRules = settingRules
        settings = Dictionary(settingRules.map { ($0.name, $0.initial) }) { first, _ in first }
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

/// What of a plugin is run.
package enum PluginBody: Hashable, Sendable {
    /// A program that speaks the protocol.
    ///
    /// `command` is the program and its arguments; the program is a file name in the folder of programs or of the
    /// manifest. `interpreter` is the system's program that runs it where it is a script: a file name such as `python3`.
    case process(command: [String], interpreter: String?)
    /// A statement that pejl runs on the candidate; the rows are findings.
    ///
    /// `query` is a file name in the folder of the manifest. Two ways were weighed for where it runs.
    /// - In `pejld`, on a connection of its own. SQLite keeps time and rows within bounds there, but memory only for the
    ///   whole process, so that a statement that wants too much takes it from the store's writer; a single step that
    ///   takes minutes cannot be interrupted; and a fault in SQLite that a statement finds is a fault of the daemon.
    /// - In a process of its own, which this is: pejl's program `pejl-sql` in the cage of every plugin, with leave to read
    ///   the candidate. It gets the statement as a script gets its text, from the sealed copy that was hashed.
    case sql(query: String)

    /// What the manifest calls its kind.
    package var kind: String {
        switch self {
        case .process: "process"
        case .sql: "sql"
        }
    }

    /// Name of the file that is run.
    var fileName: String? { command.first }

    /// Whether it is a statement.
    package var isStatement: Bool {
        if case .sql = self { true } else { false }
    }

    /// The file that is run, with its arguments.
    var command: [String] {
        switch self {
        case .process(let command, _): command
        case .sql(let query): [query]
        }
    }
}
