import Foundation
import PejlTestSupport
import Testing

/// Rules about the repository itself that neither compiler nor formatter sees.
struct RepositoryTests {
    @Test("every public and package declaration has a documentation comment")
    func documentation() throws {
        var bare: [String] = []
        for file in try SourceFile.all(under: ["Sources", "Plugins"]) { bare += file.undocumentedDeclarations }
        #expect(bare == [])
    }

    @Test("no source file is over 500 lines")
    func fileSizes() throws {
        let long = try SourceFile.all(under: ["Sources", "Plugins", "Tests", "Benchmarks"]).filter {
            $0.lines.count > 500
        }
        #expect(long.map(\.path) == [])
    }

    @Test(
        "an outside library is imported by one target only",
        arguments: [
            ("GRDB", ["PejlStore"]), ("GRDBSQLite", ["PejlStore"]), ("TOMLKit", ["PejlConfig"]),
            ("CCurl", ["PejlFetch"]), ("CRows", ["PejlStore"]), ("CSIMDJSON", ["PejlDecode"]),
            ("CCrypto", ["PejlModel"]), ("CSocket", ["PejlControl"]),
            ("CTLS", ["PejlStandIn"]),
            ("ArgumentParser", ["pejl", "pejld"]),
        ]
    )
    func oneTargetALibrary(library: String, targets: [String]) throws {
        let importing = try SourceFile.all(under: ["Sources", "Plugins"]).filter { $0.imports.contains(library) }
        #expect(Set(importing.map(\.target)) == Set(targets))
    }

    @Test("a stage imports no other stage")
    func stagesMeetInTheModel() throws {
        let stages: Set = [
            "PejlFetch", "PejlDrop", "PejlArchive", "PejlDecode", "PejlNormalise", "PejlStore", "PejlAnalyse",
            "PejlReport",
        ]
        let crossing = try SourceFile.all(under: ["Sources"]).filter { stages.contains($0.target) }
            .filter { !$0.imports.intersection(stages).isEmpty }
        #expect(crossing.map(\.path) == [])
    }

    @Test("versions of dependencies are exact")
    func exactVersions() throws {
        let manifest = try String(contentsOfFile: Repository.root + "/Package.swift", encoding: .utf8)
        let dependencies = manifest.split(separator: "\n").filter { $0.contains(".package(url:") }
        #expect(dependencies.count >= 3)
        #expect(dependencies.allSatisfy { $0.contains("exact: \"") })
    }

    @Test("every dependency and system library is accounted for in docs/dependencies.md")
    func dependenciesAreDocumented() throws {
        let text = try String(contentsOfFile: Repository.root + "/docs/dependencies.md", encoding: .utf8)
        let names = [
            "GRDB", "swift-argument-parser", "TOMLKit", "libcurl", "SQLite", "zlib", "libcrypto", "simdjson",
        ]
        #expect(names.filter { !text.contains($0) } == [])
    }

    @Test("every plugin has a manifest, a README, sources or its statement, and tests")
    func pluginFolders() throws {
        let folder = Repository.root + "/Plugins"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasSuffix(".md") }
        #expect(!names.isEmpty)
        for name in names {
            let manifest = try Repository.text("Plugins/\(name)/plugin.toml")
            // A process has sources; an SQL plugin has the file that its manifest names.
            let query = manifest.firstMatch(of: /(?m)^query = "(.*)"$/).map { String($0.1) }
            for part in ["plugin.toml", "README.md", query ?? "Sources", "Tests"] {
                #expect(FileManager.default.fileExists(atPath: "\(folder)/\(name)/\(part)"), "\(name)/\(part)")
            }
        }
    }

    @Test("every plugin stands in the list of plugins, and what runs them among the products")
    func pluginsAreListed() throws {
        let list = try Repository.text("Plugins/README.md")
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.root + "/Plugins")
            .filter { !$0.hasSuffix(".md") }
        #expect(names.filter { !list.contains("(\($0)/README.md)") } == [])
        let manifest = try Repository.text("Package.swift")
        for program in ["pejl-plugins", "pejl-launch", "pejl-sql"] {
            #expect(manifest.contains(".executable(name: \"\(program)\""))
        }
    }

    @Test("every command of pejl stands in the README")
    func commandsAreInTheReadme() throws {
        let readme = try String(contentsOfFile: Repository.root + "/README.md", encoding: .utf8)
        let commands = [
            "demo", "status", "query", "explain", "decode", "plugin trust", "plugin new", "dataset discover",
            "dataset diff",
            "rejected list", "replay",
        ]
        for command in commands {
            #expect(readme.contains("pejl \(command)"), "\(command)")
        }
    }

    @Test("every rule that stops a load or a row has a name in Danish and English")
    func rulesHaveNames() throws {
        let texts = try String(contentsOfFile: Repository.root + "/Sources/pejl/RuleTexts.swift", encoding: .utf8)
        var rules: Set<String> = []
        for path in ["Sources/PejlNormalise", "Sources/PejlStore"] {
            for file in try SourceFile.all(under: [path]) {
                let text = file.lines.joined(separator: "\n")
                let pattern = #/(?:BrokenRule\(\s*|rejected\(rule: |reject\()"([a-z-]+)"/#
                rules.formUnion(text.matches(of: pattern).map { String($0.1) })
            }
        }
        #expect(rules.count >= 24)
        #expect(rules.filter { !texts.contains("\"\($0)\": Localised(") } == [])
    }

    @Test("the map of the sources names every target")
    func mapIsComplete() throws {
        let map = try String(contentsOfFile: Repository.root + "/Sources/README.md", encoding: .utf8)
        let targets = try FileManager.default.contentsOfDirectory(atPath: Repository.root + "/Sources")
            .filter { !$0.hasSuffix(".md") }
        #expect(targets.filter { !map.contains("`\($0)`") }.sorted() == [])
    }

    @Test("no file is named that must not be committed")
    func ignoredFiles() throws {
        let ignored = try String(contentsOfFile: Repository.root + "/.gitignore", encoding: .utf8).split(
            separator: "\n"
        )
        for name in [".build/", "Package.resolved", ".demo/"] { #expect(ignored.contains(Substring(name))) }
    }
}
