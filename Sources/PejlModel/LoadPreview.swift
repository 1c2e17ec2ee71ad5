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
    /// Whether the recipe, or what reads documents, is another than the one that refused it.
    package let isRecipeChanged: Bool
    /// How the documents' shape differs from that of the last load; nothing where there is none to compare with.
    package let schema: [SchemaChange]?
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
        isRecipeChanged: Bool = false,
        schema: [SchemaChange]? = nil,
        rules: [BrokenRule],
        difference: LoadDifference?,
        rejected: [RejectedRow],
        rejectedCount: Int
    ) {
        self.dataset = dataset
        self.title = title
        self.fetch = fetch
        self.fetchedAt = fetchedAt
        self.isRecipeChanged = isRecipeChanged
        self.schema = schema
        self.rules = rules
        self.difference = difference
        self.rejected = rejected
        self.rejectedCount = rejectedCount
    }

    /// Whether a person may let it in as it is: it was refused by this recipe, and for reasons that can be waived.
    package var isApprovable: Bool {
        difference != nil && !isRecipeChanged && !rules.isEmpty && rules.allSatisfy(\.isWaivable)
    }
}
