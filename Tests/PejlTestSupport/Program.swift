import CSpawn
import Glibc

/// A run of one of our programs.
package struct ProgramResult: Sendable {
    /// Its exit status; 128 + the signal where one ended it.
    package let status: Int32
    /// What it wrote to standard output.
    package let output: String
    /// What it wrote to standard error.
    package let errors: String
}

/// A program that could not be started.
package struct ProgramError: Error {
    /// The program and the `errno`.
    package let program: String
    package let code: Int32
}

/// A program built beside the tests, or one from the PATH, started with its own pipes.
///
/// Foundation's `Process` is not used: on Linux it does not notice the end of a program while a child of it lives.
package final class Program {
    private var child = pejl_child()
    private var output: [UInt8] = []
    private var errors: [UInt8] = []
    private var ended: Int32?

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - name: `pejl`, `pejld` or `pejl-plugins`, or an absolute path.
    ///   - arguments: Its arguments.
    ///   - environment: Variables besides PATH; LANG is C.UTF-8 unless given.
    /// - Throws: ``ProgramError``.
    package init(_ name: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        let path = name.hasPrefix("/") ? name : "\(Repository.programs)/\(name)"
        let program = open(path, O_RDONLY | O_CLOEXEC)
        guard program >= 0 else { throw ProgramError(program: path, code: errno) }
        defer { close(program) }
        var variables = ["PATH": getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin", "LANG": "C.UTF-8"]
        variables.merge(environment) { $1 }
        var argv = ([name] + arguments).map { strdup($0) } + [nil]
        var envp = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in argv + envp { free(text) } }
        let code = pejl_spawn(&child, program, &argv, &envp)
        guard code == 0 else { throw ProgramError(program: path, code: code) }
    }

    deinit {
        if ended == nil { end() }
        close(child.output)
        close(child.errors)
    }

    /// Whether a program is there and may be run.
    package static func exists(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// Runs a program to its end, its standard input empty.
    package static func run(
        _ name: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) throws -> ProgramResult {
        try Program(name, arguments, environment: environment).result()
    }

    /// Runs a Python script, given as text, with the python3 of the PATH.
    package static func python(_ script: String, _ arguments: [String]) throws -> ProgramResult {
        try run("/usr/bin/env", ["python3", "-c", script] + arguments)
    }

    /// Waits for its end, at most ten minutes unless told otherwise, reading what it writes.
    package func result(within seconds: Int = 600) -> ProgramResult {
        close(child.input)
        let deadline = time(nil) + seconds
        var streams = [
            pollfd(fd: child.output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: child.errors, events: Int16(POLLIN), revents: 0),
        ]
        while streams.contains(where: { $0.fd >= 0 }), time(nil) < deadline {
            pass(&streams)
        }
        wait()
        return ProgramResult(
            status: status,
            output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self)
        )
    }

    /// Its process.
    package var pid: Int32 { child.pid }

    /// Reads what it writes until a text stands so many times on standard output, or on standard error; whether it came in
    /// time.
    package func says(_ text: String, times: Int = 1, onErrors: Bool = false, within seconds: Int = 600) -> Bool {
        let deadline = time(nil) + seconds
        var streams = [
            pollfd(fd: child.output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: child.errors, events: Int16(POLLIN), revents: 0),
        ]
        while String(decoding: onErrors ? errors : output, as: UTF8.self).ranges(of: text).count < times {
            guard streams[onErrors ? 1 : 0].fd >= 0, time(nil) < deadline else { return false }
            pass(&streams)
        }
        return true
    }

    /// Whether it has ended, without waiting.
    package func hasEnded() -> Bool {
        guard ended == nil else { return true }
        var status: Int32 = 0
        guard waitpid(child.pid, &status, WNOHANG) == child.pid else { return false }
        ended = status
        return true
    }

    /// Asks it to end, as a service manager does; ``result(within:)`` waits for that.
    package func terminate() { Glibc.kill(child.pid, SIGTERM) }

    /// Ends it at once, as a power cut would, and waits for it.
    package func end() {
        Glibc.kill(child.pid, SIGKILL)
        wait()
    }

    private func wait() {
        guard ended == nil else { return }
        var status: Int32 = 0
        while waitpid(child.pid, &status, 0) < 0, errno == EINTR {}
        ended = status
    }

    /// Reads what has come from either stream within a second.
    private func pass(_ streams: inout [pollfd]) {
        poll(&streams, 2, 1000)
        for index in streams.indices where streams[index].revents != 0 {
            receive(&streams[index], isOutput: index == 0)
        }
    }

    private func receive(_ stream: inout pollfd, isOutput: Bool) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(stream.fd, &buffer, buffer.count)
        guard count > 0 else {
            if count == 0 { stream.fd = -1 }
            return
        }
        if isOutput { output += buffer[..<count] } else { errors += buffer[..<count] }
    }

    private var status: Int32 {
        let status = ended ?? 0
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
