/// Which rows of a load have come: a bit for each series and period, by the load's numbers.
///
/// 200,000 series of 25 periods take 1.6 MB, where a set of pairs would take fifty times that.
struct SeenRows {
    /// For each 64 periods, a word for each series.
    private var planes: [[UInt64]] = []

    /// Notes the rows of a chunk, by their numbers of series and period.
    ///
    /// - Returns: Whether each of them is the first with its series and period.
    mutating func insert(_ series: [Int32], _ periods: [Int32]) -> Bool {
        guard let lastSeries = series.max(), let lastPeriod = periods.max() else { return true }
        let plane = Int(lastPeriod) >> 6
        while planes.count <= plane { planes.append([]) }
        for plane in planes.indices where planes[plane].count <= Int(lastSeries) {
            let wanted = max(Int(lastSeries) + 1, planes[plane].count * 2)
            planes[plane] += [UInt64](repeating: 0, count: wanted - planes[plane].count)
        }
        var twice: UInt64 = 0
        for (series, period) in zip(series, periods) {
            let (plane, bit) = (Int(period) >> 6, UInt64(1) << UInt64(period & 63))
            twice |= planes[plane][Int(series)] & bit
            planes[plane][Int(series)] |= bit
        }
        return twice == 0
    }

    /// Whether a row has come.
    func contains(series: Int32, period: Int32) -> Bool {
        let (plane, series) = (Int(period) >> 6, Int(series))
        guard plane < planes.count, series < planes[plane].count else { return false }
        return planes[plane][series] & (1 << UInt64(period & 63)) != 0
    }
}
