import CSpawn
import PejlPluginKit

#if canImport(Glibc)
import Glibc
#endif

/// A running plugin: its cage, its pipes, its deadline and the end of all that it started.
///
/// `posix_spawn` rather than Foundation's `Process`, which on Linux waits for ever while a grandchild lives. Reading
/// and writing go through one `poll`, so that neither side can block the other by not reading; and what comes is handed
/// on line by line, so that a plugin that writes while nobody awaits it fills no memory here.
final class PluginProcess {
    private let plugin: String
    private let limits: PluginLimits
    private var child = pejl_child()
    private var descriptor: Int32 = -1
    private var report: Int32 = -1
    private let started: Int
    private var reader = LineReader()
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var outputBytes = 0
    private var log: [UInt8] = []
    private var outputOpen = true
    private var errorsOpen = true
    private var reaped: Int32?
    /// What of the cage is in force.
    private(set) var confinement = Confinement()
    /// The most memory that the plugin, or one process of it, had in use at a time, in bytes; known at its end.
    private(set) var peakBytes = 0

    /// Starts the plugin and waits until it is executed.
    init(_ program: borrowing PluginProgram, _ manifest: PluginManifest, _ launcher: PluginLauncher)
        throws(AnalyseError)
    {
        plugin = program.plugin
        limits = manifest.limits
        started = Self.now()
        // A plugin that ends early must be an error of the write, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        try start(program, launcher, launcher.arguments(manifest, program: program))
        try readReport(isStrict: launcher.isStrict, unsealed: program.unsealed)
    }

    deinit {
        guard child.pid > 0 else { return }
        end(patience: 0)
        close(child.output)
        close(child.errors)
        if descriptor >= 0 { close(descriptor) }
        if report >= 0 { close(report) }
    }

