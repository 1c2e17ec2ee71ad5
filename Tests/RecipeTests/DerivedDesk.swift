import PejlConfig
import PejlModel
import PejlNormalise
import PejlPipeline
import PejlStore
import PejlTestSupport

/// The shipped computed datasets with the datasets that they read, in one store; documents go the whole way.
final class DerivedDesk {
    private let recipes: [Recipe]
    private let folder: TemporaryFolder
    private let store: Store
    private let plan: DerivationPlan
    private var now = UTCInstant(secondsSince1970: 1_767_592_800)

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            """
            municipality = "766"
            contact = "pejl tests"
            state_directory = "state"
            dataset_directory = "\(Repository.root)/etc/pejl/datasets"
            plugin_directories = []
            """,
            to: "pejl.toml"
        )
        recipes = try Configuration(path: folder.file("pejl.toml")).pipeline.recipes
        store = try Store(path: folder.file("work.sqlite"), now: now)
        plan = DerivationPlan(order: DerivationOrder(recipes), decoder: "test") { recipe, inputs in
            try Deriver.derive(recipe, inputs)
        } judge: { summary, difference, recipe, waived in
            try Gate.check(summary, difference, recipe: recipe, waiving: waived ?? [])
        }
    }

    /// Decodes, normalises, gates and stores a document; what became of the datasets computed from it.
    func load(_ text: String, as id: String) throws -> [String: RefreshOutcome] {
        now = now.adding(seconds: 1)
        guard let recipe = recipes.first(where: { $0.id == id }) else { throw RecipeDesk.NoFormat() }
        let run = try store.beginRun(.refresh, subject: id, at: now)
        let load = RecipeDesk.request(text, recipe, run: run, at: now)
        let (_, outcomes) = try store.load(load, deriving: plan) { sink in
            try RecipeDesk.read(text, by: recipe, into: sink)
        } judge: { summary, difference in
            try Gate.check(summary, difference, recipe: recipe)
        }
        return Dictionary(outcomes.map { ($0.dataset, $0.outcome) }) { $1 }
    }

    /// Rows of a query on a copy of the store.
    func rows(_ sql: String) throws -> [[QueryValue]] {
        try store.makeCandidate(at: folder.file("candidate.sqlite"))
        var rows: [[QueryValue]] = []
        try Query(path: folder.file("candidate.sqlite")).run(sql, header: { _ in }, row: { rows.append($0) })
        return rows
    }
}
