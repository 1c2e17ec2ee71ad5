/// How a table lies in a delimited file or a sheet, and how its numbers are written: declared, never guessed.
///
/// There were two ways to read what publishers without an interface hand out (noegletal.dk, KOEF, BENCH, ECO, the web
/// form of StatBank, a municipality's own files): code for each publisher, or a layout as data that one reader follows.
/// It is data, because such files change with every edition and are laid out by people: a moved column is then a line
/// in a recipe, which its author can read beside the file and whose digest tells which reading a figure came from. The
/// price is that a layout says everything: a filled cell it does not account for is refused, not passed over.
///
/// Rows and columns count from 1, as a spreadsheet shows them. A layout that contradicts itself cannot be made.
package struct TableLayout: Hashable, Sendable {
    /// Where the rows come from.
    package let source: TableSource
    /// Which rows are read.
    package let rows: RowRule
    /// Cells that must hold a certain text: titles, units under a header.
    package let expected: [ExpectedText]
    /// Dimensions of one member that the file does not name.
    package let constants: [ConstantDimension]
    /// The dimension whose member stands in a row of its own above the rows it holds for.
    package let heading: HeadingRule?
    /// The columns that hold members of dimensions.
    package let dimensions: [DimensionColumn]
    /// The columns that hold values.
    package let values: ValueColumns
    /// Columns that mean nothing.
    package let ignored: [ColumnPlace]
    /// How numbers and missing numbers are written.
    package let numbers: NumberRule

    /// Makes a layout.
    ///
    /// - Throws: ``LayoutContradiction`` where its parts do not agree.
    package init(
        source: TableSource,
        rows: RowRule,
        expected: [ExpectedText] = [],
        constants: [ConstantDimension] = [],
        heading: HeadingRule? = nil,
        dimensions: [DimensionColumn],
        values: ValueColumns,
        ignored: [ColumnPlace] = [],
        numbers: NumberRule
    ) throws(LayoutContradiction) {
        self.source = source
        self.rows = rows
        self.expected = expected
        self.constants = constants
        self.heading = heading
        self.dimensions = dimensions
        self.values = values
        self.ignored = ignored
        self.numbers = numbers
        if let contradiction { throw contradiction }
    }
}

/// Where the rows of a table come from.
package enum TableSource: Hashable, Sendable {
    /// A delimited text.
    case delimited(DelimitedForm)
    /// The worksheet of this name in a workbook.
    case sheet(String)
    /// Several worksheets laid out alike, whose names are the members of the dimension `code`.
    case sheets(code: String, [String])
    /// A JSON array of flat objects: the keys are the header in row 1, each object a row.
    case jsonRows
}

/// Which rows of a sheet are read, and where they end.
package struct RowRule: Hashable, Sendable {
    /// Where the columns are named; nil where they are not.
    package let header: Int?
    /// A row above the header whose texts stand over several columns, as merged cells do.
    ///
    /// A filled cell holds for the empty ones to its right. A column that is named there only has that name.
    package let upperHeader: Int?
    /// The first row that may hold data; those before it, the header aside, are passed over.
    package let first: Int
    /// Where the data ends.
    package let end: TableEnd
    /// Whether a row after the end that could be read as data is passed over instead of refused.
    package let allowsRowsAfterEnd: Bool
    /// Whether a row of a delimited file may have fewer cells than the header; those it lacks are empty.
    package let allowsShortRows: Bool
    /// Whether the last row of a delimited file may lack its line break; otherwise such a file is cut off.
    package let allowsOpenEnd: Bool
    /// Rows whose first filled cell is one of these texts are passed over.
    package let skipped: Set<String>

    /// `first` is the row below the header unless given.
    package init(
        header: Int?,
        upperHeader: Int? = nil,
        first: Int? = nil,
        end: TableEnd = .file,
        allowsRowsAfterEnd: Bool = false,
        allowsShortRows: Bool = false,
        allowsOpenEnd: Bool = false,
        skipped: Set<String> = []
    ) {
        self.header = header
        self.upperHeader = upperHeader
        self.first = first ?? (header ?? 0) + 1
        self.end = end
        self.allowsRowsAfterEnd = allowsRowsAfterEnd
        self.allowsShortRows = allowsShortRows
        self.allowsOpenEnd = allowsOpenEnd
        self.skipped = skipped
    }
}

