/// A set of (series, period) pairs, a bit each.
final class SeenCells {
    /// For each period the bits of the series; all have room for as many.
    private struct Bits {
        var periods: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>
        var periodCount = 0
        var periodCapacity = 16
        var wordCount = 64
    }

    private let bits = UnsafeMutablePointer<Bits>.allocate(capacity: 1)

    init() { bits.initialize(to: Bits(periods: .allocate(capacity: 16))) }

    deinit {
        for period in 0..<bits.pointee.periodCount { bits.pointee.periods[period].deallocate() }
        bits.pointee.periods.deallocate()
        bits.deallocate()
    }

    /// Adds a pair; false if it was there.
    @inline(__always)
    func insert(series: Int32, period: Int32) -> Bool {
        let word = Int(series) / 64
        if word >= bits.pointee.wordCount || Int(period) >= bits.pointee.periodCount {
            grow(words: word + 1, periods: Int(period) + 1)
        }
        let bit = UInt64(1) << UInt64(series % 64)
        let words = bits.pointee.periods[Int(period)]
        if words[word] & bit != 0 { return false }
        words[word] |= bit
        return true
    }

    func contains(series: Int32, period: Int32) -> Bool {
        let word = Int(series) / 64
        guard Int(period) < bits.pointee.periodCount, word < bits.pointee.wordCount else { return false }
        return bits.pointee.periods[Int(period)][word] & (UInt64(1) << UInt64(series % 64)) != 0
    }

    private func grow(words: Int, periods: Int) {
        if words > bits.pointee.wordCount {
            let larger = max(words, bits.pointee.wordCount * 2)
            for period in 0..<bits.pointee.periodCount {
                let moved = Self.words(larger)
                moved.update(from: bits.pointee.periods[period], count: bits.pointee.wordCount)
                bits.pointee.periods[period].deallocate()
                bits.pointee.periods[period] = moved
            }
            bits.pointee.wordCount = larger
        }
        if periods > bits.pointee.periodCapacity {
            let larger = max(periods, bits.pointee.periodCapacity * 2)
            let moved = UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>.allocate(capacity: larger)
            moved.moveInitialize(from: bits.pointee.periods, count: bits.pointee.periodCount)
            bits.pointee.periods.deallocate()
            bits.pointee.periods = moved
            bits.pointee.periodCapacity = larger
        }
        while bits.pointee.periodCount < periods {
            (bits.pointee.periods + bits.pointee.periodCount).initialize(to: Self.words(bits.pointee.wordCount))
            bits.pointee.periodCount += 1
        }
    }

    private static func words(_ count: Int) -> UnsafeMutablePointer<UInt64> {
        let words = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
        words.initialize(repeating: 0, count: count)
        return words
    }
}
