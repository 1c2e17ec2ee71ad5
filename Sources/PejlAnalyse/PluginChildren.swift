import CSpawn
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// The plugins that run now, and the orphans of those that ran.
///
/// Starting and looking for orphans exclude each other, so that a plugin that is just being started is not taken for an
/// orphan.
enum PluginChildren {
    private static let running = Mutex<[pid_t: String]>([:])

    /// Starts a plugin unless a copy of it runs already for the same store; returns an `errno`, `EBUSY` for a second copy.
    static func start(_ plugin: String, _ spawn: () -> (pid: pid_t, code: Int32)) -> Int32 {
        running.withLock { children in
            guard !children.values.contains(plugin) else { return EBUSY }
            // Orphans of a supervisor that was killed come to this process rather than to init.
            pejl_become_subreaper()
            let (pid, code) = spawn()
            if code == 0 { children[pid] = plugin }
            return code
        }
    }

    /// Forgets a plugin that has been waited for, and ends what it left behind.
    static func forget(_ pid: pid_t) {
        running.withLock { children in
            children[pid] = nil
            let known = Array(children.keys)
            pejl_end_orphans(known, Int32(known.count))
        }
    }
}
