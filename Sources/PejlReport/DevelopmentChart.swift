import PejlModel

/// Draws the municipality and the two medians over the periods; a missing value is a gap.
struct DevelopmentChart {
    let development: Development
    let figure: RankedFigure
    let ownName: String
    let id: String
    let language: Language
    let texts: Texts

    /// One line of the chart.
    struct Series {
        let name: String
        let style: String
        let values: [Double?]
    }

    /// A run of neighbouring periods with one note.
    struct Band: Equatable {
        let mark: String
        let periods: ClosedRange<Int>
        let note: Localised
    }

    /// Both sizes; the style sheet shows one of them.
    func draw(in page: inout Markup) {
        for size in [ChartSize.wide, .narrow] { draw(size, in: &page) }
    }

    /// The own series last, so that it is drawn on top.
    var series: [Series] {
        [
            Series(name: texts.medianAll, style: "all", values: padded(development.median)),
            Series(
                name: texts.medianOfGroup.filled(["group": figure.groupTitle[language]]),
                style: "groupline",
                values: padded(development.groupMedian)
            ),
            Series(name: ownName, style: "own", values: padded(development.own)),
        ]
    }

    var bands: [Band] {
        var bands: [Band] = []
        let flags = development.flags.filter { development.periods.indices.contains($0.periodIndex) }
            .sorted { $0.periodIndex < $1.periodIndex }
        for flag in flags {
            if let last = bands.last, last.note == flag.note, flag.periodIndex <= last.periods.upperBound + 1 {
                let periods = last.periods.lowerBound...max(last.periods.upperBound, flag.periodIndex)
                bands[bands.count - 1] = Band(mark: last.mark, periods: periods, note: last.note)
            } else {
                let mark = bands.count < 26 ? String(UnicodeScalar(UInt8(65 + bands.count))) : "\(bands.count + 1)"
                bands.append(Band(mark: mark, periods: flag.periodIndex...flag.periodIndex, note: flag.note))
            }
        }
        return bands
    }

    /// A place where the lines are cut; several reasons for one place are one of them.
    struct Cut: Equatable {
        let mark: String
        let before: Int
        let reasons: [Localised]
    }

    var cuts: [Cut] {
        let places = Set(development.cuts.map(\.before)).filter { $0 > 0 && $0 < development.periods.count }.sorted()
        return places.enumerated().map { number, place in
            let reasons = development.cuts.filter { $0.before == place }.map(\.reason)
            return Cut(mark: "\(number + 1)", before: place, reasons: reasons)
        }
    }

    /// Whether the axis starts elsewhere than at zero.
    var startsAboveZero: Bool {
        Scale(values, includingZero: false, top: 0, bottom: 1).low > 0
    }

    /// Whether any of the lines is broken.
    var hasGaps: Bool {
        series.contains { $0.values.contains { $0 == nil } }
    }

    private var values: [Double] { series.flatMap { $0.values.compactMap(\.self) } }

    private func padded(_ values: [Double?]) -> [Double?] {
        development.periods.indices.map { index in
            guard index < values.count, let value = values[index], value.isFinite else { return nil }
            return value
        }
    }

    private func draw(_ size: ChartSize, in page: inout Markup) {
        let right = size.width - (size.isWide ? 190 : 66)
        let top = size.font * 1.6
        let bottom = top + size.plotHeight * 0.9
        let scale = Scale(values, includingZero: false, top: top, bottom: bottom)
        let tick = { (value: Double) in figure.unit.text(value, language, decimals: scale.decimals) }
        let left = Markup.leftMargin(scale, size: size, tick: tick)
        let step = (right - left) / Double(max(1, development.periods.count))
        let title = texts.developmentChartTitle.filled(span([("title", figure.fullTitle(language))]))
        let description = texts.developmentChartDescription.filled([
            "name": ownName, "group": figure.groupTitle[language],
        ])
        page.image(
            id: "\(id)-dev",
            size: size,
            height: bottom + size.font * 1.9,
            title: title,
            description: description
        ) { svg in
            for band in bands {
                let x = left + step * Double(band.periods.lowerBound)
                let width = step * Double(band.periods.count)
                svg.rectangle("band", x: x, y: 0, width: width, height: bottom)
                svg.label(
                    band.mark,
                    x: x + width / 2,
                    y: size.font * 1.1,
                    size: size.font,
                    anchor: "middle",
                    style: "tick"
                )
            }
            svg.grid(scale, from: left, to: right, size: size, tick: tick)
            for cut in cuts {
                let x = left + step * Double(cut.before)
                svg.line("cut", x, 0, x, bottom)
                svg.label(cut.mark, x: x + 4, y: size.font * 1.1, size: size.font, style: "tick")
            }
            periodLabels(size, left: left, step: step, y: bottom + size.font * 1.5, in: &svg)
            for series in series { line(series, left: left, step: step, scale: scale, in: &svg) }
            SideLabel.draw(
                sideLabels(size, left: left, right: right, step: step, scale: scale),
                x: right + (size.isWide ? 18 : 12),
                size: size,
                top: 0,
                bottom: bottom,
                in: &svg
            )
        }
    }