/// Where the data of a sheet ends.
package enum TableEnd: Hashable, Sendable {
    /// With the file; empty rows in between mean nothing.
    case file
    /// At the first empty row below data, or with the file.
    case emptyRow
    /// At the row whose first filled cell is one of these texts; a file without any is cut off.
    case text([String])
    /// At the row whose first filled cell begins with one of these texts; a file without any is cut off.
    case prefix([String])
}

/// A column, by the text of its header, by its number, or by both, which must then agree.
package struct ColumnPlace: Hashable, Sendable {
    /// Text of the header without white space around it; it must stand there once.
    package let header: String?
    /// Number from 1.
    package let position: Int?
    /// Text of the upper header that it stands under; nil where the header alone tells it.
    package let upper: String?

    package init(header: String? = nil, position: Int? = nil, upper: String? = nil) {
        self.header = header
        self.position = position
        self.upper = upper
    }
}

/// A cell that must hold a certain text, white space around it aside.
package struct ExpectedText: Hashable, Sendable {
    /// Number of the row, from 1.
    package let row: Int
    /// Number of the column, from 1.
    package let column: Int
    /// The text.
    package let text: String

    package init(row: Int, column: Int, text: String) {
        self.row = row
        self.column = column
        self.text = text
    }
}

/// A dimension that has one member in the whole file.
package struct ConstantDimension: Hashable, Sendable {
    /// Code of the dimension.
    package let code: String
    /// Its one member.
    package let member: String

    package init(code: String, member: String) {
        self.code = code
        self.member = member
    }
}

/// A row in which one cell only is filled names the member of a dimension for the rows after it.
package struct HeadingRule: Hashable, Sendable {
    /// Code of the dimension.
    package let code: String
    /// The column whose cell is filled.
    package let column: Int

    package init(code: String, column: Int) {
        self.code = code
        self.column = column
    }
}

/// A column that holds the members of a dimension.
package struct DimensionColumn: Hashable, Sendable {
    /// Code of the dimension.
    package let code: String
    /// Where the column is.
    package let place: ColumnPlace
    /// Whether an empty cell repeats the member above it, as merged cells do; otherwise it is refused.
    package let repeatsAbove: Bool

    package init(code: String, place: ColumnPlace, repeatsAbove: Bool = false) {
        self.code = code
        self.place = place
        self.repeatsAbove = repeatsAbove
    }
}

/// The columns that hold values.
package enum ValueColumns: Hashable, Sendable {
    /// A measure a column.
    case measures([MeasureColumn])
    /// Columns that are the members of one dimension, such as years; one measure. `upper` is the code of a second
    /// dimension, whose members stand in the upper header row.
    case melted(code: String, upper: String? = nil, measure: String, MeltedColumns)
}

/// A column of values.
package struct MeasureColumn: Hashable, Sendable {
    /// Name of the measure.
    package let name: String
    /// Where the column is.
    package let place: ColumnPlace

    package init(name: String, place: ColumnPlace) {
        self.name = name
        self.place = place
    }
}

/// Which columns are melted into a dimension, and what its members are called.
package enum MeltedColumns: Hashable, Sendable {
    /// The columns with these headers, which are the members; each must be there once.
    case headers([String])
    /// All columns from one position to another, or to the last one with a header; the headers are the members.
    case range(from: Int, through: Int?)
    /// Columns from a position on that are these members, in this order; a header, where there is one, must agree.
    case members(from: Int, [String])
}

extension TableLayout {
    /// The same layout of one of its sheets, whose name becomes a dimension's only member.
    ///
    /// - Parameters:
    ///   - sheet: The sheet.
    ///   - code: Code of the dimension.
    /// - Returns: The layout of that sheet alone.
    /// - Throws: ``LayoutContradiction``, though never for a sheet that the layout names.
    package func reading(sheet: String, as code: String) throws(LayoutContradiction) -> TableLayout {
        try TableLayout(
            source: .sheet(sheet),
            rows: rows,
            expected: expected,
            constants: [ConstantDimension(code: code, member: sheet)] + constants,
            heading: heading,
            dimensions: dimensions,
            values: values,
            ignored: ignored,
            numbers: numbers
        )
    }
}
