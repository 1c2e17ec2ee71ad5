import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// The daemon's side of the control socket.
///
/// Two ways were weighed: Dispatch sources, two for each connection with handlers that take turns on a queue, and a
/// thread with `poll`. The thread was chosen: one place has all connections and the nearest deadline, a descriptor is
/// closed by the one that polls it, and no queue of the daemon's stands before it. It never waits for anything but
/// sockets: requests are read and carried out in tasks with threads of their own. It costs one thread.
package final class ControlServer: Sendable {
    /// Whether the group that may look can reach the socket.
    ///
    /// Where it cannot, because there is no such group, or the daemon is neither root nor a member, root and the daemon's
    /// own user alone can; worth a line in the log.
    package let isOpenToGroup: Bool
    private let mailbox: ControlMailbox
    private let thread = Mutex<pthread_t?>(nil)

    /// Opens the socket and serves it until ``stop()``; the caller holds the store's lock.
    ///
    /// - Parameters:
    ///   - path: Where the socket shall be, at most 107 bytes; its folder is made where it is missing.
    ///   - groups: Who may ask.
    ///   - limits: Other limits than those that ship, for tests.
    ///   - handler: What carries requests out.
    ///   - audit: Called with every request that was understood, before it is answered, on a thread of the request.
    /// - Throws: ``ControlSocketError``.
    package init(
        path: String,
        groups: ControlGroups = ControlGroups(),
        limits: ControlLimits = ControlLimits(),
        handler: any ControlHandler,
        audit: @escaping @Sendable (ControlAudit) -> Void
    ) throws(ControlSocketError) {
        let mailbox = try ControlMailbox(path: path)
        let file = try ControlSocketFile(path: path, group: SystemGroups.number(of: groups.read))
        let work = ControlWork(groups: groups, limits: limits, daemonUser: geteuid(), handler: handler, audit: audit)
        self.mailbox = mailbox
        isOpenToGroup = file.isOpenToGroup
        let body = Unmanaged.passRetained(Body(file: file, mailbox: mailbox, limits: limits, work: work))
        var started = pthread_t()
        let code = pthread_create(
            &started,
            nil,
            { argument in
                guard let argument else { return nil }
                let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
                var loop = ControlLoop(body.file, body.mailbox, body.limits, body.work)
                loop.run()
                return nil
            },
            body.toOpaque()
        )
        guard code == 0 else {
            body.release()
            file.remove()
            throw .call("pthread_create", path: path, code: code)
        }
        let running = started
        thread.withLock { $0 = running }
    }

    /// What the thread is given.
    private final class Body: Sendable {
        let file: ControlSocketFile
        let mailbox: ControlMailbox
        let limits: ControlLimits
        let work: ControlWork

        init(file: ControlSocketFile, mailbox: ControlMailbox, limits: ControlLimits, work: ControlWork) {
            self.file = file
            self.mailbox = mailbox
            self.limits = limits
            self.work = work
        }
    }

    /// Closes every connection, cancels what they asked for and removes the socket.
    ///
    /// Back within a second, as the thread waits for nothing but this. A second call does nothing.
    package func stop() {
        guard let running = thread.withLock({ $0.take() }) else { return }
        mailbox.put { $0.isStopping = true }
        pthread_join(running, nil)
    }

    deinit { stop() }
}
