import Foundation
import PejlTestSupport
import Testing

/// A new plugin in Swift, built as its author builds it.
struct SwiftTemplateTests {
    @Test("a new plugin in Swift builds with the package, passes as it is, and finds what the one in Python finds")
    func builds() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("changes")
        let new = ["plugin", "new", "changes", "--in", folder.path, "--lang", "swift", "--kit", Repository.root]
        let made = try Program.run("pejl", new)
        #expect(made.status == 0, "\(made.errors)")
        for step in ["swift build --package-path \(path)", "cp \(path)/.build/release/changes \(path)/plugin/"] {
            #expect(made.output.contains("  \(step)\n"), "\(made.output)")
        }
        let home = ["HOME": ProcessInfo.processInfo.environment["HOME"] ?? "/"]
        let build = ["swift", "build", "--package-path", path]
        let built = try Program.run("/usr/bin/env", build, environment: home)
        #expect(built.status == 0, "\(built.output.suffix(2000))\(built.errors.suffix(2000))")
        let test = try Program.run("pejl", ["plugin", "test", "\(path)/plugin", "--programs", "\(path)/.build/debug"])
        #expect(test.output.hasSuffix("\n18 passed, 0 skipped, 0 failed\n"), "\(test.output)\(test.errors)")

        // As pejld would find it: one plugin in the folder, and what was built beside it is none of its files.
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        let text = try String(contentsOfFile: installation.configurationPath, encoding: .utf8)
        try installation.folder.write(
            text.replacing("/Plugins\"]", with: "/Plugins\", \"\(path)\"]"),
            to: "etc/pejl.toml"
        )
        try FileManager.default.copyItem(atPath: "\(path)/.build/debug/changes", toPath: "\(path)/plugin/changes")
        let trust = ["plugin", "trust", "changes", "--lang", "en", "--config", installation.configurationPath]
        let trusted = try Program.run("pejl", trust)
        #expect(trusted.output.contains("new: 3 files"), "\(trusted.output)\(trusted.errors)")
    }

    @Test("an address of git is a dependency on its main branch, under the name that SwiftPM gives it")
    func address() throws {
        let folder = try TemporaryFolder()
        let addresses = [
            ("https://git.example/tal/pejl.git", "pejl"), ("git@git.example:tal/maaling.git", "maaling"),
            ("ssh://git.example/tal/pejl-kit", "pejl-kit"),
        ]
        for (index, (address, name)) in addresses.enumerated() {
            let new = ["plugin", "new", "p\(index)", "--in", folder.path, "--lang", "swift", "--kit", address]
            #expect(try Program.run("pejl", new).status == 0)
            let text = try String(contentsOfFile: folder.file("p\(index)/Package.swift"), encoding: .utf8)
            #expect(text.contains(".package(url: \"\(address)\", branch: \"main\"),"))
            #expect(text.contains("[.product(name: \"PejlPluginKit\", package: \"\(name)\")]"))
        }
    }
}
