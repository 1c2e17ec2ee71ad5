package import PejlModel

/// Everything one report says: figures and texts, no clock, no look-ups.
package struct ReportModel: Sendable, Equatable {
    /// The code of the municipality reported on, such as 766.
    package var municipalityCode: String
    /// Its name without "Kommune".
    package var municipalityName: String
    /// The number of the publication that every figure was read from.
    package var publicationNumber: Int
    /// SHA-256 of the publication's content, in hexadecimal.
    package var contentDigest: String
    /// When the report was made: ISO 8601 in UTC, such as `2026-11-22T13:05:00Z`.
    package var madeAt: String
    /// The ranked figures, in the order they are shown.
    package var figures: [RankedFigure]
    /// Tables of figures that the municipality itself is not part of.
    package var tables: [SmallTable]
    /// What other plugins than the benchmark came to, in the order of their identifiers.
    package var analyses: [AnalysisNote]
    /// The sources that figures and tables refer to by number.
    package var sources: [SourceNote]

    /// A report's whole content.
    package init(
        municipalityCode: String,
        municipalityName: String,
        publicationNumber: Int,
        contentDigest: String,
        madeAt: String,
        figures: [RankedFigure],
        tables: [SmallTable] = [],
        analyses: [AnalysisNote] = [],
        sources: [SourceNote] = []
    ) {
        self.municipalityCode = municipalityCode
        self.municipalityName = municipalityName
        self.publicationNumber = publicationNumber
        self.contentDigest = contentDigest
        self.madeAt = madeAt
        self.figures = figures
        self.tables = tables
        self.analyses = analyses
        self.sources = sources
    }
}

/// What one plugin found, in its own sentences.
package struct AnalysisNote: Sendable, Equatable {
    /// One finding.
    package struct Found: Sendable, Equatable {
        /// Identifier of the finding.
        package var id: String
        /// The plugin's sentence.
        package var text: Localised
        /// What has to be known with it.
        package var caveats: [Localised]

        package init(id: String, text: Localised, caveats: [Localised] = []) {
            self.id = id
            self.text = text
            self.caveats = caveats
        }
    }

    /// The plugin's name.
    package var title: Localised
    /// What it found about the municipality; nothing where the publication was made without the plugin.
    package var findings: [Found]?
    /// How many findings are not shown here.
    package var hidden: Int

    package init(title: Localised, findings: [Found]?, hidden: Int = 0) {
        self.title = title
        self.findings = findings
        self.hidden = hidden
    }
}

/// A small table of published figures, shown without ranks.
package struct SmallTable: Sendable, Equatable {
    /// One cell; the first cell of a row is its heading.
    package enum Cell: Sendable, Equatable {
        /// Words or a name.
        case text(Localised)
        /// A figure in the given unit.
        case value(Double, FigureUnit)
        /// Hidden by the publisher.
        case suppressed
        /// No figure at the publisher.
        case missing
    }

    /// The heading above the table.
    package var title: Localised
    /// One head per column, the row headings' column included.
    package var columnHeads: [Localised]
    /// Rows of as many cells as there are heads.
    package var rows: [[Cell]]
    /// What the reader must know with the figures: age, choice of areas, definition.
    package var note: Localised
    /// The `SourceNote.number` that the figures come from.
    package var sourceNumber: Int
    /// Findings behind the table, for `pejl explain`; may be empty.
    package var findingIDs: [String]

    /// A table with its note and source.
    package init(
        title: Localised,
        columnHeads: [Localised],
        rows: [[Cell]],
        note: Localised,
        sourceNumber: Int,
        findingIDs: [String] = []
    ) {
        self.title = title
        self.columnHeads = columnHeads
        self.rows = rows
        self.note = note
        self.sourceNumber = sourceNumber
        self.findingIDs = findingIDs
    }
}

/// Where figures come from, down to the bytes.
package struct SourceNote: Sendable, Equatable {
    /// The number that figures refer to.
    package var number: Int
    /// The publisher's name.
    package var publisher: String
    /// The publisher's code of the table, verbatim.
    package var tableCode: String
    /// The table's title.
    package var title: Localised
    /// The periods used, in words.
    package var periodText: Localised
    /// The day it was retrieved: ISO 8601, such as `2026-11-20`.
    package var retrieved: String
    /// The licence the figures are used under.
    package var licence: String
    /// The citation the publisher asks for; `https` addresses in it become links.
    package var citation: String
    /// SHA-256 of each raw document, in hexadecimal.
    package var digests: [String]
    /// What the publisher says beside the figures: footnotes, that the table is closed.
    package var notes: [PublisherNote]

    /// A source with the digests of its raw documents.
    package init(
        number: Int,
        publisher: String,
        tableCode: String,
        title: Localised,
        periodText: Localised,
        retrieved: String,
        licence: String,
        citation: String,
        digests: [String],
        notes: [PublisherNote] = []
    ) {
        self.number = number
        self.publisher = publisher
        self.tableCode = tableCode
        self.title = title
        self.periodText = periodText
        self.retrieved = retrieved
        self.licence = licence
        self.citation = citation
        self.digests = digests
        self.notes = notes
    }
}
