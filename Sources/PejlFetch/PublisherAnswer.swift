internal import PejlModel

/// What the publisher of one dataset answered, all in all.
struct PublisherAnswer: Sendable {
    /// The documents in order, figures and what describes them.
    var pages: [FetchedPage]
    /// What it says beside the figures.
    var notes: [PublisherNote] = []
    /// When it last changed the table, in its own words.
    var publisherUpdate: String?
    /// Whether nothing changed, and no figures were asked for.
    var isUnchanged = false
}
