import PejlModel

/// The rows of a chunk in the order of `observation`'s key, so that each is written where the last one was.
struct RowOrder {
    /// A place in the order of the key.
    struct Key: Comparable {
        var series: Int64
        var period: Int64

        /// Before every row.
        static let least = Key(series: .min, period: .min)

        static func < (one: Key, other: Key) -> Bool {
            one.series == other.series ? one.period < other.period : one.series < other.series
        }
    }

    /// The rows in ascending order; empty where they stand in it already.
    private(set) var rows: [Int32] = []
    /// The greatest key.
    private(set) var last = Key.least
    /// How many rows come before `bound`.
    private(set) var countBefore = 0

    init(_ chunk: ObservationChunk, _ catalog: SeriesCatalog, bound: Key) {
        var isSorted = true
        for row in 0..<chunk.count {
            let key = Key(series: catalog.series[chunk.series[row]], period: catalog.periods[chunk.periods[row]])
            if key < bound { countBefore += 1 }
            if key < last { isSorted = false } else { last = key }
        }
        if isSorted { return }
        rows = (0..<Int32(chunk.count)).map { $0 }
        // By period first: sorting by series then keeps that order within a series.
        rows = Self.stablySorted(rows, by: chunk.periods.map { catalog.periods[$0] })
        rows = Self.stablySorted(rows, by: chunk.series.map { catalog.series[$0] })
    }

    private static func stablySorted(_ rows: [Int32], by ids: [Int64]) -> [Int32] {
        guard let least = ids.min(), let most = ids.max() else { return rows }
        // Ids lie close together unless a dataset was loaded in pieces; then comparing costs less than counting.
        guard most - least < Int64(ids.count) * 16 else {
            return rows.enumerated().sorted { one, other in
                let (first, second) = (ids[Int(one.element)], ids[Int(other.element)])
                return first == second ? one.offset < other.offset : first < second
            }.map(\.element)
        }
        var starts = [Int32](repeating: 0, count: Int(most - least) + 2)
        for id in ids { starts[Int(id - least) + 1] += 1 }
        for place in starts.indices.dropFirst() { starts[place] += starts[place - 1] }
        var result = [Int32](repeating: 0, count: rows.count)
        for row in rows {
            let place = Int(ids[Int(row)] - least)
            result[Int(starts[place])] = row
            starts[place] += 1
        }
        return result
    }
}
