import Foundation
import Glibc
import PejlControl
import PejlTestSupport

/// A control socket that `pejl-test-control` serves, in a process of its own.
final class ServedSocket {
    let folder: TemporaryFolder
    let path: String
    private(set) var program: Program

    private let arguments: [String]

    /// - Parameters:
    ///   - umask: The umask it starts with, in octal digits.
    ///   - read: The group that may look.
    ///   - admin: The group that may change something.
    ///   - idle: How long silence is borne, in milliseconds.
    ///   - frame: How long a whole frame may take, in milliseconds.
    /// - Throws: ``NotReady``, or why it could not be started.
    init(
        umask: String = "022",
        read: String = "pejl",
        admin: String = "pejl-admin",
        idle: Int = 10_000,
        frame: Int = 10_000
    ) throws {
        folder = try TemporaryFolder()
        // Other users go through it to the socket's own folder.
        chmod(folder.path, 0o755)
        path = folder.file("run/pejld.sock")
        let serving = ["\(Repository.programs)/pejl-test-control", "serve", path, read, admin, "\(idle)", "\(frame)"]
        arguments = ["-c", "umask \(umask); exec \"$@\"", "sh"] + serving
        program = try Program("/bin/sh", arguments)
        guard program.says("ready", within: 20) else { throw NotReady() }
    }

    struct NotReady: Error {}

    var client: ControlClient { ControlClient(path: path) }

    /// Kills it and starts another one on the same path.
    func killAndStart() throws {
        program.end()
        program = try Program("/bin/sh", arguments)
        guard program.says("ready", within: 20) else { throw NotReady() }
    }

    /// Descriptors that it has open.
    var descriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(program.pid)/fd").count) ?? -1
    }

    /// The most memory that it has had in use, in KiB.
    var peakMemory: Int {
        let status = (try? String(contentsOfFile: "/proc/\(program.pid)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? -1
    }
}
