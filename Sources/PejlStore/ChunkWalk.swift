internal import CRows
import PejlModel

/// A chunk on its way beside the held figures of its series; both are in the order of the key.
struct ChunkWalk {
    /// How the rows differ, with those of earlier chunks.
    private(set) var tally: LoadTally
    /// The rows that differ, in the order of the key.
    private(set) var differing: [Int32] = []

    private let chunk: ObservationChunk
    private let rows: [Int32]
    private let series: UnsafeMutablePointer<Int64>
    private let periods: UnsafeMutablePointer<Int64>
    private var place = 0
    /// The key of the row at `place`.
    private var next = RowOrder.Key.least

    /// A walk through `rows`, which are in the order of the key; `catalog` learns nothing until its end.
    init(_ chunk: ObservationChunk, _ rows: [Int32], _ catalog: SeriesCatalog, _ tally: LoadTally) {
        self.chunk = chunk
        self.rows = rows
        series = catalog.series.start
        periods = catalog.periods.start
        self.tally = tally
        if !rows.isEmpty { next = key(rows[0]) }
    }

    /// Goes as far as the last of these figures.
    mutating func pass(_ figures: pejl_figures) {
        for number in 0..<figures.count where place < rows.count {
            let held = RowOrder.Key(series: figures.series[number], period: figures.periods[number])
            while place < rows.count, next < held { step(nil) }
            if place < rows.count, next == held {
                step((figures.has_value[number] != 0 ? figures.values[number] : nil, figures.statuses[number]))
            }
        }
    }

    /// Goes to the end; nothing else is held.
    mutating func end() {
        while place < rows.count { step(nil) }
    }

    @inline(__always)
    private mutating func step(_ held: LoadTally.Held?) {
        if tally.compare(chunk, Int(rows[place]), with: held) { differing.append(rows[place]) }
        place += 1
        if place < rows.count { next = key(rows[place]) }
    }

    @inline(__always)
    private func key(_ row: Int32) -> RowOrder.Key {
        RowOrder.Key(series: series[Int(chunk.series[Int(row)])], period: periods[Int(chunk.periods[Int(row)])])
    }
}
