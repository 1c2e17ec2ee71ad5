/// The files of a new plugin.
struct PluginTemplate {
    /// Languages that a plugin can be begun in.
    enum Language: String, CaseIterable {
        case python
    }

    /// One file: its path in the plugin's folder, and its text.
    typealias File = (path: String, text: String)

    /// The files of a new plugin of some name.
    static func files(_ language: Language, id: String) -> [File] {
        switch language {
        case .python:
            [
                ("plugin.toml", text(PackageResources.python_plugin_toml, id)),
                ("\(id).py", text(PackageResources.python_plugin_py, id)),
                ("pejl_plugin.py", text(PackageResources.pejl_plugin_py, id)),
                ("README.md", text(PackageResources.python_README_md, id)),
                ("golden/findings.jsonl", text(PackageResources.python_findings_jsonl, id)),
            ]
        }
    }

    private static func text(_ bytes: [UInt8], _ id: String) -> String {
        String(decoding: bytes, as: UTF8.self).replacing("{{id}}", with: id)
    }
}
