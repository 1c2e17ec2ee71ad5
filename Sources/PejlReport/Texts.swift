import PejlModel

/// Every fixed text of the report; `{name}` marks what is filled in.
///
/// The two values are in `Texts+Danish.swift` and `Texts+English.swift`. No text may name a cause.
struct Texts {
    // Dates
    let months: [String]
    let day: String
    let moment: String

    // Header
    let title: String
    let lead: String
    let municipality: String
    let municipalityValue: String
    let publication: String
    let publicationValue: String
    let made: String

    // In short
    let inShort: String
    let inShortOrder: String
    let noFigures: String
    let value: String
    let rankAlone: String
    let rankInterval: String
    let rankTiedOne: String
    let rankTied: String
    let medianBelow: String
    let medianAbove: String
    let medianSame: String
    let allMedian: String
    let groupMedian: String
    let ownMissing: String
    let ownSuppressed: String
    let higherBetter: String
    let lowerBetter: String
    let neutral: String

    // Key figures
    let keyFigures: String
    let ownValue: String
    let rank: String
    let rankOf: String
    let interval: String
    let intervalOne: String
    let intervalRange: String
    let distance: String
    let percentile: String
    let quartile: String
    let quartileOf: String
    let z: String
    let medianAll: String
    let medianOfGroup: String
    let meanWeighted: String
    let meanUnweighted: String

    // Ranked chart
    let rankedChartTitle: String
    let rankedChartDescription: String
    let rankedHeading: String
    let barTooltip: String
    let key: String
    let keyOthers: String
    let lowest: String
    let highest: String
    let nameAndOne: String
    let nameAndMany: String
    let suppressedList: String
    let missingList: String
    let noValues: String

    // Development
    let developmentHeading: String
    let developmentChartTitle: String
    let developmentChartDescription: String
    let developmentCaption: String
    let developmentOf: String
    let axisNotZero: String
    let period: String
    let gap: String
    let flagged: String
    let cut: String
    let cutMark: String

    // Full ranking
    let fullRanking: String
    let fullRankingCaption: String
    let fullRankingNote: String
    let name: String
    let figure: String
    let ownMark: String
    let groupMark: String

    // Notes
    let caveats: String
    let source: String
    let findings: String
    let tableOwnAbsent: String
    let suppressedCell: String
    let missingCell: String

    // About the figures
    let analyses: String
    let analysesNote: String
    let analysisAbsent: String
    let analysisNothing: String
    let analysisMore: String

    let about: String
    let aboutTerms: [String]
    let aboutMeanings: [String]
    let adviceHeading: String
    let advice: [String]

    // Sources
    let sources: String
    let sourceTable: String
    let sourcePeriod: String
    let sourceRetrieved: String
    let sourceLicence: String
    let sourceCitation: String
    let sourceDigests: String
    let sourceFootnote: String
    let sourceClosed: String
    let sourceClosedText: String
    let sourceHasNote: String
    let sourceUnknown: String
    let footer: String
    let contentDigest: String

    /// The texts of one language.
    static func of(_ language: Language) -> Texts {
        switch language {
        case .danish: danish
        case .english: english
        }
    }
}
