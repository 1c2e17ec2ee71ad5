package import PejlModel

/// One indicator at one breakdown, for every municipality.
package struct RankedFigure: Sendable, Equatable {
    /// Whether a high or a low value is wanted; never decided by the report.
    package enum Direction: Sendable, Equatable {
        case higherBetter, lowerBetter, neutral
    }

    /// What kind of mean `meanAll` is; the report always says which.
    package enum MeanKind: Sendable, Equatable {
        case weighted, unweighted
    }

    /// The section's id in the page; characters outside `[A-Za-z0-9_-]` are replaced.
    package var id: String
    /// The indicator's title.
    package var title: Localised
    /// The breakdown's title, such as the stage; may be empty.
    package var breakdownTitle: Localised
    /// How values are written.
    package var unit: FigureUnit
    /// The period of `bars`, as text.
    package var periodLabel: Localised
    /// The indicator's direction.
    package var direction: Direction
    /// One bar for each municipality, in any order.
    package var bars: [RankedBar]
    /// The comparison group's title.
    package var groupTitle: Localised
    /// The median of every municipality with a value.
    package var medianAll: Double?
    /// The median of the comparison group.
    package var medianGroup: Double?
    /// The mean of every municipality with a value.
    package var meanAll: Double?
    /// Whether `meanAll` is weighted.
    package var meanKind: MeanKind
    /// Where the municipality stands; empty when it has no value.
    package var standing: Standing
    /// Which end has rank 1, in order and words.
    package var rankOrder: RankOrder
    /// What must be said with the figures.
    package var caveats: [Localised]
    /// The development over the periods, if there is one.
    package var development: Development?
    /// The `SourceNote.number` that the figures come from.
    package var sourceNumber: Int
    /// Findings behind the section, for `pejl explain`.
    package var findingIDs: [String]

    /// One ranked figure with everything its section shows.
    package init(
        id: String,
        title: Localised,
        breakdownTitle: Localised,
        unit: FigureUnit,
        periodLabel: Localised,
        direction: Direction,
        bars: [RankedBar],
        groupTitle: Localised,
        medianAll: Double?,
        medianGroup: Double?,
        meanAll: Double? = nil,
        meanKind: MeanKind = .unweighted,
        standing: Standing = Standing(),
        rankOrder: RankOrder,
        caveats: [Localised] = [],
        development: Development? = nil,
        sourceNumber: Int,
        findingIDs: [String] = []
    ) {
        self.id = id
        self.title = title
        self.breakdownTitle = breakdownTitle
        self.unit = unit
        self.periodLabel = periodLabel
        self.direction = direction
        self.bars = bars
        self.groupTitle = groupTitle
        self.medianAll = medianAll
        self.medianGroup = medianGroup
        self.meanAll = meanAll
        self.meanKind = meanKind
        self.standing = standing
        self.rankOrder = rankOrder
        self.caveats = caveats
        self.development = development
        self.sourceNumber = sourceNumber
        self.findingIDs = findingIDs
    }
}

/// One municipality in a ranked figure.
package struct RankedBar: Sendable, Equatable {
    /// Why there is or is not a value; the three are never mixed.
    package enum State: Sendable, Equatable {
        /// A published value, zero included.
        case value
        /// Hidden by the publisher.
        case suppressed
        /// No figure at the publisher.
        case missing
    }

    /// The municipality's code.
    package var code: String
    /// Its name.
    package var name: String
    /// The value; read only in the state `value`, where nil or not finite counts as missing.
    package var value: Double?
    /// Whether there is a value.
    package var state: State
    /// Whether this is the municipality reported on.
    package var isOwn: Bool
    /// Whether it is counted in the comparison group and its median.
    package var isInGroup: Bool

    /// One bar, or one name in the list of those without a value.
    package init(code: String, name: String, value: Double?, state: State, isOwn: Bool = false, isInGroup: Bool = false)
    {
        self.code = code
        self.name = name
        self.value = value
        self.state = state
        self.isOwn = isOwn
        self.isInGroup = isInGroup
    }
}

/// Which end of a ranking has rank 1.
package struct RankOrder: Sendable, Equatable {
    /// The value that has rank 1.
    package enum First: Sendable, Equatable {
        case lowest, highest
    }

    /// The value that has rank 1.
    package var first: First
    /// The same in words, such as "1 = lavest fravær".
    package var text: Localised

    /// An order in the words of the indicator.
    package init(first: First, text: Localised) {
        self.first = first
        self.text = text
    }

    /// Rank 1 is the lowest value, in plain words.
    package static let lowestFirst = RankOrder(
        first: .lowest,
        text: Localised(da: "1 = laveste tal", en: "1 = lowest figure")
    )
    /// Rank 1 is the highest value, in plain words.
    package static let highestFirst = RankOrder(
        first: .highest,
        text: Localised(da: "1 = højeste tal", en: "1 = highest figure")
    )
}

/// Where the municipality stands among those with a value.
package struct Standing: Sendable, Equatable {
    /// The municipality's own value.
    package var value: Double?
    /// Its rank in the figure's `RankOrder`, ties sharing the best place.
    package var rank: Int?
    /// The first place of the rank interval; without it the interval is that of the ties.
    package var rankLow: Int?
    /// The last place of the rank interval.
    package var rankHigh: Int?
    /// The number of municipalities ranked.
    package var n: Int?
    /// Per cent of the municipalities with a lower value, ties counted half; 0 to 100.
    package var percentile: Double?
    /// The quarter, 1 to 4, 1 holding the lowest values.
    package var quartile: Int?
    /// Distance to the mean in standard deviations.
    package var z: Double?
    /// Own value minus the median of all, in the figure's unit.
    package var distanceToMedian: Double?

    /// A standing; everything nil when the municipality has no value.
    package init(
        value: Double? = nil,
        rank: Int? = nil,
        rankLow: Int? = nil,
        rankHigh: Int? = nil,
        n: Int? = nil,
        percentile: Double? = nil,
        quartile: Int? = nil,
        z: Double? = nil,
        distanceToMedian: Double? = nil
    ) {
        self.value = value
        self.rank = rank
        self.rankLow = rankLow
        self.rankHigh = rankHigh
        self.n = n
        self.percentile = percentile
        self.quartile = quartile
        self.z = z
        self.distanceToMedian = distanceToMedian
    }
}
