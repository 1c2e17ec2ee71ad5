import PejlAnalyse

extension ManifestFile {
    /// The file of the statement of an SQL plugin.
    ///
    /// `command`, `interpreter`, `reads` and `[protocol]` are a process's own and are refused as unknown keys.
    static func query(_ top: TOMLSection) throws(ConfigurationError) -> String {
        if let inputs = try top.section("inputs"), inputs.has("findings") {
            throw inputs.error("findings", "a statement is not sent the findings of other plugins")
        }
        let query = try top.requiredString("query")
        guard query.hasSuffix(".sql"), !query.contains("/"), !query.hasPrefix(".") else {
            throw top.error("query", "a file name that ends in .sql is wanted, without a folder")
        }
        return query
    }

    /// `[limits]` of an SQL plugin; fewer than a process has, since the program that runs the statement is known.
    static func statementLimits(_ top: TOMLSection) throws(ConfigurationError) -> PluginLimits {
        var limits = PluginLimits()
        limits.memoryBytes = 256 << 20
        guard let section = try top.section("limits") else { return limits }
        limits.seconds = try section.integer("seconds", 1...3_600) ?? limits.seconds
        limits.memoryBytes = try section.integer("memory_bytes", (16 << 20)...(16 << 30)) ?? limits.memoryBytes
        limits.outputBytes = try section.integer("output_bytes", 1024...(1 << 40)) ?? limits.outputBytes
        limits.rows = try section.integer("rows", 1...1_000_000) ?? limits.rows
        try section.refuseUnknownKeys()
        return limits
    }
}
