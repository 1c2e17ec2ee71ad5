package import PejlModel

/// Which datasets are computed, and how; the store follows it inside its transactions.
///
/// Two ways were weighed: computing after the loads of a run, in transactions of their own, and computing in the
/// transaction of each load. The first computes a dataset with two inputs once, but a kill in between leaves figures that
/// disagree with their inputs. The second was chosen.
package struct DerivationPlan: Sendable {
    /// The datasets, inputs first.
    package let order: DerivationOrder
    /// Name and version of what computes them.
    package let decoder: String
    /// Computes the figures of a dataset from those of its formula's parts.
    let compute: @Sendable (Recipe, [[InputFigure]]) throws -> DerivedTable
    /// Says what is odd about a computation, or throws to refuse it; the last argument names the rules that a person
    /// has waived, here or for an input; nothing stands for all that can be waived.
    let judge: @Sendable (NormalisedSummary, LoadDifference, Recipe, Set<String>?) throws -> [PublisherNote]

    package init(
        order: DerivationOrder,
        decoder: String,
        compute: @escaping @Sendable (Recipe, [[InputFigure]]) throws -> DerivedTable,
        judge: @escaping @Sendable (NormalisedSummary, LoadDifference, Recipe, Set<String>?) throws -> [PublisherNote]
    ) {
        self.order = order
        self.decoder = decoder
        self.compute = compute
        self.judge = judge
    }

    /// Nothing is computed.
    package static let none = DerivationPlan(
        order: DerivationOrder([]),
        decoder: "",
        compute: { _, _ in DerivedTable(figures: [], summary: NormalisedSummary()) },
        judge: { _, _, _, _ in [] }
    )
}

/// What became of a dataset that was to be computed.
package struct DerivedOutcome: Sendable {
    /// Identifier of the dataset.
    package let dataset: String
    /// Loaded, unchanged or failed.
    package let outcome: RefreshOutcome
}
