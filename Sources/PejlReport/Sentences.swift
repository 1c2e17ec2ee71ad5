import PejlModel

/// Plain sentences about where the municipality stands; no verdict beyond the indicator's direction.
struct Sentences {
    let figure: RankedFigure
    let ranking: Ranking
    let municipality: String
    let language: Language
    let texts: Texts

    /// The own value: that of the standing, or of the bar.
    var ownValue: Double? {
        if let value = figure.standing.value { return value.isFinite ? value : nil }
        return ranking.own?.value
    }

    /// Everything for the list at the top, in order.
    var all: [String] {
        [value, rank, distance, groupMedian].compactMap(\.self)
    }

    /// The value, or why there is none.
    var value: String {
        let period = figure.periodLabel[language]
        guard let ownValue else {
            let isHidden = figure.bars.contains { $0.isOwn && $0.state == .suppressed }
            return (isHidden ? texts.ownSuppressed : texts.ownMissing)
                .filled(["name": municipality, "period": period])
        }
        return texts.value.filled([
            "name": municipality, "value": figure.unit.text(ownValue, language), "period": period,
        ])
    }

    /// The rank with n, ties, interval and order.
    var rank: String? {
        guard ownValue != nil, let rank = figure.standing.rank, let n = figure.standing.n else { return nil }
        let template =
            switch ties {
            case 0: interval.low == interval.high ? texts.rankAlone : texts.rankInterval
            case 1: texts.rankTiedOne
            default: texts.rankTied
            }
        return template.filled([
            "rank": "\(rank)", "n": "\(n)", "order": figure.rankOrder.text[language], "ties": "\(ties)",
            "low": "\(interval.low)", "high": "\(interval.high)",
        ])
    }

    /// The places that the rank may be.
    var interval: (low: Int, high: Int) {
        let rank = figure.standing.rank ?? 0
        return (figure.standing.rankLow ?? rank, figure.standing.rankHigh ?? rank + ties)
    }

    var direction: String {
        switch figure.direction {
        case .higherBetter: texts.higherBetter
        case .lowerBetter: texts.lowerBetter
        case .neutral: texts.neutral
        }
    }

    private var ties: Int {
        guard let own = ranking.own else { return 0 }
        return own.lastRank - own.rank
    }

    private var distance: String? {
        guard let median = figure.medianAll else { return nil }
        guard ownValue != nil, let distance = figure.standing.distanceToMedian, distance.isFinite else {
            return texts.allMedian.filled(["median": figure.unit.text(median, language)])
        }
        let template =
            figure.unit.roundsToZero(distance)
            ? texts.medianSame : distance < 0 ? texts.medianBelow : texts.medianAbove
        return template.filled([
            "distance": figure.unit.distanceText(distance, language), "median": figure.unit.text(median, language),
        ])
    }

    private var groupMedian: String? {
        figure.medianGroup.map {
            texts.groupMedian.filled(["group": figure.groupTitle[language], "median": figure.unit.text($0, language)])
        }
    }
}
