import PejlModel
import PejlNormalise
import Testing

/// What holds for any table.
struct NormaliserPropertyTests {
    private static let columns = ["K", "T", "S"]

    /// A table of 30 areas, 12 months and 2 stages with one cell in twenty left out.
    private static func table(seed: UInt64) -> [Cell] {
        var random = SplitMix(state: seed)
        var cells: [Cell] = []
        for area in AreaCatalogue.denmark.municipalities.prefix(30) {
            for month in 1...12 {
                for stage in ["Mellemtrin", "Udskoling"]
                where !Int.random(in: 0..<20, using: &random).isMultiple(of: 20) {
                    let value = Double(Int.random(in: 0...1000, using: &random)) / 10
                    let mark = Int.random(in: 0..<10, using: &random) == 0 ? ".." : nil
                    cells.append(Cell([area.code, "2024M\(month.padded(2))", stage], value, mark: mark))
                }
            }
        }
        return cells
    }

    private static let recipe = Recipes.recipe(
        extra: [Recipes.stage],
        absent: .suppressed,
        areas: .codes(AreaCatalogue.denmark.municipalities.prefix(30).map(\.code))
    )

    @Test(
        "the order of rows, the size of chunks and the cut into pages change nothing of what is observed",
        arguments: 1...12
    )
    func order(seed: Int) throws {
        var random = SplitMix(state: UInt64(seed) &* 977)
        let cells = Self.table(seed: UInt64(seed))
        let (plain, summary) = try normalise(Self.recipe, [Page(columns: Self.columns, cells: cells)])
        #expect(Set(plain).count == plain.count)
        #expect(plain.count == 30 * 12 * 2)
        #expect(summary.observations == plain.count)
        #expect(summary.absent == plain.count - cells.count)
        for size in [1, 7, 64, 719, 720, 65_536] {
            let shuffled = cells.shuffled(using: &random)
            let cut = Int.random(in: 0...shuffled.count, using: &random)
            let pages = [Array(shuffled[..<cut]), Array(shuffled[cut...])].map {
                Page(columns: Self.columns, cells: $0, chunkSize: size)
            }
            let (other, otherSummary) = try normalise(Self.recipe, pages)
            #expect(Set(other) == Set(plain))
            #expect(other.count == plain.count)
            #expect(otherSummary.absent == summary.absent && otherSummary.expected == summary.expected)
            #expect(otherSummary.rejectedCount == 0)
        }
    }

    @Test("every delivered cell is either one observation or one rejected row")
    func everyCellOnce() throws {
        var random = SplitMix(state: 42)
        let cells = Self.table(seed: 3).flatMap { cell -> [Cell] in
            switch Int.random(in: 0..<6, using: &random) {
            case 0: [cell, cell]
            case 1: [Cell(["999", cell.texts[1], cell.texts[2]], 1)]
            case 2: [Cell([cell.texts[0], "x", cell.texts[2]], 1)]
            default: [cell]
            }
        }
        let (seen, summary) = try normalise(Self.recipe, [Page(columns: Self.columns, cells: cells, chunkSize: 50)])
        #expect(summary.observations - summary.absent + summary.rejectedCount == cells.count)
        #expect(seen.count == summary.observations)
        #expect(Set(seen.map { "\($0.series) \($0.period)" }).count == seen.count)
        #expect(summary.rejected.count == summary.rejectedCount)
        #expect(summary.rejectedByRule.values.reduce(0, +) == summary.rejectedCount)
        #expect(summary.rows == cells.count)
        #expect(summary.rejectedCount > 100)
    }

    @Test("a value arrives bit for bit")
    func bits() throws {
        let values = [0.1, 1.0 / 3, .leastNonzeroMagnitude, 9_007_199_254_740_991, -0.0, 1e300]
        let cells = values.enumerated().map { Cell(["766", "\(2000 + $0)"], $1) }
        let (seen, _) = try normalise(Recipes.recipe(), cells)
        #expect(seen.map(\.value.bitPattern) == values.map(\.bitPattern))
    }
}

/// SplitMix64: the same numbers for the same seed everywhere.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
