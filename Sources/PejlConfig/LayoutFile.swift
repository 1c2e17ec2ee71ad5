package import PejlModel

/// Reads the `[layout]` table of a recipe: how a delimited file or a sheet lies.
///
/// Keys of the table, after ``TableLayout``; every fault names file, line and key:
/// - `charset` and `separator` of a delimited file, or `sheet` of a workbook, or its `sheets` with `sheet_code`, or
///   `rows = "json"`.
/// - `header_row`, absent where no row names the columns, `upper_header_row` above it; `first_row` of the data, the
///   next one unless given.
/// - `end`: `"file"`, `"empty-row"`, or `"text"` or `"prefix"` with `end_text`, or `end_texts`; `rows_after_end = true` where other tables follow.
/// - `skip`: first texts of rows to pass over; `short_rows = true` where rows may lack their last cells;
///   `open_end = true` where the last row of the file may lack its line break.
/// - `decimal` and `thousands`, always both: `","`, `"."`, `"none"`, the latter also `"space"`; `percent`; `marks`.
/// - `expect`: a list of `{ row, column, text }`.
/// - `[[layout.constants]]` `code`, `member`; `[layout.heading]` `code`, `column`.
/// - `[[layout.dimensions]]` `code`, `header` or `column` or both, `repeats_above`; `[[layout.ignored]]` the same places.
/// - `[[layout.values]]` `measure` and a place; or `[layout.melt]` `code`, `upper_code`, `measure` and `headers`, `from`
///   (and `through`), or `from` and `members`. A place may say its `upper` header.
package enum LayoutFile {
    /// Reads the table `[layout]` of a TOML file.
    ///
    /// - Throws: ``ConfigurationError`` with file, line and key.
    package static func read(_ path: String) throws(ConfigurationError) -> TableLayout {
        try layout(try TOMLFile(path: path).section.requiredSection("layout"))
    }

    /// Reads the table `[layout]` of a TOML text; `path` is for messages.
    package static func parse(_ text: String, path: String) throws(ConfigurationError) -> TableLayout {
        try layout(try TOMLFile(path: path, text: text).section.requiredSection("layout"))
    }

    /// Reads the table itself and refuses keys that mean nothing.
    static func layout(_ section: TOMLSection) throws(ConfigurationError) -> TableLayout {
        let source = try source(section)
        let rows = try rows(section)
        let expected = try expected(section)
        let constants = try constants(section)
        let heading = try heading(section)
        let dimensions = try dimensions(section)
        let values = try values(section)
        let ignored = try ignored(section)
        let numbers = try numbers(section)
        try section.refuseUnknownKeys()
        do throws(LayoutContradiction) {
            return try TableLayout(
                source: source,
                rows: rows,
                expected: expected,
                constants: constants,
                heading: heading,
                dimensions: dimensions,
                values: values,
                ignored: ignored,
                numbers: numbers
            )
        } catch {
            throw section.error(error.key, error.problem)
        }
    }

    // MARK: - Text and rows

    private static func source(_ section: TOMLSection) throws(ConfigurationError) -> TableSource {
        let charset = try section.choice("charset", DelimitedForm.Charset.self)
        let separator = try separator(section)
        let sheet = try section.string("sheet")
        if let rows = try section.string("rows") {
            if rows != "json" { throw section.error("rows", "\"\(rows)\" is not \"json\"") }
            guard charset == nil, separator == nil, sheet == nil else {
                throw section.error("rows", "rows of JSON have no charset, no separator and no sheet")
            }
            return .jsonRows
        }
        if let names = try section.strings("sheets") {
            guard charset == nil, separator == nil, sheet == nil else {
                throw section.error("sheets", "with sheets there is no sheet, no charset and no separator")
            }
            return .sheets(code: try section.requiredString("sheet_code"), names)
        }
        if try section.string("sheet_code") != nil {
            throw section.error("sheet_code", "it is used with sheets only")
        }
        switch (charset, separator, sheet) {
        case (let charset?, let separator?, nil):
            return .delimited(DelimitedForm(charset: charset, separator: separator))
        case (nil, nil, let sheet?): return .sheet(sheet)
        case (_, _, _?): throw section.error("sheet", "a workbook has no charset and no separator")
        case (nil, _, nil):
            throw section.error("charset", "it is missing; charset and separator, or sheet for a workbook, are wanted")
        case (_, nil, nil): throw section.error("separator", "it is missing; one of \";\", \",\", \"\\t\" is wanted")
        }
    }

    private static func separator(_ section: TOMLSection) throws(ConfigurationError) -> DelimitedForm.Separator? {
        guard let text = try section.string("separator") else { return nil }
        if let separator = DelimitedForm.Separator(rawValue: text) { return separator }
        throw section.error("separator", "\"\(text)\" is not one of \";\", \",\", \"\\t\"")
    }

    private enum End: String, CaseIterable {
        case file
        case emptyRow = "empty-row"
        case text, prefix
    }

    private static func rows(_ section: TOMLSection) throws(ConfigurationError) -> RowRule {
        let range = 1...TableLayout.maximumRows
        let ending = try section.choice("end", End.self) ?? .file
        var endTexts = try section.strings("end_texts")
        if let text = try section.string("end_text") {
            if endTexts != nil { throw section.error("end_text", "it and end_texts cannot stand together") }
            endTexts = [text]
        }
        let end: TableEnd
        switch ending {
        case .text, .prefix:
            guard let endTexts else { throw section.error("end_text", "it is missing; a text is wanted") }
            end = ending == .text ? .text(endTexts) : .prefix(endTexts)
        case .file, .emptyRow:
            if endTexts != nil {
                throw section.error("end_text", "it is used with end = \"text\" and end = \"prefix\" only")
            }
            end = ending == .file ? .file : .emptyRow
        }
        return RowRule(
            header: try section.integer("header_row", range),
            upperHeader: try section.integer("upper_header_row", range),
            first: try section.integer("first_row", range),
            end: end,
            allowsRowsAfterEnd: try section.boolean("rows_after_end") ?? false,
            allowsShortRows: try section.boolean("short_rows") ?? false,
            allowsOpenEnd: try section.boolean("open_end") ?? false,
            skipped: Set(try section.strings("skip") ?? [])
        )
    }

    private static func expected(_ section: TOMLSection) throws(ConfigurationError) -> [ExpectedText] {
        var all: [ExpectedText] = []
        for cell in try section.sections("expect") {
            guard let row = try cell.integer("row", 1...TableLayout.maximumRows) else {
                throw cell.error("row", "it is missing; the number of a row is wanted")
            }
            guard let text = try cell.string("text") else {
                throw cell.error("text", "it is missing; a text is wanted")
            }
            all.append(ExpectedText(row: row, column: try column(cell, "column"), text: text))
            try cell.refuseUnknownKeys()
        }
        return all
    }

    // MARK: - Dimensions

    private static func constants(_ section: TOMLSection) throws(ConfigurationError) -> [ConstantDimension] {
        var all: [ConstantDimension] = []
        for constant in try section.sections("constants") {
            all.append(
                ConstantDimension(
                    code: try constant.requiredString("code"),
                    member: try constant.requiredString("member")
                )
            )
            try constant.refuseUnknownKeys()
        }
        return all
    }

    private static func heading(_ section: TOMLSection) throws(ConfigurationError) -> HeadingRule? {
        guard let inner = try section.section("heading") else { return nil }
        let heading = HeadingRule(code: try inner.requiredString("code"), column: try column(inner, "column"))
        try inner.refuseUnknownKeys()
        return heading
    }

    private static func dimensions(_ section: TOMLSection) throws(ConfigurationError) -> [DimensionColumn] {
        var all: [DimensionColumn] = []
        for dimension in try section.sections("dimensions") {
            all.append(
                DimensionColumn(
                    code: try dimension.requiredString("code"),
                    place: try place(dimension),
                    repeatsAbove: try dimension.boolean("repeats_above") ?? false
                )
            )
            try dimension.refuseUnknownKeys()
        }
        return all
    }

    // MARK: - Values

    private static func values(_ section: TOMLSection) throws(ConfigurationError) -> ValueColumns {
        var measures: [MeasureColumn] = []
        for measure in try section.sections("values") {
            measures.append(
                MeasureColumn(name: try measure.requiredString("measure"), place: try place(measure))
            )
            try measure.refuseUnknownKeys()
        }
        guard let melt = try section.section("melt") else {
            if measures.isEmpty { throw section.error("values", "[[layout.values]] or [layout.melt] is wanted") }
            return .measures(measures)
        }
        guard measures.isEmpty else {
            throw section.error("values", "[[layout.values]] and [layout.melt] cannot stand together")
        }
        let values = ValueColumns.melted(
            code: try melt.requiredString("code"),
            upper: try melt.string("upper_code"),
            measure: try melt.requiredString("measure"),
            try melted(melt)
        )
        try melt.refuseUnknownKeys()
        return values
    }

    private static func melted(_ section: TOMLSection) throws(ConfigurationError) -> MeltedColumns {
        let headers = try section.strings("headers")
        let members = try section.strings("members")
        let range = 1...TableLayout.maximumColumns
        let from = try section.integer("from", range)
        let through = try section.integer("through", range)
        switch (headers, from, members) {
        case (let headers?, nil, nil):
            if through != nil { throw section.error("through", "it is used with from only") }
            return .headers(headers)
        case (nil, let from?, nil): return .range(from: from, through: through)
        case (nil, let from?, let members?):
            if through != nil { throw section.error("through", "the members say where the columns end") }
            return .members(from: from, members)
        default: throw section.error("from", "headers, or from, or from and members are wanted")
        }
    }

    private static func ignored(_ section: TOMLSection) throws(ConfigurationError) -> [ColumnPlace] {
        var all: [ColumnPlace] = []
        for column in try section.sections("ignored") {
            all.append(try place(column))
            try column.refuseUnknownKeys()
        }
        return all
    }

    private static func numbers(_ section: TOMLSection) throws(ConfigurationError) -> NumberRule {
        NumberRule(
            decimal: try section.requiredChoice("decimal", NumberRule.DecimalSign.self),
            thousands: try section.requiredChoice("thousands", NumberRule.ThousandsSign.self),
            allowsPercent: try section.boolean("percent") ?? false,
            marks: Set(try section.strings("marks") ?? [])
        )
    }

    // MARK: - Columns

    private static func place(_ section: TOMLSection) throws(ConfigurationError) -> ColumnPlace {
        let header = try section.string("header")
        let position = try section.integer("column", 1...TableLayout.maximumColumns)
        if header == nil, position == nil { throw section.error("column", "header, column or both are wanted") }
        return ColumnPlace(header: header, position: position, upper: try section.string("upper"))
    }

    private static func column(_ section: TOMLSection, _ key: String) throws(ConfigurationError) -> Int {
        guard let number = try section.integer(key, 1...TableLayout.maximumColumns) else {
            throw section.error(key, "it is missing; the number of a column is wanted")
        }
        return number
    }
}
