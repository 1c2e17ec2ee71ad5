package import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// A plugin's program, opened and hashed; what is run is what was hashed.
package struct PluginProgram: ~Copyable {
    /// Identifier of the plugin.
    let plugin: String
    /// Descriptor of the program, open for reading, closed on exec.
    let descriptor: Int32
    /// Digest of manifest and program together; this is what is trusted.
    package let digest: ContentDigest

    /// Opens and hashes the program of a manifest.
    ///
    /// - Parameters:
    ///   - manifest: The plugin.
    ///   - programs: The folder of installed programs; looked in after the manifest's own.
    /// - Throws: ``AnalyseError/notFound(plugin:program:)``.
    package init(_ manifest: PluginManifest, programs: String) throws(AnalyseError) {
        plugin = manifest.id
        let name = manifest.command.first ?? ""
        var descriptor: Int32 = -1
        if !name.isEmpty, !name.contains("/") {
            for folder in [manifest.folder, programs] where descriptor < 0 {
                // A pipe of that name must not hold the host up; reading one then fails below.
                descriptor = open("\(folder)/\(name)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            }
        }
        guard descriptor >= 0, let program = Self.digest(descriptor) else {
            if descriptor >= 0 { close(descriptor) }
            throw .notFound(plugin: manifest.id, program: name)
        }
        self.descriptor = descriptor
        digest = ContentDigest(of: manifest.digest.hex + program.hex)
    }

    deinit { close(descriptor) }

    private static func digest(_ descriptor: Int32) -> ContentDigest? {
        var hasher = ContentHasher()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { return nil }
            guard count > 0 else { return hasher.digest() }
            buffer.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }
}
