extension Texts {
    /// English, the same content as the Danish.
    static let english = Texts(
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ],
        day: "{day} {month} {year}",
        moment: "{day} at {hour}:{minute} UTC",

        title: "{name} in the national school statistics",
        lead:
            "This report shows where {name} stands among Denmark’s municipalities in the published school statistics, "
            + "and how the figures have developed. It describes the figures; it does not explain or judge them.",
        municipality: "Municipality",
        municipalityValue: "{name} (municipality code {code})",
        publication: "Publication",
        publicationValue: "no. {number}",
        made: "Made",

        inShort: "In short",
        inShortOrder:
            "Each rank comes with the number of municipalities (n) and an interval. The terms are explained under “About the figures”.",
        noFigures: "There are no ranked figures in this publication.",
        value: "{name}: {value} ({period}).",
        rankAlone: "That is rank {rank} of {n} municipalities ({order}); the interval is this rank only.",
        rankInterval: "That is rank {rank} of {n} municipalities ({order}), with the interval {low}–{high}.",
        rankTiedOne:
            "That is rank {rank} of {n} municipalities ({order}), tied with 1 other, with the interval {low}–{high}.",
        rankTied:
            "That is rank {rank} of {n} municipalities ({order}), tied with {ties} others, with the interval {low}–{high}.",
        medianBelow: "The figure is {distance} lower than the median of all municipalities, which is {median}.",
        medianAbove: "The figure is {distance} higher than the median of all municipalities, which is {median}.",
        medianSame: "The figure equals the median of all municipalities, which is {median}.",
        allMedian: "The median of all municipalities is {median}.",
        groupMedian: "The median of the group {group} is {median}.",
        ownMissing: "The source has no figure for {name} ({period}), and the municipality is not ranked.",
        ownSuppressed: "The source has hidden the figure for {name} ({period}), and the municipality is not ranked.",
        higherBetter: "For this figure, higher counts as better.",
        lowerBetter: "For this figure, lower counts as better.",
        neutral: "Here a high or a low figure is neither good nor bad in itself.",

        keyFigures: "Key figures for {name}",
        ownValue: "Figure for {name}",
        rank: "Rank",
        rankOf: "{rank} of {n}",
        interval: "Interval of the rank",
        intervalOne: "only {low}",
        intervalRange: "{low} to {high}",
        distance: "Distance to the median",
        percentile: "Percentile",
        quartile: "Quartile",
        quartileOf: "{quartile} of 4",
        z: "z-score",
        medianAll: "Median, all municipalities",
        medianOfGroup: "Median of {group}",
        meanWeighted: "Weighted mean, all",
        meanUnweighted: "Unweighted mean, all",

        rankedChartTitle: "{title}, {period}: the municipalities in order",
        rankedChartDescription:
            "Bar chart of {count} municipalities ordered by figure ({order}). {low} {high} All figures are in the table below the chart.",
        rankedHeading: "All municipalities, {period} (n = {n}; {order})",
        barTooltip: "{name}: {value} (rank {rank} of {n})",
        key: "Key",
        keyOthers: "Other municipalities",
        lowest: "Lowest",
        highest: "Highest",
        nameAndOne: "{name} and 1 other",
        nameAndMany: "{name} and {others} others",
        suppressedList: "The source has hidden the figure for: {names}.",
        missingList: "The source has no figure for: {names}.",
        noValues: "No municipality has a figure for this period.",

        developmentHeading: "Development, {first}–{last}",
        developmentChartTitle: "{title}: development {first}–{last}",
        developmentChartDescription:
            "Lines for {name}, the median of all municipalities and the median of {group}. All figures are in the table below the chart.",
        developmentCaption: "{title}: the figures behind the lines",
        developmentOf: "The group is the same municipalities in every period.",
        axisNotZero: "The vertical axis does not start at zero.",
        period: "Period",
        gap: "“–” means that there is no figure for the period. The line is broken there.",
        flagged: "Grey band {mark} ({periods}): {note}",
        cut:
            "Vertical line {mark}: break between {before} and {after}. {reasons}. Figures on either side cannot be compared.",
        cutMark: "(break {mark})",

