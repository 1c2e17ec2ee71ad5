#if canImport(Glibc)
import Glibc
#endif

/// Tells the service manager how the service stands, by the protocol of `sd_notify(3)`.
///
/// One datagram a message to the socket that `NOTIFY_SOCKET` names; without one, nothing is sent. libsystemd does the
/// same and would be a library more to install.
package struct ServiceNotifier: Sendable {
    private let socket: DatagramSocket?
    /// How often a sign of life is wanted at the least, in seconds; nothing where nobody watches.
    package let watchdogSeconds: Double?

    /// - Parameter environment: The process's environment: `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`.
    package init(environment: [String: String]) {
        socket = environment["NOTIFY_SOCKET"].flatMap(DatagramSocket.init(path:))
        let isForUs = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Double.init)
        watchdogSeconds = isForUs && socket != nil ? microseconds.map { $0 / 1_000_000 } : nil
    }

    /// Store and configuration are in order, and the service works.
    package func ready(status: String) { send("READY=1", "STATUS=\(status)") }

    /// What the service does, in one line; `systemctl status` shows it.
    package func status(_ text: String) { send("STATUS=\(text)") }

    /// The configuration is being read anew; ``ready(status:)`` follows.
    package func reloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        // Newer service managers match it with the time at which they asked.
        send("RELOADING=1", "MONOTONIC_USEC=\(time.tv_sec * 1_000_000 + time.tv_nsec / 1000)")
    }

    /// The service ends.
    package func stopping() { send("STOPPING=1", "STATUS=stopping") }

    /// A sign of life.
    package func watchdog() { send("WATCHDOG=1") }

    /// Starting or stopping takes longer, and goes on.
    package func extendTimeout(seconds: Int) { send("EXTEND_TIMEOUT_USEC=\(seconds * 1_000_000)") }

    private func send(_ lines: String...) {
        guard let socket else { return }
        // A line break in a value would begin another assignment.
        let text = lines.map { $0.replacing("\n", with: " ") }.joined(separator: "\n")
        _ = socket.send(Array(text.utf8))
    }
}
