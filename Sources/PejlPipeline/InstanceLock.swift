import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// Keeps a second daemon away from one installation's state, from the start of the first to its end.
///
/// The store has a lock of its own, which whoever works on it holds for as long as they do; between its runs a daemon
/// leaves the store to `pejl`. This one says that somebody looks after the schedules. The kernel gives it back however the
/// process ends.
package final class InstanceLock: Sendable {
    private let descriptor: Int32

    /// - Parameter directory: The state directory; it is made if it is missing.
    /// - Throws: ``Failure``: `locked` where another daemon holds it.
    package init(directory: String) throws {
        try StateFolders.make(directory)
        let path = "\(directory)/pejld.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw StateFolders.unmakeable(path, code: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else { throw StateFolders.unmakeable(path, code: code) }
            throw Failure(kind: .system, name: "locked", message: "another pejld looks after \(directory)")
        }
    }

    deinit { close(descriptor) }
}
