import PejlModel

/// Counts of persons whose small ones are hidden before anything is stored.
///
/// A count from 1 to just below the recipe's `hide_below` is hidden; zero is not. One hidden count alone can be had back
/// from a total that somebody knows: wherever counts add up (all areas, all members of a dimension, all together) at
/// least two are hidden, and together they are no small count either, so the smallest others are hidden with them.
///
/// Two ways were weighed. Hiding in reports alone keeps the store exact, but the publication is a file that analysts
/// open with anything. So it is hidden on the way in, and only the archive has it. The price is that these counts are
/// held until the document has ended; files of one municipality are small.
struct SmallCounts {
    /// One figure, held.
    struct Cell {
        let series: Int32
        let period: Int32
        var value: Double
        var status: ObservationStatus
    }

    /// What is added up: counts of one indicator and period whose other dimensions agree, those named in `over` aside.
    private struct Line: Hashable {
        let indicator: String
        let period: Int32
        let over: Int
        let fixed: [String]
    }

    /// Per indicator of the recipe the smallest count that is shown; nil where all are.
    private let smallest: [Double?]
    private var cells: [Cell] = []
    /// Place of the cell's indicator in the recipe.
    private var indicators: [Int] = []

    init(_ recipe: Recipe) { smallest = recipe.indicators.map { $0.hidesBelow.map(Double.init) } }

    /// Whether counts of the indicator are held.
    func holds(_ indicator: Int) -> Bool { smallest[indicator] != nil }

    /// Holds a figure.
    mutating func hold(_ cell: Cell, of indicator: Int) {
        cells.append(cell)
        indicators.append(indicator)
    }

    /// The figures in the order they came, small ones and those that would give them away without their value.
    func settled(_ keys: ObservationKeys) -> [Cell] {
        var settled = cells
        for place in cells.indices where isSmall(place) { settled[place].status = .suppressed }
        let lines = linesOfCells(keys)
        var waiting = lines.indices.filter { lines[$0].contains { settled[$0].status == .suppressed } }
        var linesOfCell = [[Int]](repeating: [], count: cells.count)
        for (number, line) in lines.enumerated() {
            for place in line { linesOfCell[place].append(number) }
        }
        // First come, first looked at: what one line hides may be all that the next one needs.
        var next = 0
        while next < waiting.count {
            let number = waiting[next]
            next += 1
            guard let place = nextToHide(lines[number], settled) else { continue }
            settled[place].status = .suppressed
            waiting += linesOfCell[place]
        }
        return settled
    }

    private func isSmall(_ place: Int) -> Bool {
        guard cells[place].status.hasValue, let smallest = smallest[indicators[place]] else { return false }
        return 0 < cells[place].value && cells[place].value < smallest
    }

    /// The count that must be hidden as well, the smallest first; nothing where the hidden ones protect each other.
    private func nextToHide(_ line: [Int], _ settled: [Cell]) -> Int? {
        let hidden = line.filter { settled[$0].status == .suppressed }
        guard let first = hidden.first, let smallest = smallest[indicators[first]] else { return nil }
        let sum = hidden.reduce(0) { $0 + (cells[$1].status.hasValue ? cells[$1].value : 0) }
        if hidden.count >= 2, sum >= smallest { return nil }
        let shown = line.filter { settled[$0].status.hasValue }
        // A zero protects only where there is nothing else.
        return shown.first { cells[$0].value > 0 } ?? shown.first
    }

    /// Every set of counts that somebody could know the total of, each with the smallest count first.
    private func linesOfCells(_ keys: ObservationKeys) -> [[Int]] {
        var lines: [Line: [Int]] = [:]
        for place in cells.indices {
            let key = keys.series[Int(cells[place].series)]
            let members = [key.area] + key.breakdown.parts.map { "\($0.dimension)=\($0.member)" }
            for over in 1..<(1 << members.count) {
                let line = Line(
                    indicator: key.indicator,
                    period: cells[place].period,
                    over: over,
                    fixed: members.indices.map { over & (1 << $0) == 0 ? members[$0] : "" }
                )
                lines[line, default: []].append(place)
            }
        }
        // One order whatever the dictionary's: first met, first looked at.
        return lines.values.sorted { ($0[0], $0.count) < ($1[0], $1.count) }.map { line in
            line.sorted { (cells[$0].value, $0) < (cells[$1].value, $1) }
        }
    }
}
