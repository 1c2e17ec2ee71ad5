import PejlModel

/// How the rows of a load differ from those held, as they are counted.
struct LoadTally {
    /// Rows of the load so far.
    var now = 0
    /// Rows that are not held.
    private(set) var added = 0
    /// Rows held with another value or status.
    private(set) var changed = 0
    /// Of these, those that lose their value.
    private(set) var hidden = 0
    /// Values that became 1,000 times larger or smaller.
    private(set) var jumps = 0
    /// Values that were and are not zero.
    private(set) var comparable = 0

    /// A figure as it is held.
    typealias Held = (value: Double?, status: Int64)

    /// Counts a row of a chunk, beside what is held in its place.
    ///
    /// - Returns: Whether it differs.
    @inline(__always)
    mutating func compare(_ chunk: ObservationChunk, _ row: Int, with held: Held?) -> Bool {
        guard let held else {
            added += 1
            return true
        }
        let status = chunk.statuses[row]
        return compare(status.hasValue ? chunk.values[row] : nil, Int64(status.rawValue), with: held)
    }

    /// Counts a row that is held.
    ///
    /// - Returns: Whether it differs.
    @inline(__always)
    private mutating func compare(_ value: Double?, _ status: Int64, with held: Held) -> Bool {
        if held.value != nil, value == nil { hidden += 1 }
        if let was = held.value, let value, was != 0, value != 0 {
            comparable += 1
            // The quotients need no look where nothing changed.
            if was != value, (value / was).magnitude >= 500 || (was / value).magnitude >= 500 { jumps += 1 }
        }
        let isDifferent = held.value != value || held.status != status
        if isDifferent { changed += 1 }
        return isDifferent
    }

    /// The whole load against the `before` rows held.
    func difference(before: Int) -> LoadDifference {
        LoadDifference(
            before: before,
            now: now,
            added: added,
            changed: changed,
            withdrawn: before - (now - added),
            hidden: hidden,
            jumps: jumps,
            comparable: comparable
        )
    }
}
