import PejlModel
import PejlPluginKit
import PejlStatistics

/// Writes a finding as a sentence in both languages.
struct Sentence {
    let sample: Sample
    let name: String

    /// The sentence for one statistic.
    func text(_ statistic: String, _ value: Double, _ rank: Rank?) -> PluginText {
        PluginText(
            da: sentence(statistic, value, rank, .danish),
            en: sentence(statistic, value, rank, .english)
        )
    }

    private func sentence(_ statistic: String, _ value: Double, _ rank: Rank?, _ language: Language) -> String {
        let said = statistic == "value" ? "" : comparison(language)
        return "\(subject(language))\(said): \(predicate(statistic, value, rank, language))"
    }

    /// Indicator, breakdown and period.
    private func subject(_ language: Language) -> String {
        let title = sample.indicator.title[language]
        return [title, sample.breakdownTitle[language], sample.period].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private func comparison(_ language: Language) -> String {
        let group = "\(sample.group.title[language]), n\u{a0}=\u{a0}\(sample.values.count)"
        return language == .danish ? " (sammenlignet med \(group))" : " (compared with \(group))"
    }

    private func predicate(_ statistic: String, _ value: Double, _ rank: Rank?, _ language: Language) -> String {
        let danish = language == .danish
        func number(decimals: Int) -> String { NumberText.text(value, decimals: decimals, language) }
        switch statistic {
        case "value": return "\(name) \(measured(value, language, decimals: sample.indicator.decimals))"
        case "rank": return rank.map { ranked($0, language) } ?? ""
        case "percentile":
            return "\(name) \(danish ? "ligger på percentil" : "is at percentile") \(number(decimals: 0))"
        case "quartile":
            let quartile = number(decimals: 0)
            return danish
                ? "\(name) ligger i \(quartile). kvartil; 1 = de laveste værdier"
                : "\(name) is in quartile \(quartile); 1 = the lowest values"
        case "z":
            return danish
                ? "\(name) ligger \(number(decimals: 2)) standardafvigelser fra gennemsnittet"
                : "\(name) lies \(number(decimals: 2)) standard deviations from the mean"
        case "distance-to-median":
            let distance = number(decimals: sample.indicator.decimals + 1) + distanceUnit(language)
            return danish ? "\(name) ligger \(distance) fra medianen" : "\(name) lies \(distance) from the median"
        default:
            let level = measured(value, language, decimals: sample.indicator.decimals + 1)
            return "\(averageName(statistic, language)) \(level)"
        }
    }

    private func ranked(_ rank: Rank, _ language: Language) -> String {
        let lowest = sample.order == .lowestFirst
        let places = rank.isTied ? "\(rank.rank)–\(rank.last)" : "\(rank.rank)"
        switch language {
        case .danish:
            let tie = rank.isTied ? " (delt)" : ""
            return "\(name) er nr. \(places)\(tie) af \(rank.count); 1 = \(lowest ? "lavest" : "højest")"
        case .english:
            let tie = rank.isTied ? " (tied)" : ""
            return "\(name) is number \(places)\(tie) of \(rank.count); 1 = \(lowest ? "lowest" : "highest")"
        }
    }

    private func averageName(_ statistic: String, _ language: Language) -> String {
        switch (statistic, language) {
        case ("median", .danish): "medianen er"
        case ("median", .english): "the median is"
        case ("mean-weighted", .danish): "det vægtede gennemsnit er"
        case ("mean-weighted", .english): "the weighted mean is"
        case (_, .danish): "det uvægtede gennemsnit er"
        case (_, .english): "the unweighted mean is"
        }
    }

    private func measured(_ value: Double, _ language: Language, decimals: Int) -> String {
        let unit = Unit(rawValue: sample.indicator.unit)?.symbol[language] ?? ""
        let number = NumberText.text(value, decimals: decimals, language)
        return unit.isEmpty ? number : "\(number)\u{a0}\(unit)"
    }

    private func distanceUnit(_ language: Language) -> String {
        guard sample.indicator.unit == Unit.percent.rawValue else {
            let symbol = Unit(rawValue: sample.indicator.unit)?.symbol[language] ?? ""
            return symbol.isEmpty ? "" : "\u{a0}\(symbol)"
        }
        return language == .danish ? "\u{a0}procentpoint" : "\u{a0}percentage points"
    }
}

extension PluginText {
    fileprivate subscript(language: Language) -> String { language == .danish ? da : en }
}
