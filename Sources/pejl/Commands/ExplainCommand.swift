import ArgumentParser
import PejlModel
import PejlPipeline
import PejlStore

/// The chain behind one finding or one figure.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show what a finding or a figure rests on, down to the digest of the publisher's document.",
        discussion: """
            Identifiers of findings stand in the report and in the column finding_id of the view findings. A figure is
            named by indicator, area, period and, where it has one, breakdown, as in the view figures. Of a figure that
            pejl computes, its formula and the figures it was computed from are shown.

            What is shown fits on a screen; --full shows every page and every header, and where the documents lie.

            Examples:
              pejl explain f0123456789abcdef --directory .demo
              pejl explain segregation 766 2024/2025 --json
              pejl explain absence 766 2024/2025 stage=mellemtrin --full
            """
    )

    @Argument(help: "Identifier of the finding, or indicator, area, period and breakdown of a figure.")
    var names: [String]

    @Flag(help: "Show everything, not only what fits on a screen.")
    var full = false

    @Flag(help: "Print it as JSON: everything.")
    var json = false

    @OptionGroup var state: StateOption
    @OptionGroup var say: LanguageOption

    func validate() throws {
        guard [1, 3, 4].contains(names.count) else {
            throw ValidationError("one finding is wanted, or INDICATOR AREA PERIOD [BREAKDOWN]")
        }
    }

    func run() throws {
        let publication = try Publication(path: state.paths.publication)
        let explanation = try names.count == 1 ? finding(publication) : figure(publication)
        if json { return Terminal.write(try ExplanationDocument(explanation).json()) }
        for line in ExplanationText(explanation, say, full: full).lines { Terminal.line(line) }
    }

    private func figure(_ publication: Publication) throws -> Explanation {
        let breakdown = names.count == 4 ? Breakdown(code: names[3]) : Breakdown.none
        let key = breakdown.map { SeriesKey(indicator: names[0], area: names[1], breakdown: $0) }
        guard let key, let (chain, fetches) = try publication.chain(figure: key, period: names[2]) else {
            let message =
                "there is no figure \(names.joined(separator: " ")) in publication \(publication.number); "
                + "`pejl query \"SELECT indicator, area_code, period, breakdown FROM figures\"` lists them"
            throw Failure(kind: .contract, name: "no-such-figure", message: message)
        }
        return Explanation(chain, fetches, publication, state.paths)
    }

    private func finding(_ publication: Publication) throws -> Explanation {
        guard let chain = try publication.chain(finding: names[0]) else {
            let message =
                "there is no finding \(names[0]) in publication \(publication.number); "
                + "`pejl query \"SELECT finding_id, text_en FROM findings\"` lists them"
            throw Failure(kind: .contract, name: "no-such-finding", message: message)
        }
        return Explanation(chain, publication, state.paths)
    }
}
