import CSocket

#if canImport(Glibc)
import Glibc
#endif

/// The socket's file: `0660`, of the group that may look, in a folder `0750` of the same group.
///
/// **Who reaches it.** Two ways were weighed: two sockets, one a group, and one that the wider group reaches, where each
/// request is decided by the caller's credentials. One was chosen. Its folder can have only one group, so members of the
/// narrower group must be in the wider one to reach a second socket too; a client would have to know which to use; and a
/// daemon that is not root need not be in the narrower group. So members of `pejl-admin` are members of `pejl` as well.
///
/// **Never wider than that.** Two ways were weighed: a narrow umask around `bind`, which is the whole process's and would
/// spoil the folders that other threads make meanwhile, and the mode of the socket, which Linux gives the file, less the
/// umask. The second was chosen; the file is made `0600` and gets its group before it gets `0660`. No abstract socket:
/// those have no permissions.
///
/// **What a killed daemon leaves.** Nobody listens on its file, so a connection is refused and the file removed. A socket
/// that answers is never taken. The caller holds the store's lock, so no other pejld does the same at that moment.
final class ControlSocketFile: Sendable {
    let path: String
    /// The listening socket.
    let descriptor: Int32
    /// Whether the group that may look was given the socket; without it root and the daemon's user alone reach it.
    let isOpenToGroup: Bool
    private let identity: Identity

    private struct Identity: Equatable, Sendable {
        let device: UInt
        let number: UInt

        init(_ status: stat) {
            device = UInt(status.st_dev)
            number = UInt(status.st_ino)
        }
    }

    /// - Parameters:
    ///   - path: Where it shall be; its folder is made where it is missing, the folders above are not.
    ///   - group: Number of the group that may look; nothing where there is none.
    /// - Throws: ``ControlSocketError``.
    init(path: String, group: UInt32?) throws(ControlSocketError) {
        let limit = pejl_socket_longest_path()
        guard path.utf8.count <= limit else {
            throw .pathTooLong(path: path, bytes: path.utf8.count, limit: limit)
        }
        try Self.prepareFolder(of: path, group: group)
        try Self.removeStale(path)
        let descriptor = pejl_socket_bind(path, 0o600)
        guard descriptor >= 0 else { throw .call("bind", path: path, code: errno) }
        do throws(ControlSocketError) {
            var isOpen = false
            if let group, chown(path, uid_t.max, group) == 0 {
                guard chmod(path, 0o660) == 0 else { throw .call("chmod", path: path, code: errno) }
                isOpen = true
            }
            var status = stat()
            guard lstat(path, &status) == 0 else { throw .call("stat", path: path, code: errno) }
            guard listen(descriptor, 128) == 0 else { throw .call("listen", path: path, code: errno) }
            self.path = path
            self.descriptor = descriptor
            isOpenToGroup = isOpen
            identity = Identity(status)
        } catch {
            close(descriptor)
            unlink(path)
            throw error
        }
    }

    /// Removes its file, unless another one has its name by now, and closes the socket; once.
    func remove() {
        var status = stat()
        if lstat(path, &status) == 0, Identity(status) == identity { unlink(path) }
        close(descriptor)
    }

    private static func prepareFolder(of path: String, group: UInt32?) throws(ControlSocketError) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        if mkdir(folder, 0o750) == 0 {
            // Whatever the umask took away.
            guard chmod(folder, 0o750) == 0 else { throw .call("chmod", path: folder, code: errno) }
            if let group { _ = chown(folder, uid_t.max, group) }
        } else if errno != EEXIST {
            throw .call("mkdir", path: folder, code: errno)
        }
        var status = stat()
        guard stat(folder, &status) == 0 else { throw .call("stat", path: folder, code: errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .unsafeFolder(path: folder, reason: "it is no folder") }
        guard status.st_uid == 0 || status.st_uid == geteuid() else {
            throw .unsafeFolder(path: folder, reason: "user \(status.st_uid) owns it")
        }
        guard status.st_mode & 0o022 == 0 else {
            throw .unsafeFolder(path: folder, reason: "its mode is \(String(status.st_mode & 0o7777, radix: 8))")
        }
    }

    private static func removeStale(_ path: String) throws(ControlSocketError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .call("stat", path: path, code: errno) }
            return
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        let probe = pejl_socket_connect(path)
        let code = errno
        if probe >= 0 { close(probe) }
        // A full queue is somebody's as well.
        guard probe < 0, code != EAGAIN else { throw .inUse(path: path) }
        guard code == ECONNREFUSED else { throw .call("connect", path: path, code: code) }
        guard unlink(path) == 0 || errno == ENOENT else { throw .call("unlink", path: path, code: errno) }
    }
}
