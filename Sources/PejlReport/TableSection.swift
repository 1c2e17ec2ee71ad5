import PejlModel

/// A small table with its note and source, never ranked.
struct TableSection {
    let table: SmallTable
    let id: String
    let model: ReportModel
    let language: Language

    func draw(in page: inout Markup) {
        let texts = Texts.of(language)
        page.element("section", [("class", "small-table"), ("id", id), ("aria-labelledby", "\(id)-h")]) { section in
            section.newline()
            section.element("h2", [("id", "\(id)-h")], text: table.title[language])
            if !namesMunicipality {
                section.element("p", text: texts.tableOwnAbsent.filled(["name": model.municipalityName]))
            }
            section.element("div", [("class", "scroll")]) { scroll in
                scroll.element("table") { draw(table: &$0, texts) }
            }
            section.newline()
            section.element("p", [("class", "note")], text: table.note[language])
            SourceSection(model: model, language: language).line(
                table.sourceNumber,
                findings: table.findingIDs,
                in: &section
            )
        }
        page.newline()
    }

    private var namesMunicipality: Bool {
        table.rows.contains { row in
            guard case .text(let heading) = row.first else { return false }
            return heading[language] == model.municipalityName
        }
    }

    private func draw(table markup: inout Markup, _ texts: Texts) {
        markup.element("caption", text: table.title[language])
        markup.element("thead") { head in
            head.element("tr") { row in
                for (column, title) in table.columnHeads.enumerated() {
                    let style = isNumber(column) ? [("class", "number")] : []
                    row.element("th", [("scope", "col")] + style, text: title[language])
                }
            }
        }
        markup.element("tbody") { body in
            for cells in table.rows {
                body.element("tr") { row in
                    for (column, cell) in cells.enumerated() {
                        let style = isNumber(column) ? [("class", "number")] : []
                        if column == 0 {
                            row.element("th", [("scope", "row")] + style, text: text(cell, texts))
                        } else {
                            row.element("td", style, text: text(cell, texts))
                        }
                    }
                }
                body.newline()
            }
        }
    }

    private func isNumber(_ column: Int) -> Bool {
        table.rows.contains { row in
            guard column < row.count, case .value = row[column] else { return false }
            return true
        }
    }

    private func text(_ cell: SmallTable.Cell, _ texts: Texts) -> String {
        switch cell {
        case .text(let text): text[language]
        case .value(let value, let unit): unit.text(value, language)
        case .suppressed: texts.suppressedCell
        case .missing: texts.missingCell
        }
    }
}
