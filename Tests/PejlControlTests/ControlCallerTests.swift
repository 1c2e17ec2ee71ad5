import Foundation
import Glibc
import PejlControl
import PejlTestSupport
import Testing

/// Real connections of other users: the kernel says who they are.
///
/// The groups are two that every Debian has, `users` to look and `games` to change something; the user `games` has the
/// group `games` as its first one.
@Suite(
    .enabled(
        if: geteuid() == 0 && getgrnam("users") != nil && getgrnam("games") != nil && getpwnam("games") != nil,
        "needs root, to become other users, and Debian's users and groups"
    )
)
struct ControlCallerTests {
    private static let nobody = "65534"
    private static let users = number("users")
    private static let gamesGroup = number("games")
    private static let gamesUser = getpwnam("games").map { "\($0.pointee.pw_uid)" } ?? "5"

    private static func number(_ group: String) -> String { getgrnam(group).map { "\($0.pointee.gr_gid)" } ?? "0" }

    @Test(
        "who connects may ask what their user and groups say",
        arguments: [
            // user, group and further groups of the process; status, reload
            (["0", "0"], "standing", "read again"),
            (["0", nobody], "standing", "read again"),
            (["0", users], "standing", "read again"),
            ([nobody, users], "standing", "not-allowed"),
            // By the name of the user, not by what its process has: the process is not in the group `games`.
            ([gamesUser, users], "standing", "read again"),
            // The folder lets nobody through that is not in the group that may look.
            ([nobody, nobody], "no-permission", "no-permission"),
            ([nobody, gamesGroup], "no-permission", "no-permission"),
            ([gamesUser, gamesGroup], "no-permission", "no-permission"),
            ([nobody, "0"], "no-permission", "no-permission"),
            // Reaches the socket, but a group that only a process has is not the user's.
            ([nobody, nobody, users], "not-allowed", "not-allowed"),
            ([nobody, users, gamesGroup], "standing", "not-allowed"),
            ([nobody, gamesGroup, users], "not-allowed", "read again"),
        ]
    )
    func callers(who: [String], status: String, reload: String) throws {
        let served = try ServedSocket(read: "users", admin: "games")
        for (verb, expected) in [("status", status), ("reload", reload)] {
            let result = try Program.run("pejl-test-control", ["ask", served.path, verb] + who)
            #expect(result.output == expected + "\n", "\(verb): \(result.errors)")
        }
    }

    @Test("who may not ask is told which group to join, and it is noted")
    func refusal() throws {
        let folder = try TemporaryFolder()
        chmod(folder.path, 0o755)
        let path = folder.file("run/s")
        let notes = Notes()
        let groups = ControlGroups(read: "users", admin: "games")
        let server = try ControlServer(path: path, groups: groups, handler: ScriptedHandler()) { notes.add($0) }
        defer { server.stop() }
        let result = try Program.run("pejl-test-control", ["ask", path, "reload", Self.nobody, Self.users])
        #expect(result.output == "not-allowed\n")
        let group = try #require(UInt32(Self.users))
        let expected = ControlCaller(user: 65_534, group: group)
        #expect(notes.all.map(\.caller) == [expected])
        #expect(notes.all.map(\.request) == [.reload])
        #expect(notes.all.map(\.isAllowed) == [false] && notes.all.map(\.error) == ["not-allowed"])
    }
}
