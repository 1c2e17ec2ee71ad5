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

            Examples:
              pejl explain f0123456789abcdef --directory .demo
              pejl explain segregation 766 2024/2025
              pejl explain absence 766 2024/2025 stage=mellemtrin
            """
    )

    @Argument(help: "Identifier of the finding, or indicator, area, period and breakdown of a figure.")
    var names: [String]

    @OptionGroup var state: StateOption
    @OptionGroup var say: LanguageOption

    func validate() throws {
        guard [1, 3, 4].contains(names.count) else {
            throw ValidationError("one finding is wanted, or INDICATOR AREA PERIOD [BREAKDOWN]")
        }
    }

    func run() throws {
        let publication = try Publication(path: state.paths.publication)
        if names.count == 1 { try explain(finding: names[0], publication) } else { try explainFigure(publication) }
    }

    private func explainFigure(_ publication: Publication) throws {
        let breakdown = names.count == 4 ? Breakdown(code: names[3]) : Breakdown.none
        let key = breakdown.map { SeriesKey(indicator: names[0], area: names[1], breakdown: $0) }
        guard let key, let (chain, fetches) = try publication.chain(figure: key, period: names[2]) else {
            let message =
                "there is no figure \(names.joined(separator: " ")) in publication \(publication.number); "
                + "`pejl query \"SELECT indicator, area_code, period, breakdown FROM figures\"` lists them"
            throw Failure(kind: .contract, name: "no-such-figure", message: message)
        }
        field(say("udgivelse", "publication"), "\(publication.number), \(publication.digest?.hex ?? "?")")
        field(say("tal", "figure"), text(chain))
        showComputation(chain, indent: "")
        for fetch in fetches { show(fetch, state.paths) }
    }

    /// The formula of a computed figure, and the figures that it was computed from.
    private func showComputation(_ chain: FigureChain, indent: String) {
        guard let formula = chain.formula else { return }
        field(say("formel", "formula"), indent + formula)
        if chain.flags == Derivation.bridged {
            field(say("mærke", "flag"), "\(indent)\(chain.flags): \(Derivation.bridgedMeaning[say.language])")
        }
        for input in chain.inputs {
            field(say("regnet af", "from"), "\(indent)\(text(input)), \(say("hentning", "fetch")) \(input.fetch)")
            showComputation(input, indent: indent + "  ")
        }
    }

    private func text(_ chain: FigureChain) -> String {
        let value = chain.value.map { QueryValue.real($0).text + " \(chain.unit)" } ?? "–"
        return "\(chain.series) \(chain.period) = \(value) (\(chain.status))"
    }

    private func explain(finding: String, _ publication: Publication) throws {
        let paths = state.paths
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
        if let own = chain.ownComputation { showComputation(own, indent: "") }
    }

    private func show(_ fetch: FetchRecord, _ paths: StatePaths) {
        Terminal.line()
        let name = fetch.formula == nil ? say("hentning", "fetch") : say("beregning", "computation")
        field(name, "\(fetch.id), \(fetch.dataset) (\(fetch.table)), \(fetch.finishedAt)")
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
