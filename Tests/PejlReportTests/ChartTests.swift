import PejlModel
import PejlReport
import Testing

struct ChartTests {
    @Test("draws one bar for each value, in rank order, ties sharing their ranks")
    func bars() {
        #expect(
            Page(Samples.model()).bars == [
                "Samsø: 6,0\u{A0}% (plads 1 af 4)", "Hedensted: 7,1\u{A0}% (plads 2–3 af 4)",
                "Horsens: 7,1\u{A0}% (plads 2–3 af 4)", "København: 9,0\u{A0}% (plads 4 af 4)",
            ]
        )
        let turned = Samples.model { $0.rankOrder = .highestFirst }
        #expect(Page(turned).bars.first == "København: 9,0\u{A0}% (plads 1 af 4)")
    }

    @Test("names the suppressed and the missing apart, and never draws them")
    func states() {
        let page = Page(Samples.model())
        #expect(page.text.contains("Kilden har skjult tallet for: Læsø."))
        #expect(page.text.contains("Kilden har intet tal for: Fanø."))
        #expect(!page.bars.contains { $0.contains("Læsø") || $0.contains("Fanø") })
    }

    @Test("does not draw a suppressed bar that carries a value, and draws a true zero")
    func strict() {
        let model = Samples.model { figure in
            figure.bars[3].value = 8.8
            figure.bars.append(Samples.bar("482", "Langeland", .nan))
            figure.bars.append(Samples.bar("773", "Morsø", 0))
        }
        let page = Page(model)
        #expect(page.bars.count == 5)
        #expect(page.bars.first == "Morsø: 0,0\u{A0}% (plads 1 af 5)")
        #expect(!page.html.contains("8,8"))
        #expect(page.text.contains("Kilden har intet tal for: Fanø, Langeland."))
    }

    @Test("names the own bar and both ends, and lists names in Danish order")
    func labels() {
        let model = Samples.model { figure in
            for name in ["Aabenraa", "Ærø", "Odense"] {
                figure.bars.append(Samples.bar(name, name, nil, .missing))
            }
            figure.bars.append(Samples.bar("400", "Bornholm", 9.0))
        }
        let labels = Page(model).named("text").map(\.text)
        #expect(labels.contains("Hedensted 7,1\u{A0}%"))
        #expect(labels.contains("Lavest: Samsø, 6,0\u{A0}%"))
        #expect(labels.contains("Højest: Bornholm og 1 anden, 9,0\u{A0}%"))
        #expect(Page(model).text.contains("intet tal for: Fanø, Odense, Ærø, Aabenraa."))
    }

    @Test("breaks the line where a value is missing, and says so")
    func gap() {
        let page = Page(Samples.model())
        let curves = page.named("path").filter { $0.has("curve") && $0.has("own-stroke") }
        #expect(curves.count == 2)
        #expect(curves.allSatisfy { ($0.attributes["d"] ?? "").filter { $0 == "M" }.count == 2 })
        #expect(page.text.contains("Kurven er brudt dér."))
        #expect(page.named("td").map(\.text).contains("–"))
    }

    @Test("cuts the lines at a break, and says between which periods and why", arguments: Language.allCases)
    func cut(language: Language) throws {
        let law = Localised(da: "Fra 2012 ni timer", en: "From 2012 nine hours")
        let practice = Localised(da: "Ny praksis", en: "New practice")
        let model = Samples.model { figure in
            figure.development?.own = [6.6, 6.7, 7.3, 7.1]
            figure.development?.cuts = [(3, law), (3, practice), (0, law), (4, law), (-1, law)].map {
                Development.Cut(before: $0.0, reason: $0.1)
            }
        }
        let page = Page(model, language)
        #expect(page.error == nil)
        // Two sizes of three lines; each line is drawn in two pieces: four points, one of them alone.
        let curves = page.named("path").filter { $0.has("curve") }.map { $0.attributes["d"] ?? "" }
        #expect(curves.count == 6)
        for commands in curves {
            #expect(commands.filter { $0 == "M" }.count == 2 && commands.filter { $0 == "L" }.count == 2, "\(commands)")
            #expect(commands.split(separator: "M").last?.contains("L") == false, "\(commands)")
        }
        #expect(page.named("line").filter { $0.has("cut") }.count == 2)
        let told =
            language == .danish
            ? "Lodret streg 1: brud mellem 2023/2024 og 2024/2025. Fra 2012 ni timer; Ny praksis. Tal på hver sin side kan "
                + "ikke sammenlignes."
            : "Vertical line 1: break between 2023/2024 and 2024/2025. From 2012 nine hours; New practice. Figures on "
                + "either side cannot be compared."
        #expect(page.text.contains(told))
        #expect(
            page.named("th").map(\.text).contains(language == .danish ? "2024/2025 (brud 1)" : "2024/2025 (break 1)")
        )
        // Without a break the same line is whole.
        let whole = Page(Samples.model { $0.development?.own = [6.6, 6.7, 7.3, 7.1] }, language)
        let joined = whole.named("path").filter { $0.has("curve") }.map { $0.attributes["d"] ?? "" }
        #expect(joined.allSatisfy { $0.filter { $0 == "M" }.count == 1 })
        #expect(!whole.text.contains("streg 1") && !whole.text.contains("line 1"))
    }

    @Test("shades neighbours with the same note as one band")
    func bands() {
        let covid = Localised(da: "covid-regler", en: "covid rules")
        let model = Samples.model { figure in
            figure.development?.flags = [1, 0, 3, 99].map { Development.Flag(periodIndex: $0, note: covid) }
        }
        let page = Page(model)
        #expect(page.named("rect").filter { $0.has("band") }.count == 4)
        #expect(page.text.contains("Gråt felt A (2021/2022–2022/2023): covid-regler"))
        #expect(page.text.contains("Gråt felt B (2024/2025): covid-regler"))
    }

    @Test("says when the axis of the lines does not start at zero")
    func axis() {
        let low = Samples.model { $0.development?.own[0] = 1 }
        #expect(!Page(low).text.contains("begynder ikke ved nul"))
        let high = Samples.model { figure in
            figure.development?.own = [95, 95.2, 96, 95.5]
            figure.development?.median = [94, 94, 94, 94]
            figure.development?.groupMedian = [93, 93, 93, 93]
        }
        #expect(Page(high).text.contains("Den lodrette akse begynder ikke ved nul."))
    }

    @Test(
        "keeps every coordinate inside the drawing, labels apart",
        arguments: [0.0, 0.01, 100, 12_345_678, 1e-300, 1e14]
    )
    func inside(scale: Double) {
        let page = Page(
            Samples.model { figure in
                for index in figure.bars.indices {
                    figure.bars[index].value = figure.bars[index].value.map { $0 * scale }
                }
                figure.medianAll = 7.25 * scale
                figure.medianGroup = 7.26 * scale
                figure.development?.own = [1, 2, 3, 4].map { $0 * scale }
                figure.development?.median = [4, 4, 4, 4].map { $0 * scale }
                figure.development?.groupMedian = [4, 4, 4, 4].map { $0 * scale }
            }
        )
        #expect(page.error == nil)
        for element in page.elements {
            for key in ["x", "y", "x1", "x2", "y1", "y2"] {
                guard let text = element.attributes[key] else { continue }
                let value = Double(text) ?? -1
                #expect(value >= 0 && value <= 960, "\(element.name) \(key)=\(text)")
            }
        }
    }
}
