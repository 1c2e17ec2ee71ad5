import PejlConfig
import PejlControl
import PejlModel
import PejlPipeline
import PejlStore

#if canImport(Glibc)
import Glibc
#endif

/// What is known of the configured datasets without asking anybody and without the work store.
struct DatasetDesk {
    /// Every recipe, those that are switched off last.
    let recipes: [(recipe: Recipe, isOn: Bool)]
    /// The publication that stands, if one does.
    let publication: Publication?
    private let sources: [String: DatasetSource]
    private let status: StatusDocument?
    private let paths: StatePaths

    /// Reads the configuration, the status and the publication.
    init(_ config: ConfigOption) throws {
        let configuration = try Configuration(path: config.config)
        recipes =
            configuration.pipeline.recipes.map { ($0, true) } + configuration.switchedOff.map { ($0, false) }
        paths = configuration.pipeline.paths
        status = StatusDocument(path: paths.status)
        // Only a file that is not there means that there is none; a damaged one is told.
        publication = access(paths.publication, F_OK) == 0 ? try Publication(path: paths.publication) : nil
        let sources = try publication?.sources() ?? []
        self.sources = Dictionary(sources.map { ($0.dataset, $0) }) { $1 }
    }

    /// The overview of every dataset.
    var overviews: [DatasetOverview] { recipes.map { overview($0.recipe, isOn: $0.isOn) } }

    /// The overview of one dataset.
    func overview(_ recipe: Recipe, isOn: Bool) -> DatasetOverview {
        DatasetOverview(
            recipe,
            isOn: isOn,
            status: status?.datasets.first { $0.id == recipe.id },
            drop: "\(paths.drop)/\(recipe.id)",
            published: publication.flatMap { publication in
                sources[recipe.id].map { (publication.number, $0.retrievedAt) }
            }
        )
    }

    /// Where the figures of a dataset in the publication came from; nothing where it has none.
    func source(of dataset: String) -> DatasetSource? { sources[dataset] }

    /// The recipe of a dataset.
    ///
    /// - Throws: ``Failure`` naming those that are there, where there is none of that name.
    func recipe(_ dataset: String) throws -> (recipe: Recipe, isOn: Bool) {
        if let found = recipes.first(where: { $0.recipe.id == dataset }) { return found }
        let known = recipes.map(\.recipe.id).joined(separator: ", ")
        let message = "there is no dataset \(dataset); known are: \(known)"
        throw Failure(kind: .config, name: "no-such-dataset", message: message)
    }
}
