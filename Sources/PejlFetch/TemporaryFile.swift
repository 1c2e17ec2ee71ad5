internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A file that goes away with ``discard()``, and at the latest with its last reference, unless it is kept.
final class TemporaryFile: Sendable {
    /// Where the file is.
    let path: String
    private let state: Mutex<State>
    private static let prefix = "fetch-"
    private static let suffix = ".part"
    private static let counter = Atomic<UInt>(0)

    private struct State {
        var descriptor: Int32
        /// Kept or removed.
        var isSettled = false
    }

    /// Makes a new file in `directory`, readable by owner and group, writable by the owner.
    init(in directory: String) throws(FetchError) {
        let number = Self.counter.wrappingAdd(1, ordering: .relaxed).newValue
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        path = "\(directory)/\(Self.prefix)\(getpid())-\(number)-\(random)\(Self.suffix)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw .writeFailed(path: directory, errno: errno) }
        state = Mutex(State(descriptor: descriptor))
    }

    deinit {
        discard()
    }

    /// Appends all of `bytes`.
    func write(_ bytes: UnsafeRawBufferPointer) throws(FetchError) {
        let failure: Int32 = state.withLock { state in
            var rest = bytes[...]
            while !rest.isEmpty {
                let slice = UnsafeRawBufferPointer(rebasing: rest)
                let count = systemWrite(state.descriptor, slice.baseAddress, slice.count)
                if count < 0 && errno == EINTR { continue }
                if count <= 0 { return count < 0 ? errno : EIO }
                rest = rest.dropFirst(count)
            }
            return 0
        }
        guard failure == 0 else { throw .writeFailed(path: path, errno: failure) }
    }

    /// Ends writing; a file system that reports a failed write only now is heard.
    func close() throws(FetchError) {
        let failure: Int32 = state.withLock { state in
            guard state.descriptor >= 0 else { return 0 }
            let result = systemClose(state.descriptor)
            state.descriptor = -1
            return result == 0 || errno == EINTR ? 0 : errno
        }
        guard failure == 0 else { throw .writeFailed(path: path, errno: failure) }
    }

    /// Leaves the file to the caller.
    func keep() { state.withLock { $0.isSettled = true } }

    /// Removes the file, unless it is kept; a second call does nothing.
    ///
    /// Whoever reports a failure removes the file first, so that it is gone when the failure is known.
    func discard() {
        state.withLock { state in
            if state.descriptor >= 0 { _ = systemClose(state.descriptor) }
            if !state.isSettled { unlink(path) }
            state = State(descriptor: -1, isSettled: true)
        }
    }
}

/// The system's `write`, which a method of that name hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

/// The system's `close`, which a method of that name hides.
private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
