import CSpawn
import PejlPluginKit

#if canImport(Glibc)
import Glibc
#endif

/// A running plugin: its pipes, its deadline and the end of its whole process group.
///
/// `posix_spawn` rather than Foundation's `Process`, which on Linux waits for ever while a grandchild lives. Reading
/// and writing go through one `poll`, so that neither side can block the other by not reading.
final class PluginProcess {
    private let plugin: String
    private let limits: PluginLimits
    private var child = pejl_child()
    private let started: Int
    private var reader = LineReader()
    private var arrived: [[UInt8]] = []
    private var outputBytes = 0
    private var log: [UInt8] = []
    private var outputOpen = true
    private var errorsOpen = true
    private var reaped: Int32?

    init(_ program: borrowing PluginProgram, arguments: [String], limits: PluginLimits) throws(AnalyseError) {
        plugin = program.plugin
        self.limits = limits
        started = Self.now()
        // A plugin that ends early must be an error of the write, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        var argv = arguments.map { strdup($0) } + [nil]
        var environment = [strdup("LANG=C.UTF-8"), nil]
        defer { for text in argv + environment { free(text) } }
        let code = pejl_spawn(&child, program.descriptor, &argv, &environment)
        guard code == 0 else { throw .cannotStart(plugin: plugin, code: code) }
    }

    deinit {
        guard child.pid > 0 else { return }
        end()
        close(child.output)
        close(child.errors)
    }

    /// Sends one line; reads whatever the plugin writes meanwhile.
    func send(_ line: [UInt8], deadline: Int) throws(AnalyseError) {
        var sent = 0
        while sent < line.count {
            let count = line[sent...].withUnsafeBytes { write(child.input, $0.baseAddress, $0.count) }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                try wait(writing: true, deadline: deadline)
            } else if errno != EINTR {
                throw ended("it stopped reading")
            }
        }
    }

    /// The next line the plugin wrote.
    func receive(deadline: Int) throws(AnalyseError) -> [UInt8] {
        while arrived.isEmpty {
            guard outputOpen else { throw ended("it ended before its work was done") }
            try wait(writing: false, deadline: deadline)
        }
        return arrived.removeFirst()
    }

    /// A line that has arrived already, without waiting.
    func receiveNow() -> [UInt8]? { arrived.isEmpty ? nil : arrived.removeFirst() }

    /// The moment `seconds` after the start, for `deadline`; milliseconds of the monotonic clock.
    func moment(after seconds: Int) -> Int { started + seconds * 1000 }

    /// Closes the plugin's input, waits two seconds for it to end, then ends its whole process group.
    func end() {
        if child.input >= 0 {
            close(child.input)
            child.input = -1
        }
        guard reaped == nil else { return }
        let deadline = Self.now() + 2000
        var status: Int32 = 0
        while waitpid(child.pid, &status, WNOHANG) == 0, Self.now() < deadline { usleep(2000) }
        kill(-child.pid, SIGKILL)
        while waitpid(child.pid, &status, 0) < 0, errno == EINTR {}
        reaped = status
    }

    // MARK: - Waiting

    private func wait(writing: Bool, deadline: Int) throws(AnalyseError) {
        let left = deadline - Self.now()
        guard left > 0 else { throw .limit(plugin: plugin, limit: "its time of \(limits.seconds) s") }
        var polled: [pollfd] = []
        if errorsOpen { polled.append(pollfd(fd: child.errors, events: Int16(POLLIN), revents: 0)) }
        if outputOpen { polled.append(pollfd(fd: child.output, events: Int16(POLLIN), revents: 0)) }
        if writing { polled.append(pollfd(fd: child.input, events: Int16(POLLOUT), revents: 0)) }
        _ = poll(&polled, nfds_t(polled.count), Int32(min(left, 1000)))
        try readOutput()
        readErrors()
    }

    private func readOutput() throws(AnalyseError) {
        guard outputOpen else { return }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(child.output, &buffer, buffer.count)
        if count == 0 { outputOpen = false }
        guard count > 0 else { return }
        outputBytes += count
        guard outputBytes <= limits.outputBytes else {
            throw .limit(plugin: plugin, limit: "\(limits.outputBytes) bytes of output")
        }
        do {
            arrived += try reader.lines(adding: buffer[..<count])
        } catch {
            throw .limit(plugin: plugin, limit: "\(PluginProtocol.maximumLineBytes) bytes in one line")
        }
    }

    private func readErrors() {
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        let count = read(child.errors, &buffer, buffer.count)
        if count == 0 { errorsOpen = false }
        guard count > 0 else { return }
        log.append(contentsOf: buffer[..<min(count, max(0, limits.logBytes - log.count))])
    }

    private func ended(_ how: String) -> AnalyseError {
        readErrors()
        end()
        let status = reaped ?? 0
        let signal = status & 0x7f
        let manner = signal == 0 ? "exit status \((status >> 8) & 0xff)" : "signal \(signal)"
        let words = String(decoding: log.suffix(400), as: UTF8.self).map { $0.isNewline ? " " : $0 }
        return .ended(plugin: plugin, how: "\(how) (\(manner))", log: String(words).trimmingCharacters())
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
