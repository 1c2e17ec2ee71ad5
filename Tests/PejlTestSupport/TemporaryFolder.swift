import Foundation

/// A folder of its own for one test, removed with the value.
package final class TemporaryFolder: Sendable {
    /// Its absolute path.
    package let path: String

    /// - Parameter inMemory: Whether it may lie in memory, where there is such a place: syncs then cost nothing.
    /// - Throws: What kept it from being made.
    package init(inMemory: Bool = false) throws {
        let memory = URL(fileURLWithPath: "/dev/shm")
        let free = try? FileManager.default.attributesOfFileSystem(forPath: memory.path)[.systemFreeSize] as? Int
        let isThere = inMemory && free ?? 0 > 512 << 20
        let parent = isThere ? memory : FileManager.default.temporaryDirectory
        let folder = parent.appendingPathComponent("pejl-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in it.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file in it, making folders on the way; returns its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        let url = URL(fileURLWithPath: file(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url)
        return url.path
    }

    /// Paths of all files in it, relative to it, ascending.
    package func files() -> [String] {
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: file(name), isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }
}

/// Where the repository and what lies beside it are.
package enum Repository {
    /// The folder of Package.swift.
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The text of a file of the repository.
    package static func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    }

    /// The folder of recorded answers and figures beside the repository; not part of it.
    package static let shared = root + "/../shared"

    /// Whether that folder is there; tests that compare with it are skipped where it is not.
    package static var hasShared: Bool { FileManager.default.fileExists(atPath: shared + "/figures/absence.csv") }

    /// The folder that the programs were built into, beside the tests.
    package static let programs = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path

    /// Whether the long tiers are asked for: `make test-nightly`.
    package static var isNightly: Bool { ProcessInfo.processInfo.environment["PEJL_NIGHTLY"] != nil }
}
