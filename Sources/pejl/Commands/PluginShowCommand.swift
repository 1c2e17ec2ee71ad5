import ArgumentParser
import PejlAnalyse
import PejlControl
import PejlModel

/// One plugin: what it may, what it finds, what it costs and how it fared.
struct PluginShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one plugin: what it may see and find, its settings and limits, and how it fared.",
        discussion: """
            Examples:
              pejl plugin show benchmark
              pejl plugin show benchmark --json
              pejl plugin show benchmark --schema benchmark > benchmark.schema.json
            """
    )

    @Argument(help: "Identifier of the plugin.")
    var plugin: String

    @Option(help: "Print the JSON Schema of findings of this kind instead.")
    var schema: String?

    @Flag(help: "Print it as JSON.")
    var json = false

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func run() throws {
        let desk = try PluginDesk(config)
        let (manifest, isOn) = try desk.plugin(plugin)
        if let schema { return Terminal.write(try Self.schema(schema, manifest)) }
        let overview = desk.overview(manifest, isOn: isOn)
        if json { return Terminal.write(DocumentJSON.text(overview)) }
        show(overview)
        show(manifest.settingRules, manifest)
        show(manifest.outputs)
        show(limits: overview.limits)
    }

    private static func schema(_ kind: String, _ manifest: PluginManifest) throws -> String {
        guard let found = manifest.outputs.first(where: { $0.name == kind }) else {
            throw Failure(
                kind: .config,
                name: "no-such-kind",
                message: "\(manifest.id) makes no findings of kind \(kind); it makes: "
                    + manifest.outputs.map(\.name).joined(separator: ", ")
            )
        }
        return try found.jsonSchema(plugin: manifest.id)
    }

    private func show(_ plugin: PluginOverview) {
        let words = PluginWords(say: say)
        Terminal.line("\(plugin.title[say.language]) (\(plugin.id) \(plugin.version))")
        line("slags", "kind", plugin.kind + (plugin.kind == "sql" ? "" : ", " + versions(plugin.protocolVersions)))
        if let licence = plugin.licence { line("licens", "licence", licence) }
        if let contact = plugin.contact { line("kontakt", "contact", contact) }
        line("mappe", "folder", plugin.folder)
        line("filer", "files", words.pin(plugin.pin.state) + (plugin.pin.digest.map { ", \($0.prefix(12))…" } ?? ""))
        if let problem = plugin.pin.problem { Terminal.line("    \(problem.message)") }
        line("ser", "sees", "\(plugin.indicators.joined(separator: ", ")); \(plugin.areaKinds.joined(separator: ", "))")
        if !plugin.reads.isEmpty { line("læser", "reads", plugin.reads.joined(separator: ", ")) }
        line("tilstand", "state", words.state(plugin.state))
        line("sidst kørt", "last run", plugin.lastRunAt ?? "–")
        if let run = plugin.run {
            let start = "\(run.startMilliseconds) ms"
            line("tid", "time", "\(run.milliseconds) ms" + say(", klar efter ", ", ready after ") + start)
            line("hukommelse", "memory", words.mebibytes(run.peakBytes))
            line("resultater", "findings", "\(run.findings)")
        }
        if plugin.failuresInARow > 0 { line("fejl i træk", "failures in a row", "\(plugin.failuresInARow)") }
        if let failure = plugin.failure { Terminal.line("    \(failure.name): \(failure.message)") }
    }

    private func versions(_ range: [Int]) -> String {
        say("protokol ", "protocol ") + Set(range).sorted().map(String.init).joined(separator: "–")
    }

    private func show(_ rules: [SettingRule], _ manifest: PluginManifest) {
        guard !rules.isEmpty else { return }
        Terminal.line(say("Indstillinger", "Settings"))
        for rule in rules {
            let value = manifest.settings[rule.name] ?? rule.initial
            Terminal.line("  \(rule.name) = \(value): \(rule.meaning[say.language])")
        }
    }

    private func show(_ kinds: [FindingKind]) {
        Terminal.line(say("Resultater", "Findings"))
        for kind in kinds {
            Terminal.line("  \(kind.name): \(kind.meaning[say.language])")
            for (statistic, units) in kind.units.sorted(by: { $0.key < $1.key }) {
                let caveats = kind.caveats[statistic].map {
                    say(", altid med ", ", always with ") + $0.joined(separator: ", ")
                }
                Terminal.line("    \(statistic) (\(units.joined(separator: ", ")))\(caveats ?? "")")
            }
        }
    }

    private func show(limits: PluginOverview.Limits) {
        let words = PluginWords(say: say)
        Terminal.line(say("Grænser", "Limits"))
        line("tid", "time", "\(limits.seconds) s")
        line("processortid", "processor time", "\(limits.processorSeconds) s")
        line("hukommelse", "memory", words.mebibytes(limits.memoryBytes))
        line("udskrift", "output", words.mebibytes(limits.outputBytes))
        line("åbne filer", "open files", "\(limits.openFiles)")
        line("processer", "processes", "\(limits.processes)")
    }

    private func line(_ danish: String, _ english: String, _ value: String) {
        Terminal.line("  \(say(danish, english)): \(value)")
    }
}
