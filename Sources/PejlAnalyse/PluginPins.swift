package import PejlModel

/// The bytes of a plugin, file by file: what somebody looked at and trusted, or what is there now.
///
/// Two ways were weighed: one digest over all, which is short and says only that something differs, and a digest for each
/// file, which says what. The latter, because whoever is asked to trust a change has to know where to look.
package struct PluginPins: Hashable, Sendable {
    /// Digest of the program in the folder of programs; nil where what is run lies in the plugin's own folder.
    package var program: ContentDigest?
    /// Digest of each file of the plugin's folder, by its path in it.
    package var files: [String: ContentDigest]

    package init(program: ContentDigest?, files: [String: ContentDigest]) {
        self.program = program
        self.files = files
    }

    /// Reads and hashes every file of a plugin.
    ///
    /// - Parameters:
    ///   - manifest: The plugin.
    ///   - programs: The folder of installed programs; looked in after the manifest's own.
    ///   - checkingOwners: Whether files that others could change are refused; see ``FileOwners``.
    /// - Throws: ``AnalyseError/notFound(plugin:program:)`` or ``AnalyseError/unsafeFile(plugin:path:problem:)``.
    package init(of manifest: PluginManifest, programs: String, checkingOwners: Bool) throws(AnalyseError) {
        let folder = PluginFolder(plugin: manifest.id, path: manifest.folder, checksOwners: checkingOwners)
        files = try folder.digests()
        guard files["plugin.toml"] == manifest.digest else {
            throw .unsafeFile(
                plugin: manifest.id,
                path: "\(manifest.folder)/plugin.toml",
                problem: "it was changed since it was read; try again"
            )
        }
        program = nil
        guard let name = manifest.body.fileName, files[name] == nil else { return }
        let installed = PluginFolder(plugin: manifest.id, path: programs, checksOwners: checkingOwners)
        program = try installed.digest(of: name)
    }

    /// Digest of all of them; this is what the store keeps of a run.
    package var digest: ContentDigest {
        let lines = files.sorted { $0.key < $1.key }.map { "\($0.value.hex) \($0.key)" }
        return ContentDigest(of: (lines + [program?.hex ?? "-"]).joined(separator: "\n"))
    }

    /// Digest of one file: of the plugin's folder, or else of the folder of programs.
    func digest(of name: String) -> ContentDigest? { files[name] ?? program }

    /// What differs from what was trusted, in words such as `report.py is changed, new.py is new`; nothing where nothing
    /// does.
    package func differences(from trusted: PluginPins) -> String? {
        let names = Set(files.keys).union(trusted.files.keys).sorted()
        var words = names.compactMap { name -> String? in
            switch (trusted.files[name], files[name]) {
            case (nil, _): "\(name) is new"
            case (_, nil): "\(name) is gone"
            case (let before, let now): before == now ? nil : "\(name) is changed"
            }
        }
        if program != trusted.program { words.append("the program is changed") }
        guard words.count > 8 else { return words.isEmpty ? nil : words.joined(separator: ", ") }
        return words.prefix(8).joined(separator: ", ") + " and \(words.count - 8) more"
    }
}

/// Which plugins may run as they are, and which files of theirs are looked at.
package struct PluginTrust: Sendable, Hashable {
    /// What was trusted, by plugin: `plugins.lock`.
    package var pins: [String: PluginPins]
    /// The folder of installed programs.
    package var programs: String
    /// Whether files that others could change are refused.
    package var checksOwners = true

    package init(pins: [String: PluginPins], programs: String) {
        self.pins = pins
        self.programs = programs
    }

    /// Holds every file of a plugin against what was trusted.
    ///
    /// - Returns: What is there, which is what was trusted.
    /// - Throws: ``AnalyseError``.
    package func check(_ manifest: PluginManifest) throws(AnalyseError) -> PluginPins {
        let present = try PluginPins(of: manifest, programs: programs, checkingOwners: checksOwners)
        guard let trusted = pins[manifest.id] else {
            throw .notTrusted(plugin: manifest.id, digest: present.digest)
        }
        if let differences = present.differences(from: trusted) {
            throw .changed(plugin: manifest.id, differences: differences)
        }
        return present
    }

    /// Opens the program of a plugin whose every file is what was trusted.
    ///
    /// The program's bytes are copied as they are hashed, so nobody can change them any more. Modules beside a script are
    /// read by its interpreter later; that they are still the same is looked at again when the run is over
    /// (``check(_:)``), before anything of it counts.
    ///
    /// - Throws: ``AnalyseError``.
    package func open(_ manifest: PluginManifest) throws(AnalyseError) -> PluginProgram {
        let pins = try check(manifest)
        let program = try PluginProgram(manifest, programs: programs)
        guard let name = manifest.body.fileName, pins.digest(of: name) == program.digest else {
            throw .changed(plugin: manifest.id, differences: "the program is changed")
        }
        return program
    }
}
