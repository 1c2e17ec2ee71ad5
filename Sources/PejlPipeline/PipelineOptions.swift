package import PejlAnalyse
package import PejlFetch
package import PejlModel

/// What a pipeline is run with; the configuration makes one of these.
package struct PipelineOptions: Sendable {
    /// The municipality that is benchmarked.
    package var municipality: Area
    /// The folder that everything is kept in.
    package var stateDirectory: String
    /// Language of the report.
    package var language: Language
    /// The datasets, in the order they are refreshed.
    package var recipes: [Recipe]
    /// The plugins, in the order they are run.
    package var plugins: [PluginManifest]
    /// What of the plugins somebody has trusted.
    package var trust: PluginTrust
    /// How plugins are started.
    package var launcher: PluginLauncher
    /// How publishers are asked; the temporary directory is set by the pipeline.
    package var fetch: FetchOptions
    /// How long a file in a drop folder must have stayed as it is before it is read: 5 s.
    package var dropRest: Duration = .seconds(5)
    /// How much room publishing must leave, and which publications are kept.
    package var publication = PublicationRule()
    /// The history of areas: what the program ships and what the municipality wrote itself.
    package var areaChanges: [AreaChange] = []

    package init(
        municipality: Area,
        stateDirectory: String,
        language: Language,
        recipes: [Recipe],
        plugins: [PluginManifest],
        trust: PluginTrust,
        fetch: FetchOptions
    ) {
        self.municipality = municipality
        self.stateDirectory = stateDirectory
        self.language = language
        self.recipes = recipes
        self.plugins = plugins
        self.trust = trust
        launcher = PluginLauncher(programs: trust.programs)
        launcher.scope = stateDirectory
        self.fetch = fetch
    }

    /// Where everything is.
    package var paths: StatePaths { StatePaths(directory: stateDirectory) }
}

/// The files and folders of one installation's state.
package struct StatePaths: Sendable, Hashable {
    /// The folder of all.
    package let directory: String

    package init(directory: String) { self.directory = directory }

    /// The store that only the daemon opens.
    package var workStore: String { directory + "/work.sqlite" }
    /// The folder of drop folders, one a dataset.
    package var drop: String { directory + "/drop" }
    /// The raw documents.
    package var archive: String { directory + "/archive" }
    /// The folder that readers open files in.
    package var published: String { directory + "/published" }
    /// The publication.
    package var publication: String { published + "/pejl.sqlite" }
    /// The publication that is being made; on the same file system.
    package var candidate: String { published + "/.candidate.sqlite" }
    /// The report.
    package var report: String { directory + "/report/index.html" }
    /// The socket that the daemon is asked at, unless the configuration names another.
    package var controlSocket: String { directory + "/control.sock" }
    /// What the last run came to.
    package var status: String { directory + "/status.json" }
}
