import ArgumentParser
import Foundation
import PejlAnalyse
import PejlConfig
import PejlModel
import PejlPipeline
import PejlStore

/// A finding, computed once more.
struct PluginVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compute a finding again from the figures it was made of, and compare.",
        discussion: """
            The plugin is run in its cage on the publication that the finding was made for, with the settings, groups and \
            moment that were recorded, and must be installed with every file as it was then. Every field and input of the \
            finding is compared, and the digest over all findings of that run. Looked in are the present publication and \
            the earlier ones that are kept. Nothing is stored.

            Ends with status 0 where all is the same, 65 where something differs, and 69 where it cannot be computed \
            again.

            Examples:
              pejl plugin verify f0123456789abcdef
              pejl plugin verify f0123456789abcdef --publication pejl-000012.sqlite --json
            """
    )

    @Argument(help: "Identifier of the finding: finding_id of the view findings.")
    var finding: String

    @Option(
        help: "The publication that it is in, a pejl.sqlite. Default: those of the installation.",
        completion: .file()
    )
    var publication: String?

    @Flag(help: "Print it as JSON.")
    var json = false

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func run() throws {
        let configuration = try Configuration(path: config.config)
        let verifier = FindingVerifier(
            configuration.pipeline,
            installed: configuration.pipeline.plugins + configuration.switchedOffPlugins
        )
        let result: FindingVerification
        do {
            result = try verifier.verify(
                finding,
                // The cage opens files by their whole path.
                in: publication.map { URL(fileURLWithPath: $0).standardizedFileURL.path },
                started: { confinement in
                    guard !confinement.lacking.isEmpty else { return }
                    let parts = confinement.lacking.map(\.name).joined(separator: ", ")
                    Terminal.note(say("denne maskines bur mangler: ", "this machine's cage lacks: ") + parts)
                }
            )
        } catch let error as VerificationError {
            Terminal.note("pejl: \(error.failure.name): \(error.text[say.language])")
            throw ExitCode(ProgramStatus.unavailable.rawValue)
        }
        if json { Terminal.write(try VerificationDocument(result).json()) } else { show(result) }
        guard result.isSame else { throw ExitCode(ProgramStatus.badData.rawValue) }
    }

    private func show(_ result: FindingVerification) {
        let run = result.run
        Terminal.line(result.finding.finding.text[say.language])
        Terminal.line(
            say(
                "udgivelse \(result.publication) (\(run.madeAt)), kørsel \(run.number) af \(run.plugin) \(run.version)",
                "publication \(result.publication) (\(run.madeAt)), run \(run.number) of \(run.plugin) \(run.version)"
            )
        )
        if result.differences.isEmpty {
            let count = result.finding.inputs.places.count
            Terminal.line(
                say(
                    "Det samme igen: \(result.finding.id), hvert felt og alle \(count) tal, det hviler på.",
                    "The same again: \(result.finding.id), every field and all \(count) figures it rests on."
                )
            )
        } else {
            Terminal.line(say("Ikke det samme:", "Not the same:"))
        }
        for difference in result.differences {
            let computed = difference.computed ?? say("intet", "nothing")
            Terminal.line("  \(difference.field): \(difference.recorded) → \(computed)")
        }
        Terminal.line(
            say(
                "Af kørslens \(result.recorded) resultater er \(result.same) de samme; nu findes \(result.computed).",
                "Of the run's \(result.recorded) findings \(result.same) are the same; now there are \(result.computed)."
            )
        )
        Terminal.line("  \(say("dengang", "then")) \(result.digests.recorded.hex)")
        Terminal.line("  \(say("nu", "now"))  \(result.digests.computed.hex)")
    }
}
