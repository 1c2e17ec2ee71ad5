package import PejlModel

/// One dataset as an administrator asks about it: what it is, when it was last good, what comes next.
///
/// Two ways were weighed: asking the work store, which only its owner may open and only while no daemon holds it, and
/// putting the recipes beside `status.json`. The second was chosen: everybody who may read the configuration gets the
/// same answer, and a dataset that was never asked for is in it too.
package struct DatasetOverview: Codable, Sendable, Equatable {
    /// Identifier of the dataset.
    package var id: String
    /// The name readers see.
    package var title: Localised
    /// Code of the publisher.
    package var publisher: String
    /// The publisher's own code of the table.
    package var table: String
    /// The licence of the figures.
    package var licence: String
    /// When the publisher is asked, in systemd's calendar syntax; nothing where nobody is asked.
    package var schedule: String?
    /// A state of ``StatusDocument/Dataset``, `never` where no run knew the dataset, `off` where it is switched off.
    package var state: String
    /// When it was last loaded or found unchanged, ISO 8601 in UTC.
    package var lastGoodAt: String?
    /// Number of the publication that has its figures; nothing where none has.
    package var publication: Int?
    /// When the figures in that publication came, ISO 8601 in UTC.
    package var figuresAt: String?
    /// When it is asked for next, ISO 8601 in UTC; nothing where it is due at the next run, or waits for a file.
    package var nextAt: String?
    /// When a failed one is tried again.
    package var retryAt: String?
    /// The folder that a file is waited for in.
    package var folder: String?
    /// Why it failed.
    package var failure: Failure?

    /// - Parameters:
    ///   - recipe: The recipe.
    ///   - isOn: Whether the configuration refreshes it.
    ///   - status: What the last run that knew it came to.
    ///   - drop: The folder that files of it are put in, where it comes as files.
    ///   - published: The publication that has its figures, and when those came.
    package init(
        _ recipe: Recipe,
        isOn: Bool,
        status: StatusDocument.Dataset?,
        drop: String,
        published: (number: Int, figuresAt: String)?
    ) {
        id = recipe.id
        title = recipe.title
        publisher = recipe.publisher.code
        table = recipe.table
        licence = recipe.licence
        let isAsked = if case .interface = recipe.publisher.access { true } else { false }
        schedule = isAsked ? recipe.schedule.description : nil
        state = isOn ? status?.state ?? "never" : "off"
        lastGoodAt = status?.lastGoodAt
        publication = published?.number
        figuresAt = published?.figuresAt
        folder = recipe.publisher.access == .drop ? drop : nil
        guard isOn else { return }
        nextAt = status?.nextAt
        retryAt = status?.retryAt
        failure = status?.failure
    }

    /// Overviews as JSON with sorted keys.
    package static func json(_ overviews: [DatasetOverview]) -> String { DocumentJSON.text(overviews) }

    /// The overview as JSON with sorted keys.
    package func json() -> String { DocumentJSON.text(self) }
}
