import PejlModel
import PejlReport
import Testing

struct ReportTests {
    @Test("is well-formed XML with different ids and resolved references", arguments: Language.allCases)
    func wellFormed(language: Language) {
        let page = Page(Samples.model(), language)
        #expect(page.error == nil)
        let ids = page.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        let wanted = page.elements.flatMap { element in
            (element.attributes["aria-labelledby"]?.split(separator: " ").map(String.init) ?? [])
                + (element.attributes["href"].flatMap { $0.hasPrefix("#") ? [String($0.dropFirst())] : nil } ?? [])
        }
        #expect(Set(wanted).subtracting(ids).isEmpty)
        #expect(page.named("html").first?.attributes["lang"] == language.rawValue)
    }

    @Test("says which municipality, publication and day")
    func header() {
        let page = Page(Samples.model())
        #expect(page.named("h1").map(\.text) == ["Hedensted i de nationale skoletal"])
        #expect(page.text.contains("Hedensted (kommunekode 766)"))
        #expect(page.text.contains("nr. 12"))
        #expect(page.text.contains("22. november 2026 kl. 13.05 (UTC)"))
    }

    @Test("escapes hostile names wherever they appear", arguments: Language.allCases)
    func hostile(language: Language) {
        let evil = #"<script>alert('1')</script>"&]]>{value}"# + "\u{0}\u{1B}\u{202E}"
        let both = Localised(same: evil)
        var model = Samples.model { figure in
            figure.id = evil
            figure.title = both
            figure.breakdownTitle = both
            figure.unit = FigureUnit(symbol: both, decimals: 1, distance: both)
            figure.periodLabel = both
            figure.groupTitle = both
            figure.rankOrder.text = both
            figure.caveats = [both]
            figure.findingIDs = [evil]
            for index in figure.bars.indices { figure.bars[index].name = evil }
            figure.development?.periods[0] = evil
            figure.development?.flags[0].note = both
        }
        model.municipalityName = evil
        model.municipalityCode = evil
        model.contentDigest = evil
        model.madeAt = evil
        model.figures.append(model.figures[0])
        model.tables[0].title = both
        model.tables[0].rows[0][0] = .text(both)
        model.tables[0].note = both
        model.sources[0].publisher = evil
        model.sources[0].citation = "javascript:alert(1) https://a\"onclick=\"x " + evil
        model.sources[0].digests = [evil]
        let page = Page(model, language)
        #expect(page.error == nil)
        #expect(!page.html.contains("<script"))
        #expect(page.elements.allSatisfy { $0.attributes["onclick"] == nil })
        #expect(page.named("a").allSatisfy { ["#", "h"].contains($0.attributes["href"]?.first) })
        let ids = page.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
    }

    @Test("needs no script and no outside resource", arguments: Language.allCases)
    func alone(language: Language) {
        let page = Page(Samples.model(), language)
        let banned = ["script", "link", "img", "image", "iframe", "object", "embed", "use", "base", "form"]
        #expect(page.elements.allSatisfy { !banned.contains($0.name) })
        #expect(page.elements.allSatisfy { $0.attributes["src"] == nil && $0.attributes["style"] == nil })
        #expect(page.elements.allSatisfy { !$0.attributes.keys.contains { $0.hasPrefix("on") } })
        let outside = page.elements.filter { $0.attributes.values.contains { $0.contains("http") } }
        #expect(outside.map(\.name) == ["a"])
        #expect(outside.first?.attributes["href"] == "https://uddannelsesstatistik.dk")
        let style = page.named("style").first?.text ?? ""
        #expect(!style.isEmpty && !style.contains("url(") && !style.contains("@import"))
    }

    @Test("gives the same bytes for the same model, whatever the order of the bars")
    func deterministic() {
        let turned = Samples.model { $0.bars.reverse() }
        #expect(Report.html(Samples.model()) == Report.html(Samples.model()))
        #expect(Report.html(Samples.model()) == Report.html(turned))
    }

    @Test("gives every image a role, a title and a description, and every table a caption and scopes")
    func accessible() {
        let page = Page(Samples.model())
        let images = page.named("svg").filter { $0.attributes["aria-hidden"] == nil }
        #expect(images.count == 4)
        #expect(images.allSatisfy { $0.attributes["role"] == "img" && $0.attributes["aria-labelledby"] != nil })
        #expect(page.named("desc").count == images.count)
        #expect(page.named("caption").count == page.named("table").count)
        #expect(page.named("th").allSatisfy { ["col", "row"].contains($0.attributes["scope"]) })
    }

    @Test("holds with nothing to show")
    func empty() {
        var model = Samples.model { figure in
            figure.bars = []
            figure.development = Development(periods: ["2024"], own: [], median: [.nan], groupMedian: [nil])
            figure.sourceNumber = 9
        }
        #expect(Page(model).error == nil)
        #expect(Page(model).text.contains("Ingen kommuner har et tal for denne periode."))
        #expect(Page(model).text.contains("Kilde nr. 9 er ikke beskrevet"))
        model.figures = []
        model.tables = []
        model.sources = []
        #expect(Page(model).text.contains("Der er ingen rangordnede tal i denne udgivelse."))
    }

    @Test("shows a table with its states in words, and says that the municipality is not in it")
    func smallTable() {
        let page = Page(Samples.model())
        #expect(page.text.contains("Der er intet tal for Hedensted i denne tabel."))
        let cells = page.named("td").map(\.text)
        #expect(cells.contains("94,8\u{A0}%") && cells.contains("skjult") && cells.contains("intet tal"))
    }

    @Test(
        "shows the publisher's notes whole, and points to mandatory ones at each figure",
        arguments: Language.allCases
    )
    func notes(language: Language) {
        var model = Samples.model()
        let footnote = "Tallet for 2023 er <ca.> 330 for lavt, se https://www.dst.dk/note"
        model.sources[0].notes = [
            PublisherNote(kind: .footnote, text: footnote, isMandatory: true),
            PublisherNote(kind: .closedTable, text: "2020-03-02T08:00:00", isMandatory: true),
            PublisherNote(kind: .addedColumn, text: "NY_KOLONNE", isMandatory: false),
        ]
        let page = Page(model, language)
        #expect(page.text.contains(footnote))
        let closed =
            language == .danish
            ? "Udgiveren har lukket tabellen; den er sidst opdateret 2. marts 2020."
            : "The publisher has closed the table; it was last updated 2 March 2020."
        #expect(page.text.contains(closed))
        #expect(!page.text.contains("NY_KOLONNE"))
        let pointer =
            language == .danish ? "Udgiveren har en note til tallene." : "The publisher has a note on the figures."
        let links = page.named("a").filter { $0.attributes["href"] == "#source-1-note" }
        #expect(links.count == model.figures.count + model.tables.count)
        #expect(links.allSatisfy { $0.text == pointer })
        #expect(page.named("dt").filter { $0.attributes["id"] == "source-1-note" }.count == 1)
        model.sources[0].notes = [PublisherNote(kind: .footnote, text: footnote, isMandatory: false)]
        let voluntary = Page(model, language)
        #expect(voluntary.text.contains(footnote) && !voluntary.text.contains(pointer))
    }

    @Test("names the source, the findings and the digests")
    func sources() {
        let text = Page(Samples.model()).text
        let source = "Kilde: Børne- og Undervisningsministeriet, tabel ELEVFRAV, hentet 20. november 2026."
        #expect(text.contains(source))
        #expect(text.contains("0a1b2c") && text.contains("9f86d081") && text.contains("c0ffee"))
    }
}
