import PejlModel

/// One drawing of a chart: the same content is laid out for a page and for a telephone.
struct ChartSize {
    let name: String
    let width: Double
    let plotHeight: Double
    let font: Double
    let isWide: Bool

    /// For screens and A4.
    static let wide = ChartSize(name: "wide", width: 960, plotHeight: 300, font: 15, isWide: true)
    /// For screens under 640 pixels.
    static let narrow = ChartSize(name: "narrow", width: 380, plotHeight: 240, font: 13, isWide: false)
}

/// Short forms for drawing SVG; coordinates in user units.
extension Markup {
    /// An image with its name and description for those who do not see it.
    mutating func image(
        id: String,
        size: ChartSize,
        height: Double,
        title: String,
        description: String,
        _ content: (inout Markup) -> Void
    ) {
        let box = "0 0 \(NumberText.coordinate(size.width)) \(NumberText.coordinate(height))"
        let attributes = [
            ("class", "chart only-\(size.name)"), ("viewBox", box), ("role", "img"),
            ("aria-labelledby", "\(id)-\(size.name)-t \(id)-\(size.name)-d"),
        ]
        element("svg", attributes) { svg in
            svg.element("title", [("id", "\(id)-\(size.name)-t")], text: title)
            svg.element("desc", [("id", "\(id)-\(size.name)-d")], text: description)
            content(&svg)
        }
        newline()
    }

    mutating func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
        void(
            "line",
            [("class", style)]
                + [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)].map { ($0, NumberText.coordinate($1)) }
        )
    }

    mutating func path(_ style: String, _ commands: String) {
        void("path", [("class", style), ("d", commands)])
    }

    mutating func rectangle(
        _ style: String,
        x: Double,
        y: Double,
        width: Double,
        height: Double,
        tooltip: String? = nil
    ) {
        let attributes =
            [("class", style)]
            + [("x", x), ("y", y), ("width", width), ("height", height)].map { ($0, NumberText.coordinate($1)) }
        guard let tooltip else { return void("rect", attributes) }
        element("rect", attributes) { $0.element("title", text: tooltip) }
    }

    mutating func label(
        _ text: String,
        x: Double,
        y: Double,
        size: Double,
        anchor: String = "start",
        style: String = "label"
    ) {
        let attributes = [
            ("class", style), ("x", NumberText.coordinate(x)), ("y", NumberText.coordinate(y)),
            ("font-size", NumberText.coordinate(size)), ("text-anchor", anchor),
        ]
        element("text", attributes, text: text)
    }

    /// Room for the tick labels left of the plot.
    static func leftMargin(_ scale: Scale, size: ChartSize, tick: (Double) -> String) -> Double {
        scale.ticks.map { TextFit.width(tick($0), size: size.font - 1) + 10 }.reduce(size.isWide ? 58 : 44, max)
    }

    /// Horizontal grid lines with their values; the zero line is stronger.
    mutating func grid(_ scale: Scale, from left: Double, to right: Double, size: ChartSize, tick: (Double) -> String) {
        for value in scale.ticks {
            let y = scale.y(value)
            line(value == 0 ? "axis" : "grid", left, y, right, y)
            label(tick(value), x: left - 6, y: y + size.font * 0.35, size: size.font - 1, anchor: "end", style: "tick")
        }
    }
}

/// A label beside a line, in the right margin.
struct SideLabel {
    let lines: [String]
    let y: Double
    let style: String
    /// Where its line ends.
    let from: (x: Double, y: Double)

    /// The last of `lines`, the value, is set in bold.
    static func draw(
        _ labels: [SideLabel],
        x: Double,
        size: ChartSize,
        top: Double,
        bottom: Double,
        in svg: inout Markup
    ) {
        let lineHeight = size.font * 1.2
        let heights = labels.map { Double($0.lines.count) * lineHeight + 4 }
        let centres = LabelSpread.centres(wanted: labels.map(\.y), heights: heights, top: top, bottom: bottom)
        for (index, label) in labels.enumerated() {
            svg.path(
                "leader \(label.style)-stroke",
                "M\(NumberText.coordinate(label.from.x)) \(NumberText.coordinate(label.from.y))"
                    + "L\(NumberText.coordinate(x - 4)) \(NumberText.coordinate(centres[index]))"
            )
            var y = centres[index] - Double(label.lines.count) * lineHeight / 2 + size.font * 0.95
            for (number, line) in label.lines.enumerated() {
                let weight = number == label.lines.count - 1 ? " strong" : ""
                svg.label(line, x: x, y: y, size: size.font, style: "label \(label.style)-text\(weight)")
                y += lineHeight
            }
        }
    }
}
