import PejlControl
import PejlTestSupport
import Testing

struct ControlPermissionTests {
    /// Daemon 900, pejl 901, pejl-admin 902.
    private let permissions = ControlPermissions(daemonUser: 900, readGroup: 901, adminGroup: 902)

    @Test(
        "12 users and groups may ask exactly this",
        arguments: [
            // user, group, read, admin
            (0, 0, true, true), (0, 901, true, true), (0, 902, true, true), (0, 1000, true, true),
            (900, 0, true, true), (900, 901, true, true), (900, 902, true, true), (900, 1000, true, true),
            (1000, 0, false, false), (1000, 901, true, false), (1000, 902, false, true), (1000, 1000, false, false),
        ] as [(UInt32, UInt32, Bool, Bool)]
    )
    func matrix(user: UInt32, group: UInt32, read: Bool, admin: Bool) {
        #expect(permissions.allows(.read, user: user, groups: [group]) == read)
        #expect(permissions.allows(.admin, user: user, groups: [group]) == admin)
    }

    @Test(
        "any of the groups counts, and a number of a user is none of a group",
        arguments: [
            ([1000, 901, 902], true, true), ([1000, 27, 901], true, false), ([902, 27], false, true),
            ([], false, false),
            ([900], false, false),
        ] as [(Set<UInt32>, Bool, Bool)]
    )
    func supplementary(groups: Set<UInt32>, read: Bool, admin: Bool) {
        for user in [901, 902, 1000, UInt32.max] as [UInt32] {
            #expect(permissions.allows(.read, user: user, groups: groups) == read)
            #expect(permissions.allows(.admin, user: user, groups: groups) == admin)
        }
    }

    @Test("a group that is not there has no members")
    func noGroups() {
        let permissions = ControlPermissions(daemonUser: 900, readGroup: nil, adminGroup: nil)
        for access in ControlAccess.allCases {
            #expect(!permissions.allows(access, user: 1000, groups: [0, 900, 901, 902]))
            #expect(permissions.allows(access, user: 0, groups: []))
            #expect(permissions.allows(access, user: 900, groups: []))
        }
    }

    @Test("five verbs look and four change something")
    func verbs() {
        let table = Dictionary(grouping: ControlVerb.allCases, by: \.access).mapValues { $0.map(\.rawValue) }
        #expect(table[.read] == ["status", "metrics", "version", "runs", "log-level"])
        #expect(table[.admin] == ["fetch", "reload", "cancel", "set-log-level"])
    }
}
