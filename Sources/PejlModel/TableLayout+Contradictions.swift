/// What in a layout does not agree with the rest of it.
package struct LayoutContradiction: Error, Hashable, Sendable {
    /// The key that is to blame, such as `first_row` or `dimensions`.
    package let key: String
    /// What is wrong.
    package let problem: String
}

extension TableLayout {
    /// Cells a row has at the most; as many as a sheet of Excel has columns.
    package static let maximumColumns = 16_384
    /// Rows a sheet of Excel has.
    package static let maximumRows = 1_048_576

    /// The codes of the dimensions, in the order of the decoded table: sheets, constants, heading, columns, melted columns.
    package var codes: [String] {
        var codes: [String] = []
        if case .sheets(let code, _) = source { codes.append(code) }
        codes += constants.map(\.code)
        if let heading { codes.append(heading.code) }
        codes += dimensions.map(\.code)
        if case .melted(let code, let upper, _, _) = values { codes += [upper, code].compactMap(\.self) }
        return codes
    }

    var contradiction: LayoutContradiction? {
        rowContradiction ?? codeContradiction ?? placeContradiction ?? valueContradiction ?? numberContradiction
    }

    private var rowContradiction: LayoutContradiction? {
        if min(rows.header ?? 1, rows.first, expected.map(\.row).min() ?? 1) < 1 {
            return LayoutContradiction(key: "first_row", problem: "rows count from 1")
        }
        if min(heading?.column ?? 1, expected.map(\.column).min() ?? 1, firstMelted) < 1 {
            return LayoutContradiction(key: "heading", problem: "columns count from 1")
        }
        if let header = rows.header, rows.first <= header {
            return LayoutContradiction(key: "first_row", problem: "row \(rows.first) is not below the header")
        }
        switch rows.end {
        case .text(let texts) where texts.isEmpty || texts.contains(""),
            .prefix(let texts) where texts.isEmpty || texts.contains(""):
            return LayoutContradiction(key: "end_text", problem: "an empty text ends nothing")
        case .file, .emptyRow, .text, .prefix: break
        }
        return headerContradiction ?? sheetContradiction
    }

    private var headerContradiction: LayoutContradiction? {
        guard let upper = rows.upperHeader else {
            guard case .melted(_, _?, _, _) = values else { return nil }
            return LayoutContradiction(key: "melt", problem: "upper_code is used with upper_header_row only")
        }
        guard let header = rows.header, 1 <= upper, upper < header else {
            return LayoutContradiction(key: "upper_header_row", problem: "row \(upper) is not above a header")
        }
        guard case .melted(_, _?, _, let columns) = values else { return nil }
        if case .range = columns { return nil }
        return LayoutContradiction(key: "melt", problem: "with upper_code the columns are given by from and through")
    }

    private var sheetContradiction: LayoutContradiction? {
        guard case .sheets(_, let names) = source else { return nil }
        if !names.isEmpty, !names.contains(""), Set(names).count == names.count { return nil }
        return LayoutContradiction(key: "sheets", problem: "the sheets must be named, each once")
    }

    private var firstMelted: Int {
        switch values {
        case .melted(_, _, _, .range(let first, _)), .melted(_, _, _, .members(let first, _)): first
        case .measures, .melted: 1
        }
    }

    private var codeContradiction: LayoutContradiction? {
        var seen: Set<String> = []
        for code in codes where !seen.insert(code).inserted || code.isEmpty {
            let problem = code.isEmpty ? "a dimension has no code" : "two dimensions have the code \"\(code)\""
            return LayoutContradiction(key: "dimensions", problem: problem)
        }
        if codes.isEmpty { return LayoutContradiction(key: "dimensions", problem: "there is no dimension") }
        if let heading, !dimensions.contains(where: { isAlwaysFilled($0, besides: heading.column) }) {
            return LayoutContradiction(
                key: "heading",
                problem: "rows of data must be told from headings: a dimension in a column other than "
                    + "\(heading.column) is wanted, by its position or by a header besides \"\""
            )
        }
        return nil
    }

    /// Whether every row of data has something in this column, and it is not that of the heading.
    private func isAlwaysFilled(_ dimension: DimensionColumn, besides column: Int) -> Bool {
        !dimension.repeatsAbove && dimension.place.position != column && dimension.place.header != ""
    }

    private var placeContradiction: LayoutContradiction? {
        var all = dimensions.map { ("dimensions", $0.place) } + ignored.map { ("ignored", $0) }
        if case .measures(let columns) = values { all += columns.map { ("values", $0.place) } }
        var positions: Set<Int> = []
        for (key, place) in all {
            if let problem = problem(of: place) { return LayoutContradiction(key: key, problem: problem) }
            if let position = place.position, !positions.insert(position).inserted {
                return LayoutContradiction(key: key, problem: "column \(position) is declared twice")
            }
        }
        return nil
    }

    private func problem(of place: ColumnPlace) -> String? {
        if place.header == nil, place.position == nil { return "a column is wanted, by header or by number" }
        if let position = place.position, !(1...Self.maximumColumns).contains(position) {
            return "columns count from 1 to \(Self.maximumColumns)"
        }
        if let header = place.header, rows.header == nil {
            return "the header \"\(header)\" is named where no header row is declared"
        }
        if place.upper != nil, place.header == nil || rows.upperHeader == nil {
            return "upper is used with a header, and with upper_header_row only"
        }
        if place.header == "", place.position == nil { return "a column without a header is named by its number" }
        return nil
    }

    private var valueContradiction: LayoutContradiction? {
        switch values {
        case .measures(let columns):
            var seen: Set<String> = []
            for column in columns where !seen.insert(column.name).inserted {
                return LayoutContradiction(key: "values", problem: "two columns are named \"\(column.name)\"")
            }
            if columns.isEmpty { return LayoutContradiction(key: "values", problem: "there is no column of values") }
        case .melted(_, _, _, .headers(let members)), .melted(_, _, _, .members(_, let members)):
            if members.isEmpty || members.contains("") || Set(members).count < members.count {
                return LayoutContradiction(key: "melt", problem: "the members must be named, each once")
            }
            if case .melted(_, _, _, .headers) = values, rows.header == nil {
                return LayoutContradiction(key: "melt", problem: "headers are named where no header row is declared")
            }
        case .melted(_, _, _, .range(let first, let last)):
            if rows.header == nil {
                return LayoutContradiction(key: "melt", problem: "without a header row the members must be listed")
            }
            if let last, last < first { return LayoutContradiction(key: "melt", problem: "it ends before it begins") }
        }
        return nil
    }

    private var numberContradiction: LayoutContradiction? {
        if numbers.decimal.rawValue == numbers.thousands.rawValue, numbers.decimal != .none {
            let problem = "\"\(numbers.decimal.rawValue)\" cannot be the decimal sign as well"
            return LayoutContradiction(key: "thousands", problem: problem)
        }
        for mark in numbers.marks.sorted() where mark.unicodeScalars.contains(where: { ("0"..."9").contains($0) }) {
            return LayoutContradiction(key: "marks", problem: "\"\(mark)\" has a digit; a number is never a mark")
        }
        return nil
    }
}
