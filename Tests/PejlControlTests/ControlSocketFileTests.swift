import CSocket
import Foundation
import Glibc
import PejlControl
import PejlModel
import PejlTestSupport
import Testing

struct ControlSocketFileTests {
    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    private func group(_ path: String) -> gid_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_gid : gid_t.max
    }

    private func serve(_ path: String) throws(ControlSocketError) -> ControlServer {
        try ControlServer(path: path, handler: ScriptedHandler()) { _ in }
    }

    @Test(
        "folder and socket are the group's and nobody else's, whatever the umask",
        .enabled(if: geteuid() == 0 && getgrnam("users") != nil, "needs root and the group \"users\""),
        arguments: ["000", "022", "077", "777"]
    )
    func modes(umask: String) throws {
        let served = try ServedSocket(umask: umask, read: "users")
        #expect(mode(served.folder.file("run")) == 0o750 && mode(served.path) == 0o660)
        let users = try #require(getgrnam("users")).pointee.gr_gid
        #expect(group(served.folder.file("run")) == users && group(served.path) == users)
    }

    @Test("where the group is not there the socket is its owner's alone, and the server says so")
    func noGroup() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("run/s")
        let server = try ControlServer(
            path: path,
            groups: ControlGroups(read: "no-such-group-here", admin: "nor-this"),
            handler: ScriptedHandler()
        ) { _ in }
        #expect(!server.isOpenToGroup && mode(path) == 0o600)
        #expect(try ControlClient(path: path).ask(.reload) == "reload")
    }

    @Test("a file is never open wider than it is bound, not even before it gets its mode")
    func birth() throws {
        let folder = try TemporaryFolder()
        let socket = pejl_socket_bind(folder.file("s"), 0o600)
        defer { close(socket) }
        #expect(socket >= 0 && mode(folder.file("s")) & 0o077 == 0)
        #expect(pejl_socket_bind("", 0o600) == -1 && errno == EINVAL)
    }

    @Test("what a killed server left is replaced, time after time")
    func stale() throws {
        let served = try ServedSocket()
        for _ in 1...(Repository.isNightly ? 100 : 10) {
            try served.killAndStart()
            #expect(try served.client.ask(.status) == "standing")
        }
        served.program.end()
        #expect(access(served.path, F_OK) == 0)
        let error = try #require(throws: ControlError.self) { try served.client.ask(.status) }
        #expect(error.name == "no-daemon" && error.status == .unavailable)
    }

    @Test("a socket that answers, or whose queue is full, is not taken")
    func live() throws {
        let desk = try Desk()
        #expect(throws: ControlSocketError.inUse(path: desk.path)) { try serve(desk.path) }
        #expect(try desk.client.ask(.status) == "status")
        let folder = try TemporaryFolder()
        let deaf = pejl_socket_bind(folder.file("s"), 0o600)
        defer { close(deaf) }
        #expect(listen(deaf, 0) == 0)
        let waiting = (1...3).map { _ in pejl_socket_connect(folder.file("s")) }
        #expect(waiting.contains(-1))
        #expect(throws: ControlSocketError.inUse(path: folder.file("s"))) { try serve(folder.file("s")) }
        for socket in waiting where socket >= 0 { close(socket) }
    }

    @Test("another server's socket outlives the one whose name it took")
    func successor() throws {
        let desk = try Desk()
        unlink(desk.path)
        let second = try serve(desk.path)
        desk.server.stop()
        #expect(try desk.client.ask(.version) == "version")
        second.stop()
        #expect(access(desk.path, F_OK) != 0)
    }

    @Test("a file, a link or a folder of that name is left alone")
    func others() throws {
        let folder = try TemporaryFolder()
        try folder.write("kept", to: "file")
        mkdir(folder.file("folder"), 0o700)
        symlink(folder.file("file"), folder.file("link"))
        for name in ["file", "folder", "link"] {
            #expect(throws: ControlSocketError.notASocket(path: folder.file(name))) { try serve(folder.file(name)) }
        }
        #expect(try String(contentsOfFile: folder.file("file"), encoding: .utf8) == "kept")
    }

    @Test("a path of 107 bytes is served, and one of 108 is an error that says so")
    func longPaths() throws {
        let folder = try TemporaryFolder()
        let room = 107 - folder.path.utf8.count - 1
        let longest = folder.file(String(repeating: "s", count: room))
        let server = try serve(longest)
        #expect(try ControlClient(path: longest).ask(.status) == "status")
        server.stop()
        let error = try #require(throws: ControlSocketError.self) { try serve(longest + "s") }
        #expect(error.failure.kind == .config && error.failure.name == "socket-path-too-long")
        #expect(
            error.description == "\(longest)s: the path has 108 bytes and a socket's may have 107; choose a shorter one"
        )
        #expect(access(longest + "s", F_OK) != 0)
    }

    @Test(
        "a folder that others may write in is refused",
        arguments: [(0o777, "777"), (0o1777, "1777"), (0o770, "770"), (0o702, "702")] as [(mode_t, String)]
    )
    func unsafeFolders(bits: mode_t, shown: String) throws {
        let folder = try TemporaryFolder()
        mkdir(folder.file("run"), 0o700)
        chmod(folder.file("run"), bits)
        #expect(throws: ControlSocketError.unsafeFolder(path: folder.file("run"), reason: "its mode is \(shown)")) {
            try serve(folder.file("run/s"))
        }
        #expect(mode(folder.file("run")) == bits)
    }

    @Test("a folder of another user is refused", .enabled(if: geteuid() == 0, "needs root"))
    func foreignFolder() throws {
        let folder = try TemporaryFolder()
        mkdir(folder.file("run"), 0o700)
        chown(folder.file("run"), 65_534, 65_534)
        #expect(throws: ControlSocketError.unsafeFolder(path: folder.file("run"), reason: "user 65534 owns it")) {
            try serve(folder.file("run/s"))
        }
    }

    @Test("folders above the socket's are not made")
    func missingFolders() throws {
        let folder = try TemporaryFolder()
        #expect(throws: ControlSocketError.call("mkdir", path: folder.file("a/b"), code: ENOENT)) {
            try serve(folder.file("a/b/s"))
        }
    }
}
