import PejlModel

/// Every municipality's rank and figure, folded away on screen and open in print.
struct RankingTable {
    let figure: RankedFigure
    let ranking: Ranking
    let language: Language
    let texts: Texts

    func draw(in section: inout Markup) {
        guard !ranking.entries.isEmpty else { return }
        section.element("details") { details in
            details.element("summary", text: texts.fullRanking)
            details.element("p", [("class", "note")], text: note)
            details.element("div", [("class", "columns")]) { columns in
                columns.element("table") { table in
                    let caption = texts.fullRankingCaption.filled([
                        "title": figure.fullTitle(language), "period": figure.periodLabel[language],
                    ])
                    table.element("caption", text: caption)
                    head(in: &table)
                    table.element("tbody") { body in
                        for entry in ranking.entries { row(entry, in: &body) }
                    }
                }
            }
        }
        section.newline()
    }

    private var note: String {
        let note = texts.fullRankingNote.filled([
            "n": "\(ranking.entries.count)", "order": figure.rankOrder.text[language],
        ])
        guard ranking.entries.contains(where: \.bar.isInGroup) else { return note }
        return note + " " + texts.groupMark.filled(["group": figure.groupTitle[language]]) + "."
    }

    private func head(in table: inout Markup) {
        table.element("thead") { head in
            head.element("tr") { row in
                row.element("th", [("scope", "col"), ("class", "number")], text: texts.rank)
                row.element("th", [("scope", "col")], text: texts.name)
                row.element("th", [("scope", "col"), ("class", "number")], text: texts.figure)
            }
        }
        table.newline()
    }

    private func row(_ entry: Ranking.Entry, in body: inout Markup) {
        body.element("tr", entry.bar.isOwn ? [("class", "own-row")] : []) { row in
            row.element("td", [("class", "number")], text: entry.rankText)
            let mark = entry.bar.isOwn ? " " + texts.ownMark : entry.bar.isInGroup ? " •" : ""
            row.element("th", [("scope", "row")], text: entry.bar.name + mark)
            row.element("td", [("class", "number")], text: figure.unit.text(entry.value, language))
        }
        body.newline()
    }
}
