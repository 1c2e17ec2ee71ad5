import PejlModel

/// What the dimensions of a chunk's rows mean, worked out column by column: a few steps a row and no branch.
final class RowMeanings {
    /// Rows there is room for.
    private static let capacity = CellChunk.capacity
    /// The first column of the recipe, by its place there, whose text is ignored or rejected; -1 where all are known.
    let obstacles = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    let areas = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    /// Numbers of what an institution is called, and of the municipality it belongs to; -1 where no column says.
    let names = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    let municipalities = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    let periods = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    /// Numbers of combinations of members, see ``members(of:)``.
    let combinations = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    /// What the selector columns come to, for ``IndicatorPicker``.
    let selections = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity)
    private(set) var members = MemberCombinations([])

    deinit {
        obstacles.deallocate()
        areas.deallocate()
        names.deallocate()
        municipalities.deallocate()
        periods.deallocate()
        combinations.deallocate()
        selections.deallocate()
    }

    /// Another table, with these columns, begins.
    func begin(_ readers: [ColumnReader]) {
        members = MemberCombinations(
            readers.compactMap { reader in
                guard case .breakdown(_, _, let members) = reader.rule.role else { return nil }
                return members.count
            }
        )
    }

    /// Works out all rows of the chunk; `area` and `municipality` are those of every row where no column says.
    func read(_ chunk: CellChunk, _ readers: [ColumnReader], area: Int32, municipality: Int32) {
        let count = chunk.count
        precondition(count <= Self.capacity, "a chunk holds at most \(Self.capacity) cells")
        obstacles.update(repeating: -1, count: count)
        areas.update(repeating: area, count: count)
        names.update(repeating: -1, count: count)
        municipalities.update(repeating: municipality, count: count)
        periods.update(repeating: -1, count: count)
        combinations.update(repeating: 0, count: count)
        selections.update(repeating: 0, count: count)
        var breakdowns = 0
        for (place, reader) in readers.enumerated() {
            chunk.codes[reader.column].withUnsafeBufferPointer { codes in
                reader.numbers.withUnsafeBufferPointer { numbers in
                    for row in 0..<count where numbers[Int(codes[row])] < 0 && obstacles[row] < 0 {
                        obstacles[row] = Int32(place)
                    }
                    switch reader.rule.role {
                    case .area: for row in 0..<count { areas[row] = numbers[Int(codes[row])] }
                    case .areaName: for row in 0..<count { names[row] = numbers[Int(codes[row])] }
                    case .municipality: for row in 0..<count { municipalities[row] = numbers[Int(codes[row])] }
                    case .period: for row in 0..<count { periods[row] = numbers[Int(codes[row])] }
                    case .breakdown:
                        members.add(
                            column: breakdowns,
                            { obstacles[$0] < 0 ? numbers[Int(codes[$0])] : -1 },
                            to: combinations,
                            count: count
                        )
                        breakdowns += 1
                    case .selector:
                        for row in 0..<count where numbers[Int(codes[row])] >= 0 {
                            selections[row] = IndicatorPicker.selection(
                                selections[row],
                                adding: numbers[Int(codes[row])]
                            )
                        }
                    case .constant: break
                    }
                }
            }
        }
    }
}
