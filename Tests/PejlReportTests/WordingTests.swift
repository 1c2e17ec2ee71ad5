import PejlModel
import PejlReport
import Testing

struct WordingTests {
    /// A model whose own texts are the same in both languages, so that what differs is the fixed text.
    private static let neutral: ReportModel = {
        var model = Samples.model { figure in
            figure.title = Localised(same: "T1")
            figure.breakdownTitle = Localised(same: "T2")
            figure.groupTitle = Localised(same: "T3")
            figure.rankOrder.text = Localised(same: "T4")
            figure.caveats = [Localised(same: "T5")]
            figure.development?.flags[0].note = Localised(same: "T6")
        }
        model.tables = []
        model.sources[0].title = Localised(same: "T7")
        model.sources[0].periodText = Localised(same: "T8")
        return model
    }()

    @Test("has a Danish and a different English text everywhere")
    func translated() {
        let danish = Page(Self.neutral, .danish)
        let english = Page(Self.neutral, .english)
        #expect(danish.elements.map(\.name) == english.elements.map(\.name))
        for (da, en) in zip(danish.elements, english.elements) where da.text == en.text {
            // What may be the same: figures, ranks, periods, names and codes, none of which is a sentence.
            let words = da.text.split { !$0.isLetter }.filter { $0.count > 2 }
            let names = [
                "Hedensted", "Horsens", "Samsø", "København", "ELEVFRAV", "ffee", "uddannelsesstatistik", "https",
                "Børne", "Undervisningsministeriet",
            ]
            #expect(words.allSatisfy { names.contains(String($0)) } || da.name == "style", "\(da.name): \(da.text)")
        }
        for mark in ["{", "}"] { #expect(!danish.text.contains(mark) && !english.text.contains(mark)) }
    }

    @Test("uses no causal verb", arguments: Language.allCases)
    func causes(language: Language) {
        let banned = [
            "medfør", "skyldes", "virker", "påvirk", "forårsag", "fører til", "på grund af", "resulterer", "bevirk",
            "cause", "leads to", "lead to", "due to", "results in", "because", "affects", "effect",
        ]
        let models = [Samples.model(), Samples.withoutOwn(.missing), Samples.withoutOwn(.suppressed)]
        for model in models {
            let text = Page(model, language).text.lowercased()
            for word in banned { #expect(!text.contains(word), "\(word)") }
        }
    }

    @Test("explains every term it uses, and advises", arguments: [Language.danish])
    func about(language: Language) {
        let text = Page(Samples.model(), language).text
        for term in [
            "Om tallene", "Percentil", "Kvartil", "z-værdi", "uvægtet gennemsnit", "De viser, hvor kommunen ligger",
        ] {
            #expect(text.contains(term), "\(term)")
        }
    }
}
