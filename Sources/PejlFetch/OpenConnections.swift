internal import CCurl

/// The connections that libcurl keeps for further requests, by local port; used on the transport's thread alone.
///
/// libcurl 7.88.1 reads no further than an answer's length and takes what is left for the next answer. So before a
/// connection is used again it must be quiet: whatever came without being asked for answers nothing.
final class OpenConnections {
    private struct Entry {
        let socket: curl_socket_t
        var isHTTP2 = false
    }

    private static let tidyCount = 64

    private var entries: [Int: Entry] = [:]

    /// Remembers the socket of a new connection.
    func note(_ socket: curl_socket_t, port: Int) {
        if entries.count >= Self.tidyCount { entries = entries.filter { isStill($0.value, at: $0.key) } }
        entries[port] = Entry(socket: socket)
    }

    /// Remembers that a connection speaks HTTP/2, where the server may say much unasked, and answers carry a number.
    func noteHTTP2(port: Int) { entries[port]?.isHTTP2 = true }

    /// Whether a kept connection may carry the next request of `easy`.
    func isUsable(_ easy: UnsafeMutableRawPointer, port: Int) -> Bool {
        guard let entry = entries[port], isStill(entry, at: port) else { return false }
        return entry.isHTTP2 || pejl_curl_is_quiet(easy, entry.socket) == 1
    }

    /// A closed socket's number may have been given to something else.
    private func isStill(_ entry: Entry, at port: Int) -> Bool { pejl_curl_local_port(entry.socket) == Int32(port) }
}
