/// How one dataset is asked for, read and checked; written as TOML in `etc/pejl/datasets/`.
package struct Recipe: Hashable, Sendable {
    /// Identifier of the dataset: lower-case letters, digits and `-`.
    package let id: String
    /// Who publishes it.
    package let publisher: Publisher
    /// The publisher's own code of the table, such as `FOLK1AM` or `GS/ELEVFRAV/FRAVAAR`.
    package let table: String
    /// The name readers see.
    package let title: Localised
    /// The licence of the figures.
    package let licence: String
    /// How the source is to be named beside the figures.
    package let citation: Localised
    /// What is sent to the publisher.
    package var request: RecipeRequest
    /// Areas besides the Danish ones that the figures describe.
    package let areas: [Area]
    /// When the publisher is asked.
    package let schedule: CalendarExpression
    /// Whether the dataset is fetched only where the configuration switches it on.
    package var isOptional = false
    /// The code of the area that every figure is about, where the answer has no column of areas.
    package var area: String?
    /// The code of the municipality that all institutions of the dataset belong to, where no column says.
    package var municipality: String?
    /// What each column of the answer means.
    package let columns: [ColumnRule]
    /// The defined statistics in the value columns.
    package var indicators: [Indicator]
    /// What the publisher's marks for a missing number, and its statuses beside a number, mean.
    package let marks: [String: ObservationStatus]
    /// Marks that are the number 0: a dash at many publishers.
    package var zeros: Set<String> = []
    /// What an absent combination of what was asked for means.
    package let absent: AbsentRule
    /// What must hold before anything is stored.
    package var gate: GateRule
    /// Digest of the recipe's text; a changed recipe is a new reading of the same bytes.
    package var digest: ContentDigest

    package init(
        id: String,
        publisher: Publisher,
        table: String,
        title: Localised,
        licence: String,
        citation: Localised,
        request: RecipeRequest,
        areas: [Area] = [],
        columns: [ColumnRule],
        indicators: [Indicator],
        marks: [String: ObservationStatus],
        absent: AbsentRule,
        gate: GateRule,
        schedule: CalendarExpression = .everyMorning,
        digest: ContentDigest
    ) {
        self.id = id
        self.publisher = publisher
        self.table = table
        self.title = title
        self.licence = licence
        self.citation = citation
        self.request = request
        self.areas = areas
        self.columns = columns
        self.indicators = indicators
        self.marks = marks
        self.absent = absent
        self.gate = gate
        self.schedule = schedule
        self.digest = digest
    }
}

/// What one column of the answer means.
package struct ColumnRule: Hashable, Sendable {
    /// Name of the column, as the publisher writes it.
    package let code: String
    /// Its meaning.
    package let role: ColumnRole
    /// Words of the column that stand for others: `1` for `910`, where a table numbers groups in its own way.
    package let aliases: [String: String]

    package init(code: String, role: ColumnRole, aliases: [String: String] = [:]) {
        self.code = code
        self.role = role
        self.aliases = aliases
    }
}

/// The meaning of a column.
package enum ColumnRole: Hashable, Sendable {
    /// An area by code or by name; `prefix` stands in front of the publisher's codes to make them pejl's own.
    case area(AreaReference, prefix: String = "")
    /// The name of the institution that the row is about.
    case areaName
    /// The municipality that the institution of the row belongs to.
    case municipality(AreaReference)
    /// A period.
    case period
    /// A remaining dimension, with the members that are kept.
    case breakdown(dimension: String, title: Localised, members: [BreakdownMember])
    /// A column whose members say which indicator a row is of.
    case selector
    /// A column that must hold one value everywhere and means nothing further.
    case constant(String)
}

/// How a column names areas.
package enum AreaReference: String, Sendable, CaseIterable {
    case code
    case name
    /// By the six digits of the register of institutions (Institutionsregisteret).
    case institution
}

/// One member of a breakdown as the publisher and as pejl write it.
package struct BreakdownMember: Hashable, Sendable {
    /// The publisher's word.
    package let source: String
    /// Identifier in the store: lower-case letters, digits and `-`; empty for the total.
    package let id: String
    /// The name readers see; empty for the total.
    package let title: Localised

    package init(source: String, id: String, title: Localised) {
        self.source = source
        self.id = id
        self.title = title
    }

    /// The member that all others add up to: its figures have no such breakdown.
    package static func total(source: String) -> BreakdownMember {
        BreakdownMember(source: source, id: "", title: Localised(same: ""))
    }

    /// Whether it stands for all members together.
    package var isTotal: Bool { id.isEmpty }
}

/// What it means that a combination of what was asked for is not in the answer.
package enum AbsentRule: String, Sendable, CaseIterable {
    /// The publisher hides it: the rule of uddannelsesstatistik.dk.
    case suppressed
    /// The publisher has no figure.
    case missing
    /// Nothing: the combination is not expected.
    case nothing
    /// The figure is zero: the rule of StatBank's BULK for tables whose `suppressedDataValue` is `0`.
    case zero
}

/// What must hold before anything of a dataset is stored.
package struct GateRule: Hashable, Sendable {
    /// The areas that every period must have a row for.
    package let areas: ExpectedAreas
    /// Rows of this load in per cent of the last one's, at the least.
    package let minimumRowsPercent: Int
    /// Combinations that may be absent, in per cent of what was asked for; more looks like a lost page.
    package let maximumAbsentPercent: Int
    /// Members of the answer that are left out without a word: `<uoplyst>`, totals that are not wanted.
    package let ignored: Set<String>
    /// Rows that may be set aside because they cannot be understood, in per cent of those that came.
    package let maximumRejectedPercent: Int
    /// Rows set aside that are kept of one fetch; all are counted.
    package let keptRejectedRows: Int

    package init(
        areas: ExpectedAreas,
        minimumRowsPercent: Int = 95,
        maximumAbsentPercent: Int = 5,
        ignored: Set<String> = [],
        maximumRejectedPercent: Int = 0,
        keptRejectedRows: Int = 1000
    ) {
        self.areas = areas
        self.minimumRowsPercent = minimumRowsPercent
        self.maximumAbsentPercent = maximumAbsentPercent
        self.ignored = ignored
        self.maximumRejectedPercent = maximumRejectedPercent
        self.keptRejectedRows = keptRejectedRows
    }
}

/// The areas that a dataset must cover.
package enum ExpectedAreas: Hashable, Sendable {
    /// All 98 municipalities.
    case municipalities
    /// These codes.
    case codes([String])
    /// Institutions, which come and go: none in particular.
    case institutions

    /// The codes, in ascending order.
    package func codes(in catalogue: AreaCatalogue) -> [String] {
        switch self {
        case .municipalities: catalogue.municipalities.map(\.code)
        case .codes(let codes): codes.sorted()
        case .institutions: []
        }
    }
}
