import CSpawn
package import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// A plugin's program, copied and hashed; what is run is what was hashed.
///
/// Two ways were weighed to run exactly the bytes that were hashed.
/// - The file's own descriptor. A file that was renamed over it changes nothing, but one that was written into does, in
///   the moment between hashing and executing; and a script cannot be run so at all, because its interpreter would open
///   a descriptor that is closed by then.
/// - A sealed copy in memory, which this is: bytes are hashed as they are copied, the copy can be changed by nobody, and
///   it is what is executed, or what the interpreter reads. It costs the program's size while the plugin runs. Where the
///   kernel is set to execute no such copy (`vm.memfd_noexec`), a binary is run by its own descriptor and the run says so.
///
/// A script is run by the interpreter that its manifest names. Two ways again: to read the script's first line, as the
/// kernel does, or to have the manifest name the interpreter. The manifest does, so that who trusts a plugin sees what
/// will run it, and so that a script cannot choose a program by its contents. The interpreter is the system's and is not
/// pinned: it changes with every security update.
package struct PluginProgram: ~Copyable {
    /// Identifier of the plugin.
    let plugin: String
    /// The sealed copy, or the file where there can be none; closed on exec.
    let descriptor: Int32
    /// The interpreter of a script or the runner of a statement, and its path.
    let interpreter: (descriptor: Int32, path: String)?
    /// Why there is no sealed copy: an `errno`.
    let unsealed: Int32?
    /// Digest of the bytes of the program or statement.
    package let digest: ContentDigest

    /// Opens, copies and hashes the program of a manifest.
    ///
    /// - Parameters:
    ///   - manifest: The plugin.
    ///   - programs: The folder of installed programs; looked in after the manifest's own.
    /// - Throws: ``AnalyseError/notFound(plugin:program:)``, or ``AnalyseError/cannotStart(plugin:code:)`` where there
    ///   is no memory for the copy.
    package init(_ manifest: PluginManifest, programs: String) throws(AnalyseError) {
        plugin = manifest.id
        let name = manifest.body.command.first ?? ""
        let wanted: String?
        let folders: [String]
        switch manifest.body {
        case .process(_, let interpreter):
            wanted = interpreter
            folders = [manifest.folder, programs]
        case .sql:
            wanted = programs + "/pejl-sql"
            folders = [manifest.folder]
        }
        let file = try Self.open(name, in: folders, plugin: plugin)
        var interpreter: (Int32, String)?
        do throws(AnalyseError) {
            if let wanted {
                let path = Self.interpreter(wanted) ?? wanted
                interpreter = (try Self.open(path, in: nil, plugin: plugin), path)
            }
            let copy = try Self.copy(file, name: name, plugin: plugin)
            digest = copy.digest
            unsealed = copy.code
            descriptor = copy.descriptor ?? file
            if copy.descriptor != nil { close(file) }
        } catch {
            close(file)
            if let interpreter { close(interpreter.0) }
            throw error
        }
        self.interpreter = interpreter
    }

    deinit {
        close(descriptor)
        if let interpreter { close(interpreter.descriptor) }
    }

    /// The arguments that the program, or its interpreter, is executed with; the first is its name.
    func arguments(_ body: PluginBody) -> [String] {
        let command = body.command
        guard let interpreter else { return command }
        return [interpreter.path, "/proc/self/fd/3"] + command.dropFirst()
    }

    // MARK: - Opening and copying

    /// Where interpreters are looked for: a person's own PATH says nothing about the daemon's.
    private static func interpreter(_ name: String) -> String? {
        guard !name.contains("/") else { return name }
        return ["/usr/bin", "/bin", "/usr/local/bin"].map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    private static func open(_ name: String, in folders: [String]?, plugin: String) throws(AnalyseError) -> Int32 {
        var descriptor: Int32 = -1
        // A pipe of that name must not hold the host up; reading one then fails.
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK
        if let folders, !name.isEmpty, !name.contains("/") {
            for folder in folders where descriptor < 0 { descriptor = Glibc.open("\(folder)/\(name)", flags) }
        } else if folders == nil, name.hasPrefix("/") {
            descriptor = Glibc.open(name, flags)
        }
        guard descriptor >= 0 else { throw .notFound(plugin: plugin, program: name) }
        return descriptor
    }

    private struct Copy {
        let descriptor: Int32?
        let digest: ContentDigest
        let code: Int32?
    }

    private static func copy(_ file: Int32, name: String, plugin: String) throws(AnalyseError) -> Copy {
        let copy = pejl_memory_file(name)
        let code = copy < 0 ? errno : nil
        var isWhole = false
        defer { if !isWhole, copy >= 0 { close(copy) } }
        var hasher = ContentHasher()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &buffer, buffer.count)
            guard count >= 0 else { throw .notFound(plugin: plugin, program: name) }
            guard count > 0 else { break }
            let failed: Int32? = buffer.withUnsafeBytes {
                let bytes = UnsafeRawBufferPointer(rebasing: $0[..<count])
                hasher.update(bytes)
                return copy < 0 ? nil : Self.write(bytes, to: copy)
            }
            if let failed { throw .cannotStart(plugin: plugin, code: failed) }
        }
        guard copy >= 0 else { return Copy(descriptor: nil, digest: hasher.digest(), code: code) }
        guard pejl_seal(copy) == 0 else { throw .cannotStart(plugin: plugin, code: errno) }
        isWhole = true
        return Copy(descriptor: copy, digest: hasher.digest(), code: nil)
    }

    /// Writes all of some bytes; the `errno` where that failed.
    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
        var sent = 0
        while sent < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return errno }
            sent += count
        }
        return nil
    }
}
