import PejlModel

/// Draws every municipality as a thin column in rank order, the own one named and pointed at.
struct RankedChart {
    let figure: RankedFigure
    let ranking: Ranking
    let id: String
    let language: Language
    let texts: Texts

    /// Both sizes; the style sheet shows one of them.
    func draw(in page: inout Markup) {
        for size in [ChartSize.wide, .narrow] { draw(size, in: &page) }
    }

    /// "Lavest: Læsø, 1,7 %", naming how many more share the value.
    func endText(_ end: RankOrder.First) -> String {
        let entries = ranking.end(end)
        guard let first = entries.first else { return "" }
        let heading = end == .lowest ? texts.lowest : texts.highest
        let name =
            switch entries.count {
            case 1: first.bar.name
            case 2: texts.nameAndOne.filled(["name": first.bar.name])
            default:
                texts.nameAndMany.filled(["name": first.bar.name, "others": "\(entries.count - 1)"])
            }
        return "\(heading): \(name), \(figure.unit.text(first.value, language))"
    }

    private func draw(_ size: ChartSize, in page: inout Markup) {
        let right = size.width - (size.isWide ? 190 : 6)
        let top = size.font * 2 + 8
        let bottom = top + size.plotHeight
        let scale = Scale(ranking.entries.map(\.value), includingZero: true, top: top, bottom: bottom)
        let tick = { (value: Double) in figure.unit.text(value, language, decimals: scale.decimals) }
        let left = Markup.leftMargin(scale, size: size, tick: tick)
        let slot = min((right - left) / Double(max(1, ranking.entries.count)), 48)
        let ends = ranking.entries.count > 1 ? endLabels() : []
        let onOneRow = ends.map { TextFit.width($0, size: size.font) }.reduce(24, +) < right - left
        let height = bottom + 20 + size.font * 1.35 * (onOneRow ? 1 : 2)
        let title = texts.rankedChartTitle.filled([
            "title": figure.fullTitle(language), "period": figure.periodLabel[language],
        ])
        page.image(id: "\(id)-rank", size: size, height: height, title: title, description: description) { svg in
            svg.grid(scale, from: left, to: right, size: size, tick: tick)
            for (index, entry) in ranking.entries.enumerated() {
                bar(entry, x: left + slot * Double(index), slot: slot, scale: scale, bottom: bottom, in: &svg)
            }
            medians(size, scale, left: left, right: right, in: &svg)
            if let index = ranking.entries.firstIndex(where: { $0.bar.isOwn }) {
                let centre = left + slot * (Double(index) + 0.5)
                pointer(ranking.entries[index], centre: centre, size: size, scale: scale, in: &svg)
            }
            let rows = bottom + 20 + size.font
            for (index, text) in ends.enumerated() {
                let y = rows + (onOneRow || index == 0 ? 0 : size.font * 1.35)
                let fitted = TextFit.shortened(text, width: right - left, size: size.font)
                let x = index == 0 ? left : right
                svg.label(fitted, x: x, y: y, size: size.font, anchor: index == 0 ? "start" : "end")
            }
        }
    }

    private var description: String {
        texts.rankedChartDescription.filled([
            "count": "\(ranking.entries.count)", "order": figure.rankOrder.text[language],
            "low": endText(.lowest) + ".", "high": endText(.highest) + ".",
        ])
    }

    /// The end at rank 1 first, since it is drawn at the left.
    private func endLabels() -> [String] {
        figure.rankOrder.first == .lowest
            ? [endText(.lowest), endText(.highest)] : [endText(.highest), endText(.lowest)]
    }

    private func bar(
        _ entry: Ranking.Entry,
        x: Double,
        slot: Double,
        scale: Scale,
        bottom: Double,
        in svg: inout Markup
    ) {
        let zero = scale.y(0)
        let y = scale.y(entry.value)
        let style = entry.bar.isOwn ? "own" : entry.bar.isInGroup ? "group" : "other"
        let tooltip = texts.barTooltip.filled([
            "name": entry.bar.name, "value": figure.unit.text(entry.value, language), "rank": entry.rankText,
            "n": "\(ranking.entries.count)",
        ])
        svg.rectangle(
            "bar \(style)",
            x: x + slot * 0.13,
            y: min(y, zero),
            width: slot * 0.74,
            height: max(abs(zero - y), 1),
            tooltip: tooltip
        )
        let centre = x + slot / 2
        if entry.bar.isOwn {
            let (a, b) = (NumberText.coordinate(centre - 6), NumberText.coordinate(centre + 6))
            let foot = NumberText.coordinate(bottom + 15)
            svg.path(
                "own",
                "M\(NumberText.coordinate(centre)) \(NumberText.coordinate(bottom + 4))L\(b) \(foot)L\(a) \(foot)Z"
            )
        } else if entry.bar.isInGroup {
            let radius = NumberText.coordinate(min(2.2, slot * 0.4))
            svg.void(
                "circle",
                [
                    ("class", "group"), ("cx", NumberText.coordinate(centre)),
                    ("cy", NumberText.coordinate(bottom + 9)), ("r", radius),
                ]
            )
        }
    }

    private func medians(_ size: ChartSize, _ scale: Scale, left: Double, right: Double, in svg: inout Markup) {
        var labels: [SideLabel] = []
        let room = size.width - right - 22
        let group = texts.medianOfGroup.filled(["group": figure.groupTitle[language]])
        for (value, name, style) in [
            (figure.medianAll, texts.medianAll, "all"), (figure.medianGroup, group, "groupline"),
        ] {
            guard let value, value.isFinite else { continue }
            let y = scale.y(value)
            svg.line("halo", left, y, right, y)
            svg.line("median \(style)-stroke", left, y, right, y)
            let lines = TextFit.wrapped(name, width: room, size: size.font, lines: 3)
            labels.append(
                SideLabel(lines: lines + [figure.unit.text(value, language)], y: y, style: style, from: (right, y))
            )
        }
        guard size.isWide else { return }
        SideLabel.draw(labels, x: right + 18, size: size, top: scale.top, bottom: scale.bottom, in: &svg)
    }

    private func pointer(
        _ own: Ranking.Entry,
        centre: Double,
        size: ChartSize,
        scale: Scale,
        in svg: inout Markup
    ) {
        let fitted = TextFit.shortened(
            "\(own.bar.name) \(figure.unit.text(own.value, language))",
            width: size.width - 8,
            size: size.font
        )
        let half = TextFit.width(fitted, size: size.font) / 2
        let x = min(max(centre, half + 4), size.width - half - 4)
        svg.line("pointer", centre, size.font + 10, centre, min(scale.y(own.value), scale.y(0)) - 2)
        svg.label(fitted, x: x, y: size.font + 4, size: size.font, anchor: "middle", style: "label own-text strong")
    }
}

extension RankedFigure {
    /// Title and breakdown.
    func fullTitle(_ language: Language) -> String {
        breakdownTitle[language].isEmpty ? title[language] : "\(title[language]), \(breakdownTitle[language])"
    }
}
