/// Row ids by number, at an address that holds until more are added.
final class RowIDs {
    /// The first of them.
    private(set) var start: UnsafeMutablePointer<Int64>
    private(set) var count = 0
    private var capacity = 64

    init() { start = .allocate(capacity: capacity) }

    deinit { start.deallocate() }

    /// Numbers by row id, those without one left out.
    var numbers: [Int64: Int32] {
        var numbers: [Int64: Int32] = [:]
        numbers.reserveCapacity(count)
        for number in 0..<count where start[number] > 0 { numbers[start[number]] = Int32(number) }
        return numbers
    }

    subscript(number: Int32) -> Int64 {
        get { start[Int(number)] }
        set { start[Int(number)] = newValue }
    }

    func append(_ id: Int64) { grow(to: count + 1, filling: id) }

    /// Adds `id` until there are `wanted` of them.
    func grow(to wanted: Int, filling id: Int64) {
        guard wanted > count else { return }
        if wanted > capacity {
            capacity = max(wanted, capacity * 2)
            let larger = UnsafeMutablePointer<Int64>.allocate(capacity: capacity)
            larger.moveInitialize(from: start, count: count)
            start.deallocate()
            start = larger
        }
        (start + count).initialize(repeating: id, count: wanted - count)
        count = wanted
    }
}
