import PejlModel

/// One figure's section: sentence, key figures, ranked chart, development, ranking, notes.
struct FigureSection {
    let figure: RankedFigure
    let id: String
    let model: ReportModel
    let language: Language
    let texts: Texts
    let ranking: Ranking

    init(figure: RankedFigure, id: String, model: ReportModel, language: Language) {
        self.figure = figure
        self.id = id
        self.model = model
        self.language = language
        texts = Texts.of(language)
        ranking = Ranking(figure.bars, order: figure.rankOrder.first)
    }

    var sentences: Sentences {
        Sentences(
            figure: figure,
            ranking: ranking,
            municipality: model.municipalityName,
            language: language,
            texts: texts
        )
    }

    var title: String { figure.fullTitle(language) }

    func draw(in page: inout Markup) {
        page.element("section", [("class", "figure"), ("id", id), ("aria-labelledby", "\(id)-h")]) { section in
            section.newline()
            section.element("h2", [("id", "\(id)-h")], text: title)
            section.newline()
            section.element("p", text: sentences.value + " " + sentences.direction)
            KeyFigures(figure: figure, sentences: sentences, language: language, texts: texts).draw(in: &section)
            ranked(in: &section)
            if let development = figure.development, !development.periods.isEmpty {
                developmentPart(development, in: &section)
            }
            notes(in: &section)
            RankingTable(figure: figure, ranking: ranking, language: language, texts: texts).draw(in: &section)
        }
        page.newline()
    }

    private func ranked(in section: inout Markup) {
        section.element(
            "h3",
            text: texts.rankedHeading.filled([
                "period": figure.periodLabel[language], "order": figure.rankOrder.text[language],
                "n": "\(ranking.entries.count)",
            ])
        )
        if ranking.entries.isEmpty {
            section.element("p", text: texts.noValues)
        } else {
            ChartKey(title: texts.key, items: rankedKey).draw(in: &section)
            RankedChart(figure: figure, ranking: ranking, id: id, language: language, texts: texts).draw(in: &section)
        }
        for (names, template) in [
            (ranking.suppressed, texts.suppressedList), (ranking.missing, texts.missingList),
        ] where !names.isEmpty {
            section.element("p", [("class", "note")], text: template.filled(["names": names.joined(separator: ", ")]))
        }
    }

    private var rankedKey: [ChartKey.Item] {
        var items: [ChartKey.Item] = []
        if ranking.own != nil {
            items.append(ChartKey.Item(style: "own", isLine: false, text: model.municipalityName))
        }
        let others = ranking.entries.filter { !$0.bar.isOwn }
        if others.contains(where: \.bar.isInGroup) {
            items.append(ChartKey.Item(style: "group", isLine: false, text: figure.groupTitle[language]))
        }
        if others.contains(where: { !$0.bar.isInGroup }) {
            items.append(ChartKey.Item(style: "other", isLine: false, text: texts.keyOthers))
        }
        let group = texts.medianOfGroup.filled(["group": figure.groupTitle[language]])
        for (style, name, value) in [
            ("all", texts.medianAll, figure.medianAll), ("groupline", group, figure.medianGroup),
        ] {
            guard let value, value.isFinite else { continue }
            items.append(
                ChartKey.Item(
                    style: style,
                    isLine: false,
                    text: "\(name): \(figure.unit.text(value, language))",
                    onlyNarrow: true
                )
            )
        }
        return items
    }

    private func developmentPart(_ development: Development, in section: inout Markup) {
        let chart = DevelopmentChart(
            development: development,
            figure: figure,
            ownName: model.municipalityName,
            id: id,
            language: language,
            texts: texts
        )
        let ends = ["first": development.periods.first ?? "", "last": development.periods.last ?? ""]
        section.element("div", [("class", "development")]) { part in
            part.element("h3", text: texts.developmentHeading.filled(ends))
            let items = chart.series.reversed().map { ChartKey.Item(style: $0.style, isLine: true, text: $0.name) }
            ChartKey(title: texts.key, items: items).draw(onlyNarrow: true, in: &part)
            chart.draw(in: &part)
            var remarks = chart.bands.map { band in
                let ends = [development.periods[band.periods.lowerBound], development.periods[band.periods.upperBound]]
                return texts.flagged.filled([
                    "mark": band.mark, "periods": ends[0] == ends[1] ? ends[0] : ends.joined(separator: "–"),
                    "note": band.note[language],
                ])
            }
            remarks += chart.cuts.map { cut in
                texts.cut.filled([
                    "mark": cut.mark, "before": development.periods[cut.before - 1],
                    "after": development.periods[cut.before],
                    "reasons": cut.reasons.map { $0[language] }.joined(separator: "; "),
                ])
            }
            remarks.append(texts.developmentOf)
            if chart.startsAboveZero { remarks.append(texts.axisNotZero) }
            if chart.hasGaps { remarks.append(texts.gap) }
            for remark in remarks { part.element("p", [("class", "note")], text: remark) }
            developmentTable(chart, in: &part)
        }
        section.newline()
    }

    private func developmentTable(_ chart: DevelopmentChart, in part: inout Markup) {
        let series = Array(chart.series.reversed())
        part.element("div", [("class", "scroll")]) { scroll in
            scroll.element("table") { developmentTable(chart, series, in: &$0) }
        }
    }

    private func developmentTable(
        _ chart: DevelopmentChart,
        _ series: [DevelopmentChart.Series],
        in table: inout Markup
    ) {
        table.element("caption", text: texts.developmentCaption.filled(["title": title]))
        table.element("thead") { head in
            head.element("tr") { row in
                row.element("th", [("scope", "col")], text: texts.period)
                for one in series { row.element("th", [("scope", "col"), ("class", "number")], text: one.name) }
            }
        }
        table.element("tbody") { body in
            for (index, period) in chart.development.periods.enumerated() {
                body.element("tr") { row in
                    let mark = chart.bands.first { $0.periods.contains(index) }.map { " (\($0.mark))" } ?? ""
                    let cut = chart.cuts.first { $0.before == index }.map {
                        " " + texts.cutMark.filled(["mark": $0.mark])
                    }
                    row.element("th", [("scope", "row")], text: period + mark + (cut ?? ""))
                    for one in series {
                        let text = one.values[index].map { figure.unit.text($0, language) } ?? "–"
                        row.element("td", [("class", "number")], text: text)
                    }
                }
                body.newline()
            }
        }
    }

    private func notes(in section: inout Markup) {
        if !figure.caveats.isEmpty {
            section.element("h3", text: texts.caveats)
            section.element("ul", [("class", "caveats")]) { list in
                for caveat in figure.caveats { list.element("li", text: caveat[language]) }
            }
        }
        SourceSection(model: model, language: language).line(
            figure.sourceNumber,
            findings: figure.findingIDs,
            in: &section
        )
    }
}