    /// Sends whole lines; hands on whatever the plugin writes meanwhile.
    func send(_ line: [UInt8], deadline: Int, received: ([UInt8]) throws -> Void) throws {
        var sent = 0
        while sent < line.count {
            let count = line[sent...].withUnsafeBytes { write(child.input, $0.baseAddress, $0.count) }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                try wait(writing: true, deadline: deadline, received)
            } else if errno != EINTR {
                throw ended("it stopped reading")
            }
        }
    }

    /// Sends a line if that can be done at once; whoever is told this need not be reading any more.
    func tell(_ line: [UInt8]) {
        guard child.input >= 0 else { return }
        _ = line.withUnsafeBytes { write(child.input, $0.baseAddress, $0.count) }
    }

    /// Hands on what the plugin writes until something is the case.
    ///
    /// - Parameters:
    ///   - isDone: Whether it is.
    ///   - deadline: When it must be.
    ///   - silence: Seconds that the plugin may write nothing; as long as the deadline lets it where nil.
    ///   - received: Handed each line.
    /// - Throws: ``AnalyseError``, or what `received` throws.
    func receive(
        until isDone: () -> Bool,
        deadline: Int,
        silence: Int? = nil,
        received: ([UInt8]) throws -> Void
    ) throws {
        var heard = (bytes: outputBytes, at: Self.now())
        while !isDone() {
            guard outputOpen else { throw ended("it ended before its work was done") }
            try wait(writing: false, deadline: deadline, received)
            if outputBytes != heard.bytes { heard = (outputBytes, Self.now()) }
            if let silence, Self.now() - heard.at > silence * 1000, !isDone() {
                throw AnalyseError.overdue(plugin: plugin, limit: "\(silence) s without a word")
            }
        }
    }

    /// The moment `seconds` after the start, for `deadline`; milliseconds of the monotonic clock.
    func moment(after seconds: Int) -> Int { started + seconds * 1000 }

    /// Milliseconds since the start.
    var age: Int { Self.now() - started }

    /// Closes the plugin's input, waits for it to end, then ends it with everything that it started.
    ///
    /// - Parameter patience: Milliseconds that it has to end by itself.
    func end(patience: Int32) {
        if child.input >= 0 {
            close(child.input)
            child.input = -1
        }
        guard reaped == nil else { return }
        var status: Int32 = 0
        var usage = rusage()
        if pejl_wait(child.pid, descriptor, patience, &status, &usage) == 0 {
            // The supervisor ends the tree and then itself; it has no reason to be late.
            pejl_signal(child.pid, descriptor, SIGTERM)
            if pejl_wait(child.pid, descriptor, 1000, &status, &usage) == 0 {
                kill(-child.pid, SIGKILL)
                _ = pejl_wait(child.pid, descriptor, -1, &status, &usage)
            }
        }
        reaped = status
        peakBytes = usage.ru_maxrss * 1024
        PluginChildren.forget(child.pid)
    }

    // MARK: - Starting

    private func start(_ program: borrowing PluginProgram, _ launcher: PluginLauncher, _ arguments: [String])
        throws(AnalyseError)
    {
        let file = open(launcher.path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .noLauncher(plugin: plugin, path: launcher.path) }
        defer { close(file) }
        var ends: [Int32] = [-1, -1]
        let code = pejl_report_pipe(&ends)
        guard code == 0 else { throw .cannotStart(plugin: plugin, code: code) }
        report = ends[0]
        defer { close(ends[1]) }
        var passed = [program.interpreter?.descriptor ?? program.descriptor, ends[1]]
        if program.interpreter != nil { passed.append(program.descriptor) }
        var argv = arguments.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        defer { for text in argv { free(text) } }
        let failed = PluginChildren.start("\(plugin) \(launcher.scope)") {
            let code = pejl_spawn_passing(&child, file, &argv, &environment, passed, Int32(passed.count))
            return (child.pid, code)
        }
        guard failed == 0 else {
            close(report)
            report = -1
            child.pid = 0
            throw failed == EBUSY ? .running(plugin: plugin) : .cannotStart(plugin: plugin, code: failed)
        }
        descriptor = pejl_process_descriptor(child.pid)
    }

    /// Reads what the launcher reports until the plugin is executed, which closes the report.
    private func readReport(isStrict: Bool, unsealed: Int32?) throws(AnalyseError) {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 12)
        let deadline = moment(after: min(limits.handshakeSeconds, limits.seconds))
        while true {
            let count = read(report, &buffer, buffer.count)
            if count == 0 { break }
            if count > 0 {
                text += buffer[..<count]
                continue
            }
            let left = deadline - Self.now()
            guard left > 0 else { throw .limit(plugin: plugin, limit: "its time to start") }
            var polled = pollfd(fd: report, events: Int16(POLLIN), revents: 0)
            poll(&polled, 1, Int32(left))
        }
        confinement = Confinement(report: text)
        if let failed = confinement.failed {
            throw .noCage(plugin: plugin, part: failed.name, code: Int32(truncatingIfNeeded: failed.number))
        }
        if let part = confinement.unaccounted { throw .noCage(plugin: plugin, part: part, code: EPROTO) }
        if let unsealed { confinement.lacks("sealed-copy", unsealed) }
        if isStrict, let part = confinement.lacking.first {
            throw .noCage(plugin: plugin, part: part.name, code: Int32(truncatingIfNeeded: part.number))
        }
    }

    // MARK: - Waiting

    private func wait(writing: Bool, deadline: Int, _ received: ([UInt8]) throws -> Void) throws {
        let left = deadline - Self.now()
        guard left > 0 else { throw AnalyseError.overdue(plugin: plugin, limit: "its time of \(limits.seconds) s") }
        var polled: [pollfd] = []
        if errorsOpen { polled.append(pollfd(fd: child.errors, events: Int16(POLLIN), revents: 0)) }
        if outputOpen { polled.append(pollfd(fd: child.output, events: Int16(POLLIN), revents: 0)) }
        if writing { polled.append(pollfd(fd: child.input, events: Int16(POLLOUT), revents: 0)) }
        if descriptor >= 0, reaped == nil { polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)) }
        _ = poll(&polled, nfds_t(polled.count), Int32(min(left, 1000)))
        // Orphans of a supervisor that was killed hold the pipes open; with them gone the pipes end.
        if let last = polled.last, last.fd == descriptor, last.revents != 0 { end(patience: 0) }
        readErrors()
        try readOutput(received)
    }

    private func readOutput(_ received: ([UInt8]) throws -> Void) throws {
        guard outputOpen else { return }
        let count = read(child.output, &buffer, buffer.count)
        if count == 0 { outputOpen = false }
        guard count > 0 else { return }
        outputBytes += count
        guard outputBytes <= limits.outputBytes else {
            throw AnalyseError.limit(plugin: plugin, limit: "\(limits.outputBytes) bytes of output")
        }
        let lines: [[UInt8]]
        do {
            lines = try reader.lines(adding: buffer[..<count])
        } catch {
            throw AnalyseError.limit(plugin: plugin, limit: "\(PluginProtocol.maximumLineBytes) bytes in one line")
        }
        for line in lines { try received(line) }
    }

    private func readErrors() {
        guard errorsOpen else { return }
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        let count = read(child.errors, &buffer, buffer.count)
        if count == 0 { errorsOpen = false }
        guard count > 0 else { return }
        log.append(contentsOf: buffer[..<min(count, max(0, limits.logBytes - log.count))])
    }

    private func ended(_ how: String) -> AnalyseError {
        end(patience: 2000)
        let words = lastWords()
        let status = reaped ?? 0
        let signal = status & 0x7f
        switch signal {
        case SIGXCPU:
            return .limit(plugin: plugin, limit: "its processor time of \(limits.cpuSeconds) s")
        case SIGXFSZ: return .limit(plugin: plugin, limit: "the size of files, which it may not write")
        default: break
        }
        let manner = signal == 0 ? "exit status \((status >> 8) & 0xff)" : "signal \(signal)"
        return .ended(plugin: plugin, how: "\(how) (\(manner))", log: words)
    }

    /// The end of its standard error, on one line.
    func lastWords() -> String {
        readErrors()
        let words = String(decoding: log.suffix(400), as: UTF8.self).map { $0.isNewline ? " " : $0 }
        return String(words).trimmingCharacters()
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}

extension String {
    fileprivate func trimmingCharacters() -> String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
