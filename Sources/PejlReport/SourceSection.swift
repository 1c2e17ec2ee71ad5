import PejlModel

/// Where the figures come from: a line under each figure and the full list at the end.
struct SourceSection {
    let model: ReportModel
    let language: Language

    private var texts: Texts { Texts.of(language) }

    /// The source line and, smaller, the findings to trace.
    func line(_ number: Int, findings: [String], in section: inout Markup) {
        section.element("p", [("class", "source")]) { line in
            if let source = model.sources.first(where: { $0.number == number }) {
                let text = texts.source.filled([
                    "publisher": source.publisher, "table": source.tableCode,
                    "day": DateText.day(source.retrieved, texts),
                ])
                line.element("a", [("href", "#source-\(number)")], text: text)
                // What must be shown with the figures may be long: it stands once, and each figure points to it.
                if source.notes.contains(where: { $0.isMandatory && shown($0) != nil }) {
                    line.text(" ")
                    line.element("a", [("href", "#source-\(number)-note")], text: texts.sourceHasNote)
                }
            } else {
                line.text(texts.sourceUnknown.filled(["number": "\(number)"]))
            }
        }
        section.newline()
        guard !findings.isEmpty else { return }
        section.element(
            "p",
            [("class", "findings")],
            text: texts.findings.filled(["ids": findings.joined(separator: ", ")])
        )
        section.newline()
    }

    /// Every source with terms, citation and the digests of its raw documents.
    func draw(in page: inout Markup) {
        guard !model.sources.isEmpty else { return }
        page.element("section", [("class", "sources"), ("aria-labelledby", "sources-h")]) { section in
            section.element("h2", [("id", "sources-h")], text: texts.sources)
            for source in model.sources {
                section.newline()
                section.element("div", [("class", "source-note"), ("id", "source-\(source.number)")]) {
                    draw(source, in: &$0)
                }
            }
        }
        page.newline()
    }

    private func draw(_ source: SourceNote, in note: inout Markup) {
        note.element("h3", text: "\(source.number). \(source.publisher): \(source.title[language])")
        note.element("dl") { list in
            for (term, text) in [
                (texts.sourceTable, source.tableCode), (texts.sourcePeriod, source.periodText[language]),
                (texts.sourceRetrieved, DateText.day(source.retrieved, texts)), (texts.sourceLicence, source.licence),
            ] where !text.isEmpty {
                list.element("dt", text: term)
                list.element("dd", text: text)
            }
            if !source.citation.isEmpty {
                list.element("dt", text: texts.sourceCitation)
                list.element("dd") { Self.linked(source.citation, in: &$0) }
            }
            let notes = source.notes.compactMap(shown)
            for (index, (term, text)) in notes.enumerated() {
                list.element("dt", index == 0 ? [("id", "source-\(source.number)-note")] : [], text: term)
                list.element("dd") { Self.linked(text, in: &$0) }
            }
            if !source.digests.isEmpty {
                list.element("dt", text: texts.sourceDigests)
                for digest in source.digests { list.element("dd", [("class", "digest")], text: digest) }
            }
        }
    }

    /// A note's heading and text; what only concerns whoever runs pejl is left out.
    private func shown(_ note: PublisherNote) -> (term: String, text: String)? {
        switch note.kind {
        case .footnote: (texts.sourceFootnote, note.text)
        case .closedTable:
            (texts.sourceClosed, texts.sourceClosedText.filled(["day": DateText.day(note.text, texts)]))
        case .addedColumn, .jump, .uncheckedCatalogue: nil
        }
    }

    /// Text whose `https://` words are links, ending punctuation left outside.
    static func linked(_ text: String, in markup: inout Markup) {
        for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { markup.text(" ") }
            guard word.hasPrefix("https://") else {
                markup.text(String(word))
                continue
            }
            var address = word
            while let last = address.last, ".,;:)".contains(last) { address.removeLast() }
            let attributes = [("href", String(address)), ("rel", "noreferrer")]
            markup.element("a", attributes, text: String(address))
            markup.text(String(word[address.endIndex...]))
        }
    }
}
