/// What a load would change if it were let in; for the person who decides.
package struct LoadPreview: Sendable, Hashable {
    /// Identifier of the dataset.
    package let dataset: String
    /// The name readers see.
    package let title: Localised
    /// Number of the refused fetch.
    package let fetch: Int
    /// When it was fetched.
    package let fetchedAt: UTCInstant
    /// Every rule it breaks by today's recipe; none where the recipe was mended since.
    package let rules: [BrokenRule]
    /// How it differs from what is held, with examples; nothing where it cannot be read at all.
    package let difference: LoadDifference?
    /// Rows that cannot be understood: number in the document, rule and content; the first so many.
    package let rejected: [RejectedRow]
    /// Number of rows that cannot be understood.
    package let rejectedCount: Int

    package init(
        dataset: String,
        title: Localised,
        fetch: Int,
        fetchedAt: UTCInstant,
        rules: [BrokenRule],
        difference: LoadDifference?,
        rejected: [RejectedRow],
        rejectedCount: Int
    ) {
        self.dataset = dataset
        self.title = title
        self.fetch = fetch
        self.fetchedAt = fetchedAt
        self.rules = rules
        self.difference = difference
        self.rejected = rejected
        self.rejectedCount = rejectedCount
    }

    /// Whether a person may let it in.
    package var isApprovable: Bool { difference != nil && rules.allSatisfy(\.isWaivable) }
}
