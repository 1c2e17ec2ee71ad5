import Glibc
import PejlDaemon
import Testing

/// What the service manager is told, as `sd_notify(3)` writes it.
struct ServiceNotifierTests {
    @Test("each message is one datagram of assignments")
    func messages() throws {
        let manager = try FakeManager()
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": manager.path])
        notifier.ready(status: "next at 2026-11-29 08:07")
        notifier.status("two\nlines WATCHDOG=trigger")
        notifier.watchdog()
        notifier.extendTimeout(seconds: 30)
        notifier.stopping()
        #expect(
            manager.messages == [
                "READY=1\nSTATUS=next at 2026-11-29 08:07", "STATUS=two lines WATCHDOG=trigger", "WATCHDOG=1",
                "EXTEND_TIMEOUT_USEC=30000000", "STOPPING=1\nSTATUS=stopping",
            ]
        )
    }

    @Test("a reload carries the monotonic time in microseconds")
    func reload() throws {
        let manager = try FakeManager()
        var before = timespec()
        clock_gettime(CLOCK_MONOTONIC, &before)
        ServiceNotifier(environment: ["NOTIFY_SOCKET": manager.path]).reloading()
        let lines = try #require(manager.messages.first).split(separator: "\n")
        #expect(lines.first == "RELOADING=1")
        let sent = try #require(lines.last?.split(separator: "=").last.flatMap { Int($0) })
        #expect((0..<60_000_000).contains(sent - before.tv_sec * 1_000_000))
    }

    @Test(
        "the watchdog is kept only where this process is watched",
        arguments: [
            (["WATCHDOG_USEC": "60000000"], 60.0), (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"], nil),
            ([:], nil), (["WATCHDOG_USEC": "soon"], nil),
        ] as [([String: String], Double?)]
    )
    func watchdog(environment: [String: String], seconds: Double?) {
        let socket = ["NOTIFY_SOCKET": "/nonexistent"]
        #expect(ServiceNotifier(environment: environment.merging(socket) { $1 }).watchdogSeconds == seconds)
    }

    @Test(
        "without a manager, and with one that is gone or impossible, nothing happens",
        arguments: [nil, "", "/nonexistent/socket", "@pejl-nobody", String(repeating: "x", count: 200)] as [String?]
    )
    func nobody(path: String?) {
        let notifier = ServiceNotifier(environment: path.map { ["NOTIFY_SOCKET": $0] } ?? [:])
        notifier.ready(status: "")
        notifier.stopping()
    }
}
