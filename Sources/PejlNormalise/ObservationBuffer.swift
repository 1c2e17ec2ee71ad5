import PejlModel

/// Observations of one chunk of cells, written through pointers and copied when the sink gets them.
final class ObservationBuffer {
    private static let capacity = CellChunk.capacity
    private let series = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    private let periods = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    private let values = UnsafeMutablePointer<Double>.allocate(capacity: capacity)
    private let statuses = UnsafeMutablePointer<ObservationStatus>.allocate(capacity: capacity)
    private let filled = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    private var chunk = ObservationChunk()

    init() { filled.initialize(to: 0) }

    deinit {
        filled.deallocate()
        series.deallocate()
        periods.deallocate()
        values.deallocate()
        statuses.deallocate()
    }

    /// Observations that wait to be handed over.
    var count: Int { filled.pointee }

    /// Whether there is no room for another one.
    var isFull: Bool { count == Self.capacity }

    /// Adds an observation; there must be room for it.
    @inline(__always)
    func append(series: Int32, period: Int32, value: Double, status: ObservationStatus) {
        let place = filled.pointee
        self.series[place] = series
        periods[place] = period
        values[place] = status.hasValue ? value : 0
        (statuses + place).initialize(to: status)
        filled.pointee = place + 1
    }

    /// Hands over what there is.
    func flush(to sink: any ObservationSink, _ keys: ObservationKeys) throws {
        let count = filled.pointee
        guard count > 0 else { return }
        chunk.removeAll()
        chunk.series.append(contentsOf: UnsafeBufferPointer(start: series, count: count))
        chunk.periods.append(contentsOf: UnsafeBufferPointer(start: periods, count: count))
        chunk.values.append(contentsOf: UnsafeBufferPointer(start: values, count: count))
        chunk.statuses.append(contentsOf: UnsafeBufferPointer(start: statuses, count: count))
        filled.pointee = 0
        try sink.take(chunk, keys: keys)
    }
}
