import PejlModel

/// What other plugins than the benchmark found, or that they are missing.
struct AnalysisSection {
    let notes: [AnalysisNote]
    let language: Language

    func draw(in page: inout Markup) {
        guard !notes.isEmpty else { return }
        let texts = Texts.of(language)
        page.element("section", [("class", "analyses"), ("aria-labelledby", "analyses-h")]) { section in
            section.element("h2", [("id", "analyses-h")], text: texts.analyses)
            for note in notes { draw(note, texts, in: &section) }
            section.element("p", [("class", "note")], text: texts.analysesNote)
        }
        page.newline()
    }

    private func draw(_ note: AnalysisNote, _ texts: Texts, in section: inout Markup) {
        section.newline()
        section.element("h3", text: note.title[language])
        guard let findings = note.findings else { return section.element("p", text: texts.analysisAbsent) }
        guard !findings.isEmpty else { return section.element("p", text: texts.analysisNothing) }
        section.element("ul") { list in
            for finding in findings {
                list.newline()
                list.element("li") { item in
                    item.text(([finding.text] + finding.caveats).map { $0[language] }.joined(separator: " ") + " ")
                    item.element("span", [("class", "digest")], text: finding.id)
                }
            }
        }
        if note.hidden > 0 {
            section.element("p", text: texts.analysisMore.filled(["count": "\(note.hidden)"]))
        }
    }
}
