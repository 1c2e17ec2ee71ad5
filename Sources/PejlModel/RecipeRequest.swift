/// The values asked for of one variable or dimension, in the publisher's own words.
package struct Selection: Hashable, Sendable {
    /// Code of the variable or dimension.
    package let code: String
    /// The values, or the publisher's wildcards.
    package let values: [String]

    package init(code: String, values: [String]) {
        self.code = code
        self.values = values
    }
}

/// How a dataset's documents are had.
package enum RecipeRequest: Hashable, Sendable {
    /// `POST /data` at StatBank.
    case statBank(StatBankQuestion)
    /// `POST /statistik` at uddannelsesstatistik.dk, page after page.
    case uddannelsesstatistik(EducationQuestion)
    /// `GET /tables/{id}/data` at a statistics office with PxWebApi 2.
    case pxWeb(PxWebQuestion)
    /// `GET /data/kpi/…` at Kolada, page after page.
    case kolada(KoladaQuestion)
    /// A file put into the dataset's drop folder.
    case drop(DropQuestion)
    /// Computed from indicators of other datasets.
    case derived(Derivation)

    /// How the documents are read; nil where there are none.
    package var reading: DocumentReading? {
        switch self {
        case .statBank(let question): .format(question.form.format)
        case .uddannelsesstatistik: .format(.uddannelsesstatistik)
        case .pxWeb: .format(.jsonStat)
        case .kolada: .format(.kolada)
        case .drop(let question): question.reading
        case .derived: nil
        }
    }

    /// The same request with another selection of `code`; used where the configuration narrows the periods.
    package func selecting(_ values: [String], of code: String) -> RecipeRequest {
        let selection = Selection(code: code, values: values)
        switch self {
        case .statBank(var question):
            question.variables = question.variables.map { $0.code == code ? selection : $0 }
            return .statBank(question)
        case .uddannelsesstatistik(var question):
            question.filters = question.filters.filter { $0.code != code } + [selection]
            return .uddannelsesstatistik(question)
        case .pxWeb(var question):
            question.variables = question.variables.map { $0.code == code ? selection : $0 }
            return .pxWeb(question)
        case .kolada(var question):
            question.years = values
            return .kolada(question)
        case .drop, .derived: return self
        }
    }
}

/// What is expected of a file in the drop folder.
package struct DropQuestion: Hashable, Sendable {
    /// How it is read.
    package var reading: DocumentReading
    /// Whether ten digits together are an amount, and no personal number for which the file is refused.
    package var hasTenDigitAmounts: Bool

    package init(reading: DocumentReading, hasTenDigitAmounts: Bool = false) {
        self.reading = reading
        self.hasTenDigitAmounts = hasTenDigitAmounts
    }
}

/// How a document becomes cells.
package enum DocumentReading: Hashable, Sendable {
    /// A wire format that says where everything is.
    case format(DocumentFormat)
    /// A table of a delimited file or a workbook whose layout is declared.
    case layout(TableLayout)

    /// The layout, where that is how it is read.
    package var layout: TableLayout? {
        guard case .layout(let layout) = self else { return nil }
        return layout
    }

    /// Name of the way of reading, for provenance.
    package var name: String {
        switch self {
        case .format(let format): format.rawValue
        case .layout: "layout"
        }
    }
}

/// The wire format of a document.
package enum DocumentFormat: String, Sendable, CaseIterable {
    /// StatBank's CSV and BULK: semicolons, decimal comma, codes or labels.
    case statBankCSV = "statbank-csv"
    /// JSON-stat 1.x and 2.0.
    case jsonStat = "json-stat"
    /// The flat objects of uddannelsesstatistik.dk.
    case uddannelsesstatistik = "uddannelsesstatistik"
    /// PX files of PC-Axis and PxWeb.
    case px = "px"
    /// The nested values of Kolada, versions 2 and 3.
    case kolada = "kolada"
}

/// The forms of answer that StatBank is asked for.
package enum StatBankForm: String, Sendable, CaseIterable {
    /// At most 1,000,000 cells; variables left out are summed away.
    case csv = "statbank-csv"
    /// Streamed, without a limit of cells; every variable must be named, and only stored rows come.
    case bulk = "bulk"
    /// JSON-stat 1.x; at most 1,000,000 cells.
    case jsonStat = "json-stat"
    /// PX; at most 1,000,000 cells.
    case px = "px"

    /// The wire format of the answer.
    package var format: DocumentFormat {
        switch self {
        case .csv, .bulk: .statBankCSV
        case .jsonStat: .jsonStat
        case .px: .px
        }
    }
}

/// A question to StatBank.
package struct StatBankQuestion: Hashable, Sendable {
    /// The form of the answer.
    package var form: StatBankForm
    /// `da` or `en`.
    package var language: String
    /// Codes in the answer, not labels.
    package var codes: Bool
    /// The values of each variable; one that is left out is summed away.
    package var variables: [Selection]

    package init(form: StatBankForm, language: String, codes: Bool, variables: [Selection]) {
        self.form = form
        self.language = language
        self.codes = codes
        self.variables = variables
    }
}

/// A question to uddannelsesstatistik.dk.
package struct EducationQuestion: Hashable, Sendable {
    /// Area of the catalogue, `område`, such as `GS`.
    package var area: String
    /// Subject, `emne`, such as `ELEVFRAV`.
    package var subject: String
    /// Subsubject, `underemne`: the cube, such as `FRAVAAR`.
    package var subsubject: String
    /// Names of the measures, `nøgletal`.
    package var measures: [String]
    /// Levels to break down by, `[Dimension].[Level]`.
    package var dimensions: [String]
    /// Members to keep, by level.
    package var filters: [Selection]
    /// Rows of a page, at most 100,000.
    package var pageSize: Int

    package init(
        area: String,
        subject: String,
        subsubject: String,
        measures: [String],
        dimensions: [String],
        filters: [Selection],
        pageSize: Int
    ) {
        self.area = area
        self.subject = subject
        self.subsubject = subsubject
        self.measures = measures
        self.dimensions = dimensions
        self.filters = filters
        self.pageSize = pageSize
    }
}