    private func span(_ more: [(String, String)]) -> [String: String] {
        Dictionary(
            more + [("first", development.periods.first ?? ""), ("last", development.periods.last ?? "")],
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The labels that fit, counted back from the last.
    private func periodLabels(_ size: ChartSize, left: Double, step: Double, y: Double, in svg: inout Markup) {
        let labels = size.isWide ? development.periods : development.periods.map(Self.short)
        let widest = labels.map { TextFit.width($0, size: size.font) }.max() ?? 0
        let every = max(1, Int(((widest + 5) / max(step, 1)).rounded(.up)))
        for index in labels.indices.reversed() where (labels.count - 1 - index).isMultiple(of: every) {
            let x = left + step * (Double(index) + 0.5)
            svg.label(labels[index], x: x, y: y, size: size.font, anchor: "middle", style: "tick")
        }
    }

    /// "2024/2025" as "24/25", where room is short.
    static func short(_ period: String) -> String {
        let years = period.split(separator: "/")
        guard years.count == 2, years.allSatisfy({ $0.count == 4 && Int($0) != nil }) else { return period }
        return years.map { $0.suffix(2) }.joined(separator: "/")
    }

    private func line(_ series: Series, left: Double, step: Double, scale: Scale, in svg: inout Markup) {
        var commands = ""
        var isDrawing = false
        let places = Set(cuts.map(\.before))
        for (index, value) in series.values.enumerated() {
            // Two periods that are counted in two ways are not joined.
            if places.contains(index) { isDrawing = false }
            guard let value else {
                isDrawing = false
                continue
            }
            let x = NumberText.coordinate(left + step * (Double(index) + 0.5))
            commands += "\(isDrawing ? "L" : "M")\(x) \(NumberText.coordinate(scale.y(value)))"
            isDrawing = true
        }
        guard !commands.isEmpty else { return }
        svg.path("curve \(series.style)-stroke", commands)
        for (index, value) in series.values.enumerated() {
            guard let value else { continue }
            let shape = Self.marker(series.style, x: left + step * (Double(index) + 0.5), y: scale.y(value))
            let tooltip = "\(series.name), \(development.periods[index]): \(figure.unit.text(value, language))"
            svg.element("path", [("class", "marker \(series.style)-fill"), ("d", shape)]) {
                $0.element("title", text: tooltip)
            }
        }
    }

    /// A circle for the municipality, a square for all, a diamond for the group.
    static func marker(_ style: String, x: Double, y: Double) -> String {
        func point(_ dx: Double, _ dy: Double) -> String {
            NumberText.coordinate(x + dx) + " " + NumberText.coordinate(y + dy)
        }
        switch style {
        case "own": return "M\(point(-5, 0))a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z"
        case "all": return "M\(point(-4, -4))h8v8h-8Z"
        default: return "M\(point(0, -5.5))L\(point(5.5, 0))L\(point(0, 5.5))L\(point(-5.5, 0))Z"
        }
    }

    private func sideLabels(
        _ size: ChartSize,
        left: Double,
        right: Double,
        step: Double,
        scale: Scale
    ) -> [SideLabel] {
        series.compactMap { series in
            guard let index = series.values.lastIndex(where: { $0 != nil }), let value = series.values[index] else {
                return nil
            }
            let isLast = index == series.values.count - 1
            var lines: [String] = []
            if size.isWide {
                let name = isLast ? series.name : "\(series.name) (\(development.periods[index]))"
                lines = TextFit.wrapped(name, width: size.width - right - 22, size: size.font, lines: 3)
            }
            lines.append(figure.unit.text(value, language))
            let y = scale.y(value)
            let x = left + step * (Double(index) + 0.5) + 7
            return SideLabel(lines: lines, y: y, style: series.style, from: (x, y))
        }
    }
}
