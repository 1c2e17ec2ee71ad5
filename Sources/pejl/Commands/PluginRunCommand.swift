import ArgumentParser
import Foundation
import PejlAnalyse
import PejlModel
import PejlPipeline
import PejlPluginKit
import PejlStore

/// One run of a plugin by its author's hand.
struct PluginRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a plugin on a publication, in its cage, and show what it finds; nothing is stored.",
        discussion: """
            The plugin is told exactly what it is told when pejld runs it. This is your own run: the plugin need not be
            trusted, its findings are in no publication, and plugins.lock is not looked at.

            Examples:
              pejl plugin run my-plugin --publication .demo/published/pejl.sqlite
              pejl plugin run my-plugin --publication pejl.sqlite --municipality 615 --setting at_least=0.5 --json
              pejl plugin run my-plugin --publication pejl.sqlite --write-figures my-plugin/golden/figures.json
            """
    )

    @Argument(help: "The folder that plugin.toml lies in.", completion: .directory)
    var directory: String

    @Option(help: "The publication, a pejl.sqlite.", completion: .file())
    var publication: String

    @Option(help: "Code of the municipality to analyse. Default: the publication's.")
    var municipality: String?

    @Option(help: "A setting as NAME=VALUE; may be repeated. Default: those of plugin.toml.")
    var setting: [String] = []

    @Option(help: "Where programs are looked for besides the plugin's folder. Default: beside pejl.")
    var programs: String?

    @Option(help: "Write the figures that the plugin was sent to this file, to try it on.", completion: .file())
    var writeFigures: String?

    @Flag(help: "Print the findings as JSON.")
    var json = false

    @OptionGroup var say: LanguageOption

    func run() throws {
        let plugin = try AuthoredPlugin(directory, programs: programs, settings: setting)
        let opened = try Publication(path: publication)
        var figures = try figures(opened)
        figures.context.findings = try opened.currentFindings()
        if let writeFigures {
            let source = "publication \(opened.number) of pejl, \(opened.digest?.hex ?? "")"
            let fixture = try PluginFixture(source: source, figures.context, plugin.manifest, series: figures.series)
            try AuthorFile.write(try fixture.json(), to: writeFigures)
        }
        let program = try PluginProgram(plugin.manifest, programs: plugin.programs)
        var launcher = plugin.launcher
        launcher.candidate = figures.path
        let host = PluginHost(plugin.manifest, context: figures.context, launcher: launcher)
        let outcome = try host.run(
            program,
            started: { confinement in
                guard !confinement.lacking.isEmpty else { return }
                Terminal.note("this machine's cage lacks: \(confinement.lacking.map(\.name).joined(separator: ", "))")
            },
            told: { Terminal.note("\($0.level.rawValue): \($0.message)") },
            series: figures.series
        )
        if json {
            Terminal.write(try FindingsDocument(outcome.findings).json())
        } else {
            for finding in outcome.findings { show(finding) }
        }
        Terminal.note(
            "\(outcome.findings.count) findings on publication \(opened.number); nothing is stored and nobody trusted it"
        )
    }

    private func figures(_ publication: Publication) throws -> AnalysisFigures {
        let code = municipality ?? publication.municipality
        guard let area = AreaCatalogue.denmark.municipalities.first(where: { $0.code == code }) else {
            throw ValidationError("there is no municipality \(code); three digits are wanted, such as 766")
        }
        guard let clock = UTCInstant(publication.madeAt) else {
            throw Failure(
                kind: .contract,
                name: "not-published",
                message: "\(publication.path): nothing has been published in it"
            )
        }
        let others = AreaKind.allCases.filter { $0 != .institution }
        return try AnalysisFigures(
            publication,
            number: publication.number,
            municipality: area,
            recipeAreas: try others.flatMap { try publication.areas($0) },
            clock: clock
        )
    }

    private func show(_ finding: Finding) {
        let what = [finding.indicator, finding.breakdown.code, finding.period].filter { !$0.isEmpty }
        let caveats = finding.caveats.isEmpty ? "" : " [\(finding.caveats.joined(separator: ", "))]"
        Terminal.line(finding.text[say.language])
        Terminal.line(
            "  \(finding.kind) \(finding.statistic) = \(finding.value) \(finding.unit): \(what.joined(separator: " "))"
                + " \(finding.area) among \(finding.group)\(caveats)"
        )
    }
}
