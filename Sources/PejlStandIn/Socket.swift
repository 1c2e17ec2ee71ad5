import Glibc

/// A loopback stream socket; one owner closes it, any thread may shut it down before that.
struct Socket: Sendable {
    let descriptor: Int32

    private static let idleSeconds = 10
    /// Linux's `POLLRDHUP`, which the C library shows to GNU sources only.
    private static let readHangUp: Int16 = 0x2000

    /// Listens on a free port of 127.0.0.1.
    static func listen() throws(StandInError) -> (socket: Socket, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .socket(operation: "socket", errno: errno) }
        let listener = Socket(descriptor: descriptor)
        do throws(StandInError) {
            return (listener, try listener.bindAndListen())
        } catch {
            listener.close()
            throw error
        }
    }

    private func bindAndListen() throws(StandInError) -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 && Glibc.listen(descriptor, 128) == 0
                    && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard bound else { throw .socket(operation: "bind", errno: errno) }
        return UInt16(bigEndian: address.sin_port)
    }

    /// The next connection; `nil` when the listener was shut down.
    func accept() -> Socket? {
        while true {
            let connection = Glibc.accept(descriptor, nil, nil)
            if connection >= 0 {
                let socket = Socket(descriptor: connection)
                socket.setOptions()
                return socket
            }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: usleep(10_000)
            default: return nil
            }
        }
    }

    private func setOptions() {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var limit = timeval(tv_sec: Self.idleSeconds, tv_usec: 0)
        let length = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, length)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, length)
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    /// What has arrived, at most 16 KiB; empty at the end, after 10 idle seconds or on an error.
    func receive() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
            var received = 0
            repeat {
                received = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            } while received < 0 && errno == EINTR
            count = max(0, received)
        }
    }

    /// Sends everything; false when the peer is gone or reads nothing for 10 seconds.
    func send(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var sent = 0
            while sent < buffer.count {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[sent...])
                let count = Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                if count > 0 {
                    sent += count
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }

    /// Whether the peer has closed or reset the connection, or does so within a time.
    ///
    /// While a thread is sending on the socket, the kernel keeps the news of its end back until that thread has run again;
    /// it came up to 8 ms after a connection that the peer had opened later.
    func peerHasLeft(within milliseconds: Int32) -> Bool {
        let leaving = Self.readHangUp | Int16(POLLHUP | POLLERR)
        var entry = pollfd(fd: descriptor, events: leaving, revents: 0)
        return poll(&entry, 1, milliseconds) > 0 && entry.revents & leaving != 0
    }

    /// Makes the coming close a reset.
    func resetOnClose() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }

    /// Says that nothing more is sent.
    func finishSending() {
        _ = Glibc.shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Ends both directions and wakes whoever waits in them.
    func shutdown() {
        _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
    }

    func close() {
        _ = Glibc.close(descriptor)
    }
}
