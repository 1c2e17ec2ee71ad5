import Dispatch
import PejlModel
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// Runs what delivers observations on a thread of its own, while the calling thread, whose connection it is, writes them.
///
/// Reading a document and writing rows each take a core; side by side, a load takes as long as the slower of the two.
/// Chunks are written in the order in which they were delivered, so what is stored is the same.
enum SideReader {
    /// Runs `produce` beside `write`.
    ///
    /// - Parameters:
    ///   - produce: Delivers the observations; on the other thread, and at its end when this returns.
    ///   - write: Takes them on the calling thread, with the table of the numbers in them.
    /// - Returns: What `produce` returned.
    /// - Throws: What `write` threw, or what `produce` threw.
    static func run(
        _ produce: (any ObservationSink) throws -> NormalisedSummary,
        write: (ObservationChunk, SeriesTable) throws -> Void
    ) throws -> NormalisedSummary {
        let belt = Belt()
        _ = try SideThread.run({ belt.end(Result { try produce(belt) }) }) {
            var table = SeriesTable()
            do {
                while let load = try belt.next() {
                    table.append(load.growth)
                    try write(load.chunk, table)
                }
            } catch {
                belt.stop()
                throw error
            }
        }
        return try belt.summary()
    }
}

/// A few chunks between the thread that reads and the one that writes.
private final class Belt: ObservationSink {
    struct Load: Sendable {
        var chunk: ObservationChunk
        var growth: SeriesTable
    }

    private struct State {
        var loads: [Load] = []
        var result: Result<NormalisedSummary, any Error>?
        var isStopped = false
    }

    /// Thrown at the reader when nobody writes any more; the writer's own error is what is told.
    private struct Stopped: Error {}

    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: 2)
    private let filled = DispatchSemaphore(value: 0)
    private var sent = SeriesTableSize()

    // MARK: - The thread that reads

    func take(_ chunk: ObservationChunk, keys: ObservationKeys) throws {
        room.wait()
        let load = Load(chunk: chunk, growth: keys.table.growth(since: sent))
        sent = keys.table.size
        let isStopped = state.withLock { state in
            if !state.isStopped { state.loads.append(load) }
            return state.isStopped
        }
        guard !isStopped else { throw Stopped() }
        filled.signal()
    }

    func end(_ result: Result<NormalisedSummary, any Error>) {
        state.withLock { $0.result = result }
        filled.signal()
    }

    // MARK: - The thread that writes

    /// The next chunk, or nothing at the end.
    func next() throws -> Load? {
        filled.wait()
        let load = state.withLock { $0.loads.isEmpty ? nil : $0.loads.removeFirst() }
        if load != nil { room.signal() }
        return load
    }

    func summary() throws -> NormalisedSummary {
        guard let result = state.withLock({ $0.result }) else { throw Stopped() }
        return try result.get()
    }

    /// Lets the reader go on, to meet its end at its next chunk.
    func stop() {
        state.withLock { $0.isStopped = true }
        room.signal()
    }
}
