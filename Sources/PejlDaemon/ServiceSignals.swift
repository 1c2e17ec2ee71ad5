import CSignals
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// What the service manager or a person asks for by a signal.
package enum ServiceSignal: Sendable, Hashable {
    /// SIGHUP: read the configuration anew.
    case reload
    /// SIGTERM or SIGINT: end.
    case stop
}

/// Takes the signals of a service, one after the other, on a thread that does nothing else.
///
/// They are blocked everywhere else, so no handler interrupts anything. A SIGHUP before `main` would end the process; the
/// unit has it blocked before pejld is executed (`env --block-signal=HUP`), and what is blocked stays so.
package final class ServiceSignals: Sendable {
    private let isEnded = Atomic(false)

    /// Blocks them; to be called first of all in `main`, before there are threads.
    package static func block() { pejl_block_signals() }

    /// Starts to take them.
    ///
    /// - Parameter take: Told each one, on the thread that waits for them.
    package init(_ take: @escaping @Sendable (ServiceSignal) -> Void) {
        Thread.detachNewThread { [self] in
            while !isEnded.load(ordering: .relaxed) {
                switch pejl_wait_for_signal(500) {
                case SIGHUP: take(.reload)
                case SIGTERM, SIGINT: take(.stop)
                default: break
                }
            }
        }
    }

    /// Takes no more; the thread is gone within half a second.
    package func end() { isEnded.store(true, ordering: .relaxed) }
}
