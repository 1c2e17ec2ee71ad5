import PejlModel
import PejlStore

/// An explanation for people.
///
/// Two ways to keep it to one screen were weighed: to leave kinds of facts out, or to leave repetitions out. The second
/// was chosen: of the first fetch every link is there, and of the tenth page nothing is new. What was left out or
/// shortened is told in the last line, and `--full` has it.
struct ExplanationText {
    private static let width = 100
    private static let height = 24
    /// Figures that a computed one was computed from, in the short form.
    private static let inputs = 4

    private let explanation: Explanation
    private let say: LanguageOption
    private let isFull: Bool

    init(_ explanation: Explanation, _ say: LanguageOption, full isFull: Bool) {
        self.explanation = explanation
        self.say = say
        self.isFull = isFull
    }

    /// The lines; 24 of up to 100 characters at the most, unless it is the full form.
    var lines: [String] { isFull ? full : short }

    // MARK: - Both forms

    private var full: [String] {
        var lines = explanation.finding.map { [$0.finding.text[say.language], ""] } ?? []
        lines += subject
        for fetch in explanation.fetches { lines += [""] + block(fetch) + fetch.exchanges.flatMap(exchange) }
        return lines
    }

    private var short: [String] {
        var all = explanation.finding.map { wrapped($0.finding.text[say.language]) } ?? []
        all += subject
        var shown = 0
        var documents = 0
        for fetch in explanation.fetches {
            // Of what was looked up the figures' own document says more.
            let main = fetch.exchanges.first { $0.purpose == .figures } ?? fetch.exchanges.first
            let next = block(fetch) + (main.map(exchange) ?? [])
            // A publisher's document is always shown, however long the way to it was.
            guard all.count + next.count < Self.height || documents == 0 else { break }
            all += next
            shown += 1
            documents += main == nil ? 0 : 1
        }
        let more = (
            fetches: explanation.fetches.count - shown,
            documents: explanation.fetches.reduce(0) { $0 + $1.exchanges.count } - documents
        )
        let clipped = all.map(Self.clipped)
        guard more != (0, 0) || clipped != all || leavesInputsOut else { return all }
        return clipped + [rest(more)]
    }

    private func rest(_ more: (fetches: Int, documents: Int)) -> String {
        var parts: [String] = []
        if more.fetches > 0 { parts.append(say("\(more.fetches) hentninger til", "\(more.fetches) more fetches")) }
        if more.documents > 0 {
            parts.append(say("\(more.documents) dokumenter til", "\(more.documents) more documents"))
        }
        let what = parts.isEmpty ? say("det hele", "all of it") : parts.joined(separator: say(" og ", " and "))
        return field("…", what + say(": --full eller --json", ": --full or --json"))
    }

    private static func clipped(_ line: String) -> String {
        line.count > width ? line.prefix(width - 1) + "…" : line
    }

    /// A sentence in lines of the screen's width.
    private func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= Self.width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    private func field(_ name: String, _ value: String) -> String {
        name + String(repeating: " ", count: max(1, 13 - name.count)) + value
    }

    // MARK: - What is explained

    private var subject: [String] {
        var lines: [String] = []
        if let chain = explanation.finding { lines += about(chain) }
        lines.append(field(say("udgivelse", "publication"), "\(explanation.publication), \(explanation.digest)"))
        if let chain = explanation.finding { lines += analysis(chain) }
        let name = explanation.finding == nil ? say("tal", "figure") : say("eget tal", "own figure")
        lines.append(field(name, explanation.figure.map(text) ?? "–"))
        if let chain = explanation.finding {
            let inputs = say(
                "\(chain.inputs) tal, \(chain.inputsWithValue) med værdi",
                "\(chain.inputs) observations, \(chain.inputsWithValue) with a value"
            )
            lines.append(field(say("grundlag", "inputs"), inputs))
        }
        return lines + (explanation.figure.map { computation($0, indent: "") } ?? [])
    }

    private func about(_ chain: FindingChain) -> [String] {
        let finding = chain.finding
        var lines = [
            field(say("resultat", "finding"), "\(finding.id): \(finding.statistic) = \(finding.value) \(finding.unit)")
        ]
        if chain.isSuperseded {
            let text = say(
                "af en senere kørsel; tallene er dem, der gjaldt",
                "by a later run; the figures are of its time"
            )
            lines.append(field(say("afløst", "superseded"), text))
        }
        if !finding.caveats.isEmpty {
            lines.append(field(say("forbehold", "caveats"), finding.caveats.joined(separator: ", ")))
        }
        return lines
    }

