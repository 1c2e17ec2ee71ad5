import CAttack

#if canImport(Glibc)
import Glibc
#endif

/// What a plugin may try that its cage must not allow; the raw value is the manner.
///
/// An attack that is refused ends the plugin with status 9 and says why on standard error. One that gets through returns,
/// and the plugin then makes a finding.
enum Attack: String {
    case socket
    case readPasswd = "read-passwd"
    case readStore = "read-store"
    case write
    case descriptor
    case memory
    case fork
    case forkBomb = "fork-bomb"
    case doubleFork = "double-fork"
    case signal = "signal-host"
    case limits = "limit-host"
    case deathSignal = "death-signal"
    case privileges
    case processor
    case environment

    func run(_ path: String) {
        switch self {
        case .socket:
            errno = 0
            for (family, kind) in [(AF_INET, SOCK_STREAM), (AF_INET, SOCK_DGRAM), (AF_UNIX, SOCK_STREAM)]
            where Glibc.socket(family, Int32(kind.rawValue), 0) >= 0 { return }
            if attack_ring() { return }
        case .readPasswd: if open("/etc/passwd", O_RDONLY) >= 0 { return }
        case .readStore: if open(path, O_RDONLY) >= 0 { return }
        case .write:
            for file in ["/tmp/x", "/var/tmp/x", "/dev/shm/x", "x", "/x", path]
            where open(file, O_WRONLY | O_CREAT, 0o600) >= 0 { return }
            for file in [path, "/tmp"] where unlink(file) == 0 || mkdir("\(file)-x", 0o700) == 0 { return }
        case .descriptor:
            if (3..<1024).contains(where: { fcntl($0, F_GETFD) >= 0 }) { return }
        case .memory: if takeMemory() { return }
        case .fork: if attack_fork() >= 0 { return }
        case .forkBomb:
            // Bounded, because it must harm nobody where the cage is open.
            let forks = (0..<200).filter { _ in Self.child { while true { pause() } } }
            if !forks.isEmpty { return }
        case .doubleFork:
            let isForked = Self.child {
                setsid()
                _ = Self.child { while true { pause() } }
                _exit(0)
            }
            if isForked {
                usleep(100_000)
                return
            }
        case .signal: if kill(getppid(), 0) == 0 { return }
        case .limits: if attack_limits_of(getppid()) { return }
        case .deathSignal: if attack_death_signal() { return }
        case .privileges:
            // Nothing that could raise them may be there: capabilities, or the right to be given some.
            if attack_may_gain_privileges() || chroot("/") == 0 || setuid(getuid() + 1) == 0 { return }
        case .processor: while true {}
        case .environment:
            let variables = (0...).prefix { environ[$0] != nil }.compactMap { environ[$0].map { String(cString: $0) } }
            if variables != ["LANG=C.UTF-8"] { return }
        }
        refused()
    }

    private func refused() -> Never {
        let text = "refused: \(String(cString: strerror(errno)))\n"
        _ = text.utf8CString.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count - 1) }
        exit(9)
    }

    /// Whether 10 GiB could be had and used; tried only under a limit, because the machine is not ours alone.
    private func takeMemory() -> Bool {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        guard limit.rlim_cur < 4 << 30 else { return true }
        for _ in 0..<160 {
            guard let block = malloc(64 << 20) else { return false }
            memset(block, 1, 64 << 20)
        }
        return true
    }

    /// Whether a child that does something, and nothing else, could be started.
    private static func child(_ body: () -> Void) -> Bool {
        let pid = attack_fork()
        if pid == 0 {
            body()
            _exit(0)
        }
        return pid > 0
    }
}
