import CSocket

#if canImport(Glibc)
import Glibc
#endif

/// What the server's thread does: moves bytes, keeps deadlines and the number of connections.
///
/// Descriptors that come with bytes (SCM_RIGHTS) are closed by the kernel: `recv` gives it no room for them.
struct ControlLoop {
    private typealias Instant = ContinuousClock.Instant

    private struct Place {
        let socket: Int32
        var connection: ControlConnection
        var task: Task<Void, Never>?
    }

    private let file: ControlSocketFile
    private let mailbox: ControlMailbox
    private let limits: ControlLimits
    private let work: ControlWork
    private var places: [Int: Place] = [:]
    /// Requests whose caller is gone and that have not ended yet.
    ///
    /// They hold a place until they do: otherwise whoever asks and hangs up, over and over, would have any number of them
    /// carried out at a time.
    private var abandoned: Set<Int> = []
    private var newest = 0
    /// Until when nobody is let in, because there are no descriptors left to do it with.
    private var closedUntil: Instant?

    init(_ file: ControlSocketFile, _ mailbox: ControlMailbox, _ limits: ControlLimits, _ work: ControlWork) {
        self.file = file
        self.mailbox = mailbox
        self.limits = limits
        self.work = work
    }

    /// Serves until the mailbox says that it is to end; leaves nothing open.
    mutating func run() {
        while true {
            let (ready, isKnocking) = wait()
            let news = mailbox.take()
            guard !news.isStopping else { break }
            deliver(news)
            for (place, events) in ready { serve(place, events) }
            endLate()
            if let until = closedUntil {
                if until <= ContinuousClock.now { closedUntil = nil }
            } else if isKnocking {
                letIn()
            }
        }
        end()
    }

    // MARK: - Waiting

    /// Waits for something to do; gives the places that something happened to, and whether somebody wants to be let in.
    ///
    /// The listener is looked at first and lets one in at a time: who closed a connection before knocking again is then
    /// known to have done so, and takes nobody's place.
    private func wait() -> (ready: [(place: Int, events: Int32)], isKnocking: Bool) {
        let order = places.keys.sorted()
        var polled = [pollfd(fd: mailbox.bell, events: Int16(POLLIN), revents: 0)]
        polled.append(pollfd(fd: closedUntil == nil ? file.descriptor : -1, events: Int16(POLLIN), revents: 0))
        var nearest = closedUntil
        for place in order {
            guard let entry = places[place] else { continue }
            let connection = entry.connection
            let events = (connection.wanted > 0 ? POLLIN : 0) | (connection.pending.isEmpty ? 0 : POLLOUT)
            polled.append(pollfd(fd: entry.socket, events: Int16(events), revents: 0))
            if let deadline = connection.deadline { nearest = min(nearest ?? deadline, deadline) }
        }
        poll(&polled, nfds_t(polled.count), nearest.map { ControlLimits.milliseconds($0 - ContinuousClock.now) } ?? -1)
        let ready = zip(order, polled.dropFirst(2)).filter { $1.revents != 0 }
        return (ready.map { ($0, Int32($1.revents)) }, polled[1].revents != 0)
    }

    // MARK: - Connections

    private mutating func letIn() {
        let socket = pejl_socket_accept(file.descriptor)
        guard socket >= 0 else {
            // Out of descriptors or memory: whoever knocks stays in the queue, and polling it would spin.
            if ![EAGAIN, EINTR, ECONNABORTED].contains(errno) {
                closedUntil = ContinuousClock.now + .milliseconds(100)
            }
            return
        }
        var (user, group): (uid_t, gid_t) = (0, 0)
        guard pejl_socket_peer(socket, &user, &group) == 0 else {
            close(socket)
            return
        }
        guard places.count + abandoned.count < limits.connections || makeRoom() else {
            tell(socket, .busy)
            close(socket)
            return
        }
        newest += 1
        let caller = ControlCaller(user: user, group: group)
        let connection = ControlConnection(caller: caller, limits: limits, now: ContinuousClock.now)
        places[newest] = Place(socket: socket, connection: connection)
    }

