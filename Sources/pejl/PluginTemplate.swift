import Foundation

/// The files of a new plugin, and what its author does next.
struct PluginTemplate {
    /// Languages that a plugin can be begun in.
    enum Language: String, CaseIterable {
        case python
        case swift
        case sql
    }

    /// One file: its path in the plugin's folder, and its text.
    typealias File = (path: String, text: String)

    /// The language.
    let language: Language
    /// The plugin's identifier.
    let id: String
    /// The package of pejl, for Swift: an absolute path or an address.
    let kit: String

    /// The files.
    var files: [File] {
        let isStatement = language == .sql
        let manifest = isStatement ? PackageResources.sql_plugin_toml : PackageResources.new_plugin_toml
        let golden = isStatement ? PackageResources.sql_findings_jsonl : PackageResources.new_findings_jsonl
        let shared = [
            (inside + "plugin.toml", text(manifest)), (inside + "golden/findings.jsonl", text(golden)),
        ]
        let own =
            switch language {
            case .python:
                [
                    ("\(id).py", text(PackageResources.python_plugin_py)),
                    ("pejl_plugin.py", text(PackageResources.pejl_plugin_py)),
                    ("README.md", text(PackageResources.python_README_md)),
                ]
            case .sql:
                [
                    ("\(id).sql", text(PackageResources.sql_plugin_sql)),
                    ("README.md", text(PackageResources.sql_README_md)),
                ]
            case .swift:
                [
                    ("Package.swift", text(PackageResources.swift_package_swift_txt)),
                    ("Sources/main.swift", text(PackageResources.swift_main_swift_txt)),
                    ("README.md", text(PackageResources.swift_README_md)),
                    (".gitignore", ".build/\nPackage.resolved\n"),
                ]
            }
        return shared + own
    }

    /// What is trusted lies in a folder of its own, where it is built beside it: every file of it is pinned.
    private var inside: String { language == .swift ? "plugin/" : "" }

    /// The folder that pejl looks for the plugin's own in.
    func directory(_ folder: String, parent: String) -> String { language == .swift ? folder : parent }

    /// The commands that try it.
    func tries(_ folder: String) -> [String] {
        switch language {
        case .python, .sql: ["pejl plugin test \(folder)", "pejl plugin run \(folder) --publication FILE"]
        case .swift:
            [
                "swift build --package-path \(folder)",
                "pejl plugin test \(folder)/plugin --programs \(folder)/.build/debug",
                "pejl plugin run \(folder)/plugin --programs \(folder)/.build/debug --publication FILE",
            ]
        }
    }

    /// The commands that make what pejld runs.
    func makes(_ folder: String) -> [String] {
        switch language {
        case .python, .sql: []
        case .swift:
            [
                "swift build -c release --static-swift-stdlib --package-path \(folder)",
                "cp \(folder)/.build/release/\(id) \(folder)/plugin/",
            ]
        }
    }

    private var command: String {
        switch language {
        case .python: "command = [\"\(id).py\"]\ninterpreter = \"python3\""
        case .swift: "command = [\"\(id)\"]"
        case .sql: ""
        }
    }

    private var isAddress: Bool { kit.contains("://") || kit.hasPrefix("git@") }

    private var dependency: String {
        isAddress ? ".package(url: \"\(kit)\", branch: \"main\")" : ".package(name: \"pejl\", path: \"\(kit)\")"
    }

    /// The name that SwiftPM gives the package: the last part of its address.
    private var package: String {
        guard isAddress, let last = kit.split(whereSeparator: { "/:".contains($0) }).last else { return "pejl" }
        return last.hasSuffix(".git") ? String(last.dropLast(4)) : String(last)
    }

    private func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
            .replacing("{{id}}", with: id)
            .replacing("{{command}}", with: command)
            .replacing("{{dependency}}", with: dependency)
            .replacing("{{package}}", with: package)
    }
}
