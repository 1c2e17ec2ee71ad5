#if canImport(Glibc)
import Glibc
#endif

/// Who asks: what the kernel says of the process that connected, as it was when it connected.
///
/// Its process number is not kept. It may belong to somebody else by the time it is looked at, so that nothing may ever
/// be decided by it.
package struct ControlCaller: Sendable, Equatable {
    /// Number of the user.
    package let user: UInt32
    /// Number of the group that the process ran with.
    package let group: UInt32

    package init(user: UInt32, group: UInt32) {
        self.user = user
        self.group = group
    }
}

/// The groups whose members may ask something.
package struct ControlGroups: Sendable, Equatable {
    /// The group that may look, and that reaches the socket at all.
    package var read = "pejl"
    /// The group that may change something; its members are in the other one as well.
    package var admin = "pejl-admin"

    package init(read: String = "pejl", admin: String = "pejl-admin") {
        self.read = read
        self.admin = admin
    }

    /// The name of the group that a verb needs.
    package subscript(access: ControlAccess) -> String { access == .read ? read : admin }
}

/// The decision who may ask what; pure.
package struct ControlPermissions: Sendable, Equatable {
    /// Number of the user that the daemon runs as.
    package let daemonUser: UInt32
    /// Number of the group that may look; nothing where there is no such group, which then has no members.
    package let readGroup: UInt32?
    /// Number of the group that may change something.
    package let adminGroup: UInt32?

    package init(daemonUser: UInt32, readGroup: UInt32?, adminGroup: UInt32?) {
        self.daemonUser = daemonUser
        self.readGroup = readGroup
        self.adminGroup = adminGroup
    }

    /// Whether a user may ask for something whatever groups it is in: root and the daemon's own.
    package func isTrusted(_ user: UInt32) -> Bool { user == 0 || user == daemonUser }

    /// Whether a user in some groups may ask for something.
    package func allows(_ access: ControlAccess, user: UInt32, groups: Set<UInt32>) -> Bool {
        if isTrusted(user) { return true }
        guard let wanted = access == .read ? readGroup : adminGroup else { return false }
        return groups.contains(wanted)
    }
}

/// The machine's users and groups; may wait for a directory service, so never called on the thread of the sockets.
enum SystemGroups {
    /// The number of a group; nothing where there is none of that name.
    static func number(of name: String) -> UInt32? {
        lookUp { buffer, count in
            var entry = group()
            var found: UnsafeMutablePointer<group>?
            let code = getgrnam_r(name, &entry, buffer, count, &found)
            return (code, found == nil ? nil : entry.gr_gid)
        }
    }

    /// The groups of a user, by its number: those of the group file, its first one, and the one its process ran with.
    ///
    /// A user without an entry has the last alone.
    static func groups(of caller: ControlCaller) -> Set<UInt32> {
        let entry: (name: String, group: UInt32)? = lookUp { buffer, count in
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            let code = getpwuid_r(caller.user, &entry, buffer, count, &found)
            guard found != nil, let name = entry.pw_name else { return (code, nil) }
            return (code, (String(cString: name), entry.pw_gid))
        }
        guard let entry else { return [caller.group] }
        var list = [gid_t](repeating: 0, count: 64)
        while true {
            var count = Int32(list.count)
            if getgrouplist(entry.name, entry.group, &list, &count) >= 0 {
                return Set(list.prefix(Int(count))).union([caller.group, entry.group])
            }
            guard list.count < 1 << 16 else { return [caller.group, entry.group] }
            list = [gid_t](repeating: 0, count: max(Int(count), list.count * 2))
        }
    }

    /// Calls with a buffer that grows until the entry fits.
    private static func lookUp<Found>(
        _ call: (_ buffer: UnsafeMutablePointer<CChar>, _ count: Int) -> (code: Int32, found: Found?)
    ) -> Found? {
        var size = 1 << 12
        while true {
            let (code, found) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer in
                buffer.baseAddress.map { call($0, size) } ?? (ENOMEM, nil)
            }
            if code == EINTR { continue }
            guard code == ERANGE, size < 1 << 24 else { return found }
            size *= 4
        }
    }
}
