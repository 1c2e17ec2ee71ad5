package import PejlAnalyse
import PejlModel

/// Reads plugin manifests.
package enum ManifestFile {
    /// Reads one `plugin.toml`.
    ///
    /// - Parameter path: Path of the file.
    /// - Returns: The manifest.
    /// - Throws: ``ConfigurationError`` with file, line and key.
    package static func read(_ path: String) throws(ConfigurationError) -> PluginManifest {
        let file = try TOMLFile(path: path)
        let top = file.section
        let id = try top.requiredString("id")
        guard PluginManifest.isIdentifier(id) else {
            throw top.error("id", "a letter a–z, then up to 31 of a–z, 0–9 and \"-\" are wanted")
        }
        guard try top.boolean("deterministic") ?? true else {
            throw top.error("deterministic", "only deterministic plugins can be run by this version")
        }
        let body = try body(top)
        let manifest = PluginManifest(
            id: id,
            version: try top.requiredString("version"),
            title: try top.localised("title"),
            licence: try top.string("licence"),
            contact: try top.string("contact"),
            protocolVersions: body.isStatement ? 1...1 : try protocolVersions(top),
            body: body,
            indicators: try inputs(top).indicators,
            areaKinds: try inputs(top).kinds,
            findings: body.isStatement ? [] : try inputs(top).findings,
            reads: body.isStatement ? [] : try reads(top),
            outputs: try outputs(top),
            settingRules: try settingRules(top),
            limits: try body.isStatement ? statementLimits(top) : limits(top),
            digest: ContentDigest(of: file.text),
            folder: folder(of: path)
        )
        try top.refuseUnknownKeys()
        return manifest
    }

    /// The folder of a path; `.` for a bare name.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func protocolVersions(_ top: TOMLSection) throws(ConfigurationError) -> ClosedRange<Int> {
        let section = try top.requiredSection("protocol")
        let minimum = try section.integer("minimum", 1...1000) ?? 1
        let maximum = try section.integer("maximum", 1...1000) ?? minimum
        guard minimum <= maximum else { throw section.error("minimum", "it is above maximum") }
        try section.refuseUnknownKeys()
        return minimum...maximum
    }

    private static func body(_ top: TOMLSection) throws(ConfigurationError) -> PluginBody {
        switch try top.requiredString("kind") {
        case "process": .process(command: try command(top), interpreter: try interpreter(top))
        case "sql": .sql(query: try query(top))
        default: throw top.error("kind", "\"process\" or \"sql\" is wanted")
        }
    }

    private static func command(_ top: TOMLSection) throws(ConfigurationError) -> [String] {
        let command = try top.strings("command") ?? []
        guard let program = command.first, !program.isEmpty, !program.contains("/"), !program.hasPrefix("-") else {
            throw top.error("command", "a list is wanted that begins with a file name, without a folder")
        }
        return command
    }

    private static func interpreter(_ top: TOMLSection) throws(ConfigurationError) -> String? {
        guard let name = try top.string("interpreter") else { return nil }
        guard !name.isEmpty, !name.contains("/"), !name.hasPrefix("-") else {
            throw top.error("interpreter", "a file name without a folder is wanted, such as \"python3\"")
        }
        return name
    }

    private static func reads(_ top: TOMLSection) throws(ConfigurationError) -> [String] {
        let reads = try top.strings("reads") ?? []
        guard reads.allSatisfy({ $0.hasPrefix("/") }) else {
            throw top.error("reads", "absolute paths are wanted; the plugin's own folder it may read anyway")
        }
        return reads
    }

    private static func inputs(_ top: TOMLSection) throws(ConfigurationError) -> (
        indicators: [String], kinds: [AreaKind], findings: [String]
    ) {
        let section = try top.requiredSection("inputs")
        let indicators = try section.strings("indicators") ?? []
        var kinds: [AreaKind] = []
        for name in try section.strings("area_kinds") ?? [] {
            guard let kind = AreaKind(rawValue: name) else {
                throw section.error("area_kinds", "\"\(name)\" is not a kind of area")
            }
            kinds.append(kind)
        }
        guard !indicators.isEmpty, !kinds.isEmpty else {
            throw section.error("indicators", "indicators and area_kinds must name what the plugin may see")
        }
        let findings = try section.strings("findings") ?? []
        guard findings.allSatisfy(PluginManifest.isIdentifier), Set(findings).count == findings.count else {
            throw section.error("findings", "identifiers of other plugins are wanted, each once")
        }
        try section.refuseUnknownKeys()
        return (indicators, kinds, findings)
    }

    private static func limits(_ top: TOMLSection) throws(ConfigurationError) -> PluginLimits {
        var limits = PluginLimits()
        guard let section = try top.section("limits") else { return limits }
        limits.seconds = try section.integer("seconds", 1...86_400) ?? limits.seconds
        limits.silentSeconds = try section.integer("silent_seconds", 1...86_400)
        limits.outputBytes = try section.integer("output_bytes", 1024...(1 << 40)) ?? limits.outputBytes
        limits.processorSeconds = try section.integer("processor_seconds", 1...86_400)
        limits.memoryBytes = try section.integer("memory_bytes", (64 << 20)...(1 << 40)) ?? limits.memoryBytes
        limits.openFiles = try section.integer("open_files", 16...1024) ?? limits.openFiles
        limits.processes = try section.integer("processes", 0...256) ?? limits.processes
        try section.refuseUnknownKeys()
        return limits
    }
}
