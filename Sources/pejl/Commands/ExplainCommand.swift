import ArgumentParser
import PejlModel
import PejlPipeline
import PejlStore

/// The chain behind one finding.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show what a finding rests on, down to the digest of the publisher's document.",
        discussion: """
            Identifiers stand in the report and in the column finding_id of the view findings.

            Example:
              pejl explain f0123456789abcdef --directory .demo
            """
    )

    @Argument(help: "Identifier of the finding.")
    var finding: String

    @OptionGroup var state: StateOption
    @OptionGroup var say: LanguageOption

    func run() throws {
        let paths = state.paths
        let publication = try Publication(path: paths.publication)
        guard let chain = try publication.chain(finding: finding) else {
            let message =
                "there is no finding \(finding) in publication \(publication.number); "
                + "`pejl query \"SELECT finding_id, text_en FROM findings\"` lists them"
            throw Failure(kind: .contract, name: "no-such-finding", message: message)
        }
        Terminal.line(chain.finding.text[say.language])
        Terminal.line()
        showFinding(chain, publication)
        for fetch in chain.fetches { show(fetch, paths) }
    }

    private func showFinding(_ chain: FindingChain, _ publication: Publication) {
        let finding = chain.finding
        field(say("resultat", "finding"), "\(finding.id): \(finding.statistic) = \(finding.value) \(finding.unit)")
        if chain.isSuperseded {
            let text = say(
                "af en senere kørsel; tallene er dem, der gjaldt",
                "by a later run; the figures are of its time"
            )
            field(say("afløst", "superseded"), text)
        }
        field(say("forbehold", "caveats"), finding.caveats.joined(separator: ", "))
        field(say("udgivelse", "publication"), "\(publication.number), \(publication.digest?.hex ?? "?")")
        field("plugin", "\(finding.plugin) \(chain.pluginVersion), \(chain.pluginDigest)")
        let status = chain.ownStatus ?? "–"
        let value = chain.ownValue.map { QueryValue.real($0).text } ?? "–"
        field(
            say("eget tal", "own figure"),
            "\(finding.indicator) \(finding.area) \(finding.breakdown.code) \(finding.period) = \(value) (\(status))"
        )
        field(
            say("grundlag", "inputs"),
            say(
                "\(chain.inputs) tal, \(chain.inputsWithValue) med værdi",
                "\(chain.inputs) observations, \(chain.inputsWithValue) with a value"
            )
        )
    }

    private func show(_ fetch: FetchRecord, _ paths: StatePaths) {
        Terminal.line()
        field(say("hentning", "fetch"), "\(fetch.id), \(fetch.dataset) (\(fetch.table)), \(fetch.finishedAt)")
        field(say("opskrift", "recipe"), fetch.recipe)
        field(say("afkoder", "decoder"), fetch.decoder)
        for exchange in fetch.exchanges {
            let name = exchange.purpose == .figures ? say("spurgt", "asked") : say("slået op", "looked up")
            field(name, "\(exchange.method) \(exchange.url) → \(exchange.status)")
            if !exchange.requestBody.isEmpty { field("", exchange.requestBody) }
            field(
                say("dokument", "document"),
                "\(exchange.document), \(exchange.bytes) bytes (\(exchange.proof))"
            )
            let digest = exchange.document
            field(say("ligger i", "kept at"), "\(paths.archive)/\(digest.prefix(2))/\(digest.dropFirst(2))")
        }
    }

    private func field(_ name: String, _ value: String) {
        guard !value.isEmpty else { return }
        Terminal.line(name + String(repeating: " ", count: max(1, 13 - name.count)) + value)
    }
}
