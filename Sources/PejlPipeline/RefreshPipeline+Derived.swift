import PejlModel
import PejlNormalise
import PejlStore
import Synchronization

/// Datasets that are computed from others: the same gate, the same vintages, in the transaction of their inputs.
extension RefreshPipeline {
    /// How computed datasets are computed.
    static func plan(_ recipes: [Recipe]) -> DerivationPlan {
        DerivationPlan(order: DerivationOrder(recipes), decoder: "deriver \(Deriver.version)") { recipe, inputs in
            try Deriver.derive(recipe, inputs)
        } judge: { summary, difference, recipe, waived in
            let waived = waived ?? Set(Gate.brokenRules(summary, difference, recipe: recipe).map(\.rule))
            return try Gate.check(summary, difference, recipe: recipe, waiving: waived)
        }
    }

    /// Computes what no load did, and adds what became of computed datasets to the outcomes of a run.
    func adding(derivedTo outcomes: [String: RefreshOutcome]) throws -> [String: RefreshOutcome] {
        let confirmed = plan.order.recipes.filter { recipe in
            let inputs = outcomes.filter { dataset, _ in reads(recipe, dataset) }.values
            return inputs.contains(.unchanged) && !inputs.contains { if case .failed = $0 { true } else { false } }
        }
        derived.add(try store.derive(plan, at: now(), confirming: Set(confirmed.map(\.id))))
        let computed = derived.take()
        for (dataset, outcome) in computed.sorted(by: { $0.key < $1.key }) {
            report(.refreshed(dataset: dataset, outcome: outcome))
        }
        return outcomes.merging(computed) { $1 }
    }

    private func reads(_ recipe: Recipe, _ dataset: String) -> Bool {
        let indicators = options.recipes.first { $0.id == dataset }?.indicators.map(\.id) ?? []
        return recipe.derivation?.inputs.contains(where: indicators.contains) ?? false
    }
}

/// What became of computed datasets in a run, one after the other; loads come from several threads.
final class DerivedOutcomes: Sendable {
    private let outcomes = Mutex<[String: RefreshOutcome]>([:])

    /// Adds outcomes: loads of one dataset are added up, otherwise the last one counts.
    func add(_ more: [DerivedOutcome]) {
        outcomes.withLock { outcomes in
            for one in more {
                if case .loaded(let before) = outcomes[one.dataset], case .loaded(let now) = one.outcome,
                    let sum = LoadDifference(of: [before, now])
                {
                    outcomes[one.dataset] = .loaded(sum)
                } else {
                    outcomes[one.dataset] = one.outcome
                }
            }
        }
    }

    /// All of them; none are left.
    func take() -> [String: RefreshOutcome] {
        outcomes.withLock { outcomes in
            defer { outcomes = [:] }
            return outcomes
        }
    }
}
