import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// What requests hand to the thread of the sockets; bounded, because each has one newest progress and one end.
final class ControlMailbox: Sendable {
    /// What has been handed over.
    struct Content: Sendable {
        /// The newest progress of each connection, framed.
        var progress: [Int: [UInt8]] = [:]
        /// The ends of answers, framed.
        var finished: [Int: [[UInt8]]] = [:]
        /// Whether the server is to end.
        var isStopping = false
    }

    private struct State {
        var content = Content()
        var isAwake = false
        var administrators = 0
    }

    private let state = Mutex(State())
    /// Becomes readable when something was handed over.
    let bell: Int32
    private let rope: Int32

    /// - Throws: ``ControlSocketError``.
    init(path: String) throws(ControlSocketError) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .call("socketpair", path: path, code: errno) }
        (bell, rope) = (ends[0], ends[1])
    }

    deinit {
        close(bell)
        close(rope)
    }

    /// Hands something over and wakes the thread.
    func put(_ change: (inout Content) -> Void) {
        state.withLock { state in
            change(&state.content)
            guard !state.isAwake else { return }
            state.isAwake = true
            _ = withUnsafeBytes(of: UInt8(0)) { send(rope, $0.baseAddress, 1, Int32(MSG_NOSIGNAL)) }
        }
    }

    /// What was handed over since the last time.
    func take() -> Content {
        state.withLock { state in
            var byte: UInt8 = 0
            if state.isAwake { _ = recv(bell, &byte, 1, 0) }
            state.isAwake = false
            defer {
                state.content.progress = [:]
                state.content.finished = [:]
            }
            return state.content
        }
    }

    /// Whether one more request of an administrator may be carried out; ``leave()`` ends it.
    func enter(atMost limit: Int) -> Bool {
        state.withLock { state in
            guard state.administrators < limit else { return false }
            state.administrators += 1
            return true
        }
    }

    func leave() { state.withLock { $0.administrators -= 1 } }
}