    /// Takes the place of the one that has been waited for longest, so that silence cannot keep others out.
    private mutating func makeRoom() -> Bool {
        let now = ContinuousClock.now
        let replaceable = places.filter { $0.value.connection.mayBeReplaced(now) }
        guard
            let (place, entry) = replaceable.min(by: {
                $0.value.connection.waitingSince < $1.value.connection.waitingSince
            })
        else { return false }
        if entry.connection.phase == .asking { tell(entry.socket, .busy) }
        drop(place)
        return true
    }

    private mutating func serve(_ place: Int, _ events: Int32) {
        if events & (POLLERR | POLLNVAL) != 0 { return drop(place) }
        if events & POLLOUT != 0 { send(place) }
        if events & POLLIN != 0 { read(place) }
        // Both directions are closed: nobody is there to be answered.
        if events & POLLHUP != 0, events & POLLIN == 0 { drop(place) }
    }

    private mutating func read(_ place: Int) {
        guard let entry = places[place], entry.connection.wanted > 0 else { return }
        let (bytes, code) = withUnsafeTemporaryAllocation(byteCount: entry.connection.wanted, alignment: 1) {
            let count = recv(entry.socket, $0.baseAddress, $0.count, 0)
            return count < 0 ? ([], errno) : (Array($0.prefix(count)), 0)
        }
        guard code == 0 else {
            if code != EAGAIN, code != EINTR { drop(place) }
            return
        }
        guard !bytes.isEmpty else { return drop(place) }
        do throws(ControlError) {
            guard let content = try places[place]?.connection.receive(bytes, now: ContinuousClock.now) else { return }
            let task = work.start(content, from: entry.connection.caller, place: place, in: mailbox)
            places[place]?.task = task
        } catch {
            leave(place, error)
        }
    }

    private mutating func send(_ place: Int) {
        guard let entry = places[place], !entry.connection.pending.isEmpty else { return }
        let (count, code) = entry.connection.pending.withUnsafeBytes { bytes in
            let count = Glibc.send(entry.socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            return (count, count < 0 ? errno : 0)
        }
        guard code == 0 else {
            if code != EAGAIN, code != EINTR { drop(place) }
            return
        }
        places[place]?.connection.sent(count, now: ContinuousClock.now)
        if places[place]?.connection.isOver == true { drop(place) }
    }

    private mutating func deliver(_ news: ControlMailbox.Content) {
        // An end comes after all progress, and takes its place.
        for (place, frame) in news.progress where news.finished[place] == nil {
            places[place]?.connection.tell(frame, now: ContinuousClock.now)
            send(place)
        }
        for (place, frames) in news.finished {
            abandoned.remove(place)
            places[place]?.task = nil
            places[place]?.connection.finish(frames, now: ContinuousClock.now)
            send(place)
        }
    }

    private mutating func endLate() {
        let now = ContinuousClock.now
        for (place, entry) in places {
            guard let deadline = entry.connection.deadline, deadline <= now else { continue }
            if entry.connection.phase == .asking { tell(entry.socket, .tooSlow) }
            drop(place)
        }
    }

    private mutating func leave(_ place: Int, _ error: ControlError) {
        places[place]?.connection.leave(Self.framed(error), now: ContinuousClock.now)
        send(place)
    }

    private mutating func drop(_ place: Int) {
        guard let entry = places.removeValue(forKey: place) else { return }
        if let task = entry.task {
            task.cancel()
            abandoned.insert(place)
        }
        close(entry.socket)
    }

    private mutating func end() {
        for (place, entry) in places {
            // In the middle of an answer another frame would be taken for a part of it.
            if entry.connection.pending.isEmpty { tell(entry.socket, .stopping) }
            drop(place)
        }
        file.remove()
    }

    private static func framed(_ error: ControlError) -> [UInt8] {
        ControlFraming.framed(ControlAnswer.failed(error).frame())
    }

    /// Tells somebody why the connection is closed next, where there is room for it.
    private func tell(_ socket: Int32, _ error: ControlError) {
        let frame = Self.framed(error)
        _ = Glibc.send(socket, frame, frame.count, Int32(MSG_NOSIGNAL))
    }
}
