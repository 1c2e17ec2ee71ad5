import CSpawn
import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// How plugins are started: by `pejl-launch`, which cages itself and then executes the plugin.
package struct PluginLauncher: Sendable, Hashable {
    /// Path of `pejl-launch`.
    package var path: String
    /// Whether a plugin is not started at all where the kernel lacks a part of the cage; otherwise the run records it.
    package var isStrict = false
    /// Whose plugins these are, such as a store: a plugin runs once at a time for each.
    package var scope = ""
    /// The candidate that the statements of SQL plugins are run on; no other plugin may read it.
    package var candidate = ""
    /// Files and folders that every plugin may read besides the system's libraries.
    package var readable: [String]

    /// Finds the launcher beside this program, or else in the folder of installed programs.
    ///
    /// - Parameter programs: The folder of installed programs.
    package init(programs: String) {
        let beside = Self.ownFolder.map { "\($0)/pejl-launch" }
        path = beside.flatMap { access($0, X_OK) == 0 ? $0 : nil } ?? "\(programs)/pejl-launch"
        readable = Self.swiftRuntime.map { [$0] } ?? []
    }

    /// Uses the launcher at a path.
    package init(path: String) {
        self.path = path
        readable = Self.swiftRuntime.map { [$0] } ?? []
    }

    /// The command line for one plugin; see `Sources/pejl-launch/main.c`.
    func arguments(_ manifest: PluginManifest, program: borrowing PluginProgram) -> [String] {
        let limits = manifest.limits
        var words = [
            path, "--parent", "\(getpid())", "--cpu", "\(limits.cpuSeconds)", "--memory", "\(addressSpace(manifest))",
            "--files", "\(limits.openFiles)", "--processes", "\(limits.processes)",
        ]
        if access(manifest.folder, F_OK) == 0 { words += ["--folder", manifest.folder] }
        for place in readable + manifest.reads { words += ["--read", place] }
        words += ["--set", "LANG=C.UTF-8"]
        if manifest.body.isStatement {
            words += ["--script", "--read", candidate]
        } else if program.interpreter != nil {
            // Modules beside a script are found, and nothing is written beside them.
            words += ["--script", "--set", "PYTHONPATH=\(manifest.folder)", "--set", "PYTHONDONTWRITEBYTECODE=1"]
        }
        if isStrict { words.append("--strict") }
        return words + ["--"] + program.arguments(manifest.body) + statementArguments(manifest)
    }

    /// What `pejl-sql` is told besides the statement: see `Sources/pejl-sql/PejlSQL.swift`.
    private func statementArguments(_ manifest: PluginManifest) -> [String] {
        guard manifest.body.isStatement else { return [] }
        let kinds = manifest.areaKinds.map(\.rawValue).joined(separator: ",")
        let onlyKind = manifest.outputs.count == 1 ? manifest.outputs[0].name : ""
        return [manifest.id, candidate, "\(manifest.limits.memoryBytes)", kinds, onlyKind]
    }

    /// Bytes of address space of the process: for a statement what SQLite may use and what the program itself is.
    private func addressSpace(_ manifest: PluginManifest) -> Int {
        guard manifest.body.isStatement else { return manifest.limits.memoryBytes }
        return manifest.limits.memoryBytes + (1 << 30)
    }

    /// The folder of the running program.
    private static var ownFolder: String? { folder(ofLink: "/proc/self/exe") }

    /// The folder of Swift's libraries, where this program is linked to them and they are not the system's.
    private static let swiftRuntime: String? = {
        var name = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard pejl_library_of("swift_retain", &name, name.count) == 0 else { return nil }
        let path = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        return path.hasSuffix("/libswiftCore.so") ? String(path.dropLast("/libswiftCore.so".count)) : nil
    }()

    private static func folder(ofLink path: String) -> String? {
        guard let name = realpath(path, nil) else { return nil }
        defer { free(name) }
        let whole = String(cString: name)
        return whole.lastIndex(of: "/").map { String(whole[..<$0]) }
    }
}
