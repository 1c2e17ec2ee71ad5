import PejlModel

/// Collects cells as columns and hands them to the sink a chunk at a time.
///
/// Cells are written through pointers and copied into the chunk's arrays when it is full, so that a cell costs a store
/// a column and no check of uniqueness or room.
final class ChunkBuilder {
    /// Codes of the cell that is being built, one a dimension; stays as it was for the next cell.
    let row: UnsafeMutablePointer<Int32>

    private let table: TableDictionary
    private let sink: any CellSink
    private let width: Int
    private let codes: UnsafeMutablePointer<Int32>
    private let measures: UnsafeMutablePointer<Int32>
    private let values: UnsafeMutablePointer<Double>
    private let marks: UnsafeMutablePointer<Int32>
    private let percentSigns: UnsafeMutablePointer<Bool>
    /// Statuses beside numbers; made when the first one comes.
    private var flags: [Int32] = []
    private var chunk: CellChunk
    private var count = 0

    /// Tells the sink that `table` begins.
    init(_ table: TableDictionary, _ sink: any CellSink) throws {
        try sink.begin(table)
        self.table = table
        self.sink = sink
        width = table.columns.count
        row = .allocate(capacity: max(1, width))
        row.initialize(repeating: 0, count: max(1, width))
        codes = .allocate(capacity: max(1, width) * CellChunk.capacity)
        measures = .allocate(capacity: CellChunk.capacity)
        values = .allocate(capacity: CellChunk.capacity)
        marks = .allocate(capacity: CellChunk.capacity)
        percentSigns = .allocate(capacity: CellChunk.capacity)
        chunk = CellChunk(columns: width)
    }

    deinit {
        row.deallocate()
        codes.deallocate()
        measures.deallocate()
        values.deallocate()
        marks.deallocate()
        percentSigns.deallocate()
    }

    /// Adds a cell with the codes in ``row``; `mark` is -1 where `value` counts.
    @inline(__always)
    func add(measure: Int32 = 0, value: Double, mark: Int32 = -1, isPercent: Bool = false) throws {
        for column in 0..<width { codes[column * CellChunk.capacity + count] = row[column] }
        measures[count] = measure
        values[count] = value
        marks[count] = mark
        percentSigns[count] = isPercent
        count += 1
        if count == CellChunk.capacity { try flush() }
    }

    /// Adds cells that have the codes in ``row``, but for the dimensions from `firstMelted` on.
    ///
    /// `melted` has their codes: those of the first of them, a cell each, then those of the next.
    func add(
        values: UnsafePointer<Double>,
        marks: UnsafePointer<Int32>,
        measures: UnsafeBufferPointer<Int32>,
        melted: UnsafeBufferPointer<Int32>,
        from firstMelted: Int
    ) throws {
        guard let firstMeasure = measures.baseAddress else { return }
        var done = 0
        while done < measures.count {
            let count = min(measures.count - done, CellChunk.capacity - self.count)
            for column in 0..<firstMelted {
                (codes + column * CellChunk.capacity + self.count).update(repeating: row[column], count: count)
            }
            for column in firstMelted..<width {
                for cell in 0..<count {
                    codes[column * CellChunk.capacity + self.count + cell] =
                        melted[(column - firstMelted) * measures.count + done + cell]
                }
            }
            (self.values + self.count).update(from: values + done, count: count)
            (self.marks + self.count).update(from: marks + done, count: count)
            (self.measures + self.count).update(from: firstMeasure + done, count: count)
            (percentSigns + self.count).update(repeating: false, count: count)
            done += count
            self.count += count
            if self.count == CellChunk.capacity { try flush() }
        }
    }

    /// Adds a number beside which a status stands, `flag` among the table's marks.
    func add(value: Double, flag: Int32) throws {
        if flags.isEmpty { flags = [Int32](repeating: -1, count: CellChunk.capacity) }
        flags[count] = flag
        try add(value: value)
    }

    /// Hands over what is left.
    func flush() throws {
        guard count > 0 else { return }
        chunk.removeAll()
        for column in 0..<width {
            chunk.codes[column].append(
                contentsOf: UnsafeBufferPointer(start: codes + column * CellChunk.capacity, count: count)
            )
        }
        chunk.measures.append(contentsOf: UnsafeBufferPointer(start: measures, count: count))
        chunk.values.append(contentsOf: UnsafeBufferPointer(start: values, count: count))
        chunk.marks.append(contentsOf: UnsafeBufferPointer(start: marks, count: count))
        chunk.percentSigns.append(contentsOf: UnsafeBufferPointer(start: percentSigns, count: count))
        if !flags.isEmpty {
            chunk.flags.append(contentsOf: flags[..<count])
            flags = []
        }
        count = 0
        try sink.take(chunk)
    }
}
