/// A plugin of one script for the pupils of ``DropInstallation``, that makes notes of one statistic.
package struct ScriptPlugin: Sendable {
    private let id: String
    private let title: String
    private let interpreter: String
    private let findings: [String]
    private let statistic: String
    private let unit: String

    /// - Parameters:
    ///   - id: Its identifier.
    ///   - title: Its title in Danish.
    ///   - interpreter: What runs its script: `python3`, which has `pejl_plugin.py` beside it, or `sh`.
    ///   - findings: The plugins whose findings it is sent.
    ///   - statistic: The statistic of its notes.
    ///   - unit: The unit of that.
    package init(
        _ id: String,
        title: String? = nil,
        interpreter: String = "python3",
        findings: [String] = [],
        statistic: String = "seen",
        unit: String = "count"
    ) {
        self.id = id
        self.title = title ?? id
        self.interpreter = interpreter
        self.findings = findings
        self.statistic = statistic
        self.unit = unit
    }

    /// Writes it into an installation's folder of plugins, or its script anew; nobody trusts it for that.
    package func write(_ script: String, to installation: DropInstallation) throws {
        let place = "etc/plugins/\(id)"
        try installation.folder.write(manifest, to: "\(place)/plugin.toml")
        try installation.folder.write(script + "\n", to: "\(place)/\(file)")
        guard interpreter == "python3" else { return }
        try installation.folder.write(
            try Repository.text("Sources/pejl/Kit/pejl_plugin.py"),
            to: "\(place)/pejl_plugin.py"
        )
    }

    private var file: String { interpreter == "python3" ? "run.py" : "run.sh" }

    private var manifest: String {
        """
        id = "\(id)"
        version = "1"
        kind = "process"
        command = ["\(file)"]
        interpreter = "\(interpreter)"
        title = { da = "\(title)", en = "\(id)" }
        [protocol]
        minimum = 1
        [inputs]
        indicators = ["pupils"]
        area_kinds = ["municipality"]
        findings = \(findings)
        [outputs.note]
        meaning = { da = "Et tal", en = "A figure" }
        [outputs.note.units]
        \(statistic) = ["\(unit)"]
        """
    }
}
