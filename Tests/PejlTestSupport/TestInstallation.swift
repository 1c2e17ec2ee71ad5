package import PejlConfig
package import PejlModel
package import PejlPipeline
import PejlAnalyse
import PejlFetch
package import PejlStandIn

/// A configured installation in a temporary folder whose publishers are a stand-in.
package final class TestInstallation: Sendable {
    /// The folder; state and `etc/pejl.toml` lie in it.
    package let folder: TemporaryFolder
    /// The publishers.
    package let standIn: StandIn
    /// The clock of the runs.
    package let clock = ManualClock()

    /// Path of its configuration.
    package var configurationPath: String { folder.file("etc/pejl.toml") }
    /// Where its state is.
    package var paths: StatePaths { StatePaths(directory: folder.path) }

    /// Writes its configuration and starts its publishers.
    ///
    /// - Parameters:
    ///   - datasets: Identifiers of the shipped recipes to keep; all when empty.
    ///   - trusting: Whether the plugins are trusted as they are.
    ///   - wire: How its publishers are spoken to.
    ///   - compresses: Whether its publishers may send gzip.
    ///   - inMemory: Whether its files may lie in memory; where no power is cut, that changes nothing but the time.
    /// - Throws: What could not be written, started or read.
    package init(
        datasets: [String] = [],
        trusting: Bool = true,
        wire: StandIn.Wire = .plain,
        compresses: Bool = true,
        inMemory: Bool = false
    ) throws {
        folder = try TemporaryFolder(inMemory: inMemory)
        standIn = try StandIn.start(compresses: compresses, wire: wire)
        if let authority = standIn.authority { try folder.write(authority, to: "etc/ca.pem") }
        for path in StandIn.recipes {
            let file = String(path.split(separator: "/").last ?? "")
            guard datasets.isEmpty || datasets.contains(where: { file == "\($0).toml" }) else { continue }
            try folder.write(try Repository.text(path), to: "etc/datasets/\(file)")
        }
        try folder.write("test-key\n", to: "etc/key")
        try folder.write(
            """
            municipality = "766"
            contact = "pejl tests"
            state_directory = "\(folder.path)"
            dataset_directory = "datasets"
            plugin_directories = ["\(Repository.root)/Plugins"]
            program_directory = "\(Repository.programs)"
            [cage]
            check_owners = false
            [fetch]
            allow_private_addresses = true
            minimum_interval_seconds = 0.0
            patience_seconds = 0.0
            [publishers.statbank]
            base_url = "\(standIn.statBankURL)"
            [publishers.uddannelsesstatistik]
            base_url = "\(standIn.uddannelsesstatistikURL)"
            key_file = "key"
            \(Self.narrowing(datasets))
            """,
            to: "etc/pejl.toml"
        )
        if trusting { try trustPlugins() }
    }

    /// The months in which the stand-in has every area's population, where population is among the datasets.
    private static func narrowing(_ datasets: [String]) -> String {
        guard datasets.isEmpty || datasets.contains("folk1am") else { return "" }
        return "[datasets.folk1am]\nperiods = [\">=2021M10<=2024M04\"]"
    }

    /// Reads its configuration.
    package func configuration() throws -> Configuration { try Configuration(path: configurationPath) }

    /// Trusts every plugin as it is now.
    package func trustPlugins() throws {
        let configuration = try configuration()
        try PluginRegistration(configuration).trust(configuration.pipeline.plugins)
    }

    /// One run of the whole line in this process.
    package func run(
        _ choice: RefreshChoice = .all,
        insisting: Bool = false,
        changing change: (inout PipelineOptions) -> Void = { _ in }
    ) async throws -> RefreshSummary {
        var options = try configuration().pipeline
        if standIn.authority != nil { options.fetch.caBundle = folder.file("etc/ca.pem") }
        change(&options)
        clock.advance(seconds: 60)
        let clock = clock
        return try await RefreshPipeline(options, now: { clock.now }).run(choice, insisting: insisting)
    }
}
