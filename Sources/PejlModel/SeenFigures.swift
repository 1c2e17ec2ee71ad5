/// Which figures of a load have come, by its numbers of series and period.
///
/// Two ways were weighed. A bit for each period of each series grows with the document: for fifty million figures reading
/// and storing over held ones took 18 MiB more than for five. A run of periods for each series grows with the series
/// alone, as nearly all documents bring the periods of a series one after the other, or one period after the other. The
/// second was chosen, with bits for the figures that lie apart from their series' run.
package final class SeenFigures {
    /// Periods without a gap, from `first` until before `end`.
    private struct Run {
        var first: Int32 = 0
        var end: Int32 = 0
    }

    private struct State {
        /// A run for each series; of no period where none has come.
        var runs: [Run] = []
        /// For each period a bit for each series, of the figures apart from the runs.
        var apart: [[UInt64]] = []
        var apartCount = 0
    }

    /// Behind an address, as Swift looks for overlapping accesses at each use of an object's own properties.
    private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)

    package init() { state.initialize(to: State()) }

    deinit {
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// How many figures lie apart from their series' run; these alone cost memory by their number.
    package var apartCount: Int { state.pointee.apartCount }

    /// Notes a figure; false if it had come.
    package func insert(series: Int32, period: Int32) -> Bool {
        let number = Int(series)
        if number >= state.pointee.runs.count { grow(through: number) }
        let run = state.pointee.runs[number]
        if run.first <= period && period < run.end || isApart(series, period) { return false }
        if run.first == run.end {
            state.pointee.runs[number] = Run(first: period, end: period + 1)
        } else if period == run.end {
            state.pointee.runs[number].end += 1
        } else if period + 1 == run.first {
            state.pointee.runs[number].first -= 1
        } else {
            putApart(series, period)
        }
        return true
    }

    /// Notes some figures, by their series and periods.
    ///
    /// - Returns: Whether each of them is the first with its series and period.
    package func insert(_ series: [Int32], _ periods: [Int32]) -> Bool {
        var areNew = true
        for (series, period) in zip(series, periods) where !insert(series: series, period: period) { areNew = false }
        return areNew
    }

    /// Whether a figure has come.
    package func contains(series: Int32, period: Int32) -> Bool {
        guard series < state.pointee.runs.count else { return false }
        let run = state.pointee.runs[Int(series)]
        return run.first <= period && period < run.end || isApart(series, period)
    }

    private func grow(through number: Int) {
        let missing = number + 1 - state.pointee.runs.count
        state.pointee.runs.append(contentsOf: repeatElement(Run(), count: missing))
    }

    private func isApart(_ series: Int32, _ period: Int32) -> Bool {
        guard state.pointee.apartCount > 0, period < state.pointee.apart.count else { return false }
        let word = Int(series) >> 6
        guard word < state.pointee.apart[Int(period)].count else { return false }
        return state.pointee.apart[Int(period)][word] & (1 << UInt64(series & 63)) != 0
    }

    private func putApart(_ series: Int32, _ period: Int32) {
        let (word, period) = (Int(series) >> 6, Int(period))
        while state.pointee.apart.count <= period { state.pointee.apart.append([]) }
        let missing = word + 1 - state.pointee.apart[period].count
        if missing > 0 { state.pointee.apart[period].append(contentsOf: repeatElement(0, count: missing)) }
        state.pointee.apart[period][word] |= 1 << UInt64(series & 63)
        state.pointee.apartCount += 1
    }
}
