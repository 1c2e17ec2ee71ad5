package import PejlModel

/// One dataset with its definitions, its publisher's notes and the series that have ended.
package struct DatasetDetails: Codable, Sendable, Equatable {
    /// How it stands.
    package var overview: DatasetOverview
    /// How the source is to be named.
    package var citation: Localised
    /// The defined statistics.
    package var indicators: [Defined]
    /// What the publisher says of the table, and what was seen in the last load.
    package var notes: [Note]
    /// Series that stopped while others of the table go on.
    package var ended: [Ended]

    /// A defined statistic.
    package struct Defined: Codable, Sendable, Equatable {
        /// Identifier of the indicator.
        package var id: String
        /// The name readers see.
        package var title: Localised
        /// What is compared only with its like.
        package var definitionID: String
        /// The definition in words.
        package var definition: Localised
        /// Code of the unit.
        package var unit: String
    }

    /// A note.
    package struct Note: Codable, Sendable, Equatable {
        /// A ``PublisherNoteKind``.
        package var kind: String
        /// The text, in the language of the request.
        package var text: String
        /// Whether the publisher wants it shown with the figures.
        package var isMandatory: Bool
    }

    /// Series with the same end.
    package struct Ended: Codable, Sendable, Equatable {
        /// Code of the indicator.
        package var indicator: String
        /// The remaining dimensions, empty where there are none.
        package var breakdown: String
        /// Code of the last period with a figure.
        package var lastPeriod: String
        /// Code of the newest period that others have.
        package var newestPeriod: String
        /// Codes of the areas.
        package var areas: [String]
    }

    /// The details of a dataset that stands as `overview` says.
    package init(overview: DatasetOverview, recipe: Recipe, notes: [PublisherNote], ended: [EndedSeries]) {
        self.overview = overview
        citation = recipe.citation
        indicators = recipe.indicators.map {
            Defined(
                id: $0.id,
                title: $0.title,
                definitionID: $0.definitionID,
                definition: $0.definition,
                unit: $0.unit.rawValue
            )
        }
        self.notes = notes.map { Note(kind: $0.kind.rawValue, text: $0.text, isMandatory: $0.isMandatory) }
        self.ended = ended.map {
            Ended(
                indicator: $0.indicator,
                breakdown: $0.breakdown,
                lastPeriod: $0.lastPeriod,
                newestPeriod: $0.newestPeriod,
                areas: $0.areas
            )
        }
    }

    /// The document as JSON with sorted keys.
    package func json() -> String { DocumentJSON.text(self) }
}
