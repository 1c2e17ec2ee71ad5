/// Which rows of a load have come: a bit for each series and period, by the load's numbers.
///
/// 200,000 series of 25 periods take 1.6 MB, where a set of pairs would take fifty times that.
struct SeenRows {
    /// For each 64 periods, a word for each series.
    private var planes: [[UInt64]] = []

    /// Notes a row.
    ///
    /// - Returns: Whether it is the first with that series and period.
    mutating func insert(series: Int32, period: Int32) -> Bool {
        let (plane, series) = (Int(period) >> 6, Int(series))
        while planes.count <= plane { planes.append([]) }
        if planes[plane].count <= series {
            let wanted = max(series + 1, planes[plane].count * 2)
            planes[plane] += [UInt64](repeating: 0, count: wanted - planes[plane].count)
        }
        let bit = UInt64(1) << UInt64(period & 63)
        defer { planes[plane][series] |= bit }
        return planes[plane][series] & bit == 0
    }

    /// Whether a row has come.
    func contains(series: Int32, period: Int32) -> Bool {
        let (plane, series) = (Int(period) >> 6, Int(series))
        guard plane < planes.count, series < planes[plane].count else { return false }
        return planes[plane][series] & (1 << UInt64(period & 63)) != 0
    }
}