    /// The plugin, its settings and the group.
    private func analysis(_ chain: FindingChain) -> [String] {
        let unknown = say("ikke noteret dengang", "not noted then")
        let settings = chain.settings.map { settings in
            settings.isEmpty
                ? say("ingen", "none")
                : settings.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
        }
        let group = chain.group.map { group in
            "\(group.id), \(group.members.count) " + say("områder", "areas") + ", \(group.digest)"
        }
        return [
            field("plugin", "\(chain.finding.plugin) \(chain.pluginVersion), \(chain.pluginDigest)"),
            field(say("indstilling", "settings"), settings ?? unknown),
            field(
                say("gruppe", "group"),
                chain.finding.group.isEmpty
                    ? say("ingen", "none") : group ?? "\(chain.finding.group), \(unknown)"
            ),
        ]
    }

    /// The formula of a computed figure, and the figures that it was computed from.
    private func computation(_ chain: FigureChain, indent: String) -> [String] {
        guard let formula = chain.formula else { return [] }
        var lines = [field(say("formel", "formula"), indent + formula)]
        if chain.flags == Derivation.bridged {
            lines.append(
                field(say("mærke", "flag"), "\(indent)\(chain.flags): \(Derivation.bridgedMeaning[say.language])")
            )
        }
        for input in isFull ? chain.inputs[...] : chain.inputs.prefix(Self.inputs) {
            let text = "\(indent)\(text(input)), \(say("hentning", "fetch")) \(input.fetch)"
            lines.append(field(say("regnet af", "from"), text))
            // What was computed of something computed is one step away: `pejl explain` of the input.
            if isFull || chain.inputs.count == 1 { lines += computation(input, indent: indent + "  ") }
        }
        return lines
    }

    private var leavesInputsOut: Bool {
        func leaves(_ chain: FigureChain) -> Bool {
            chain.inputs.count > Self.inputs || chain.inputs.contains(where: leaves)
                || (chain.inputs.count > 1 && chain.inputs.contains { $0.formula != nil })
        }
        return explanation.figure.map(leaves) ?? false
    }

    private func text(_ chain: FigureChain) -> String {
        let value = chain.value.map { QueryValue.real($0).text + " \(chain.unit)" } ?? "–"
        return "\(chain.series) \(chain.period) = \(value) (\(chain.status))"
    }

    // MARK: - Fetches

    private func block(_ fetch: FetchRecord) -> [String] {
        let name = fetch.formula == nil ? say("hentning", "fetch") : say("beregning", "computation")
        let recipe = field(say("opskrift", "recipe"), fetch.recipe)
        let decoder = say("afkoder", "decoder")
        let together = "\(recipe), \(decoder) \(fetch.decoder)"
        return [field(name, "\(fetch.id), \(fetch.dataset) (\(fetch.table)), \(fetch.finishedAt)")]
            + (together.count <= Self.width ? [together] : [recipe, field(decoder, fetch.decoder)])
    }

    private func exchange(_ exchange: ExchangeRecord) -> [String] {
        let name = exchange.purpose == .figures ? say("spurgt", "asked") : say("slået op", "looked up")
        var lines = [field(name, "\(exchange.method) \(exchange.url) → \(exchange.status)")]
        if !exchange.requestBody.isEmpty { lines += field("", exchange.requestBody, isFull) }
        let headers = say("svarhoved", "headers")
        if isFull {
            lines += exchange.responseHeaders.map { field(headers, $0) }
        } else if !exchange.responseHeaders.isEmpty {
            lines.append(field(headers, exchange.responseHeaders.joined(separator: "; ")))
        }
        let document = "\(exchange.document), \(exchange.bytes) bytes (\(exchange.proof))"
        lines.append(field(say("dokument", "document"), document))
        if isFull { lines.append(field(say("ligger i", "kept at"), explanation.path(of: exchange.document))) }
        return lines
    }

    /// A text of several lines; one line of it in the short form.
    private func field(_ name: String, _ value: String, _ isWhole: Bool) -> [String] {
        let lines = value.split(whereSeparator: \.isNewline).map(String.init)
        return isWhole ? lines.map { field(name, $0) } : [field(name, lines.joined(separator: " "))]
    }
}
