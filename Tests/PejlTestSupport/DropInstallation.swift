import Foundation
import PejlAnalyse
import PejlConfig
package import PejlModel
package import PejlPipeline

/// A configured installation with recipes of its own, whose files are put into drop folders.
package final class DropInstallation: Sendable {
    /// The folder; state and `etc/pejl.toml` lie in it.
    package let folder: TemporaryFolder
    /// The clock of the runs.
    package let clock = ManualClock()

    /// The recipe `elever`: pupils in Vejle and Hedensted, a row for each municipality and year.
    package static let pupils: String = {
        do {
            return try Repository.text("Tests/Recipes/elever.toml")
        } catch {
            preconditionFailure("the tests' own recipe cannot be read: \(error)")
        }
    }()

    /// Path of its configuration.
    package var configurationPath: String { folder.file("etc/pejl.toml") }
    /// Where its state is.
    package var paths: StatePaths { StatePaths(directory: folder.file("state")) }

    /// Writes its configuration and recipes; optional ones are switched on.
    ///
    /// - Parameters:
    ///   - recipes: Texts of the recipes by dataset.
    ///   - plugins: Identifiers of the shipped plugins that are run, trusted as they are.
    /// - Throws: What could not be written.
    package init(_ recipes: [String: String], plugins: [String] = []) throws {
        folder = try TemporaryFolder()
        try folder.write(
            """
            municipality = "766"
            contact = "pejl tests"
            state_directory = "\(folder.file("state"))"
            dataset_directory = "datasets"
            plugin_directories = ["plugins"]
            program_directory = "\(Repository.programs)"
            [cage]
            check_owners = false
            [drop]
            rest_seconds = 0.0

            """
                + recipes.filter { $0.value.contains("\noptional = true\n") }
                .map { "[datasets.\($0.key)]\nenabled = true\n" }.sorted().joined(),
            to: "etc/pejl.toml"
        )
        for (name, text) in recipes { try folder.write(text, to: "etc/datasets/\(name).toml") }
        try folder.write("", to: "etc/plugins/.keep")
        for plugin in plugins {
            let home = "Plugins/" + plugin.split(separator: "-").map(\.capitalized).joined()
            let files = try FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/\(home)")
            for file in files where file.hasSuffix(".toml") || file.hasSuffix(".sql") {
                try folder.write(try Repository.text("\(home)/\(file)"), to: "etc/plugins/\(plugin)/\(file)")
            }
        }
        let configuration = try Configuration(path: configurationPath)
        try PluginRegistration(configuration).trust(configuration.pipeline.plugins)
    }

    /// Puts a file into a drop folder, last changed `age` seconds ago.
    package func drop(_ bytes: some Sequence<UInt8>, as name: String, in dataset: String, age: Int = 0) throws {
        let path = "\(paths.drop)/\(dataset)/\(name)"
        try folder.write("", to: "state/drop/\(dataset)/\(name)")
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let moment = Date(timeIntervalSince1970: Double(1_700_000_000 - age))
        try FileManager.default.setAttributes([.modificationDate: moment], ofItemAtPath: path)
    }

    /// The files below a dataset's drop folder, without the text that belongs there; times in names left out.
    package func dropped(_ dataset: String) -> [String] {
        let prefix = "state/drop/\(dataset)/"
        return folder.files().filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
            .filter { $0 != "LÆSMIG.txt" }
            .map { $0.replacing(/[0-9]{8}T[0-9]{6}Z-/, with: "") }.sorted()
    }

    /// The text of a file below a dataset's drop folder, by the end of its name.
    package func text(_ dataset: String, ending: String) -> String? {
        let name = folder.files().first { $0.hasPrefix("state/drop/\(dataset)/") && $0.hasSuffix(ending) }
        return name.flatMap { try? String(contentsOfFile: folder.file($0), encoding: .utf8) }
    }

    /// One run of the whole line in this process.
    package func run() async throws -> RefreshSummary {
        clock.advance(seconds: 60)
        return try await pipeline().run()
    }

    /// The whole line, on the installation's clock.
    package func pipeline(
        progress: @escaping @Sendable (PipelineEvent) -> Void = { _ in }
    ) throws -> RefreshPipeline {
        let clock = clock
        return try RefreshPipeline(
            Configuration(path: configurationPath).pipeline,
            now: { clock.now },
            progress: progress
        )
    }
}