        fullRanking: "All municipalities in a table",
        fullRankingCaption: "{title}, {period}: all municipalities",
        fullRankingNote:
            "n = {n} municipalities, {order}. Equal figures share ranks: 4–6 means that three "
            + "municipalities share ranks 4, 5 and 6. Small differences between neighbouring ranks say nothing by themselves.",
        name: "Municipality",
        figure: "Figure",
        ownMark: "(this municipality)",
        groupMark: "• = in the group {group}",

        caveats: "Definition and caveats",
        source: "Source: {publisher}, table {table}, retrieved {day}.",
        findings: "To trace with “pejl explain”: {ids}",
        tableOwnAbsent: "There is no figure for {name} in this table.",
        suppressedCell: "hidden",
        missingCell: "no figure",

        analyses: "Other analyses",
        analysesNote: "The sentences were written by the analyses themselves.",
        analysisAbsent: "The analysis is not in this publication, because it, or one that it waits for, failed "
            + "repeatedly.",
        analysisNothing: "The analysis found nothing about the municipality.",
        analysisMore: "And {count} more, which are in the publication.",

        about: "About the figures",
        aboutTerms: [
            "Rank", "Rank interval", "The median", "Mean", "Percentile", "Quartile", "z-score", "Rounding",
            "Hidden and no figure",
        ],
        aboutMeanings: [
            "The municipalities’ figures put in order. Each figure says which end has rank 1. Municipalities with the "
                + "same figure share a rank, and the ranks after it are skipped: 1, 2, 2, 4.",
            "The ranks that the figure may correspond to. Municipalities with equal figures share ranks; where the "
                + "uncertainty of the figures is known, it is counted in. The wider the interval, the less the single rank says.",
            "The middle figure: half the municipalities are at or below it, half at or above. Large and small "
                + "municipalities count the same.",
            "In an unweighted mean each municipality counts the same. In a weighted mean municipalities with many "
                + "pupils count more. The two may differ and are always labelled.",
            "The share of municipalities, in per cent, with a lower figure. Equal figures count half. Percentile 50 is the middle.",
            "The municipalities split into four equal parts by figure. Quartile 1 has the lowest figures, quartile 4 the highest.",
            "The distance to the mean in standard deviations. 0 is the mean; between −1 and 1 is a common distance.",
            "Figures are rounded when shown. Distances are worked out from the unrounded figures, so they may differ by 1 "
                + "in the last digit. Differences of that size may be rounding alone.",
            "A hidden figure exists at the source but is not shown. No figure means that the source has stated none. "
                + "Neither is zero, and neither is drawn or counted.",
        ],
        adviceHeading: "How to use the figures",
        advice: [
            "Use the figures to find good questions. They show where the municipality stands, but not why.",
            "Look at several years and several figures before settling on a rank. A single year is a snapshot.",
            "The report does not test whether a difference exceeds random variation unless the figure says so.",
            "Take the figures to those who know the children and the schools. What they know is not in the statistics.",
        ],

        sources: "Sources",
        sourceTable: "Table",
        sourcePeriod: "Period",
        sourceRetrieved: "Retrieved",
        sourceLicence: "Terms",
        sourceCitation: "Citation",
        sourceDigests: "Raw documents (SHA-256)",
        sourceFootnote: "The publisher's note",
        sourceClosed: "Closed table",
        sourceClosedText: "The publisher has closed the table; it was last updated {day}.",
        sourceHasNote: "The publisher has a note on the figures.",
        sourceUnknown: "Source no. {number} is not described in this publication.",
        footer: "Made by pejl from publication no. {number}. The same publication gives the same report.",
        contentDigest: "Content of the publication (SHA-256)"
    )
}
