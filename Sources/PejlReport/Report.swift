package import PejlModel

/// Writes the report: one XHTML-clean HTML page that needs nothing else.
package enum Report {
    /// The page as text; the same model and language always give the same text.
    ///
    /// No script and no outside resource; every text of the model is escaped. About 40 kB per figure.
    package static func html(_ model: ReportModel, language: Language = .danish) -> String {
        let texts = Texts.of(language)
        let title = texts.title.filled(["name": model.municipalityName])
        let figures = figureSections(model, language)
        var page = Markup()
        page.raw("<!DOCTYPE html>\n")
        page.element("html", [("lang", language.rawValue)]) { root in
            root.newline()
            root.element("head") { head(&$0, title) }
            root.newline()
            root.element("body") { body in
                body.newline()
                header(model, title, texts, in: &body)
                body.element("main") { main in
                    main.newline()
                    inShort(figures, texts, in: &main)
                    for figure in figures { figure.draw(in: &main) }
                    for (index, table) in model.tables.enumerated() {
                        TableSection(table: table, id: "table-\(index + 1)", model: model, language: language)
                            .draw(in: &main)
                    }
                    AnalysisSection(notes: model.analyses, language: language).draw(in: &main)
                    about(texts, in: &main)
                    SourceSection(model: model, language: language).draw(in: &main)
                }
                body.newline()
                footer(model, texts, in: &body)
            }
            root.newline()
        }
        page.newline()
        return page.html
    }

    private static func head(_ head: inout Markup, _ title: String) {
        head.newline()
        head.void("meta", [("charset", "utf-8")])
        head.void("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
        head.void("meta", [("name", "color-scheme"), ("content", "light dark")])
        head.void("meta", [("name", "referrer"), ("content", "no-referrer")])
        head.newline()
        head.element("title", text: title)
        head.newline()
        head.element("style") { $0.raw(StyleSheet.css) }
        head.newline()
    }

    private static func header(_ model: ReportModel, _ title: String, _ texts: Texts, in body: inout Markup) {
        body.element("header") { header in
            header.element("h1", text: title)
            header.element("p", text: texts.lead.filled(["name": model.municipalityName]))
            header.element("dl") { list in
                list.element("dt", text: texts.municipality)
                list.element(
                    "dd",
                    text: texts.municipalityValue.filled([
                        "name": model.municipalityName, "code": model.municipalityCode,
                    ])
                )
                list.element("dt", text: texts.publication)
                list.element("dd", text: texts.publicationValue.filled(["number": "\(model.publicationNumber)"]))
                list.element("dt", text: texts.made)
                list.element("dd") {
                    $0.element("time", [("datetime", model.madeAt)], text: DateText.moment(model.madeAt, texts))
                }
            }
        }
        body.newline()
    }

    private static func inShort(_ figures: [FigureSection], _ texts: Texts, in main: inout Markup) {
        main.element("section", [("class", "in-short"), ("aria-labelledby", "in-short-h")]) { section in
            section.element("h2", [("id", "in-short-h")], text: texts.inShort)
            guard !figures.isEmpty else { return section.element("p", text: texts.noFigures) }
            section.element("ul") { list in
                for figure in figures {
                    list.newline()
                    list.element("li") { item in
                        item.element("strong") { strong in
                            strong.element("a", [("href", "#\(figure.id)")], text: figure.title)
                            strong.text(".")
                        }
                        item.text(" " + figure.sentences.all.joined(separator: " "))
                    }
                }
            }
            section.element("p", [("class", "note")], text: texts.inShortOrder)
        }
        main.newline()
    }

    private static func about(_ texts: Texts, in main: inout Markup) {
        main.element("section", [("class", "about"), ("aria-labelledby", "about-h")]) { section in
            section.element("h2", [("id", "about-h")], text: texts.about)
            section.element("h3", text: texts.adviceHeading)
            section.element("ul") { list in
                for advice in texts.advice { list.element("li", text: advice) }
            }
            section.element("dl") { list in
                for (term, meaning) in zip(texts.aboutTerms, texts.aboutMeanings) {
                    list.newline()
                    list.element("dt", text: term)
                    list.element("dd", text: meaning)
                }
            }
        }
        main.newline()
    }

    private static func footer(_ model: ReportModel, _ texts: Texts, in body: inout Markup) {
        body.element("footer") { footer in
            footer.element("p", text: texts.footer.filled(["number": "\(model.publicationNumber)"]))
            footer.element("p") { line in
                line.text(texts.contentDigest + ": ")
                line.element("span", [("class", "digest")], text: model.contentDigest)
            }
        }
        body.newline()
    }

    /// Sections with ids that are safe in addresses and different from each other.
    private static func figureSections(_ model: ReportModel, _ language: Language) -> [FigureSection] {
        var used: Set<String> = []
        return model.figures.enumerated().map { index, figure in
            var id = "f-"
            for character in figure.id {
                let isPlain = character.isASCII && (character.isLetter || character.isNumber)
                id.append(isPlain || character == "-" || character == "_" ? character : "-")
            }
            if !used.insert(id).inserted {
                id += ".\(index + 1)"
                used.insert(id)
            }
            return FigureSection(figure: figure, id: id, model: model, language: language)
        }
    }
}
