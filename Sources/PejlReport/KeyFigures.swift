import PejlModel

/// The list of key figures beside a heading; what is not known is left out.
struct KeyFigures {
    let figure: RankedFigure
    let sentences: Sentences
    let language: Language
    let texts: Texts

    /// Terms and what stands beside them.
    var rows: [(String, String)] {
        let standing = figure.standing
        var rows: [(String, String)] = []
        func add(_ term: String, _ text: String?) {
            if let text { rows.append((term, text)) }
        }
        if let value = sentences.ownValue {
            add(texts.ownValue.filled(["name": sentences.municipality]), figure.unit.text(value, language))
            if let rank = standing.rank, let n = standing.n {
                let (low, high) = sentences.interval
                add(texts.rank, texts.rankOf.filled(["rank": "\(rank)", "n": "\(n)"]))
                add(
                    texts.interval,
                    (low == high ? texts.intervalOne : texts.intervalRange).filled(["low": "\(low)", "high": "\(high)"])
                )
            }
            add(texts.distance, standing.distanceToMedian.map(signedDistance))
            add(texts.percentile, standing.percentile.map { NumberText.text($0, decimals: 0, language) })
            add(texts.quartile, standing.quartile.map { texts.quartileOf.filled(["quartile": "\($0)"]) })
            add(texts.z, standing.z.map { NumberText.text($0, decimals: 2, language) })
        }
        add(texts.medianAll, figure.medianAll.map { figure.unit.text($0, language) })
        add(
            texts.medianOfGroup.filled(["group": figure.groupTitle[language]]),
            figure.medianGroup.map { figure.unit.text($0, language) }
        )
        let mean = figure.meanKind == .weighted ? texts.meanWeighted : texts.meanUnweighted
        add(mean, figure.meanAll.map { figure.unit.text($0, language) })
        return rows
    }

    func draw(in page: inout Markup) {
        page.element("dl", [("class", "key-figures")]) { list in
            for (term, text) in rows {
                list.element("div") { pair in
                    pair.element("dt", text: term)
                    pair.element("dd", text: text)
                }
            }
        }
        page.newline()
    }

    private func signedDistance(_ value: Double) -> String {
        let text = figure.unit.distanceText(value, language)
        return figure.unit.roundsToZero(value) ? text : (value < 0 ? "\u{2212}" : "+") + text
    }
}
