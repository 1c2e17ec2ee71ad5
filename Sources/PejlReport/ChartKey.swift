/// What colours, marks and lines mean, as a list with small drawings.
struct ChartKey {
    /// A text with the swatch it explains.
    struct Item {
        let style: String
        let isLine: Bool
        let text: String
        /// Left out where the drawing itself names it.
        var onlyNarrow = false
    }

    let title: String
    let items: [Item]

    /// Draws the list; `onlyNarrow` leaves it out where the lines are labelled directly.
    func draw(onlyNarrow: Bool = false, in page: inout Markup) {
        let style = onlyNarrow ? "key only-narrow" : "key"
        page.element("ul", [("class", style), ("aria-label", title)]) { list in
            for item in items {
                list.element("li", item.onlyNarrow ? [("class", "only-narrow")] : []) { entry in
                    let box = [("class", "swatch"), ("viewBox", "0 0 34 16"), ("aria-hidden", "true")]
                    entry.element("svg", box) {
                        item.isLine ? Self.line(item.style, &$0) : Self.column(item.style, &$0)
                    }
                    entry.text(item.text)
                }
            }
        }
        page.newline()
    }

    private static func line(_ style: String, _ svg: inout Markup) {
        svg.line("curve \(style)-stroke", 1, 8, 33, 8)
        svg.path("marker \(style)-fill", DevelopmentChart.marker(style, x: 17, y: 8))
    }

    private static func column(_ style: String, _ svg: inout Markup) {
        switch style {
        case "all", "groupline":
            svg.line("median \(style)-stroke", 1, 8, 33, 8)
        default:
            svg.rectangle("bar \(style)", x: 6, y: 1, width: 7, height: 14)
            if style == "own" { svg.path("own", "M25 4L31 14L19 14Z") }
            if style == "group" {
                svg.void("circle", [("class", "group"), ("cx", "25"), ("cy", "9"), ("r", "3")])
            }
        }
    }
}
