import Foundation
import Glibc
import PejlPipeline
import PejlTestSupport

/// An installation that `pejld` is started for, and a service manager that listens.
final class ServiceDesk {
    let installation: TestInstallation
    let manager: FakeManager

    init(datasets: [String] = ["folk1am"]) throws {
        installation = try TestInstallation(datasets: datasets, inMemory: true)
        manager = try FakeManager()
    }

    var paths: StatePaths { installation.paths }

    /// Starts the daemon.
    func start(environment: [String: String] = [:]) throws -> Program {
        try start("pejld", [], environment)
    }

    /// Starts the daemon as the unit does.
    func startAsUnit() throws -> Program {
        try start("/usr/bin/env", ["--block-signal=HUP", "\(Repository.programs)/pejld"], [:])
    }

    private func start(_ program: String, _ before: [String], _ environment: [String: String]) throws -> Program {
        try Program(
            program,
            before + ["--config", installation.configurationPath],
            environment: environment.merging(["NOTIFY_SOCKET": manager.path]) { $1 }
        )
    }

    /// The processes that `parent` started.
    static func children(of parent: Int32) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { pid in
            guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
            // The name in parentheses may hold blanks.
            let fields = status[(status.lastIndex(of: ")") ?? status.startIndex)...].split(separator: " ")
            return fields.count > 2 && fields[2] == "\(parent)"
        }
    }
}
